"""Pairs with levels → m and u of every level: how often true pairs and strangers show it."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from cleaning.linking.comparisons import COMPARISONS
from cleaning.linking.hand_set import LEAST
from cleaning.linking.model import Level, Model

Levels = dict[str, tuple[Level, ...]]

# Levels never seen are not impossible: half a pair is added to each count.
_HALF_A_PAIR = 0.5
_SEEN_SELDOM = 5


def first_guess(strangers: pl.DataFrame) -> Levels:
    """Where EM starts: true pairs mostly show the strongest level, each weaker one a third as often."""
    guess: Levels = {}
    for comparison in COMPARISONS:
        names = comparison.levels[1:]
        shares = [3.0**-place for place in range(len(names))]
        u = _shares(strangers[f"level_{comparison.name}"], len(names))
        guess[comparison.name] = tuple(
            Level(name=level, m=share / sum(shares), u=seldom[0])
            for level, share, seldom in zip(names, shares, u, strict=True)
        )
    return guess


def estimated(scored: pl.DataFrame, strangers: pl.DataFrame) -> Levels:
    """m from the candidates, each counted by its probability; u from the strangers."""
    levels: Levels = {}
    for comparison in COMPARISONS:
        names, column = comparison.levels[1:], f"level_{comparison.name}"
        m = _shares(scored[column], len(names), scored["probability"])
        u = _shares(strangers[column], len(names))
        levels[comparison.name] = tuple(
            _level(comparison.name, name, in_true, in_random)
            for name, in_true, in_random in zip(names, m, u, strict=True)
        )
    return levels


def bits_apart(new: Levels, old: Levels) -> float:
    """The most that any level's weight differs, in bits."""
    return max(
        abs(one.weight - other.weight)
        for comparison, levels in new.items()
        for one, other in zip(levels, old[comparison], strict=True)
    )


def rounded(model: Model) -> Model:
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


def _level(comparison: str, name: str, in_true: tuple[float, float], in_random: tuple[float, float]) -> Level:
    """One level from its (share, count) in true and in random pairs; the note says what was smoothed or set by hand."""
    set_by_hand = all((comparison, name, side) in LEAST for side in ("m", "u"))
    if in_true[1] < _HALF_A_PAIR and in_random[1] < _HALF_A_PAIR and not set_by_hand:
        return Level(name=name, m=in_random[0], u=in_random[0], note="never seen: weighs nothing")
    shares, notes = {"m": in_true[0], "u": in_random[0]}, []
    for side, (share, count) in (("m", in_true), ("u", in_random)):
        least, reason = LEAST.get((comparison, name, side), (0.0, ""))
        if share < least:
            shares[side] = least
            notes.append(f"{side} set by hand: {reason}")
        elif count < _SEEN_SELDOM:
            notes.append(f"{side} seen seldom, smoothed")
    return Level(name=name, m=shares["m"], u=shares["u"], note="; ".join(notes))


def _shares(levels: pl.Series, declared: int, counted: pl.Series | None = None) -> list[tuple[float, float]]:
    """Per level but *missing*: its smoothed share among the pairs where nothing is missing, and its count.

    Each pair counts as one, or as `counted` says.
    """
    weights = None if counted is None else counted.to_numpy()
    counts = [float(count) for count in np.bincount(levels.to_numpy(), weights, declared + 1)[1:]]
    total = sum(counts) + _HALF_A_PAIR * declared
    return [((count + _HALF_A_PAIR) / total, count) for count in counts]
