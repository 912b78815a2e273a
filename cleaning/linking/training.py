"""LAND + RESIDENTS → a model: u from random pairs, m and the share listed by expectation maximisation.

The likelihood is that of the decision itself: a mention is one of its candidates or nobody. So m is not bent by
blocking (non-candidates weigh nothing in it), and u, counted on pairs drawn at random, is not either.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from cleaning.linking.comparisons import COMPARISONS, with_levels
from cleaning.linking.households import co_holders, families_of
from cleaning.linking.mentions import LIVES, Sides, sides_of
from cleaning.linking.model import Level, Model
from cleaning.linking.ranking import compared
from cleaning.linking.scoring import FORMS, Population, Scale, population_of, scale_of, scored, with_told_levels
from cleaning.linking.weight_order import ordered
from cleaning.settings import Settings

# Levels never seen are not impossible: half a pair is added to each count.
_HALF_A_PAIR = 0.5
_SEEN_SELDOM = 5
# Rounds that ask anew what other rows tell, which costs more than all else; between them the answers stand.
_ASK_OTHER_ROWS = (2, 5)
# Rounds end when no weight moves further than this.
_SETTLED_BITS = 0.02

_Levels = Mapping[str, tuple[Level, ...]]
# Lists made for training hold nearly everybody who says he lives in the ward, and nobody who says he does not; real
# ones are not so clean: the share listed is kept between these.
_SHARE_LISTED = {"unsaid": (0.5, 0.95), "here": (0.5, 0.99), "elsewhere": (0.02, 0.9)}

# Priors set by hand (2026-11, the team): a share is never below these, however clean the lists it was trained on.
# Registers are wrong in ways that no training list shows, and one disagreement must not drown all that agrees.
_LEAST = {
    # Whoever bears the same name nearly always is of the same gender: agreement says little more, and disagreement less
    # than two random people show.
    ("gender", "same", "u"): (0.95, "who bears the name mostly is of that gender"),
    ("gender", "different", "m"): (0.1, "who bears the name mostly is of that gender"),
    ("citizen_id", "different", "m"): (0.005, "numbers are cancelled and issued anew"),
    ("cmnd", "one_slip", "m"): (0.005, "copied by hand"),
    ("cmnd", "different", "m"): (0.02, "one person may have had several old numbers"),
    ("name", "other_middle", "m"): (0.0002, "middle names change in everyday use"),
    ("birth", "same_year_other_day", "m"): (0.002, "copied by hand"),
    ("birth", "different", "m"): (0.002, "ages guessed in old books"),
    # An address elsewhere tells the listed from those on no list, which the share listed says already; of one resident
    # against another it says nothing.
    ("place", "elsewhere", "m"): (1.0, "said by the share listed"),
    ("place", "elsewhere", "u"): (1.0, "said by the share listed"),
    ("place", "other_old_unit", "m"): (0.005, "owners move"),
    ("place", "other_ward", "m"): (0.02, "owners move"),
    ("place", "other_ward", "u"): (0.5, "wards are many"),
    ("citizen_id", "same_head", "m"): (0.0005, "copied by hand"),
    ("birth", "same_day_other_year", "m"): (0.001, "copied by hand"),
    ("standing", "child", "m"): (0.1, "children inherit"),
    ("lifetime", "minor", "m"): (0.05, "children inherit"),
    ("lifetime", "dead", "u"): (0.02, "certificates are not issued to the dead"),
    ("lifetime", "unborn", "m"): (0.01, "an old certificate names a new holder"),
    ("holdings", "holds_none", "m"): (0.1, "some hold one parcel"),
    ("old_number", "another_on_other_rows", "m"): (0.02, "one person may have had several old numbers"),
    ("household", "other_household", "m"): (0.15, "families register apart"),
    ("household", "perhaps_same_household", "m"): (0.01, "a co-holder who is not sure"),
    ("place", "same_ward", "m"): (0.02, "an address of two levels names no hamlet"),
    ("place", "same_ward", "u"): (0.018, "nearly everybody compared lives in the ward"),
}


def train(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    *,
    name: str,
    trained_on: str,
    seed: int,
    settings: Settings,
) -> Model:
    """A model fitted on one ward. `name` and `trained_on` are written into it. Same input and seed, same model."""
    together = families_of(land)
    sides = sides_of(land, residents, together)
    asked = _sampled(sides.mentions, settings.training_mentions, seed)
    pairs, _report = compared(sides, asked)
    everybody = sides.mentions.height, sides.residents.height
    strangers = with_levels(_at_random(*everybody, settings.training_pairs, seed), sides)
    population = population_of(sides)
    model = Model(
        name=name,
        trained_on=trained_on,
        figures={
            "mentions": asked.height,
            "residents": sides.residents.height,
            "candidate_pairs": pairs.height,
            "random_pairs": strangers.height,
            "rounds": settings.training_rounds,
            "seed": seed,
        },
        share_listed=dict.fromkeys(LIVES, 0.8),
        agreement=_agreement(population),
        levels=_first_guess(strangers),
    )
    evidence = _Evidence(sides, asked["mention"], co_holders(together, sides.rows), pairs, strangers)
    return _rounded(ordered(_fitted(scale_of(sides, population, model), evidence)))


class _Evidence(NamedTuple):
    """What a model is fitted on."""

    sides: Sides
    asked: pl.Series
    families: pl.DataFrame
    pairs: pl.DataFrame
    strangers: pl.DataFrame


def _sampled(mentions: pl.DataFrame, most: int, seed: int) -> pl.DataFrame:
    """At most so many mentions: more do not make the shares of levels any surer."""
    if mentions.height <= most:
        return mentions
    chosen = np.random.default_rng(seed).choice(mentions.height, most, replace=False, shuffle=False)
    return mentions[np.sort(chosen)]


def _fitted(scale: Scale, evidence: _Evidence) -> Model:
    """Expectation maximisation: how probable each pair is under the model, then the model that makes it so."""
    pairs, strangers, model = evidence.pairs, evidence.strangers, scale.model
    for step in range(int(model.figures["rounds"])):
        if step in _ASK_OTHER_ROWS:
            alone = scored(evidence.pairs, replace(scale, model=model))
            # true pairs among the random ones are few, but they are all there is at the strongest levels
            known = alone.filter(pl.col("probability") > 0.5).select("mention", "resident")
            strangers = evidence.strangers.join(known, on=["mention", "resident"], how="anti")
            pairs, strangers = (
                with_told_levels(some, alone, evidence.families, evidence.sides) for some in (alone, strangers)
            )
        weighed = scored(pairs, replace(scale, model=model))
        levels = _estimated(weighed, strangers)
        settled = step > max(_ASK_OTHER_ROWS) and _apart(levels, model.levels) < _SETTLED_BITS
        model = model.model_copy(update={"share_listed": _share_listed(weighed, evidence), "levels": levels})
        if settled:
            break
    return model


def _apart(new: _Levels, old: _Levels) -> float:
    """The most that any level's weight differs, in bits."""
    return max(
        abs(one.weight - other.weight)
        for comparison, levels in new.items()
        for one, other in zip(levels, old[comparison], strict=True)
    )


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


