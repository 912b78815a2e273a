"""What a variant is: one way an office may write down the lists of a ward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from .files import write_text
from .layouts import Cells, Column, body, form, header, register
from .ward import Row, Ward


def as_it_is(ward: Ward) -> Ward:
    """The ward, unchanged."""
    return ward


class Variant(NamedTuple):
    """`write` writes a ward's lists into its folder. `says`: the ward with no more information than that shows.

    `lost` names what `says` leaves out or says otherwise, for people; blank where nothing.
    """

    name: str
    write: Callable[[Ward, Path], None]
    says: Callable[[Ward], Ward] = as_it_is
    lost: str = ""
    needs_office: bool = False


def form_cells(rows: Sequence[Row], columns: Sequence[Column] | None = None) -> Cells:
    """The campaign form, three header rows and the item numbers on top; with other columns where given."""
    chosen = form() if columns is None else columns
    return [*header(chosen), *body(rows, chosen)]


def register_cells(rows: Sequence[Row]) -> Cells:
    """The resident list under the usual headings."""
    chosen = register(rows)
    return [*header(chosen, items=False), *body(rows, chosen)]


def write_register(ward: Ward, folder: Path) -> None:
    """The resident list in its plain form."""
    write_text(folder / "residents.csv", register_cells(ward.residents))


def write_plain(ward: Ward, folder: Path) -> None:
    """Both lists as every variant is measured against them: CSV, UTF-8, the campaign form as it is."""
    write_text(folder / "land.csv", form_cells(ward.land))
    write_register(ward, folder)


def with_land_in(write: Callable[[Sequence[Row], Path], None]) -> Callable[[Ward, Path], None]:
    """A variant of the land list alone, beside the plain resident list."""

    def both(ward: Ward, folder: Path) -> None:
        write(ward.land, folder)
        write_register(ward, folder)

    return both
