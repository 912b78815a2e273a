"""Each distinct value judged once: the columns a judgement adds are joined back to every row."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl


def judged_once(frame: pl.DataFrame, keys: list[str], judge: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """`frame` with the columns `judge` adds to the distinct rows of `keys`; order and number of rows are kept.

    `judge` must answer each row by itself or by the distinct values alone, never by how often they occur.
    """
    judged = judge(frame.select(keys).unique(maintain_order=True))
    return frame.join(judged, on=keys, how="left", nulls_equal=True, maintain_order="left", validate="m:1")
