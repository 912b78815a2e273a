"""Titles, household and other markers beside a name; who holds the land."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from cleaning import reference
from cleaning.standardising.markers import with_holder_type
from cleaning.standardising.names import with_name

_cases = Path(__file__).parents[1].joinpath("cases/markers.csv").read_text(encoding="utf-8").splitlines()
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_cases(case: dict[str, str | None]) -> None:
    row = with_name(pl.DataFrame({"text": [case["input"]]}), "text", "").row(0, named=True)
    assert (row["name"], row["markers"]) == (case["name"], case["markers"])


def test_every_family_name_stays_whole() -> None:
    """A family name that is a title, a household word or a joiner as well is never taken off."""
    families = reference.table("family_names")["name"]
    names = [f"{family} {rest}" for family in families for rest in ("Văn Bình", "Thị Hồng Hạnh", "Minh")]
    named = with_name(pl.DataFrame({"text": names}), "text", "")
    taken = named.filter(pl.col("name") != pl.col("text"))["text"].to_list()
    assert [name for name in taken if not name.startswith("Ông ")] == []
    assert "Ông Văn Bình" not in taken


def _type(name: str | None, kind: str | None = None, organisation: str | None = None) -> dict[str, object]:
    columns = {"holder_name_text": name, "holder_kind": kind, "organisation_name_text": organisation}
    frame = pl.DataFrame(
        {column: [value] for column, value in columns.items()}, schema=dict.fromkeys(columns, pl.String)
    )
    typed = with_holder_type(with_name(frame, "holder_name_text", "holder_"))
    return typed.select("holder_type", "is_household", "is_marked_deceased").row(0, named=True)


@pytest.mark.parametrize(
    ("name", "kind", "organisation", "holder_type"),
    [
        ("Nguyễn Văn An", "person", None, "person"),
        ("Nguyễn Văn An", None, None, "person"),
        (None, None, None, "unnamed"),
        ("123", "person", None, "unnamed"),
        ("Nguyễn Văn An", "organisation", "Công ty TNHH Hoa", "organisation"),
        ("Nguyễn Văn An", None, "Công ty TNHH Hoa", "organisation"),
        ("Nguyễn Văn An", "person", "Công ty TNHH Hoa", "person"),
        (None, None, "Chùa Hoa", "community"),
        (None, "organisation", "UBND xã Hoa", "organisation"),
        ("UBND xã Hoa", "person", None, "organisation"),
        ("CÔNG TY CỔ PHẦN HOA", None, None, "organisation"),
        ("Nguyễn Công An", None, None, "person"),
        ("Đoàn Văn Hội", None, None, "person"),
        ("Đình làng Hoa", None, None, "community"),
        ("Đình Văn Hoa", "person", None, "person"),
        ("Nhà thờ họ Nguyễn", "person", None, "community"),
        ("Dân làng Hoa", "community", None, "community"),
        ("Trường Văn An", None, None, "person"),
        ("Nguyễn Văn An", "person", "không có", "person"),
        ("Nguyễn Văn An", None, "-", "person"),
    ],
)
def test_holder_type(name: str | None, kind: str | None, organisation: str | None, holder_type: str) -> None:
    assert _type(name, kind, organisation)["holder_type"] == holder_type


def test_household_by_marker_or_kind_and_deceased_by_marker() -> None:
    assert _type("Hộ ông Lê Văn An")["is_household"] is True
    assert _type("Lê Văn An", "household")["is_household"] is True
    assert _type("Lê Văn An", "person") == {
        "holder_type": "person",
        "is_household": False,
        "is_marked_deceased": False,
    }
    assert _type("Lê Văn An (đã chết)")["is_marked_deceased"] is True
    assert _type(None) == {"holder_type": "unnamed", "is_household": False, "is_marked_deceased": False}
