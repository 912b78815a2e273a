from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from cleaning.linking.comparisons import COMPARISONS, with_levels
from cleaning.linking.households import families_of
from cleaning.linking.mentions import sides_of
from cleaning.linking.names import NAME_LEVELS

CASES = Path(__file__).parents[1] / "cases"


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def level_of(comparison: str, land: pl.DataFrame, residents: pl.DataFrame) -> str:
    sides = sides_of(land, residents, families_of(land))
    pair = pl.DataFrame({"mention": [0], "resident": [0]}, schema={"mention": pl.UInt32, "resident": pl.UInt32})
    level = with_levels(pair, sides)[f"level_{comparison}"].item()
    return next(one for one in COMPARISONS if one.name == comparison).levels[level]


@pytest.mark.parametrize("case", cases("name_levels.csv"), ids=lambda case: case["case"])
def test_names_agree_as_the_table_says(case, land_rows, register):
    assert level_of("name", land_rows({"name": case["land"]}), register({"name": case["resident"]})) == case["expected"]


@pytest.mark.parametrize("case", cases("evidence_levels.csv"), ids=lambda case: f"{case['comparison']}: {case['case']}")
def test_evidence_agrees_as_the_table_says(case, land_rows, register):
    column = case["comparison"]
    land, residents = land_rows({"name": "A", column: case["land"]}), register({"name": "B", column: case["resident"]})
    assert level_of(column, land, residents) == case["expected"]


@pytest.mark.parametrize("case", cases("place_levels.csv"), ids=lambda case: case["case"])
def test_places_agree_as_the_table_says(case, land_rows, register):
    def place(side: str, state: str) -> dict[str, str]:
        return {
            "name": "A",
            "hamlet": case[f"hamlet_{side}"],
            "old_unit": case[f"old_unit_{side}"],
            "unit": case[f"unit_{side}"],
            "state": state,
        }

    land, residents = land_rows(place("land", case["state_land"])), register(place("resident", "current"))
    assert level_of("place", land, residents) == case["expected"]


def test_every_level_of_a_name_is_in_the_table():
    assert {case["expected"] for case in cases("name_levels.csv")} == set(NAME_LEVELS)


def test_missing_is_the_first_level_everywhere():
    assert all(one.levels[0] == "missing" for one in COMPARISONS)
