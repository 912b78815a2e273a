"""LAND + RESIDENTS → a model: u from random pairs, m and the share listed by expectation maximisation.

The likelihood is that of the decision itself: a mention is one of its candidates or nobody. So m is not bent by
blocking (non-candidates weigh nothing in it), and u, counted on pairs drawn at random, is not either.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from cleaning.linking.comparisons import with_levels
from cleaning.linking.households import co_holders, families_of
from cleaning.linking.labels import Taught, as_said, labelled_pairs, taught
from cleaning.linking.mentions import LIVES, Sides, sides_of
from cleaning.linking.model import Model
from cleaning.linking.ranking import compared
from cleaning.linking.scoring import FORMS, Population, Scale, population_of, scale_of, scored, with_told_levels
from cleaning.linking.shares import bits_apart, estimated, first_guess, rounded
from cleaning.linking.weight_order import ordered
from cleaning.settings import Settings

# Rounds that ask anew what other rows tell, which costs more than all else; between them the answers stand.
_ASK_OTHER_ROWS: Final = (2, 5)
# Rounds end when no weight moves further than this.
_SETTLED_BITS: Final = 0.02
# Lists made for training hold nearly everybody who says he lives in the ward, and nobody who says he does not; real
# ones are not so clean: the share listed is kept between these.
_SHARE_LISTED: Final = {"unsaid": (0.5, 0.95), "here": (0.5, 0.99), "elsewhere": (0.02, 0.9)}


def train(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    *,
    name: str,
    trained_on: str,
    seed: int,
    settings: Settings,
    labels: pl.DataFrame | None = None,
) -> Model:
    """A model fitted on one ward. `name` and `trained_on` are written into it. Same input and seed, same model.

    `labels`: what people said of pairs (row_key, resident_key, is_same). The figures tell how many taught; those about
    rows not in the lists, against one another, or about somebody no key would propose are left out.
    """
    together = families_of(land)
    sides = sides_of(land, residents, together)
    said = labelled_pairs(labels, sides)
    asked = _sampled(sides.mentions, settings.training_mentions, seed, said)
    told = taught(compared(sides, asked)[0], said, sides)
    everybody = sides.mentions.height, sides.residents.height
    strangers = with_levels(_at_random(*everybody, settings.training_pairs, seed), sides)
    evidence = _Evidence(sides, asked["mention"], co_holders(together, sides.rows), told.pairs, strangers)
    population = population_of(sides)
    figures = evidence.figures | {"rounds": settings.training_rounds, "seed": seed}
    model = Model(
        name=name,
        trained_on=trained_on,
        figures=figures if labels is None else figures | _counted(labels, told),
        share_listed=dict.fromkeys(LIVES, 0.8),
        agreement=_agreement(population),
        levels=first_guess(strangers),
    )
    return rounded(ordered(_fitted(scale_of(sides, population, model), evidence)))


class _Evidence(NamedTuple):
    """What a model is fitted on."""

    sides: Sides
    asked: pl.Series
    families: pl.DataFrame
    pairs: pl.DataFrame
    strangers: pl.DataFrame

    @property
    def figures(self) -> dict[str, float]:
        """How much of it there is, as the model tells."""
        return {
            "mentions": self.asked.len(),
            "residents": self.sides.residents.height,
            "candidate_pairs": self.pairs.height,
            "random_pairs": self.strangers.height,
        }


def _counted(labels: pl.DataFrame, told: Taught) -> dict[str, float]:
    left_out = labels.height - told.same - told.different
    return {"labels_same": told.same, "labels_different": told.different, "labels_left_out": left_out}


def _sampled(mentions: pl.DataFrame, most: int, seed: int, said: pl.DataFrame) -> pl.DataFrame:
    """At most so many mentions, for more do not make the shares of levels any surer; and whom people spoke about."""
    if mentions.height <= most:
        return mentions
    chosen = np.random.default_rng(seed).choice(mentions.height, most, replace=False, shuffle=False)
    return mentions[np.union1d(chosen, said["mention"].to_numpy()).astype(np.int64)]


def _fitted(scale: Scale, evidence: _Evidence) -> Model:
    """Expectation maximisation: how probable each pair is under the model, then the model that makes it so."""
    pairs, strangers, model = evidence.pairs, evidence.strangers, scale.model
    most = int(model.figures["rounds"])
    for step in range(most):
        if step in _ASK_OTHER_ROWS:
            alone = as_said(scored(evidence.pairs, replace(scale, model=model)))
            # true pairs among the random ones are few, but they are all there is at the strongest levels
            known = alone.filter(pl.col("probability") > 0.5).select("mention", "resident")
            strangers = evidence.strangers.join(known, on=["mention", "resident"], how="anti")
            pairs, strangers = (
                with_told_levels(some, alone, evidence.families, evidence.sides) for some in (alone, strangers)
            )
        weighed = as_said(scored(pairs, replace(scale, model=model)))
        levels = estimated(weighed, strangers)
        settled = step > max(_ASK_OTHER_ROWS) and bits_apart(levels, model.levels) < _SETTLED_BITS
        learnt = {"share_listed": _share_listed(weighed, evidence), "levels": levels}
        model = model.model_copy(update=learnt | {"figures": model.figures | {"rounds": step + 1}})
        if settled:
            break
    return model


def _share_listed(scored: pl.DataFrame, evidence: _Evidence) -> dict[str, float]:
    """Which share of the mentions asked is somebody listed, by where the address says they live."""
    lives = evidence.sides.mentions["lives"]
    asked = pl.DataFrame({"lives": lives.gather(evidence.asked)}).group_by("lives").len()
    found = scored.group_by(lives=lives.gather(scored["mention"])).agg(pl.col("probability").sum())
    shares = asked.join(found, on="lives", how="left").with_columns(pl.col("probability").fill_null(0.0))
    smoothed = (pl.col("probability") + 1) / (pl.col("len") + 2)
    counted = dict(shares.select("lives", smoothed).iter_rows())
    return {lives: min(most, max(least, counted.get(lives, most))) for lives, (least, most) in _SHARE_LISTED.items()}


def _at_random(mentions: int, residents: int, pairs: int, seed: int) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "mention": draw.integers(0, mentions, pairs, dtype=np.uint32),
            "resident": draw.integers(0, residents, pairs, dtype=np.uint32),
        }
    )


def _agreement(population: Population) -> dict[str, float]:
    """How often two residents drawn at random agree, by form."""
    squares = (pl.col("bearers") / population.size).pow(2).sum()
    counted = dict(population.bearers.group_by("form").agg(squares).iter_rows())
    return {form: counted.get(form, 1.0) for form in FORMS}
