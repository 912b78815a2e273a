"""LAND + RESIDENTS → a model: u from random pairs, m and the share listed by expectation maximisation.

The likelihood is that of the decision itself: a mention is one of its candidates or nobody. So m is not bent by
blocking (non-candidates weigh nothing in it), and u, counted on pairs drawn at random, is not either.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from cleaning.linking.blocking import candidate_pairs
from cleaning.linking.comparisons import COMPARISONS, with_levels
from cleaning.linking.deciding import with_ruling_out
from cleaning.linking.households import co_holders, families_of, with_household_level
from cleaning.linking.mentions import mentions_of, residents_of
from cleaning.linking.model import Level, Model
from cleaning.linking.scoring import TERM_FREQUENCY, scored_twice
from cleaning.settings import Settings

# Levels never seen are not impossible: half a pair is added to each count.
_HALF_A_PAIR = 0.5
_SEEN_SELDOM = 5

# Priors set by hand (2026-11, the team): a share is never below these, however clean the lists it was trained on.
# Registers are wrong in ways that no training list shows, and one disagreement must not drown all that agrees.
_LEAST = {
    ("citizen_id", "different", "m"): (0.005, "numbers are cancelled and issued anew"),
    ("cmnd", "one_slip", "m"): (0.005, "copied by hand"),
    ("cmnd", "different", "m"): (0.02, "one person may have had several old numbers"),
    ("name", "other_middle", "m"): (0.0002, "middle names change in everyday use"),
    ("birth", "same_year_other_day", "m"): (0.002, "copied by hand"),
    ("birth", "different", "m"): (0.002, "ages guessed in old books"),
    ("place", "elsewhere", "m"): (0.005, "owners move"),
    # An address elsewhere tells the listed from those on no list, not one resident from another: so it is held against
    # what the unlisted write, not against what random pairs show.
    ("place", "elsewhere", "u"): (0.5, "those on no list mostly live elsewhere"),
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
    mentions, rows = mentions_of(land, together)
    listed = residents_of(residents)
    blocked = candidate_pairs(mentions, listed, cap=settings.candidates_per_key).pairs
    pairs = with_ruling_out(with_levels(blocked, mentions, listed), mentions, listed)
    families = co_holders(together, rows)
    strangers = with_levels(_at_random(mentions.height, listed.height, settings.training_pairs, seed), mentions, listed)
    agreement = {form: _agreement(listed[form]) for form in dict.fromkeys(TERM_FREQUENCY.values())}
    model = Model(
        name=name,
        trained_on=trained_on,
        figures={
            "mentions": mentions.height,
            "residents": listed.height,
            "candidate_pairs": pairs.height,
            "random_pairs": strangers.height,
            "rounds": settings.training_rounds,
            "seed": seed,
        },
        share_listed=0.8,
        name_agreement=agreement,
        levels=_first_guess(strangers),
    )
    return _rounded(_fitted(model, pairs, strangers, families, listed))


def _fitted(
    model: Model, pairs: pl.DataFrame, strangers: pl.DataFrame, families: pl.DataFrame, listed: pl.DataFrame
) -> Model:
    """Expectation maximisation: how probable each pair is under the model, then the model that makes it so."""
    rounds, mentions = int(model.figures["rounds"]), model.figures["mentions"]
    for step in range(rounds):
        pairs_scored = scored_twice(pairs, families, listed, model)
        if step in (3, 8, rounds - 1):
            # true pairs among the random ones are few, but they are all there is at the strongest levels
            known = pairs_scored.filter(pl.col("probability") > 0.5).select("mention", "resident")
            strangers = strangers.join(known, on=["mention", "resident"], how="anti")
            strangers = with_household_level(strangers, pairs_scored, families, listed)
        share = min(0.999, float(pairs_scored["probability"].sum()) / mentions)
        model = model.model_copy(update={"share_listed": share, "levels": _estimated(pairs_scored, strangers)})
    return model


def _at_random(mentions: int, residents: int, pairs: int, seed: int) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "mention": draw.integers(0, mentions, pairs, dtype=np.uint32),
            "resident": draw.integers(0, residents, pairs, dtype=np.uint32),
        }
    )


def _agreement(names: pl.Series) -> float:
    """How often two residents drawn at random bear the same name."""
    shares = names.drop_nulls().value_counts()["count"] / len(names)
    return float((shares * shares).sum())


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
    agreement = {form: short(share) for form, share in model.name_agreement.items()}
    return model.model_copy(
        update={"levels": levels, "name_agreement": agreement, "share_listed": round(model.share_listed, 4)}
    )
