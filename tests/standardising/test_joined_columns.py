"""Facts that lists spread over several columns."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.standardising.joined_columns import with_joined_columns

FIELDS = ("family_name", "name", "birth_date", "gender", "man", "woman")


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
        ({}, (None, None, None)),
    ],
)
def test_cases(said: dict[str, str], expected: tuple[str | None, ...]) -> None:
    assert _joined(**said) == expected
