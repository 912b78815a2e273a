"""Rows of discrepancies → as they stand in the cells of a book: safe to show, differences marked, high enough."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.reporting.cells import per_mille, typed
from cleaning.reporting.differences import with_differences
from cleaning.reporting.discrepancies import COLUMNS, LAND_HEADING, RESIDENT_HEADING

_LINE_POINTS, _PADDING_POINTS = 12.75, 3.0  # of a row in 10-point type
_HIGHEST_POINTS: Final = 409  # Excel has no higher row
_LONG_WORD: Final = r"\S{20}"  # goes to the next line whole, and leaves the end of its own empty
_FITTING, _LOST = 1.1, 3  # characters of running text on the width of one digit; half a word at each line's end


def shown_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` of `discrepancy_rows` that a book shows (parts asked and waiting), with the height of each in `points`."""
    texts = [column.heading for column in COLUMNS if rows.schema.get(column.heading) == pl.String]
    shares = [column.heading for column in COLUMNS if column.kind == "share"]
    shown = rows.filter(pl.col("part").is_in(["asked", "waiting"])).with_columns(
        typed(pl.col(texts)), per_mille(pl.col(shares)) / 1000
    )
    return with_differences(shown.with_columns(points=_points()), LAND_HEADING, RESIDENT_HEADING)


def _points() -> pl.Expr:
    """The height that the longest text of a row is likely to need."""
    texts = [column for column in COLUMNS if column.kind == "text"]
    fitting = {column.heading: max(column.width * _FITTING - _LOST, column.width - 1) for column in texts}
    lines = [
        (pl.col(name).str.len_chars() / fits).ceil() + pl.col(name).str.contains(_LONG_WORD).cast(pl.Int8)
        for name, fits in fitting.items()
    ]
    return (pl.max_horizontal(pl.lit(1.0), *lines) * _LINE_POINTS + _PADDING_POINTS).clip(upper_bound=_HIGHEST_POINTS)
