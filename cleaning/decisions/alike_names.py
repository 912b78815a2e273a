"""Two names as written → whether one person could be called so: given names at most a slip apart.

A guard against values of other rows, not a comparison for linking: strangers with one given name pass.
"""

from __future__ import annotations

from typing import Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cleaning.decisions.typed_text import words

_SLIPS: Final = 1
_LONG_ENOUGH_TO_SLIP: Final = 4  # letters: 'Hà' and 'Hoa' are two names
# Spellings that northern speech does not tell apart.
_HEARD_ALIKE: Final = {r"\btr": "ch", r"\bgi": "d", r"\bl": "n", r"\bs": "x", r"\br": "d"}


def is_called_alike(names: pl.DataFrame, one: str, other: str) -> pl.Series:
    """Whether the given name of `one` is a later word of `other`, or the other way round; null where either is null."""
    told = names.select(_heard(words(pl.col(one))).alias("one"), _heard(words(pl.col(other))).alias("other"))
    pairs = told.drop_nulls().filter((pl.col("one") != "") & (pl.col("other") != "")).unique()
    both_ways = pl.concat([_compared(pairs, "one", "other"), _compared(pairs, "other", "one")])
    alike = both_ways.group_by("one", "other").agg(pl.col("is_alike").any())
    found = told.join(alike, on=["one", "other"], how="left", maintain_order="left", validate="m:1")
    return found["is_alike"]


def _compared(pairs: pl.DataFrame, named: str, among: str) -> pl.DataFrame:
    """`pairs` with each later word of `among` beside the given name of `named`: `is_alike` where they are."""
    spread = pairs.with_columns(
        given=pl.col(named).str.split(" ").list.last(),
        word=pl.when(pl.col(among).str.contains(" ")).then(pl.col(among).str.splitn(" ", 2).struct.field("field_1"))
        .otherwise(among).str.split(" "),
    ).explode("word")  # fmt: skip
    slips = process.cpdist(spread["given"].to_list(), spread["word"].to_list(), scorer=OSA.distance, workers=1)
    long_enough = pl.max_horizontal(pl.col("given", "word").str.len_chars()) >= _LONG_ENOUGH_TO_SLIP
    is_slip = (pl.col("slips") <= _SLIPS) & long_enough
    return spread.with_columns(slips=pl.Series(slips, dtype=pl.Int32)).select(
        "one", "other", is_alike=is_slip | (pl.col("given") == pl.col("word"))
    )


def _heard(text: pl.Expr) -> pl.Expr:
    for spelling, heard in _HEARD_ALIKE.items():
        text = text.str.replace_all(spelling, heard)
    return text
