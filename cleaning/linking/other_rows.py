"""What other rows of the same list tell of a candidate: whether they hold land already, and whose an old number is.

Only links that are as good as certain by themselves speak here, so that no error is handed from row to row: what people
decided of a row that says too little for others of its like tells nothing of other rows either.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from cleaning.linking.mentions import Sides

HOLDINGS_LEVELS: Final = ("missing", "holds_other_land", "holds_none")
OLD_NUMBER_LEVELS: Final = ("missing", "same_as_other_rows", "another_on_other_rows")

_SURE: Final = 0.999


def sure_links(scored: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    """`mention, resident` that are as good as certain, out of pairs with `probability`."""
    lone = sides.decisions.filter(~pl.col("is_shared"))["mention"].implode()
    sure = (pl.col("probability") >= _SURE) & ~pl.col("mention").is_in(lone)
    return scored.filter(sure).select("mention", "resident")


def holdings_level(pairs: pl.DataFrame, sure: pl.DataFrame, sides: Sides) -> pl.Series:
    """Place in HOLDINGS_LEVELS: whether another mention is surely this resident, who then holds other land.

    A pair that is a sure link itself bears `probability`; pairs without one are none.
    """
    known = np.bincount(sure["resident"].to_numpy(), minlength=max(sides.residents.height, 1))
    itself = (pl.col("probability") >= _SURE) if "probability" in pairs.columns else pl.lit(False)
    others = pl.lit(pl.Series(known)).gather(pl.col("resident")) - itself.cast(pl.Int64)
    return pairs.select(pl.when(others > 0).then(1).otherwise(2).cast(pl.Int8)).to_series()


def old_number_level(pairs: pl.DataFrame, sure: pl.DataFrame, sides: Sides) -> pl.Series:
    """Place in OLD_NUMBER_LEVELS, where the register knows no old number of the candidate but other rows know one.

    Other rows bear both this old number and the name of somebody found for certain: the number is theirs.
    """
    old = sides.mentions["cmnd"]
    told = pairs.with_row_index("pair").select("pair", "mention", "resident", cmnd=old.gather(pairs["mention"]))
    asked = told.filter((pairs["level_cmnd"] == 0) & pl.col("cmnd").is_not_null())
    owners = (
        sure.with_columns(cmnd=old.gather(sure["mention"]))
        .join(asked.select("cmnd"), on="cmnd", how="semi")
        .group_by("cmnd")
        .agg(
            owner=pl.col("resident").min(),
            owners=pl.col("resident").n_unique(),
            witness=pl.col("mention").min(),
            witnesses=pl.col("mention").n_unique(),
        )
        .filter(pl.col("owners") == 1)
    )
    by_itself = (pl.col("witnesses") == 1) & (pl.col("witness") == pl.col("mention"))  # nobody bears witness to himself
    answers = (
        asked.join(owners, on="cmnd", how="inner", validate="m:1")
        .filter(~by_itself)
        .with_columns(level=pl.when(pl.col("owner") == pl.col("resident")).then(1).otherwise(2))
    )
    levels = np.zeros(pairs.height, dtype=np.int8)
    levels[answers["pair"].to_numpy()] = answers["level"].to_numpy()
    return pl.Series(levels)
