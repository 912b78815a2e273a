"""Name text → display form and comparison forms."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.standardising.names import with_name

_cases = Path(__file__).parents[1].joinpath("cases/names.csv").read_text(encoding="utf-8").splitlines()
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]
FORMS = ("name", "name_lower", "name_key", "name_folded")
LETTERS = "aăâeêioôơuưyđnghtcmlvpbáàảãạấầẩẫậíìỉĩịýỳỷỹỵòóọốộúùụứABCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"


def _named(*cells: str | None) -> pl.DataFrame:
    return with_name(pl.DataFrame({"text": cells}, schema={"text": pl.String}), "text", "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_cases(case: dict[str, str | None]) -> None:
    row = _named(case["input"]).row(0, named=True)
    assert (row["name"], row["name_key"]) == (case["name"], case["key"])


def test_forms_of_one_name() -> None:
    row = _named("Bà ĐẶNG Thị Thuỳ").row(0, named=True)
    assert [row[form] for form in FORMS] == ["Đặng Thị Thuỳ", "đặng thị thuỳ", "đặng thị thùy", "dang thi thuy"]


def test_prefix_and_rows_stay() -> None:
    frame = pl.DataFrame({"row": [2, 1, 3], "text": ["Lê An", None, "Lê An"]})
    named = with_name(frame, "text", "holder_")
    assert named.columns == ["row", "text", *(f"holder_{form}" for form in (*FORMS, "markers"))]
    assert_frame_equal(named.select("row", "text"), frame)


def test_a_column_without_names() -> None:
    assert _named(None, None)["name"].null_count() == 2
    assert _named().height == 0


@examples(deadline=None, max_examples=25)
@given(st.lists(st.none() | st.text(max_size=30) | st.text(f"{LETTERS} .-'()123", max_size=30), max_size=8))
def test_any_text_gives_all_forms_or_none(cells: list[str | None]) -> None:
    named = _named(*cells)
    assert named.height == len(cells)
    for row in named.iter_rows(named=True):
        assert row["text"] is not None or row["name"] is None
        assert "" not in row.values() or row["text"] == ""
        if row["name"] is not None:
            assert not any(sign.isdigit() for sign in row["name"] if sign in "0123456789")


@examples(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.text(LETTERS, min_size=1, max_size=7), min_size=1, max_size=4).map(" ".join), min_size=1))
def test_forms_are_idempotent(cells: list[str]) -> None:
    once = _named(*cells)
    for form in ("name", "name_lower"):
        again = _named(*once[form])
        assert again["name_lower"].equals(once["name_lower"])
        assert again["name"].equals(once["name"])


@examples(deadline=None, max_examples=25)
@given(st.permutations(["Ông Lê An", "Lê Bình (đã chết)", None, "Ng. Văn Cả", "Нgô Dũng"]))
def test_order_of_rows_changes_nothing(cells: list[str | None]) -> None:
    assert_frame_equal(_named(*cells).sort("text"), _named(*sorted(cells, key=str)).sort("text"))
