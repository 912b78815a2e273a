"""What other rows tell: land held elsewhere, and whose an old number is. Nobody is a witness to himself."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.linking.households import families_of
from cleaning.linking.mentions import Sides, sides_of
from cleaning.linking.other_rows import HOLDINGS_LEVELS, OLD_NUMBER_LEVELS, holdings_level, old_number_level, sure_links

PAIR = {"mention": pl.UInt32, "resident": pl.UInt32}


@pytest.fixture
def sides(land_rows, register) -> Sides:
    """Two mentions with one old number, one with another, one without any; two residents of unknown old numbers."""
    land = land_rows(
        {"name": "Lê An", "birth": "1950", "cmnd": "031000001"},
        {"name": "Lê An", "cmnd": "031000001"},
        {"name": "Lê An", "cmnd": "031000002"},
        {"name": "Lê An", "birth": "1951"},
    )
    residents = register({"name": "Lê An", "row_key": "a"}, {"name": "Lê An", "row_key": "b"})
    return sides_of(land, residents, families_of(land))


def scored(*rows: tuple[int, int, float]) -> pl.DataFrame:
    pairs = pl.DataFrame(rows, schema=PAIR | {"probability": pl.Float64}, orient="row")
    return pairs.with_columns(level_cmnd=pl.lit(0, pl.Int8))


def told(level, names: tuple[str, ...], pairs: pl.DataFrame, sides: Sides) -> list[str]:
    return [names[place] for place in level(pairs, sure_links(pairs, sides), sides)]


def test_another_row_with_the_number_bears_witness(sides):
    pairs = scored((0, 0, 0.9999), (1, 0, 0.6), (1, 1, 0.3))
    assert told(old_number_level, OLD_NUMBER_LEVELS, pairs, sides) == [
        "missing",
        "same_as_other_rows",
        "another_on_other_rows",
    ]


def test_a_row_bears_no_witness_to_itself(sides):
    assert told(old_number_level, OLD_NUMBER_LEVELS, scored((2, 0, 0.9999), (2, 1, 0.0)), sides) == ["missing"] * 2


def test_a_number_of_two_people_tells_nothing(sides):
    pairs = scored((0, 0, 0.9999), (1, 1, 0.9999))
    assert told(old_number_level, OLD_NUMBER_LEVELS, pairs, sides) == ["missing"] * 2


def test_what_is_not_certain_tells_nothing(sides):
    pairs = scored((0, 0, 0.99), (1, 0, 0.6))
    assert told(old_number_level, OLD_NUMBER_LEVELS, pairs, sides) == ["missing"] * 2
    assert told(holdings_level, HOLDINGS_LEVELS, pairs, sides) == ["holds_none"] * 2


def test_a_number_the_register_knows_needs_no_witness(sides):
    pairs = scored((0, 0, 0.9999), (1, 0, 0.6)).with_columns(level_cmnd=pl.lit(1, pl.Int8))
    assert told(old_number_level, OLD_NUMBER_LEVELS, pairs, sides) == ["missing"] * 2


def test_land_held_by_another_row_counts_and_ones_own_does_not(sides):
    pairs = scored((0, 0, 0.9999), (3, 0, 0.5), (3, 1, 0.4))
    assert told(holdings_level, HOLDINGS_LEVELS, pairs, sides) == ["holds_none", "holds_other_land", "holds_none"]
