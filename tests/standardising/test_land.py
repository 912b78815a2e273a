"""The land route as a whole."""

from __future__ import annotations

from datetime import date

import polars as pl
from polars.testing import assert_frame_equal

from cleaning.schemas import (
    LAND,
    LAND_FIELDS,
    LAND_FIELDS_IGNORED,
    LAND_FIELDS_OF_EXPORTS,
    RAW_LAND,
    RAW_SHEET_MAP,
    STATES,
)
from cleaning.settings import Settings
from cleaning.standardising.land import LAND_FIELDS_READ, standardise_land

AN = {
    "unit_code": "11557",
    "certificate_serial": "mb291237",
    "certificate_date": "27/04/2000",
    "register_number": "CH 35483",
    "holder_name": "Ông NGUYỄN VĂN AN",
    "holder_id_number": "031060000001",
    "holder_birth_date": "1960",
    "holder_gender": "Nam",
    "holder_address": "Thôn Kiền Bái 3, xã Kiền Bái, huyện Thủy Nguyên, thành phố Hải Phòng",
    "holder_kind": "Vợ chồng",
    "holder_role": "Chồng",
    "parcel_geohash": "w7eyf1234567",
    "sheet": "06",
    "parcel": "12",
    "parcel_address": "xã Kiền Bái, Thuỷ Nguyên, HP",
    "area": "281,5",
    "use_1": "ONT",
    "use_1_area": "239,1",
    "use_2": "LNK",
    "use_2_area": "42,4",
    "guid": "1490bf9e-0001",
}
BINH = AN | {
    "holder_name": "Trần Thị Bình",
    "holder_id_number": "031162000002",
    "holder_role": "Vợ",
    "guid": "1490bf9e-0002",
}
TEMPLE = {
    "unit_code": "11557",
    "certificate_serial": "CHUACOGIAY_11557_6_13",
    "organisation_name": "Công ty cổ phần Hà",
    "sheet": "6",
    "organisation_id": "0300588560",
    "parcel": "13",
    "holder_kind": "Tổ chức",
    "area": "abc",
    "guid": "1490bf9e-0003",
}


def _raw(*rows: dict[str, str]) -> pl.DataFrame:
    told = [
        {"row_key": row.get("guid", f"key{place}"), "source_file": "a.csv", "source_sheet": None, "source_row": place}
        | {f"{field}_raw": row.get(field) for field in LAND_FIELDS + LAND_FIELDS_OF_EXPORTS}
        for place, row in enumerate(rows, 5)
    ]
    return pl.DataFrame(told, schema={column.name: column.dtype for column in RAW_LAND.columns})


def _land(raw: pl.DataFrame) -> pl.DataFrame:
    return standardise_land(raw, RAW_SHEET_MAP.empty(), ward="11557", as_of=date(2026, 11, 21), settings=Settings())


def test_every_field_of_the_form_is_read_or_declared_ignored():
    assert set(LAND_FIELDS_READ) | set(LAND_FIELDS_IGNORED) | {"guid"} == set(LAND_FIELDS + LAND_FIELDS_OF_EXPORTS)
    assert not set(LAND_FIELDS_READ) & set(LAND_FIELDS_IGNORED)


def test_no_field_is_read_in_vain():
    plain = {"holder_name": "Nguyễn Văn An"}
    bases = {field: "spread" if field in _SPREAD else "plain" for field in LAND_FIELDS_READ}
    given = {"plain": plain, "spread": plain | dict.fromkeys(_SPREAD, "5") | {"holder_birth_year": "1957"}}
    rows = [given[base] | {field: _TELLING.get(field, "1"), "guid": field} for field, base in bases.items()]
    land = _land(_raw(*(row | {"guid": base} for base, row in given.items()), *rows)).drop(
        column.name for column in RAW_LAND.columns if column.name != "row_key"
    )
    told = {row.pop("row_key"): row for row in land.drop("guid").to_dicts()}
    assert [field for field, base in bases.items() if told[field] == told[base]] == []


