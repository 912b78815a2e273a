"""Titles, household and other markers beside a name."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from cleaning import reference
from cleaning.standardising.names import with_name

_cases = Path(__file__).parents[1].joinpath("cases/markers.csv").read_text(encoding="utf-8").splitlines()
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_cases(case: dict[str, str | None]) -> None:
    row = with_name(pl.DataFrame({"text": [case["input"]]}), "text", "").row(0, named=True)
    assert (row["name"], row["markers"]) == (case["name"], case["markers"])


def test_every_family_name_stays_whole() -> None:
    """A family name that is a title, a household word or a joiner as well is never taken off."""
    families = reference.table("family_names")["name"]
    names = [f"{family} {rest}" for family in families for rest in ("Văn Bình", "Thị Hồng Hạnh", "Minh")]
    named = with_name(pl.DataFrame({"text": names}), "text", "")
    taken = named.filter(pl.col("name") != pl.col("text"))["text"].to_list()
    assert [name for name in taken if not name.startswith("Ông ")] == []
    assert "Ông Văn Bình" not in taken
