"""Levels → match weight in bits → probability that the land user is this resident, rivals taken into account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from cleaning.linking.comparisons import COMPARISONS, is_level
from cleaning.linking.households import with_household_level
from cleaning.linking.mentions import LIVES, Sides
from cleaning.linking.model import Model
from cleaning.linking.other_rows import holdings_level, old_number_level, sure_links

# Agreeing on a common value says less than on a rare one: at these levels the frequency of what is agreed counts, by
# the form of it named here. So a model holds in a register of one ward and of a hundred.
TERM_FREQUENCY: Final = {
    "name": {
        "same": "name_key",
        "style": "name_key",
        "accents_lost": "name_folded",
        "accents_differ": "name_folded",
        "one_slip": "name_folded",
        "regional": "name_folded",
        "middle_missing": "name_short",
    },
    "birth": {"same_day": "birth_date", "same_year": "birth_year"},
    "place": {"same_hamlet": "hamlet_key", "same_old_unit": "old_unit_code", "same_ward": "unit_code"},
}
FORMS: Final = tuple(dict.fromkeys(form for levels in TERM_FREQUENCY.values() for form in levels.values()))
_SHOWN: Final = tuple(comparison for comparison in COMPARISONS if comparison.level is not None)
_TOLD: Final = tuple(comparison.name for comparison in COMPARISONS if comparison.level is None)
# A value one resident bears may be a misspelling of a common one: it counts as if two did.
_RAREST_BEARERS: Final = 2


@dataclass(frozen=True)
class Population:
    """The register a land user may stand in: how many people, and how many bear each value.

    `bearers`: form (one of FORMS), value, bearers.
    """

    size: int
    bearers: pl.DataFrame


def population_of(sides: Sides) -> Population:
    """The residents of `sides` as the population."""
    bearers = pl.Series(np.bincount(sides.residents["name"].drop_nulls().to_numpy(), minlength=sides.names.height))
    counted = [
        sides.names.select(value=form, bearers=bearers).group_by("value").sum()
        if form in sides.names.columns
        else sides.residents[form]
        .value_counts(name="bearers")
        .select(pl.col(form).cast(pl.String).alias("value"), "bearers")
        for form in FORMS
    ]
    forms = [
        one.filter(pl.col("value").is_not_null(), pl.col("bearers") > 0).select(
            pl.lit(form).alias("form"), "value", pl.col("bearers").cast(pl.UInt32)
        )
        for form, one in zip(FORMS, counted, strict=True)
    ]
    return Population(max(sides.residents.height, 1), pl.concat(forms))


@dataclass(frozen=True)
class Scale:
    """What weighs a pair beside its levels: the model, how many residents there are, and what each value is worth.

    `lives` by mention: where the address says they live (mentions.LIVES). `bits` by form: for each resident, how much
    rarer (+) or commoner (−) their value is than two random residents' agreement.
    """

    model: Model
    lives: pl.Series
    residents: int
    bits: dict[str, pl.Series]

    @property
    def prior_odds(self) -> pl.Series:
        """By mention: odds, before any evidence, that it is one given resident rather than nobody listed."""
        shares = pl.Series([self.model.share_listed[lives] for lives in LIVES])
        return (shares / (1 - shares) / self.residents).gather(self.lives.to_physical())


def scale_of(sides: Sides, population: Population, model: Model) -> Scale:
    """The scale for pairs of `sides` among the `population`."""
    bits = pl.collect_all(_bits(sides, form, population, model) for form in FORMS)
    by_form = {form: one.to_series() for form, one in zip(FORMS, bits, strict=True)}
    return Scale(model, sides.mentions["lives"], population.size, by_form)


def _bits(sides: Sides, form: str, population: Population, model: Model) -> pl.LazyFrame:
    """Per resident; 0 where the value is missing or the population was not counted by this form."""
    borne = population.bearers.lazy().filter(pl.col("form") == form)
    share = pl.col("bearers").clip(lower_bound=_RAREST_BEARERS) / population.size
    worth = borne.select("value", bits=(model.agreement[form] / share).log(2).cast(pl.Float32))
    if form in sides.names.columns:
        values = sides.names.lazy().select(value=form)
        bits = values.join(worth, on="value", how="left", maintain_order="left", validate="m:1")
        return bits.select(pl.col("bits").gather(sides.residents["name"]).fill_null(0.0))
    values = sides.residents.lazy().select(form)
    by_value = values.unique().with_columns(value=pl.col(form).cast(pl.String)).join(worth, on="value", how="inner")
    bits = values.join(by_value, on=form, how="left", maintain_order="left", validate="m:1")
    return bits.select(pl.col("bits").fill_null(0.0))


def scored_twice(pairs: pl.DataFrame, families: pl.DataFrame, sides: Sides, scale: Scale) -> pl.DataFrame:
    """Pairs with levels → with `weight` and `probability`: each by itself, then with what other rows tell.

    What people decided is certain to all other rows.
    """
    alone = scored(pairs, scale).with_columns(probability=pl.when("is_decided").then(1.0).otherwise("probability"))
    told = with_told_levels(alone, alone, families, sides)
    return with_probability(told.with_columns(weight=pl.col("weight") + _told_weight(scale.model)), scale)


def with_told_levels(pairs: pl.DataFrame, alone: pl.DataFrame, families: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    """`pairs` with the levels that other rows tell, by `alone`: the pairs that compete, each scored by itself."""
    sure = sure_links(alone, sides)
    told = pairs.with_columns(
        holdings_level(pairs, sure, sides).alias("level_holdings"),
        old_number_level(pairs, sure, sides).alias("level_old_number"),
    )
    return told if families.is_empty() else with_household_level(told, alone, families, sides.residents)


def scored(pairs: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    """Adds `weight` (bits), `odds` and `probability` to pairs with levels."""
    weight = pl.lit(pl.Series(_pattern_weights(scale.model))).gather(_pattern()) + _told_weight(scale.model)
    for comparison in TERM_FREQUENCY:
        weight = weight + frequency_bits(comparison, scale)
    return with_probability(pairs.with_columns(weight=weight), scale)


def with_probability(weighed: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    """Adds `odds` and `probability` to pairs with `weight`.

    A land user is at most one resident. Before any evidence each resident is as likely, or none of them is: the
    candidates of one mention share one probability between them and *nobody*. A pair that `is_ruled_out` does not
    compete.
    """
    odds = (
        pl.when("is_ruled_out")
        .then(0.0)
        .otherwise(pl.lit(2.0).pow(pl.col("weight")) * pl.lit(scale.prior_odds).gather(pl.col("mention")))
    )
    competing = weighed.with_columns(odds=odds)
    # mentions are small whole numbers: adding up by place is many times faster than grouping
    totals = np.bincount(competing["mention"].to_numpy(), weights=competing["odds"].to_numpy())
    return competing.with_columns(
        probability=pl.col("odds") / (1 + pl.lit(pl.Series(totals)).gather(pl.col("mention")))
    )


def frequency_bits(comparison: str, scale: Scale) -> pl.Expr:
    """What the frequency of the agreed value adds to `comparison`, in bits; 0 where nothing that counts is agreed."""
    by_form: dict[str, list[str]] = {}
    for level, form in TERM_FREQUENCY.get(comparison, {}).items():
        by_form.setdefault(form, []).append(level)
    bits = pl.lit(0.0)
    for form, levels in by_form.items():
        worth = pl.lit(scale.bits[form]).gather(pl.col("resident"))
        bits = pl.when(is_level(comparison, *levels)).then(worth).otherwise(bits)
    return bits


def _told_weight(model: Model) -> pl.Expr:
    """Bits of what other rows tell."""
    bits = pl.lit(0.0)
    for name in _TOLD:
        level = pl.col(f"level_{name}").cast(pl.UInt32)
        bits = bits + pl.lit(pl.Series(model.weights(name))).gather(level)
    return bits


def _pattern() -> pl.Expr:
    """The levels that the pair itself shows as one whole number."""
    pattern = pl.lit(0, dtype=pl.UInt32)
    for comparison in _SHOWN:
        pattern = pattern * len(comparison.levels) + pl.col(f"level_{comparison.name}").cast(pl.UInt32)
    return pattern


def _pattern_weights(model: Model) -> np.ndarray:
    """Bits by pattern: the sum of its levels' weights, added up once instead of once per pair."""
    bits = np.zeros(1)
    for comparison in _SHOWN:
        bits = np.add.outer(bits, np.array(model.weights(comparison.name))).ravel()
    return bits
