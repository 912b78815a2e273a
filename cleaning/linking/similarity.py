"""Pairs of texts → the edit distance of each pair."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from rapidfuzz import process


def edit_distances(pairs: pl.DataFrame, scorer: Callable[..., float], *, cutoff: int | None = None) -> pl.DataFrame:
    """`pairs` (a key and two columns of text, never null) with their `distance`; beyond `cutoff` it is cutoff + 1."""
    left, right = (pairs[column].to_list() for column in pairs.columns[1:])
    scores = process.cpdist(
        left, right, scorer=scorer, score_cutoff=cutoff, dtype=np.int16, workers=pl.thread_pool_size()
    )
    return pairs.with_columns(distance=pl.Series(scores, dtype=pl.Int16))
