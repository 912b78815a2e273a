"""More agreement never weighs less: the declared order, and the shipped model held to it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cleaning.linking.comparisons import COMPARISONS
from cleaning.linking.model import Level, Model, load_model
from cleaning.linking.weight_order import WEIGHT_ORDER, ordered, out_of_order


def _falling() -> Model:
    """A model whose weights fall along every declared chain."""
    levels = {}
    for comparison in COMPARISONS:
        place = dict.fromkeys(comparison.levels[1:], 0)
        for _ in place:  # a level stands below the lowest of those it must not outweigh
            for chain in WEIGHT_ORDER[comparison.name]:
                for stronger, weaker in pairwise(chain):
                    place[weaker] = max(place[weaker], place[stronger] + 1)
        levels[comparison.name] = tuple(Level(name=name, m=0.5**depth, u=0.5**5) for name, depth in place.items())
    return Model(name="m", trained_on="", figures={}, share_listed={}, agreement={}, levels=levels)


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.name)
def test_every_level_stands_in_the_order(comparison) -> None:
    placed = {level for chain in WEIGHT_ORDER[comparison.name] for level in chain}
    assert placed == set(comparison.levels) - {"missing"}
    assert all(len(set(chain)) == len(chain) for chain in WEIGHT_ORDER[comparison.name])


def test_falling_weights_are_in_order() -> None:
    assert out_of_order(_falling()).is_empty()


@pytest.mark.parametrize("comparison", [name for name, chains in WEIGHT_ORDER.items() if len(chains[0]) > 1])
def test_two_levels_swapped_are_found(comparison: str) -> None:
    model = _falling()
    stronger, weaker = WEIGHT_ORDER[comparison][0][:2]
    held = {level.name: level for level in model.levels[comparison]}
    swap = {stronger: held[weaker].m, weaker: held[stronger].m}
    swapped = tuple(level.model_copy(update={"m": swap.get(level.name, level.m)}) for level in model.levels[comparison])
    found = out_of_order(model.model_copy(update={"levels": model.levels | {comparison: swapped}}))
    assert (comparison, stronger, weaker) in found.select("comparison", "stronger", "weaker").rows()


def test_equal_weights_are_in_order() -> None:
    model = _falling()
    level = {name: tuple(one.model_copy(update={"m": 0.5}) for one in held) for name, held in model.levels.items()}
    assert out_of_order(model.model_copy(update={"levels": level})).is_empty()


def test_the_shipped_model_is_in_order() -> None:
    assert out_of_order(load_model()).select("comparison", "stronger", "weaker").rows() == []


def test_levels_in_the_wrong_order_are_pooled() -> None:
    model = _falling()
    levels = {level.name: level for level in model.levels["gender"]}
    swapped = (levels["same"].model_copy(update={"m": 0.1}), levels["different"].model_copy(update={"m": 0.3}))
    mended = ordered(model.model_copy(update={"levels": model.levels | {"gender": swapped}}))
    assert out_of_order(mended).is_empty()
    assert [level.weight for level in mended.levels["gender"]] == [pytest.approx(mended.levels["gender"][0].weight)] * 2
    assert all("pooled" in level.note for level in mended.levels["gender"])
    assert mended.levels["birth"] == model.levels["birth"]
