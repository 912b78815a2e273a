"""Numbers as Vietnamese print writes them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cleaning.reporting.numerals import share, thousands

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "reporting_shares.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_shares(case: dict[str, str]) -> None:
    assert share(int(case["part"]), int(case["whole"])) == case["share"], case["why"]


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (999, "999"), (1000, "1.000"), (1234567, "1.234.567")])
def test_thousands(number: int, shown: str) -> None:
    assert thousands(number) == shown
