"""Every reference table is clean text with the key its notes declare, and the tables agree with each other."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from cleaning import reference

FOLDER = Path(reference.__file__).parent
NOTES = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\.csv\n(.*?)(?=^## |\Z)", NOTES, re.MULTILINE | re.DOTALL))
TABLES = sorted(path.stem for path in FOLDER.glob("*.csv"))
ASPECTS = ("What", "Key", "Source", "Date", "Licence", "Confidence")
# (table, column, shape of every value that is not null)
SHAPES = (
    ("admin_units", "code", r"\d{2}|\d{5}"),
    ("admin_units", "valid_from", r"\d{4}-\d{2}-\d{2}"),
    ("admin_unit_successors", "legacy_code", r"\d{5}"),
    ("admin_unit_successors", "next_code", r"\d{5}"),
    ("admin_unit_successors", "new_code", r"\d{5}"),
    ("admin_unit_successors", "valid_from", r"\d{4}-\d{2}-\d{2}"),
    ("admin_unit_successors", "valid_to", r"\d{4}-\d{2}-\d{2}"),
    ("admin_unit_successors", "is_split", r"true|false"),
    ("cccd_province_codes", "code3", r"0\d{2}"),
    ("cmnd_prefixes", "prefix", r"\d{2,3}"),
    ("land_purposes", "old_code", r"[A-Z]{3}"),
    ("land_purposes", "new_code", r"[A-Z]{3}(\|[A-Z]{3})*"),
    ("land_purposes", "status", r"kept|renamed|merged|ambiguous|new"),
    ("tcvn3", "byte_hex", r"[0-9A-F]{2}"),
    ("unit_geohash", "unit_code", r"\d{5}"),
    ("unit_geohash", "beginning", r"[0-9b-hjkmnp-z]{2,5}"),
)


def _lines(name: str) -> list[list[str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_notes_and_tables_are_the_same() -> None:
    assert sorted(SECTIONS) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_notes_say_all_there_is_to_say(name: str) -> None:
    assert re.findall(r"^- (\w+): \S", SECTIONS[name], re.MULTILINE) == list(ASPECTS)


@pytest.mark.parametrize("name", TABLES)
def test_text_is_clean(name: str) -> None:
    text = (FOLDER / f"{name}.csv").read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("name", TABLES)
def test_rows_have_equally_many_fields(name: str) -> None:
    assert {len(line) for line in _lines(name)} == {len(_lines(name)[0])}


@pytest.mark.parametrize("name", TABLES)
def test_declared_key_is_unique(name: str) -> None:
    declared = re.search(r"^- Key: (.+)", SECTIONS[name], re.MULTILINE)
    assert declared is not None
    key = re.findall(r"`(\w+)`", declared[1])
    table = reference.table(name)
    assert key != []
    assert table.select(key).is_duplicated().sum() == 0


@pytest.mark.parametrize(("name", "column", "shape"), SHAPES)
def test_codes_have_the_right_shape(name: str, column: str, shape: str) -> None:
    values = reference.table(name)[column].drop_nulls()
    assert values.len() > 0
    assert [value for value in values if re.fullmatch(shape, value) is None] == []


def test_successors_are_units_of_today() -> None:
    communes = set(reference.table("admin_units").filter(level="commune")["code"])
    successors = set(reference.table("admin_unit_successors")["new_code"].drop_nulls())
    assert successors == communes


def test_a_unit_of_one_era_is_split_where_it_has_several_successors() -> None:
    unit = ["legacy_district_code", "legacy_code", "valid_from", "valid_to"]
    named = reference.table("admin_unit_successors").drop_nulls("new_code")
    several = named.with_columns(is_several=(named.select(unit).is_duplicated())).filter("is_several")
    assert set(several["is_split"]) == {"true"}


def test_the_next_unit_of_a_former_one_stood_after_it_and_went_to_the_same_communes() -> None:
    table = reference.table("admin_unit_successors")
    fates = {
        (code, begin or "", end): set(rows["new_code"])
        for (code, begin, end), rows in table.group_by("legacy_code", "valid_from", "valid_to")
    }
    earlier = table.drop_nulls("next_code")
    assert earlier["valid_from"].null_count() == earlier.height  # one step: what stood later goes to a commune of today
    for code, end, later in set(earlier.select("legacy_code", "valid_to", "next_code").iter_rows()):
        following = [fate for key, fate in fates.items() if key[0] == later and key[2] > end]
        assert any(fates[code, "", end] <= fate for fate in following), (code, end, later)


def test_single_fate_of_the_parts_of_the_sample_ward() -> None:
    table = reference.table("admin_unit_successors").filter(valid_to="2024-12-31", legacy_district_code="311")
    fate = {
        name: sorted(table.filter(legacy_name=name)["new_code"])
        for name in ("Kiền Bái", "Hoàng Động", "Lâm Động", "Hoa Động")
    }
    assert fate == {
        "Kiền Bái": ["11557"],
        "Hoàng Động": ["11557"],
        "Lâm Động": ["11557"],
        "Hoa Động": ["11557", "11560"],
    }
