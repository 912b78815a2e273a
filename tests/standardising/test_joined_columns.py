"""Facts that lists spread over several columns."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.standardising.joined_columns import with_joined_columns

FIELDS = (
    "family_name", "name", "birth_date", "gender", "man", "woman", "birth_day", "birth_month", "birth_year",
)  # fmt: skip


def _joined(**said: str) -> tuple[str | None, ...]:
    frame = pl.DataFrame({f"{field}_text": [said.get(field)] for field in FIELDS}, schema_overrides=dict.fromkeys(
        [f"{field}_text" for field in FIELDS], pl.String
    ))  # fmt: skip
    return (
        with_joined_columns(frame, prefix="", name="name").select("name_text", "birth_date_text", "gender_text").row(0)
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"family_name": "Nguyễn Văn", "name": "An"}, ("Nguyễn Văn An", None, None)),
        ({"name": "Nguyễn Văn An"}, ("Nguyễn Văn An", None, None)),
        ({"man": "1950"}, (None, "1950", "Nam")),
        ({"woman": "15/08/1950"}, (None, "15/08/1950", "Nữ")),
        ({"man": "x", "birth_date": "1950"}, (None, "1950", "Nam")),
        ({"woman": "x"}, (None, None, "Nữ")),
        # an own column outranks them, and so does silence where both say something
        ({"woman": "1953", "birth_date": "15/08/1950", "gender": "Nam"}, (None, "15/08/1950", "Nam")),
        ({"man": "1950", "woman": "1953"}, (None, None, None)),
        ({"man": "-", "woman": "1953"}, (None, "1953", "Nữ")),
        ({"man": "0", "woman": "1"}, (None, None, "Nữ")),
        ({"gender": "0"}, (None, None, "0")),  # what '0' means is for the whole file to say
        ({"birth_day": "5", "birth_month": "3", "birth_year": "1957"}, (None, "5/3/1957", None)),
        ({"birth_day": "05.0", "birth_month": "3,0", "birth_year": "1957.0"}, (None, "05/3/1957", None)),
        ({"birth_day": "00", "birth_month": "00", "birth_year": "1956"}, (None, "00/00/1956", None)),
        ({"birth_day": "31", "birth_month": "2", "birth_year": "56"}, (None, "31/2/56", None)),  # the date's to refuse
        # nothing is made of what is not there; a year alone has a column of its own
        ({"birth_day": "5", "birth_year": "1957"}, (None, None, None)),
        ({"birth_day": "-", "birth_month": "3", "birth_year": "1957"}, (None, None, None)),
        ({"birth_year": "1957"}, (None, None, None)),
        # 'Nam' beside Ngày and Tháng may be the year, typed without accents
        ({"birth_day": "5", "birth_month": "3", "man": "1957"}, (None, "5/3/1957", None)),
        ({"birth_day": "5", "birth_month": "3", "woman": "1957", "gender": "Nữ"}, (None, "5/3/1957", "Nữ")),
        ({"birth_day": "5", "birth_month": "3", "birth_year": "1957", "birth_date": "1958"}, (None, "1958", None)),
        ({}, (None, None, None)),
    ],
)
def test_cases(said: dict[str, str], expected: tuple[str | None, ...]) -> None:
    assert _joined(**said) == expected
