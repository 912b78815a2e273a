"""numbered list with ditto marks ('nt', 'như trên', '"') → the same rows with what each mark repeats.

A mark repeats the nearest cell above it in its column that is none, where only rows with that mark stand between and
the order numbers go on by one: rows that were sorted or filtered away may have been the ones it spoke of. What tells
one person from another is repeated only beside a name that is: a number under another name stays the mark it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.reading.cells import has_text, label, says
from cleaning.reading.households import NAMES, PERSON, counts_up, next_number, raws

if TYPE_CHECKING:
    from collections.abc import Sequence

# 'như trên' (as above) as lists shorten it; `label` takes away the dashes and points around it
_MARK: Final = r"""^(?:nt|n\.t|n/t|như trên|nhu tren|["“”〃]|''|//)$"""
_LONGEST: Final = 16  # bytes of a mark with some signs around it


def with_dittos(rows: pl.DataFrame, fields: Sequence[str], marks: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the values marks stand for in the raw columns of `fields`, and `inherited`, the fields so filled.

    `marks`: as `households.numbered` makes them. `inherited` is null where nothing was.
    """
    dittos = {name: mark for name in raws(tuple(fields), rows) if (mark := _is_mark(rows[name])).any()}
    if not dittos or not counts_up(marks):
        return rows.with_columns(inherited=pl.lit(None, pl.String))
    names = [mark for name, mark in dittos.items() if name.removesuffix("_raw") in NAMES]
    repeats_name = pl.select(pl.any_horizontal(pl.lit(value=False), *names)).to_series()
    told = {
        name: _above(rows[name], mark & repeats_name if name.removesuffix("_raw") in PERSON else mark, marks)
        for name, mark in dittos.items()
    }
    fills = [pl.when(value.is_not_null()).then(pl.lit(name.removesuffix("_raw"))) for name, value in told.items()]
    listed = pl.concat_str(fills, separator="|", ignore_nulls=True)
    return rows.with_columns(
        *(pl.coalesce(value, name).alias(name) for name, value in told.items()),
        inherited=pl.when(listed != "").then(listed),
    )


def _is_mark(cells: pl.Series) -> pl.Series:
    """Whether each cell is a mark and nothing else. Never null."""
    short = pl.when(pl.col("cell").str.len_bytes() <= _LONGEST).then("cell")
    return cells.to_frame("cell").select(label(short).str.contains(_MARK).fill_null(value=False)).to_series()


def _above(cells: pl.Series, is_mark: pl.Series, marks: pl.DataFrame) -> pl.Series:
    """What the marks repeat; null for other cells, and where that can't be told."""
    number, last = pl.col("number"), pl.col("number").forward_fill()
    goes_on = pl.when(number.is_not_null()).then(number == last.shift(1) + 1).otherwise(next_number() == last + 1)
    repeats = pl.col("is_mark") & ~pl.col("is_apart") & goes_on.fill_null(value=False)
    said = pl.when(says(pl.col("cell")) & ~_is_mark(cells) & ~pl.col("is_apart")).then("cell")
    # '' holds the place of what can't be repeated, and ends what could be above it
    source = pl.when(~repeats).then(said.fill_null("")).forward_fill()
    return (
        marks.with_columns(cell=cells, is_mark=is_mark)
        .select(pl.when(repeats & has_text(source)).then(source))
        .to_series()
    )
