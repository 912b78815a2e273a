"""Verdicts and candidates held against the truth: precision and recall as decided, the best recall at a precision."""

from __future__ import annotations

from typing import Final

import polars as pl

PRECISIONS: Final = (0.999, 0.9995, 0.9999)


def best_candidates(verdicts: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """`row_key, verdict, resident_key, probability` of the best candidate of every row linked or to review.

    Rows without a link are left out: all their candidates together are improbable.
    """
    columns = ("row_key", "verdict", "resident_key", "probability")
    linked = verdicts.filter(pl.col("verdict") == "link").select(columns)
    first = candidates.filter(pl.col("rank") == 1).with_columns(verdict=pl.lit("review")).select(columns)
    return pl.concat([linked, first])


def as_decided(best: pl.DataFrame, *, rows: int, listed: int) -> dict[str, float]:
    """Links as the machine decides them. `best`: verdict and `is_true`; `listed` of the `rows` are in the register."""
    linked = best.filter(pl.col("verdict") == "link")
    right = int(linked["is_true"].sum())
    return {
        "links": linked.height,
        "wrong": linked.height - right,
        "precision": round(right / max(1, linked.height), 5),
        "recall": round(right / max(1, listed), 5),
        "review": round((best.height - linked.height) / max(1, rows), 5),
    }


def recall_at_precision(best: pl.DataFrame, *, listed: int) -> dict[str, float]:
    """The highest recall any threshold reaches at each of PRECISIONS; equal probabilities stand or fall together."""
    curve = (
        best.group_by("probability")
        .agg(right=pl.col("is_true").sum(), linked=pl.len())
        .sort("probability", descending=True)
        .with_columns(pl.col("right", "linked").cum_sum())
    )
    reached: dict[str, float] = {}
    for least in PRECISIONS:
        right = curve.filter(pl.col("right") >= least * pl.col("linked")).get_column("right")
        reached[str(least)] = round(max(right.to_list(), default=0) / max(1, listed), 5)
    return reached
