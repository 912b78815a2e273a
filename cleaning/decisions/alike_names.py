"""Two names as written → whether one person could be called so: family and given name at most a slip apart.

A guard against values of other rows, not a comparison for linking: strangers of one family and given name pass.
"""

from __future__ import annotations

from typing import Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cleaning.decisions.typed_text import words

_SLIPS: Final = 1
_LONG_ENOUGH_TO_SLIP: Final = 5  # letters: Hà and Hoa, Hùng and Hằng are two names each
# Spellings that northern speech does not tell apart, and family names that are one name in the south.
_HEARD_ALIKE: Final = {
    r"\btr": "ch", r"\bgi": "d", r"\bl": "n", r"\bs": "x", r"\br": "d", r"\bvo\b": "vu", r"\bhuynh\b": "hoang",
}  # fmt: skip


def is_called_alike(names: pl.DataFrame, one: str, other: str) -> pl.Series:
    """Whether the first and the last word of either name are words of the other; null where either name is null.

    Titles may stand before a name: 'Hộ ông Nguyễn Văn A'.
    """
    told = names.select(_heard(words(pl.col(one))).alias("one"), _heard(words(pl.col(other))).alias("other"))
    pairs = told.drop_nulls().filter((pl.col("one") != "") & (pl.col("other") != "")).unique()
    both_ways = pl.concat([_found_in(pairs, "one", "other"), _found_in(pairs, "other", "one")])
    alike = both_ways.group_by("one", "other").agg(pl.col("is_alike").any())
    found = told.join(alike, on=["one", "other"], how="left", maintain_order="left", validate="m:1")
    return found["is_alike"]


def _found_in(pairs: pl.DataFrame, named: str, among: str) -> pl.DataFrame:
    """`pairs` with `is_alike`: the first word of `named` is one of `among` but the last, its last one but the first."""
    parts, others = pl.col(named).str.split(" ").list, pl.col(among).str.split(" ").list
    rest = pl.max_horizontal(others.len() - 1, 1)
    first = pairs.with_columns(end=parts.first(), is_last=False, word=others.head(rest))
    last = pairs.with_columns(end=parts.last(), is_last=True, word=others.tail(rest))
    spread = pl.concat([first, last]).explode("word")
    slips = process.cpdist(spread["end"].to_list(), spread["word"].to_list(), scorer=OSA.distance, workers=1)
    is_long = pl.max_horizontal(pl.col("end", "word").str.len_chars()) >= _LONG_ENOUGH_TO_SLIP
    is_slip = (pl.Series("slips", slips, dtype=pl.Int32) <= _SLIPS) & is_long
    met = spread.with_columns(is_met=is_slip | (pl.col("end") == pl.col("word")))
    by_end = met.group_by("one", "other", "is_last").agg(pl.col("is_met").any())
    return by_end.group_by("one", "other").agg(is_alike=pl.col("is_met").all())


def _heard(text: pl.Expr) -> pl.Expr:
    for spelling, heard in _HEARD_ALIKE.items():
        text = text.str.replace_all(spelling, heard)
    return text
