"""Rows → numbers: rows that say the same get the same one."""

from __future__ import annotations

from itertools import count

import polars as pl


def numbered(rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The number of each row, from 0 in the order of first rows, and the first row of each number (both UInt32).

    Grouping by one hash is many times faster than by a dozen columns. A second hash tells whether the first took two
    unlike rows for one, which happens once in a hundred million lists; then other hashes are tried.
    """
    check = rows.hash_rows(seed=0)
    for seed in count(1):
        number, first = values_numbered(rows.hash_rows(seed=seed))
        if (check == check.gather(first).gather(number)).all():
            return number, first
    raise AssertionError  # there is always another hash


def values_numbered(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The same of single values."""
    said = pl.DataFrame({"value": values}).with_row_index("row")
    first = said.select(pl.col("row").min().over("value")).to_series()
    is_first = first == said["row"]
    return (is_first.cum_sum() - 1).cast(pl.UInt32).gather(first), said["row"].filter(is_first)
