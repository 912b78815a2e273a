"""Two values side by side → the same with what differs marked, letter by letter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein, Opcodes

# Two letters nobody writes, from Unicode's private area; `cells.typed` takes them out of what was received.
BEGIN, END = "\ue000", "\ue001"
_IN_COMMON: Final = 0.6  # of the longer value: with less, the two do not speak of the same thing
_CONTAINED: Final = 0.4  # of the longer value, where it holds all of the shorter: 'Lê Lan', 'Lê Thị Lan'


def with_differences(rows: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """`rows` with BEGIN and END around what differs between the texts of columns `one` and `other`; order kept.

    Case and Unicode form make no difference. Values that are equal, alone, or have little in common bear no mark.
    """
    pairs = _alike(rows.select(one, other), one, other)
    # aligning is RapidFuzz's work, which knows no columns here: once per distinct pair, some microseconds each
    aligned = [_marked(*texts) for texts in pairs.select("one", "other", "one_lower", "other_lower").iter_rows()]
    schema = {"_one": pl.String, "_other": pl.String}
    marked = pairs.select(one, other).hstack(pl.DataFrame(aligned, schema=schema, orient="row"))
    return (
        rows.join(marked, on=[one, other], how="left", validate="m:1", maintain_order="left")
        .with_columns(pl.coalesce("_one", one).alias(one), pl.coalesce("_other", other).alias(other))
        .drop("_one", "_other")
    )


def _alike(values: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """Distinct pairs that differ, yet say much the same: with `one`, `other` in NFC, and both as they are compared."""
    distinct = values.drop_nulls().unique()
    pairs = (
        distinct.with_columns(one=pl.col(one).str.normalize("NFC"), other=pl.col(other).str.normalize("NFC"))
        .with_columns(one_lower=_lower("one"), other_lower=_lower("other"))
        .filter(pl.col("one_lower") != pl.col("other_lower"))
    )
    texts = (pairs[name].to_list() for name in ("one_lower", "other_lower"))
    same = pl.lit(pl.Series(process.cpdist(*texts, scorer=Levenshtein.similarity)))
    lengths = [pl.col(name).str.len_chars() for name in ("one", "other")]
    share, is_contained = same / pl.max_horizontal(lengths), same == pl.min_horizontal(lengths)
    return pairs.filter((share >= _IN_COMMON) | (is_contained & (share >= _CONTAINED)))


def _lower(column: str) -> pl.Expr:
    lower = pl.col(column).str.to_lowercase()
    as_long = lower.str.len_chars() == pl.col(column).str.len_chars()  # 'İ' has two letters in lower case
    return pl.when(as_long).then(lower).otherwise(column)


def _marked(one: str, other: str, one_lower: str, other_lower: str) -> tuple[str, str]:
    shown_one, shown_other = "", ""
    for is_same, part, beside in _stretches(one, other, Levenshtein.opcodes(one_lower, other_lower)):
        shown_one += part if is_same or part == "" else f"{BEGIN}{part}{END}"
        shown_other += beside if is_same or beside == "" else f"{BEGIN}{beside}{END}"
    return shown_one, shown_other


def _stretches(one: str, other: str, steps: Opcodes) -> Iterator[tuple[bool, str, str]]:
    """Both values in stretches that are the same, or stand in each other's place.

    A single letter that agrees by chance in the midst of others that don't goes with them.
    """
    last = len(steps) - 1
    told = [
        (step.tag == "equal" and (step.src_end - step.src_start > 1 or at in (0, last)), step)
        for at, step in enumerate(steps)
    ]
    for is_same, group in groupby(told, lambda pair: pair[0]):
        (_, first), *_, (_, end) = [*group] * 2
        yield is_same, one[first.src_start : end.src_end], other[first.dest_start : end.dest_end]
