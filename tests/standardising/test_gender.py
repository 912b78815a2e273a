"""Gender words → male, female or a named problem."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.standardising.gender import with_gender


def _gender(*rows: tuple[str, str | None]) -> list[tuple[str | None, str]]:
    frame = pl.DataFrame(rows, schema={"source_file": pl.String, "text": pl.String}, orient="row")
    return with_gender(frame, "text", "").select("gender", "gender_state").rows()


@pytest.mark.parametrize(
    ("word", "gender", "state"),
    [
        ("Nam", "male", "ok"),
        ("NỮ", "female", "ok"),
        ("nu", "female", "ok"),
        ("Female", "female", "ok"),
        ("m", "male", "ok"),
        ("1", "male", "ok"),
        ("1.0", "male", "ok"),
        ("1 - Nam", "male", "ok"),
        ("0 - Nữ", "female", "ok"),
        ("TRUE", "male", "ok"),
        ("'Nữ", "female", "ok"),
        ("nử", "female", "ok"),
        ("không rõ", None, "missing"),
        ("Nam/Nữ", None, "missing"),
        (None, None, "missing"),
        ("Nan", None, "missing"),
        ("khác", None, "unknown"),
        ("Năm", None, "unknown"),
        ("N", None, "unknown"),
        ("1956", None, "unknown"),
        ("2", None, "unknown"),
    ],
)
def test_words(word: str | None, gender: str | None, state: str) -> None:
    assert _gender(("a", word)) == [(gender, state)]


def test_zero_is_a_code_only_where_the_file_writes_one_as_well() -> None:
    assert _gender(("a", "0"), ("a", "1"), ("b", "0"), ("b", "Nam")) == [
        ("female", "ok"),
        ("male", "ok"),
        (None, "missing"),
        ("male", "ok"),
    ]


def test_false_is_a_code_only_where_the_file_writes_true_as_well() -> None:
    assert _gender(("a", "false"), ("a", "True"), ("b", "False"), ("b", "Nam")) == [
        ("female", "ok"),
        ("male", "ok"),
        (None, "missing"),
        ("male", "ok"),
    ]
