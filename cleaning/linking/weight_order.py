"""Which level must never weigh less than which, and where a model breaks that: more agreement never speaks against."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import polars as pl

from cleaning.linking.model import Level, Model

# comparison → chains of levels, strongest first. Levels that share no chain cannot be compared by their meaning alone:
# a slip of one letter and a missing middle name are faults of different kinds.
WEIGHT_ORDER: Final = {
    "citizen_id": (("same", "one_slip", "different"), ("same", "same_head", "different")),
    "cmnd": (("same", "one_slip", "different"),),
    "name": (
        ("same", "style", "accents_lost", "accents_differ", "one_letter", "similar", "different"),
        ("same", "one_slip", "one_letter"),
        ("same", "regional", "similar"),
        ("same", "middle_missing", "other_middle", "same_given", "different"),
    ),
    "birth": (
        ("same_day", "same_year", "same_year_other_day", "different"),
        ("same_day", "swapped", "same_year_other_day"),
        ("same_day", "same_day_other_year", "different"),
        ("same_year", "one_digit_year", "different"),
    ),
    "gender": (("same", "different"),),
    "place": (
        ("same_hamlet", "same_old_unit", "same_ward", "other_hamlet"),
        ("same_ward", "other_old_unit"),
        ("same_ward", "other_ward"),
        ("same_ward", "elsewhere"),
    ),
    "standing": (("head", "child"), ("head", "other"), ("spouse", "other")),
    "lifetime": (("adult", "minor", "unborn"), ("adult", "dead")),
    "household": (("same_household", "perhaps_same_household", "other_household"),),
    # in a land register who holds one parcel often holds another; in a list with one row per person it is the reverse
    "holdings": (("holds_other_land",), ("holds_none",)),
    "old_number": (("same_as_other_rows", "another_on_other_rows"),),
}

# Bits that two equal weights may differ by once their shares are rounded.
_ALIKE: Final = 0.01
_POOLED: Final = "pooled with its neighbour"


def out_of_order(model: Model) -> pl.DataFrame:
    """`comparison, stronger, weaker, weight_stronger, weight_weaker`: neighbours of a chain whose weights are swapped.

    Weights in bits. Equal weights are in order. Empty where nothing is wrong.
    """
    broken: list[tuple[str, str, str, float, float]] = []
    for comparison, chains in WEIGHT_ORDER.items():
        weight = {level.name: level.weight for level in model.levels[comparison]}
        for chain in chains:
            broken += [
                (comparison, stronger, weaker, weight[stronger], weight[weaker])
                for stronger, weaker in pairwise(chain)
                if weight[stronger] < weight[weaker] - _ALIKE
            ]
    text, number = pl.String, pl.Float64
    schema = {
        "comparison": text, "stronger": text, "weaker": text, "weight_stronger": number, "weight_weaker": number,
    }  # fmt: skip
    return pl.DataFrame(broken, schema=schema, orient="row")


def ordered(model: Model) -> Model:
    """`model` with the levels that stand in the wrong order pooled: both then weigh what they weigh together."""
    levels = {comparison: {level.name: level for level in held} for comparison, held in model.levels.items()}
    broken = out_of_order(model)
    for comparison, stronger, weaker in broken.select("comparison", "stronger", "weaker").iter_rows():
        held = levels[comparison]
        pair = held[stronger], held[weaker]
        ratio = sum(level.m for level in pair) / sum(level.u for level in pair)
        for level in pair:
            note = "; ".join(filter(None, (level.note, _POOLED)))
            m = min(1.0, level.u * ratio)
            held[level.name] = Level(
                name=level.name, m=m, u=m / ratio, note=level.note if _POOLED in level.note else note
            )
    if broken.is_empty():
        return model
    pooled = {comparison: tuple(held.values()) for comparison, held in levels.items()}
    return ordered(model.model_copy(update={"levels": pooled}))
