"""Counts of wards and their total → the same with small cells withheld, and with them what would give them away.

A cell of 1 to `small` − 1 is small. Counts of one family add up to a count everybody sees, and the wards of a column to
its total: a small cell is therefore withheld as the corner of a rectangle of cells, two counts of its family in two
rows (the total is a row, too), none of them zero. All four can be one more or one less without any shown number
changing, so none can be told. A count without family is withheld in pairs within its column for the same reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Cells = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Family:
    """Counts that hang together by one sum. `rest_of`: the whole of which they leave a rest that is not shown.

    The earlier in `counts`, the rather it is withheld for another's sake.
    """

    counts: tuple[str, ...]
    rest_of: str | None = None


FAMILIES: Final = (
    Family(("group_3", "group_2", "group_1")),
    Family(("no_link", "review", "link", "records")),
    Family(("parcels_with_id",), rest_of="parcels"),
    Family(("parcels_uncertified",), rest_of="parcels"),
    Family(("certificates_scanned", "certificates"), rest_of="certificates"),
    *(
        Family((name,))
        for name in ("residents_linked", "organisations", "residents", "open_errors", "open_warnings", "answered")
    ),
)


def withheld(wards: pl.DataFrame, small: int) -> pl.DataFrame:
    """For every ward and, as the last row, their total: which counts must not be shown, true where.

    `wards` has the counts of all FAMILIES and no nulls; of a whole that others are the rest of, no cell is small.
    """
    shown: dict[str, Marks] = {}
    for family in FAMILIES:
        cells = _cells(wards, family)
        marks = _withheld_of(np.vstack([cells, cells.sum(axis=0)]), small)
        shown |= {name: marks[:, at] for at, name in enumerate(family.counts)}
    return pl.DataFrame(shown)


def _cells(wards: pl.DataFrame, family: Family) -> Cells:
    """The family's counts, a column each, its rest last."""
    columns = [wards[name].cast(pl.Int64).to_numpy() for name in family.counts]
    if family.rest_of is not None:
        columns.append(wards[family.rest_of].cast(pl.Int64).to_numpy() - columns[0])
    return np.column_stack(columns)


def _withheld_of(cells: Cells, small: int) -> Marks:
    is_small = (cells > 0) & (cells < small)
    marks = is_small.copy()
    for row, column in np.argwhere(is_small):
        rows, columns = _rectangle(cells, marks, int(row), int(column))
        marks[np.ix_(rows, columns)] = True
    return marks


def _rectangle(cells: Cells, marks: Marks, row: int, column: int) -> tuple[list[int], list[int]]:
    """Rows and columns of the cell and its partners. There are some: the total is zero only where all wards are."""
    partners = [at for at in range(cells.shape[1]) if at != column and cells[row, at] > 0]
    partners.sort(key=lambda at: (not marks[row, at], at))  # withheld anyway before shown, then in declared order
    for columns in [[column, at] for at in partners] or [[column]]:
        fits: Marks = np.all(cells[:, columns] > 0, axis=1) & (np.arange(len(cells)) != row)
        if fits.any():
            return [row, _partner_row(cells[:, columns], marks[:, columns], fits)], columns
    raise AssertionError("a small cell without partner")


def _partner_row(cells: Cells, marks: Marks, fits: Marks) -> int:
    """The row in which least is newly withheld, then the smallest; the total only where no ward fits."""
    rows = np.arange(len(cells))
    newly = (~marks).sum(axis=1)
    return int(np.lexsort((rows, cells.sum(axis=1), newly, rows == rows[-1], ~fits))[0])
