"""Two columns of text → the edit distance of each pair of values, each distinct pair of strings scored once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from rapidfuzz import process


def edit_distances(
    pairs: pl.DataFrame, columns: tuple[str, str], scorer: Callable[..., float], *, cutoff: int | None = None
) -> pl.DataFrame:
    """The distinct unequal pairs of values of `columns` with their `distance`; null never goes in.

    Beyond `cutoff` the distance is cutoff + 1.
    """
    distinct = pairs.select(columns).drop_nulls().filter(pl.col(columns[0]) != pl.col(columns[1])).unique()
    left, right = (distinct[column].to_list() for column in columns)
    scores = process.cpdist(left, right, scorer=scorer, score_cutoff=cutoff, dtype=np.int16)
    return distinct.with_columns(distance=pl.Series(scores, dtype=pl.Int16))
