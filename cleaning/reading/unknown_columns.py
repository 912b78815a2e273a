"""header and grid → the columns nobody knows, each under a name of its own: they travel along, and are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.reading.unrecognised import letters

if TYPE_CHECKING:
    from cleaning.reading.column_fields import ColumnFields
    from cleaning.reading.files import Grid
    from cleaning.reading.headers import Row

_MOST_CHARS: Final = 100


def unknown_columns(
    grid: Grid, header: tuple[Row, ...], end: int, paths: list[Row], fields: ColumnFields
) -> dict[str, int]:
    """Name → column, in order of the columns: the header with its groups, 'Cột K' where a column with cells has none.

    A name is cut after 100 characters and bears ' (2)' where it comes again. Columns beyond the header's own records in
    a text file are left out: what stands there makes its row too long.
    """
    unknown: dict[str, int] = {}
    times: dict[str, int] = {}
    for at in sorted([*fields.left, *_without_header(grid, header, end, paths)]):
        name = " / ".join(" ".join(text.split()) for text in paths[at])[:_MOST_CHARS] or f"Cột {letters(at)}"
        times[name] = nth = times.get(name, 0) + 1
        while nth > 1 and f"{name} ({nth})" in unknown:
            nth += 1
        unknown[name if nth == 1 and name not in unknown else f"{name} ({max(nth, 2)})"] = at
    return unknown


def _without_header(grid: Grid, header: tuple[Row, ...], end: int, paths: list[Row]) -> list[int]:
    """Columns that have cells below the header and no text in it."""
    width = len(paths)
    if grid.widths is not None:
        width = min(width, max(grid.widths.slice(end - len(header), len(header)).to_list()))
    bare = [at for at in range(width) if not paths[at]]
    held = grid.cells.slice(end).select(pl.nth(bare).str.contains(r"\S").any())
    return [at for at, column in zip(bare, held, strict=True) if column.item() is True]
