"""Areas as written → square metres; parts against the total."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from cleaning.settings import Settings
from cleaning.standardising.areas import with_areas

SLOTS = ("use_1_area_text", "use_2_area_text", "use_3_area_text")
_cases = Path(__file__).parents[1].joinpath("cases/areas.csv").read_text(encoding="utf-8").splitlines()
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]


def _areas(total: list[str | None], *parts: list[str | None], file: list[str] | None = None) -> pl.DataFrame:
    columns = {"area_text": total, "source_file": file or ["a"] * len(total)}
    columns |= {slot: parts[place] if place < len(parts) else [None] * len(total) for place, slot in enumerate(SLOTS)}
    frame = pl.DataFrame(columns, schema_overrides=dict.fromkeys(("area_text", *SLOTS), pl.String))
    return with_areas(frame, settings=Settings())


def test_every_area_of_the_table_is_read():
    read = _areas([case["input"] for case in CASES], file=[case["file"] for case in CASES])
    assert read["area_state"].to_list() == [case["state"] for case in CASES]
    expected = [None if case["area_m2"] is None else float(case["area_m2"]) for case in CASES]
    assert read["area_m2"].to_list() == pytest.approx(expected)


def test_a_file_never_settles_the_separators_of_another():
    assert _areas(["1.234", "5,5", "1.234"], file=["a", "a", "b"])["area_m2"].to_list() == [1234.0, 5.5, None]


@pytest.mark.parametrize(
    ("total", "parts", "state"),
    [
        ("281.5", ("239.1", "42.4"), "agrees"),
        ("281.6", ("239.1", "42.4"), "agrees"),
        ("281.7", ("239.1", "42.4"), "mismatch"),
        ("281.5", ("239.1",), "mismatch"),
        ("281.5", (), "unknown"),
        ("0", ("239.1",), "unknown"),
        ("281.5", ("abc",), "unknown"),
        ("281.5", ("281.5", "abc"), "agrees"),
    ],
)
def test_parts_are_compared_with_a_sound_total_within_the_tolerance(total, parts, state):
    assert _areas([total], *([part] for part in parts))["area_parts_state"].item() == state


def test_the_parts_are_added_up():
    read = _areas(["1", "1"], ["239,1", None], ["42.4", None])
    assert read["area_parts_m2"].to_list() == [281.5, None]


@examples(max_examples=50, deadline=None)
@given(st.integers(1, 10_000_000))
def test_english_and_vietnamese_writing_agree(tenths):
    english = f"{tenths / 10:,.1f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    read = _areas([english, vietnamese, f"{tenths / 10:.1f} m²"])
    assert read["area_m2"].to_list() == pytest.approx([tenths / 10] * 3)
