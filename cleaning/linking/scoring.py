"""Levels → match weight in bits → probability that the land user is this resident, rivals taken into account."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.linking.comparisons import COMPARISONS, is_level
from cleaning.linking.households import with_household_level
from cleaning.linking.model import Model

# Agreeing on a common name says less than on a rare one: at these levels the frequency of the agreed form counts.
TERM_FREQUENCY: Final = {
    "same": "name_key",
    "style": "name_key",
    "accents_lost": "name_folded",
    "accents_differ": "name_folded",
    "middle_missing": "name_short",
}
# A name one resident bears may be a misspelling of a common one: it counts as if two did.
_RAREST_BEARERS = 2


def scored_twice(pairs: pl.DataFrame, families: pl.DataFrame, residents: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Pairs with levels → with weights and `probability`: each by itself first, then with what its co-holders tell."""
    alone = scored(pairs, residents, model)
    return scored(with_household_level(pairs, alone, families, residents), residents, model)


def scored(pairs: pl.DataFrame, residents: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Adds weights and `probability` to pairs with levels and `is_ruled_out`."""
    weighed = with_weights(pairs, residents, model)
    return with_probability(weighed, residents=max(residents.height, 1), share_listed=model.share_listed)


def with_weights(pairs: pl.DataFrame, residents: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Adds `weight_<comparison>`, `weight_name_frequency` and their sum `weight`, in bits, to pairs with levels."""
    weights = [
        pl.lit(pl.Series(model.weights(comparison.name), dtype=pl.Float64))
        .gather(pl.col(f"level_{comparison.name}").cast(pl.UInt32))
        .alias(f"weight_{comparison.name}")
        for comparison in COMPARISONS
    ]
    weighed = pairs.with_columns(weights).with_columns(weight_name_frequency=_name_frequency(pairs, residents, model))
    parts = [f"weight_{comparison.name}" for comparison in COMPARISONS]
    return weighed.with_columns(weight=pl.sum_horizontal(*parts, "weight_name_frequency"))


def with_probability(weighed: pl.DataFrame, *, residents: int, share_listed: float) -> pl.DataFrame:
    """Adds `probability` to pairs with `weight` and `is_ruled_out`.

    A land user is at most one resident. Before any evidence each of the `residents` is as likely, and with
    1 − `share_listed` none of them is: the candidates of one mention share one probability between them and *nobody*.
    """
    prior = prior_odds(residents, share_listed)
    odds = pl.when(pl.col("is_ruled_out")).then(0.0).otherwise(pl.lit(2.0).pow(pl.col("weight")) * prior)
    return weighed.with_columns(odds=odds).with_columns(
        probability=pl.col("odds") / (1 + pl.col("odds").sum().over("mention"))
    )


def prior_odds(residents: int, share_listed: float) -> float:
    """Odds, before any evidence, that a mention is one given resident rather than nobody listed."""
    return share_listed / residents / (1 - share_listed)


def _name_frequency(pairs: pl.DataFrame, residents: pl.DataFrame, model: Model) -> pl.Series:
    """log2 of how much rarer (+) or commoner (−) the agreed name is than two random residents' agreement."""
    weight = pl.lit(0.0)
    columns: list[pl.Series] = []
    for form in dict.fromkeys(TERM_FREQUENCY.values()):
        bearers = pl.max_horizontal(pl.len().over(form), _RAREST_BEARERS)
        share = residents.select(share=bearers / residents.height).to_series()
        columns.append(share.gather(pairs["resident"]).alias(form))
    for level, form in TERM_FREQUENCY.items():
        weight = (
            pl.when(is_level("name", level)).then((model.name_agreement[form] / pl.col(form)).log(2)).otherwise(weight)
        )
    return pairs.with_columns(columns).select(weight_name_frequency=weight).to_series()
