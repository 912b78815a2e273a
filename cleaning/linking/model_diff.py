"""Two models → what a change from one to the other means, level by level, in bits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cleaning.linking.card import level_table
from cleaning.linking.model import Model


@dataclass(frozen=True)
class ModelDiff:
    """What changes when model `new` takes the place of `old` (their names).

    `levels`: comparison, level, m_old, m_new, u_old, u_new, weight_old, weight_new, change (bits); in declared order.
    `share_listed`: lives, old, new, change (bits that such a pair gains before any evidence). `agreement`: form, old,
    new, change (bits that agreeing on a value of that form gains). Null is what the old model did not know.
    """

    old: str
    new: str
    levels: pl.DataFrame
    share_listed: pl.DataFrame
    agreement: pl.DataFrame


def model_diff(old: Model, new: Model) -> ModelDiff:
    """What `new` changes. Both fit the declared comparisons, as `load_model` sees to."""
    return ModelDiff(
        old=old.name,
        new=new.name,
        levels=_levels(old, new),
        share_listed=_share_listed(old, new),
        agreement=_agreement(old, new),
    )


def _levels(old: Model, new: Model) -> pl.DataFrame:
    before, after = (level_table(model).drop("note") for model in (old, new))
    both = after.join(
        before, on=["comparison", "level"], how="left", suffix="_old", validate="1:1", maintain_order="left"
    )
    return both.select(
        "comparison",
        "level",
        *(
            pl.col(f"{name}_old" if side == "old" else name).alias(f"{name}_{side}")
            for name in ("m", "u", "weight")
            for side in ("old", "new")
        ),
        change=pl.col("weight") - pl.col("weight_old"),
    )


def _share_listed(old: Model, new: Model) -> pl.DataFrame:
    shares = _beside(old.share_listed, new.share_listed, "lives")
    before, after = ((pl.col(side) / (1 - pl.col(side))).log(2) for side in ("old", "new"))
    return shares.with_columns(change=after - before)


def _agreement(old: Model, new: Model) -> pl.DataFrame:
    """The likelier two people agree by chance on some value, the more a rare value adds."""
    return _beside(old.agreement, new.agreement, "form").with_columns(change=(pl.col("new") / pl.col("old")).log(2))


def _beside(old: Mapping[str, float], new: Mapping[str, float], key: str) -> pl.DataFrame:
    rows = [(name, old.get(name), number) for name, number in new.items()]
    return pl.DataFrame(rows, schema={key: pl.String, "old": pl.Float64, "new": pl.Float64}, orient="row")
