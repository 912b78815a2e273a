"""The reference data of headers, and what single headers mean."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from cleaning import reference
from cleaning.reading.header_blocks import KINDS
from cleaning.reading.header_meanings import meaning, meanings
from cleaning.reading.header_rows import heading_paths
from cleaning.reading.headers import OTHER_CELLS, Known, Row, accented, known, normalised
from cleaning.schemas import CHECK_ANSWER_FIELDS, LAND_FIELDS, LAND_FIELDS_OF_EXPORTS, RESIDENT_FIELDS, SHEET_MAP_FIELDS

with (Path(__file__).parents[1] / "cases" / "headers.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))

with (Path(__file__).parents[1] / "cases" / "reading_neighbours.csv").open(encoding="utf-8", newline="") as lines:
    NEIGHBOURS = list(csv.DictReader(lines))


def field_meant(path: Row, words: Known) -> str | None:
    """Null for the unknown and for what is declared ignored."""
    found = meaning(path, words)
    return None if found is None else found.field


def fields_meant(paths: list[Row], words: Known) -> list[str | None]:
    return [None if found is None else found.field for found in meanings(paths, words)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['table']}-{case['groups']}-{case['header']}" for case in CASES])
def test_header_means(case: dict[str, str]) -> None:
    path = (*(group for group in case["groups"].split("|") if group), case["header"])
    assert field_meant(path, known(case["table"])) == (case["expected"] or None), case["why"]


@pytest.mark.parametrize("case", NEIGHBOURS, ids=[case["headers"] for case in NEIGHBOURS])
def test_headings_beside_each_other_mean(case: dict[str, str]) -> None:
    paths = [(header,) if header else () for header in case["headers"].split("|")]
    meant = fields_meant(paths, known(case["table"]))
    assert [field or "" for field in meant] == case["expected"].split("|"), case["why"]


def test_the_headings_of_another_group_are_nobodys_neighbours() -> None:
    paths = [("Chủ", "Tên người sử dụng hiện tại"), ("Thửa đất", "CCCD")]
    assert fields_meant(paths, known("land")) == ["current_user_name", "holder_id_number"]


def test_no_two_entries_of_a_table_collide() -> None:
    entries = reference.table("headers").to_dicts()
    keys = Counter(
        (row["table"], accented(row["header"]) if row["header"][0] not in "=*" else row["header"], group)
        for row in entries
        for group in (row["within"] or "").split("|")
    )
    assert [key for key, times in keys.items() if times > 1] == []


def test_only_accents_tell_apart_what_differs_by_them_alone() -> None:
    """Typed without accents, these mean the first of the two; all others are the same whatever the accents."""
    meant: dict[tuple[str, str, str], set[str | None]] = {}
    for row in _entries():
        for group in (row["within"] or "").split("|"):
            meant.setdefault((row["table"], normalised(row["header"]), normalised(group)), set()).add(row["field"])
    assert {header for (_, header, _), fields in meant.items() if len(fields) > 1} == {
        "to",
        "to so",
        "so to",
        "dt",
        "nam",
    }


def test_every_entry_is_reached() -> None:
    missed = [
        (row["table"], group, row["header"])
        for row in _entries()
        for group in (row["within"] or "").split("|")
        if field_meant((group, row["header"]) if group else (row["header"],), known(row["table"])) != row["field"]
    ]
    assert missed == []


def test_every_way_out_is_a_field_or_the_other_cells() -> None:
    known_fields = {"land": LAND_FIELDS + LAND_FIELDS_OF_EXPORTS, "residents": RESIDENT_FIELDS}
    for row in _entries():
        assert row["otherwise"] in {None, OTHER_CELLS, *known_fields.get(row["table"], ())}


def _entries() -> list[dict[str, str]]:
    """The entries of lists that name one header."""
    entries = reference.table("headers").filter(pl.col("table").is_in(KINDS)).to_dicts()
    return [row for row in entries if row["header"][0] not in "=*"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("land", LAND_FIELDS + LAND_FIELDS_OF_EXPORTS),
        ("residents", RESIDENT_FIELDS),
        ("sheet_map", SHEET_MAP_FIELDS),
        ("check_answers", CHECK_ANSWER_FIELDS),
    ],
)
def test_every_field_has_a_header(kind: str, fields: tuple[str, ...]) -> None:
    assert set(known(kind).shown) - {None, OTHER_CELLS} == set(fields)
    assert set(known(kind).required + known(kind).usual) <= set(fields)


def test_all_61_columns_of_the_form(form_header: list[list[str]]) -> None:
    texts = heading_paths([tuple(row) for row in form_header[:3]])
    assert [field_meant(path, known("land")) for path in texts] == list(LAND_FIELDS)


def test_normalised_knows_no_accents_case_or_punctuation() -> None:
    assert normalised("Họ và tên chủ sử dụng/\n Họ tên …") == normalised("HO VA TEN CHU SU DUNG, HO TEN")
    assert normalised("Đ") == "d"
