"""Best candidates and the truth → reliability: how often a stated probability proves true."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import polars as pl
from rich.table import Table

_EDGES: Final = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999)


def reliability(best: pl.DataFrame) -> pl.DataFrame:
    """`stated, rows, mean_stated, true_share`, one row per bin that holds rows, lowest first.

    `best`: per land row `probability` and `is_true` of its best candidate; of somebody on no list none is true.
    """
    bin_number = pl.sum_horizontal(pl.col("probability") >= edge for edge in _EDGES)
    bounds = ("0", *map(str, _EDGES), "1")
    names = [f"{low}-{high}" for low, high in pairwise(bounds)]
    return (
        best.group_by(bin=bin_number)
        .agg(rows=pl.len(), mean_stated=pl.col("probability").mean(), true_share=pl.col("is_true").mean())
        .sort("bin")
        .select(
            pl.col("bin").replace_strict(range(len(names)), names, return_dtype=pl.String).alias("stated"),
            "rows",
            "mean_stated",
            "true_share",
        )
    )


def reliability_table(found: pl.DataFrame, title: str) -> Table:
    """As printed."""
    table = Table("stated probability", "rows", "mean stated", "true", "wrong rows", title=title)
    for stated, rows, mean, true in found.iter_rows():
        table.add_row(stated, f"{rows:,}", f"{mean:.5f}", f"{true:.5f}", f"{rows * (1 - true):,.0f}")
    return table
