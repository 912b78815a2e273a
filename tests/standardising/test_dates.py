"""Date text → a day, a year, or a named problem."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.schemas import STATES
from cleaning.standardising.dates import with_date

_cases = Path(__file__).parents[1].joinpath("cases/dates.csv").read_text(encoding="utf-8").splitlines()
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]
AS_OF = date(2026, 11, 21)
SCHEMA = {"source_file": pl.String, "text": pl.String}


def _dated(rows: list[tuple[str, str | None]], as_of: date | None = AS_OF) -> pl.DataFrame:
    return with_date(pl.DataFrame(rows, schema=SCHEMA, orient="row"), "text", "birth_", as_of=as_of)


def test_cases_share_their_files() -> None:
    found = _dated([(case["file"] or "", case["input"]) for case in CASES])
    for case, row in zip(CASES, found.iter_rows(named=True), strict=True):
        day = None if case["date"] is None else date.fromisoformat(case["date"])
        year = None if case["year"] is None else int(case["year"])
        assert (row["birth_date"], row["birth_year"], row["birth_state"]) == (day, year, case["state"]), case["case"]


def test_types_without_any_row() -> None:
    found = _dated([]).select(pl.exclude(*SCHEMA))
    assert found.schema == {"birth_date": pl.Date, "birth_year": pl.Int32, "birth_state": pl.String}


@pytest.mark.parametrize(("rows", "state"), [(19, "ambiguous"), (20, "day")])
def test_clear_majority_settles_a_file(rows: int, state: str) -> None:
    found = _dated([*[("a", "25/02/1956")] * rows, ("a", "02/25/1956"), ("a", "01/02/1956")])
    assert found["birth_state"].to_list()[-1] == state


def test_a_file_proves_nothing_for_another() -> None:
    found = _dated([("a", "25/02/1956"), ("b", "01/02/1956")])
    assert found["birth_state"].to_list() == ["day", "ambiguous"]


def test_impossible_numbers_prove_nothing() -> None:
    found = _dated([("a", "99/02/1956"), ("a", "01/02/1956")])
    assert found["birth_state"].to_list() == ["invalid", "ambiguous"]


def test_the_zero_of_databases_is_a_birth_among_births() -> None:
    around = [("a", f"{day:02}/03/1969") for day in range(1, 29)]
    assert _dated([*around, ("a", "01/01/1970")])["birth_date"].to_list()[-1] == date(1970, 1, 1)
    flooded = _dated([*around, *[("a", "01/01/1970")] * 9])
    assert flooded.row(-1)[2:] == (None, None, "missing")
    heaped = _dated([*[("a", "01/01/1969"), ("a", "1/1/1970"), ("a", "01/01/1971")] * 9])
    assert heaped["birth_state"].unique().to_list() == ["day"]


def test_without_a_limit_the_future_is_a_day() -> None:
    assert _dated([("a", "25/02/2030")], as_of=None)["birth_date"].to_list() == [date(2030, 2, 25)]


def test_the_day_of_the_run_is_not_the_future() -> None:
    assert _dated([("a", "2026-11-21"), ("a", "2026-11-22")])["birth_state"].to_list() == ["day", "invalid"]


def test_without_files_the_whole_column_is_the_context() -> None:
    frame = pl.DataFrame({"text": ["25/02/1956", "01/02/1956"]})
    assert with_date(frame, "text", "", as_of=AS_OF)["date"].to_list() == [date(1956, 2, 25), date(1956, 2, 1)]


@examples(deadline=None, max_examples=60)
@given(st.lists(st.none() | st.text("0123456789/-. ", max_size=12) | st.text(max_size=10), min_size=1, max_size=10))
def test_any_text_gives_a_state_and_no_invented_year(cells: list[str | None]) -> None:
    for row in _dated([("a", cell) for cell in cells]).iter_rows(named=True):
        assert row["birth_state"] in STATES["birth_state"]
        assert (row["birth_date"] is not None) == (row["birth_state"] == "day")
        if row["birth_date"] is not None:
            assert row["birth_date"].year == row["birth_year"]
        if row["birth_year"] is not None and row["birth_state"] != "day":
            assert str(row["birth_year"]) in row["text"]


@examples(deadline=None, max_examples=60)
@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.sampled_from("/-."))
def test_two_digit_years_never_give_a_date(first: int, second: int, third: int, separator: str) -> None:
    written = separator.join(f"{number:02d}" for number in (first, second, third))
    assert _dated([("a", written), ("a", "25/02/1956")])["birth_date"].to_list()[0] is None


@examples(deadline=None, max_examples=40)
@given(st.permutations(["25/02/1956", "01/02/1956", "1956", None, "02/02/1956", "abc"]))
def test_order_of_rows_changes_nothing(cells: list[str | None]) -> None:
    found = _dated([("a", cell) for cell in cells]).sort("text")
    assert_frame_equal(found, _dated([("a", cell) for cell in sorted(cells, key=str)]).sort("text"))
