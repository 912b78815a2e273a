"""last rows of a list → which belong to the signatures under it: a chairman's name there is no land user's."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import polars as pl

from cleaning import reference
from cleaning.reading.cells import has_text, label
from cleaning.reading.headers import normalised
from cleaning.reading.noise import in_any_font

# A signature block takes some ten rows: nothing further up is taken for one.
_TAIL_ROWS: Final = 40
# 'Thiên Hương, ngày 5 tháng 10 năm 2025', also with the figures left open
_DAY: Final = r"(?:ngày|ngay)(?: \d{1,2})? (?:tháng|thang)(?: \d{1,2})? (?:năm|nam)(?: \d{1,4})?$"


class Signatures(NamedTuple):
    """Of each row of a list. `is_label`: signature words, or what stands under them. `is_beside`: the others there."""

    is_label: pl.Series
    is_beside: pl.Series


def signatures(cells: pl.DataFrame, stating: list[str]) -> Signatures:
    """The rows of the signature block, which begins below the last row with a figure in one of `stating`.

    The first row there with words of reference/signature_words.csv opens it; what stands above that one is a row like
    any other. In the block, a row is a label where its cells hold such words or stand in the columns of such words: the
    names of those who sign. What else stands there may be somebody's row.
    """
    tail = cells.tail(_TAIL_ROWS if stating else 0)
    words = tail.select(_is_words(pl.all()))
    figures = (pl.col(name).str.contains(r"\d").fill_null(value=False) & ~_is_words(pl.col(name)) for name in stating)
    last = tail.select(pl.any_horizontal(pl.lit(value=False), *figures)).to_series().arg_true().max()
    below = 0 if last is None else int(last) + 1  # pyright: ignore[reportArgumentType]  a UInt32 series' maximum
    opening = words.slice(below).select(pl.any_horizontal(pl.all())).to_series().arg_true()
    nothing = pl.Series([False]).new_from_index(0, cells.height)
    if opening.is_empty():
        return Signatures(nothing, nothing)
    first = below + opening[0]
    columns = [column.name for column in words.slice(first) if not column.any()]
    beside = tail.slice(first).select(pl.any_horizontal(pl.lit(value=False), has_text(pl.col(columns)))).to_series()
    at = pl.int_range(cells.height - beside.len(), cells.height, eager=True)
    return Signatures(nothing.clone().scatter(at, ~beside), nothing.clone().scatter(at, beside))  # it scatters in place


def _is_words(cell: pl.Expr) -> pl.Expr:
    plain = label(cell).str.replace_all(r"[ .,;:()…_/-]+", " ").str.strip_chars()
    return plain.str.contains(_words()).fill_null(value=False)


@cache
def _words() -> str:
    words = reference.table("signature_words")["words"].to_list()
    forms = "|".join(dict.fromkeys([*words, *map(normalised, words)]))
    return rf"^(?:{in_any_font(forms)})(?: |$)|{_DAY}"
