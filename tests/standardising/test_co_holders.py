"""A cell that names several people becomes a land user for each; whatever else stands in it does not."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cleaning import reference
from cleaning.schemas import RAW_LAND, RAW_SHEET_MAP
from cleaning.settings import Settings
from cleaning.standardising.land import standardise_land

_cases = Path(__file__).parents[1].joinpath("cases/co_holders.csv").read_text(encoding="utf-8").splitlines()
CASES = {row["case"]: row for row in csv.DictReader(_cases)}
COUPLE = "Ông Nguyễn Văn An và vợ là bà Trần Thị Bình"


def _land(*rows: Mapping[str, str | None]) -> pl.DataFrame:
    told = [
        {"row_key": f"k{place:04d}", "source_file": "a.csv", "source_row": place, "guid_raw": f"K{place:04d}"}
        | {f"{field}_raw": value for field, value in row.items()}
        for place, row in enumerate(rows)
    ]
    raw = pl.DataFrame(told, schema={column.name: column.dtype for column in RAW_LAND.columns})
    return standardise_land(raw, RAW_SHEET_MAP.empty(), ward="11557", as_of=date(2026, 11, 21), settings=Settings())


@pytest.fixture(scope="module")
def told() -> pl.DataFrame:
    return _land(*({"holder_name": row["input"]} for row in CASES.values()))


@pytest.mark.parametrize("place", range(len(CASES)), ids=CASES)
def test_cases(told: pl.DataFrame, place: int) -> None:
    users = told.filter(pl.col("source_row") == place).sort("holder_ordinal")
    person = pl.concat_str(
        "holder_name",
        pl.when(pl.col("holder_role").is_in(["husband", "wife"])).then("holder_role"),
        pl.col("holder_markers").str.extract("(deceased|heirs|representative)"),
        separator=":",
        ignore_nulls=True,
    )
    people = users.filter(holder_type="person").select(person).to_series()
    assert " | ".join(people) == list(CASES.values())[place]["people"]
    assert users["holders_named"].to_list() == [users.height] * users.height
    assert users["holder_ordinal"].to_list() == list(range(1, users.height + 1))


def test_each_has_a_key_of_its_own_and_the_row_a_first() -> None:
    land = _land({"holder_name": COUPLE}, {"holder_name": "Lê Văn Ba"})
    assert land.select("row_key", "guid", "holder_ordinal").rows() == [
        ("k0000", "K0000", 1), ("k0000/2", "K0000", 2), ("k0001", "K0001", 1),
    ]  # fmt: skip


# What the cell says of a couple → citizen number and old card of each.
NUMBERS = [
    ("031050000001; 031153000002", [("031050000001", None), ("031153000002", None)]),
    ("031050000001\n031153000002", [("031050000001", None), ("031153000002", None)]),
    ("031050000001 031153000002", [("031050000001", None), ("031153000002", None)]),
    ("031 050 000 001; 031 153 000 002", [("031050000001", None), ("031153000002", None)]),
    ("031012345 - 031154321", [(None, "031012345"), (None, "031154321")]),
    ("031050000001 (031012345), 031153000002 (031154321)",
     [("031050000001", "031012345"), ("031153000002", "031154321")]),
    ("031012345\n031153000002", [(None, "031012345"), ("031153000002", None)]),
    ("031012345; 031153000002", [(None, "031012345"), ("031153000002", None)]),
    # an old and a new number on one line may be both of one of them
    ("031012345 031153000002", [(None, None), (None, None)]),
    ("031153000002 / 031012345", [(None, None), (None, None)]),
    ("031153000002 (031012345)", [(None, None), (None, None)]),
    # one number for two people: the first's as it always was, never the second's
    ("031050000001", [("031050000001", None), (None, None)]),
    # three for two: nobody can say whose
    ("031050000001; 031153000002; 031080000003", [(None, None), (None, None)]),
    (None, [(None, None), (None, None)]),
]  # fmt: skip


def test_numbers_are_dealt_out_only_where_there_are_as_many_as_people() -> None:
    land = _land(*({"holder_name": COUPLE, "holder_id_number": written} for written, _ in NUMBERS))
    dealt = land.partition_by("source_row", maintain_order=True)
    told = [(rows["holder_id_number_raw"][0], rows.select("holder_citizen_id", "holder_cmnd").rows()) for rows in dealt]
    assert told == NUMBERS


def test_lines_of_the_cells_belong_together() -> None:
    land = _land(
        {
            "holder_name": "Bà Lương Thị Bình\nÔng Ng. Văn Vinh",
            "holder_id_number": "031212764\n031048590563",
            "holder_gender": "Nữ\nNam",
            "holder_birth_date": "1950\n1948",
        },
        {"holder_name": "Nguyễn Văn An và\nvợ là bà Trần Thị Bình"},
        {"holder_name": "Nguyễn Văn\nAn"},
    )
    columns = ["holder_name", "holder_citizen_id", "holder_cmnd", "holder_gender", "holder_birth_year"]
    assert land.select(columns).rows() == [
        ("Lương Thị Bình", None, "031212764", "female", 1950),
        ("Ng. Văn Vinh", "031048590563", None, "male", 1948),
        ("Nguyễn Văn An", None, None, None, None),
        ("Trần Thị Bình", None, None, None, None),
        ("Nguyễn Văn An", None, None, None, None),
    ]


def test_numbers_nobody_can_deal_out_are_reported() -> None:
    land = _land({"holder_name": COUPLE, "holder_id_number": "031012345 031153000002"})
    assert land["holder_id_state"].to_list() == ["malformed", "missing"]


def test_two_numbers_beside_somebody_unnamed_are_nobodys() -> None:
    names = ("Nguyễn Văn An và vợ là bà", "Nguyễn Văn An")
    land = _land(*({"holder_name": name, "holder_id_number": "031012345 / 031153000002"} for name in names))
    assert land.select("holder_citizen_id", "holder_cmnd").rows() == [(None, None), ("031153000002", "031012345")]


def test_births_and_genders_are_dealt_out_in_the_order_of_the_names() -> None:
    land = _land({"holder_name": COUPLE, "holder_birth_date": "15/08/1950; 1953", "holder_gender": "Nam, Nữ"})
    assert land.select("holder_birth_date", "holder_birth_year", "holder_gender").rows() == [
        (date(1950, 8, 15), 1950, "male"), (None, 1953, "female"),
    ]  # fmt: skip


def test_what_a_certificate_prints_beside_the_names_is_read() -> None:
    cell = "Ông Nguyễn Văn An, sinh năm 1950, CMND số: 031012345; Bà Trần Thị Bình, Sinh năm: 1953, CCCD 031153000002"
    land = _land({"holder_name": cell})
    assert land.select("holder_name", "holder_birth_year", "holder_cmnd", "holder_citizen_id").rows() == [
        ("Nguyễn Văn An", 1950, "031012345", None), ("Trần Thị Bình", 1953, None, "031153000002"),
    ]  # fmt: skip


def test_an_own_column_outranks_what_stands_beside_the_name() -> None:
    land = _land({"holder_name": "Nguyễn Văn An, sinh năm 1950", "holder_birth_date": "1951"})
    assert land["holder_birth_year"].to_list() == [1951]


def test_kind_of_the_form_stands_unless_it_says_a_single_person() -> None:
    land = _land(*({"holder_name": COUPLE, "holder_kind": kind} for kind in (None, "Cá nhân", "Hộ gia đình")))
    assert land["holder_kind"].to_list() == ["couple"] * 4 + ["household"] * 2


def test_nobody_is_made_out_of_one_name() -> None:
    """Every family name, with the middle and given names people bear, stays one land user."""
    families = reference.table("family_names")["name"]
    given = ("Văn Bình", "Thị Hồng Hạnh", "Minh", "Bà Trưng", "Ông Cụ", "Vợ Chồng", "Và Nhân", "Thị Kim-Anh")
    land = _land(*({"holder_name": f"{family} {rest}"} for family in families for rest in given))
    assert land.filter(pl.col("holders_named") > 1)["holder_name_raw"].to_list() == []


def test_a_current_user_who_holds_it_too_is_no_other() -> None:
    land = _land(
        {"holder_name": COUPLE, "current_user_name": "Trần Thị Bình"},
        {"holder_name": COUPLE, "current_user_name": "Lê Văn Ba"},
    )
    assert land["current_user_state"].to_list() == ["same", "same", "differs", "differs"]


def test_a_year_of_death_marks_the_holder_dead() -> None:
    years = ("2010", "0", "9999", None, "2010-05-01")
    land = _land(*({"holder_name": "Lê Văn Ba", "holder_death_year": year} for year in years))
    assert land["is_marked_deceased"].to_list() == [True, False, False, False, True]


def test_a_year_of_birth_of_its_own_speaks_where_the_date_is_silent() -> None:
    rows = [("", "1950"), ("00/00/0000", "1950"), ("15/08/1951", "1950"), ("15/8/51", "1950")]
    land = _land(
        *(
            {"holder_name": "Lê Văn Ba", "holder_birth_date": day or None, "holder_birth_year": year}
            for day, year in rows
        )
    )
    assert land.select("holder_birth_year", "holder_birth_state").rows() == [
        (1950, "year"), (1950, "year"), (1951, "day"), (None, "invalid"),
    ]  # fmt: skip
