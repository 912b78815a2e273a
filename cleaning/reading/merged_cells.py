"""cells merged over several rows → for every row they cover, the row that bears their value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaning.reading.headings import Heading
    from cleaning.reading.packages import Merged


def covering_rows(merged: Sequence[Merged], heading: Heading, height: int) -> dict[str, pl.Series]:
    """field → for each of the `height` rows below the heading the row, from 0, whose merged cell covers it; else null.

    Fields without such cells are left out. Cells merged with a header row say nothing of the rows below it; of ranges
    that overlap, which no program writes, the first counts.
    """
    if not merged:
        return {}
    before = pl.col("last_row").shift(1).cum_max().over("first_column")
    covered = (
        pl.DataFrame(list(merged), schema=["first_row", "last_row", "first_column", "last_column"], orient="row")
        .with_columns(pl.col("first_row", "last_row") - heading.end)
        .filter(
            pl.col("first_row").is_between(0, height - 1), pl.col("first_column").is_in([*heading.columns.values()])
        )
        .with_columns(pl.col("last_row").clip(upper_bound=height - 1))
        .sort("first_column", "first_row", "last_row")
        .filter(before.is_null() | (pl.col("first_row") > before))
        .with_columns(row=pl.int_ranges("first_row", pl.col("last_row") + 1))
        .explode("row")
        .filter(pl.col("row") > pl.col("first_row"))
    )
    parts = {at: covered.filter(first_column=at) for at in covered["first_column"].unique()}
    nothing = pl.Series([None], dtype=pl.UInt32).new_from_index(0, height)
    return {
        field: nothing.clone().scatter(parts[at]["row"], parts[at]["first_row"].cast(pl.UInt32))
        for field, at in heading.columns.items()
        if at in parts
    }
