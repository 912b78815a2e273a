"""Numbers of map sheets and parcels, as written and for comparing."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from cleaning.standardising.map_numbers import comparable, listed, map_number
from cleaning.standardising.text import tidy


def _cases() -> list[dict[str, str | None]]:
    lines = Path(__file__).parents[1].joinpath("cases", "map_numbers.csv").read_text(encoding="utf-8").splitlines()
    return [{field: value or None for field, value in row.items()} for row in csv.DictReader(lines)]


def test_every_map_number_of_the_table_is_told():
    cases = _cases()
    told = pl.DataFrame({"text": [case["input"] for case in cases]}, schema={"text": pl.String}).select(
        "text", number=map_number(tidy(pl.col("text")))
    )
    found = told.with_columns(key=comparable(pl.col("number"))).rows()
    assert found == [(case["input"], case["number"], case["key"]) for case in cases]


@pytest.mark.parametrize(
    ("number", "numbers"),
    [("150", ["150"]), ("150, 156", ["150", "156"]), ("DC 6 và 7", ["DC6", "7"]), ("03-1", ["03-1"]), (None, None)],
)
def test_a_cell_may_list_several(number, numbers):
    frame = pl.DataFrame({"number": [number]}, schema={"number": pl.String})
    assert frame.select(listed(pl.col("number"))).to_series().to_list() == [numbers]
