"""What is hidden in texts that more people may read, and what stays."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.reference.masks import masked

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "masks.csv").open(encoding="utf-8")))


def shown(text: str | None) -> str | None:
    return pl.DataFrame({"text": [text]}, schema={"text": pl.String}).select(masked(pl.col("text"))).item()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_masks(case: dict[str, str]) -> None:
    assert shown(case["text"]) == case["masked"], case["why"]


def test_null_stays_null() -> None:
    assert shown(None) is None


@given(st.from_regex(r"\A[A-Za-z ]{0,9}0[0-9]{11}[ ,;A-Za-z]{0,9}\Z"))
def test_of_a_citizen_number_never_more_than_seven_digits_are_left(text: str) -> None:
    told = shown(text)
    assert told is not None
    assert len(re.findall(r"[0-9]", told)) == 7
    assert re.sub(r"[0-9•]", "", told) == re.sub(r"[0-9]", "", text)


@given(st.text(alphabet="0123456789 .-/aă•", max_size=40))
def test_what_is_masked_is_masked_once(text: str) -> None:
    once = shown(text)
    assert once is not None
    assert re.search(r"\d{9}", once) is None
    assert shown(once) == once