_SPREAD = ("holder_birth_day", "holder_birth_month")  # say nothing without each other
_TELLING = {
    "holder_name": "Trần Thị Bình",
    "organisation_name": "Công ty Hà",
    "current_user_name": "Trần Thị Bình",
    "holder_gender": "Nam",
    "holder_birth_year": "1950",
    "holder_death_year": "2010",
    "holder_family_name": "Lê",
    "current_user_id_number": "031162000002",
    "paper_1": "031162000002",
    "paper_2": "031162002",
    "holder_kind": "Tổ chức",
    "holder_role": "Chủ hộ",
    "holder_address": "xã Kiền Bái",
    "parcel_address": "xã Kiền Bái",
}


def test_a_row_comes_out_whole():
    row = _land(_raw(AN, BINH, TEMPLE)).to_dicts()[0]
    expected = {
        "guid": "1490bf9e-0001",
        "is_repeated": False,
        "holder_type": "person",
        "holder_kind": "couple",
        "holder_role": "husband",
        "holder_citizen_id": "031060000001",
        "holder_birth_year": 1960,
        "holder_hamlet_key": "kien bai 3",
        "holder_old_unit_code": "11554",
        "holder_unit_code": "11557",
        "unit_code_state": "ok",
        "parcel_unit_state": "superseded",
        "parcel_key": "11557|6|12",
        "is_parcel_duplicated": False,
        "parcel_geohash_state": "ok",
        "area_m2": 281.5,
        "area_parts_state": "agrees",
        "land_uses": "ONT+CLN",
        "land_use_proposal": "LNK → CLN",
        "certificate_serial": "MB 291237",
        "certificate_date": date(2000, 4, 27),
        "register_number_state": "ok",
        "organisation_id_state": "not_applicable",
        "current_user_state": "none",
        "sheet_state": "ok",
        "is_certificate_serial_shared": False,
    }
    assert {name: row[name] for name in expected} == expected


def test_an_organisation_is_no_person():
    row = _land(_raw(TEMPLE)).to_dicts()[0]
    assert (row["holder_type"], row["organisation_name"], row["organisation_id_state"]) == (
        "organisation",
        "Công ty cổ phần Hà",
        "invalid",
    )
    assert (row["certificate_state"], row["area_state"]) == ("none_issued", "not_a_number")


def test_the_order_of_the_source_changes_no_row():
    rows = [AN, BINH, TEMPLE, TEMPLE | {"guid": "1490bf9e-0004"}]
    forth = _raw(*rows)
    assert_frame_equal(_land(forth), _land(forth.reverse()))
    assert _land(forth)["is_repeated"].to_list() == [False, False, True, True]


def test_rows_without_guid_keep_their_key_and_have_none():
    land = _land(_raw({name: value for name, value in AN.items() if name != "guid"}))
    assert land["guid"].to_list() == [None]
    assert land.height == 1


def test_states_and_flags_keep_their_promise():
    land = _land(_raw(AN, BINH, TEMPLE, {"guid": "empty"}))
    for name in [name for name in land.columns if name.endswith("_state")]:
        words = STATES.get(name) or STATES[name.removeprefix("holder_").removeprefix("parcel_")]
        assert set(land[name]) <= set(words), name
    flags = land.select(pl.col(pl.Boolean))
    assert flags.null_count().sum_horizontal().item() == 0


def test_an_empty_list_stays_empty():
    assert_frame_equal(_land(RAW_LAND.empty()), LAND.empty())


def test_a_guid_on_several_rows_is_told_and_a_filler_is_none() -> None:
    guids = (
        "1490BF9E-0001",
        "{1490bf9e-0001}",
        "1490bf9e-0002",
        "#REF!",
        "#REF!",
        "-",
        "-",
        "00000000-0000",
        "00000000-0000",
    )
    rows = [{"holder_name": "Nguyễn Văn An", "guid": guid} for guid in guids]
    land = _land(_raw(*rows).with_columns(row_key=pl.format("k{}", pl.int_range(pl.len()))))
    assert land["is_guid_shared"].to_list() == [True, True, *[False] * 7]