def _first_guess(strangers: pl.DataFrame) -> dict[str, tuple[Level, ...]]:
    """Where EM starts: true pairs mostly show the strongest level, each weaker one a third as often."""
    guess: dict[str, tuple[Level, ...]] = {}
    for comparison in COMPARISONS:
        names = comparison.levels[1:]
        shares = [3.0**-place for place in range(len(names))]
        u = _shares(strangers.select(f"level_{comparison.name}", share=pl.lit(1.0)), comparison.name, len(names))
        guess[comparison.name] = tuple(
            Level(name=level, m=share / sum(shares), u=seldom[0])
            for level, share, seldom in zip(names, shares, u, strict=True)
        )
    return guess


def _estimated(scored: pl.DataFrame, strangers: pl.DataFrame) -> dict[str, tuple[Level, ...]]:
    """m from the candidates, each counted by its probability; u from the strangers."""
    levels: dict[str, tuple[Level, ...]] = {}
    for comparison in COMPARISONS:
        names, column = comparison.levels[1:], f"level_{comparison.name}"
        m = _shares(scored.select(column, share=pl.col("probability")), comparison.name, len(names))
        u = _shares(strangers.select(column, share=pl.lit(1.0)), comparison.name, len(names))
        levels[comparison.name] = tuple(
            _level(comparison.name, name, in_true, in_random)
            for name, in_true, in_random in zip(names, m, u, strict=True)
        )
    return levels


def _level(comparison: str, name: str, in_true: tuple[float, float], in_random: tuple[float, float]) -> Level:
    """One level from its (share, count) in true and in random pairs; the note says what was smoothed or set by hand."""
    set_by_hand = all((comparison, name, side) in _LEAST for side in ("m", "u"))
    if in_true[1] < _HALF_A_PAIR and in_random[1] < _HALF_A_PAIR and not set_by_hand:
        return Level(name=name, m=in_random[0], u=in_random[0], note="never seen: weighs nothing")
    shares, notes = {"m": in_true[0], "u": in_random[0]}, []
    for side, (share, count) in (("m", in_true), ("u", in_random)):
        least, reason = _LEAST.get((comparison, name, side), (0.0, ""))
        if share < least:
            shares[side] = least
            notes.append(f"{side} set by hand: {reason}")
        elif count < _SEEN_SELDOM:
            notes.append(f"{side} seen seldom, smoothed")
    return Level(name=name, m=shares["m"], u=shares["u"], note="; ".join(notes))


def _shares(counted: pl.DataFrame, comparison: str, levels: int) -> list[tuple[float, float]]:
    """Per level but *missing*: its smoothed share among the pairs where nothing is missing, and its count."""
    sums = counted.group_by(f"level_{comparison}").agg(pl.col("share").sum())
    by_level = dict(sums.iter_rows())
    counts = [float(by_level.get(level, 0.0)) for level in range(1, levels + 1)]
    total = sum(counts) + _HALF_A_PAIR * levels
    return [((count + _HALF_A_PAIR) / total, count) for count in counts]


def _rounded(model: Model) -> Model:
    """Four significant digits: readable in a diff, and the same file on every machine."""

    def short(number: float) -> float:
        return round(number, 3 - math.floor(math.log10(number)))

    levels = {
        name: tuple(level.model_copy(update={"m": short(level.m), "u": short(level.u)}) for level in held)
        for name, held in model.levels.items()
    }
    agreement = {form: short(share) for form, share in model.agreement.items()}
    listed = {lives: round(share, 4) for lives, share in model.share_listed.items()}
    return model.model_copy(update={"levels": levels, "agreement": agreement, "share_listed": listed})
