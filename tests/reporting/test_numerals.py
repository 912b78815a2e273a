"""Numbers as Vietnamese print writes them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cleaning.reporting.numerals import bits, frequency, share, thousands

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "reporting_shares.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_shares(case: dict[str, str]) -> None:
    assert share(int(case["part"]), int(case["whole"])) == case["share"], case["why"]


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (999, "999"), (1000, "1.000"), (1234567, "1.234.567")])
def test_thousands(number: int, shown: str) -> None:
    assert thousands(number) == shown


@pytest.mark.parametrize(
    ("likelihood", "shown"),
    [
        (0.8574, "85,7%"),
        (0.2, "20,0%"),
        (2.344e-7, "0,0000234%"),
        (0.9993, "99,93%"),  # never all when a little is missing
        (0.9999, "99,99%"),
        (1.0, "100%"),
        (0.0, "0%"),
    ],
)
def test_frequencies_of_any_size(likelihood: float, shown: str) -> None:
    assert frequency(likelihood) == shown


@pytest.mark.parametrize(
    ("weight", "shown"), [(6.094, "+6,09"), (-8.6947, "−8,69"), (0.0, "0,00"), (-0.001, "0,00"), (21.98, "+21,98")]
)
def test_weights_bear_their_sign(weight: float, shown: str) -> None:
    assert bits(weight) == shown
