"""Cells that Excel leaves alone."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaning.reporting.cells import harmless, marked, percent

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "reporting_cells.csv").open(encoding="utf-8")))
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def cell(expression: pl.Expr, text: str | None) -> str | None:
    return pl.DataFrame({"text": [text]}, schema={"text": pl.String}).select(expression).item()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_cells(case: dict[str, str]) -> None:
    text = case["input"] or None
    assert cell(harmless(pl.col("text")), text) == (case["harmless"] or None), case["why"]
    assert cell(marked(pl.col("text")), text) == (case["marked"] or None), case["why"]


@given(st.text())
@example("\t=1+1")
@example("\r\n@x")
@example("\u00a0=1")
def test_no_text_can_be_read_as_a_formula(text: str) -> None:
    for guard in (harmless, marked):
        shown = cell(guard(pl.col("text")), text)
        assert shown is not None
        assert not FORMULA.match(shown)
        assert shown in (text, f"'{text}")


@given(st.text())
def test_a_guarded_text_is_guarded_once(text: str) -> None:
    for guard in (harmless, marked):
        once = cell(guard(pl.col("text")), text)
        assert cell(guard(pl.col("text")), once) == once


@pytest.mark.parametrize(
    ("probability", "shown"), [(1.0, "100,0%"), (0.99996, "99,9%"), (0.29, "29,0%"), (0.0004, "0,0%"), (None, None)]
)
def test_a_probability_is_never_rounded_up(probability: float | None, shown: str | None) -> None:
    frame = pl.DataFrame({"p": [probability]}, schema={"p": pl.Float64})
    assert frame.select(percent(pl.col("p"))).item() == shown


@pytest.mark.parametrize("letter", ["ă", "1", "="])
def test_a_text_no_cell_holds_ends_within_it(letter: str) -> None:
    for guard in (harmless, marked):
        shown = cell(guard(pl.col("text")), letter * 40_000)
        assert shown is not None
        assert (len(shown), shown[-1]) == (32_767, "…")
