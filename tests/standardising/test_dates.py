"""Date text → a day, a year, or a named problem."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cleaning.standardising.dates import with_date
from cleaning.standardising.text import tidy

_cases = Path(__file__).parents[1].joinpath("cases/dates.csv").read_text(encoding="utf-8").splitlines(keepends=True)
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]
AS_OF = date(2026, 11, 21)
SCHEMA = {"source_file": pl.String, "text": pl.String}


def _dated(rows: list[tuple[str, str | None]], as_of: date | None = AS_OF) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row").with_columns(tidy(pl.col("text")))
    return with_date(frame, "text", "birth_", as_of=as_of)


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
    assert heaped.select("birth_year", "birth_state").row(1) == (1970, "year")


@pytest.mark.parametrize(("new_years", "state"), [(5, "day"), (6, "year")])
def test_new_year_stands_for_an_unknown_day_where_it_is_far_too_common(new_years: int, state: str) -> None:
    others = [("a", f"{day:02}/{month:02}/1960") for day in range(2, 28) for month in range(1, 4)]
    found = _dated([*others, *[("a", "01/01/1956")] * new_years])
    assert found.row(-1)[2:] == (date(1956, 1, 1) if state == "day" else None, 1956, state)


def test_without_a_limit_the_future_is_a_day() -> None:
    assert _dated([("a", "25/02/2030")], as_of=None)["birth_date"].to_list() == [date(2030, 2, 25)]


def test_the_day_of_the_run_is_not_the_future() -> None:
    assert _dated([("a", "2026-11-21"), ("a", "2026-11-22")])["birth_state"].to_list() == ["day", "invalid"]


def test_without_files_the_whole_column_is_the_context() -> None:
    frame = pl.DataFrame({"text": ["25/02/1956", "01/02/1956"]})
    assert with_date(frame, "text", "", as_of=AS_OF)["date"].to_list() == [date(1956, 2, 25), date(1956, 2, 1)]
