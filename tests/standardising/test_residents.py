"""Raw resident rows → standardised resident rows."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning.schemas import RAW_RESIDENTS, RESIDENT_FIELDS, RESIDENT_FIELDS_IGNORED, RESIDENTS, STATES
from cleaning.settings import Settings
from cleaning.standardising import standardise_residents
from cleaning.standardising.residents import RESIDENT_FIELDS_READ

AN = {
    "name": "NGUYỄN VĂN AN",
    "birth_date": "25/02/1960",
    "gender": "Nam",
    "citizen_id": "031060000001",
    "cmnd": "031234567",
    "residence": "Tổ dân phố Kiền Bái 3, phường Thiên Hương, thành phố Hải Phòng",
    "relation": "Chủ hộ",
    "household_number": "11557000001",
    "status": "Đang sống",
    "hamlet": "Tổ dân phố Kiền Bái 3",
}
BINH = AN | {
    "name": "Trần Thị Bình (đã chết)",
    "gender": "Nữ",
    "citizen_id": "031161000002",
    "birth_date": "01/02/1961",
}


def _raw(*rows: dict[str, str]) -> pl.DataFrame:
    fields = [{f"{field}_raw": row.get(field) for field in RESIDENT_FIELDS} for row in rows]
    keys = [{"row_key": f"key-{row.get('citizen_id')}-{row.get('name')}", "source_file": "a.csv"} for row in rows]
    lines = [key | field for key, field in zip(keys, fields, strict=True)]
    schema = {column.name: column.dtype for column in RAW_RESIDENTS.columns}
    return pl.DataFrame(lines, schema=schema, orient="row")


def _residents(raw: pl.DataFrame) -> pl.DataFrame:
    return standardise_residents(raw, ward="11557", as_of=date(2026, 11, 21), settings=Settings())


def test_every_field_is_read_or_declared_ignored() -> None:
    assert sorted((*RESIDENT_FIELDS_READ, *RESIDENT_FIELDS_IGNORED)) == sorted(RESIDENT_FIELDS)


@pytest.mark.parametrize("field", RESIDENT_FIELDS_READ)
def test_no_field_is_read_in_vain(field: str) -> None:
    telling = {
        "gender": "Nữ",
        "status": "Đã chết",
        "note": "đã chết",
        "death_date": "2020",
        "name": "Lê Thị Bé",
        "family_name": "Lê",
    }
    spread = {"birth_day": "5", "birth_month": "3", "birth_year": "1957"}  # say nothing without each other
    base = {"name": "Nguyễn Văn An"} | (spread if field in ("birth_day", "birth_month") else {})
    base_row, row = (
        _residents(_raw(values).with_columns(row_key=pl.lit("key"))).drop(f"{name}_raw" for name in RESIDENT_FIELDS)
        for values in (base, base | {field: telling.get(field, AN.get(field, "1960"))})
    )
    assert not row.equals(base_row)


def test_a_row_comes_out_whole() -> None:
    row = _residents(_raw(AN)).row(0, named=True)
    expected = {
        "name": "Nguyễn Văn An",
        "name_folded": "nguyen van an",
        "citizen_id": "031060000001",
        "cmnd": "031234567",
        "id_state": "ok",
        "birth_date": date(1960, 2, 25),
        "birth_year": 1960,
        "gender": "male",
        "id_consistency": "fits",
        "is_id_shared": False,
        "hamlet": "Tổ dân phố Kiền Bái 3",
        "hamlet_key": "kien bai 3",
        "unit_code": "11557",
        "household_key": "11557000001",
        "relation": "chu ho",
        "resident_status": "alive",
        "death_date": None,
        "text_state": "unicode",
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "Đã chết"}, "dead"),
        ({"status": "Từ trần năm 2019"}, "dead"),
        ({"status": "Đã mất"}, "dead"),
        ({"status": "Mất tích"}, "missing"),
        ({"status": "Đã đi"}, "moved"),
        ({"status": "Chuyển đi nơi khác"}, "moved"),
        ({"status": "Tạm vắng"}, "alive"),
        ({"status": None}, "unknown"),
        ({"status": "khác"}, "unknown"),
        ({"status": None, "note": "đã chuyển khẩu"}, "moved"),
        ({"status": "Đang sống", "note": "chuyển đi"}, "alive"),
        ({"death_date": "02/03/2020"}, "dead"),
        ({"death_date": "không"}, "alive"),
        ({"death_date": "còn sống", "status": None}, "alive"),
        ({"death_date": "31/02/2020"}, "dead"),
        ({"death_date": "đã chết"}, "dead"),
        ({"death_date": "01/01/1970"}, "alive"),
        ({"name": "Nguyễn Văn An (đã chết)"}, "dead"),
        ({"name": "Nguyễn Văn Chết"}, "alive"),
    ],
)
def test_status(changes: dict[str, str], status: str) -> None:
    assert _residents(_raw(AN | changes))["resident_status"].to_list() == [status]


def test_order_of_rows_changes_nothing() -> None:
    raw = _raw(AN, BINH, AN | {"name": "Lê Văn Cả"})
    assert_frame_equal(_residents(raw), _residents(raw.reverse()))


def test_nobody_is_lost_and_repeated_numbers_are_marked() -> None:
    found = _residents(_raw(AN, BINH, AN | {"name": "Lê Văn Cả"}, {"name": "123"}))
    assert found.height == 4
    assert found.filter("is_id_shared")["name"].sort().to_list() == ["Lê Văn Cả", "Nguyễn Văn An"]
    assert found["name"].null_count() == 1


def test_an_empty_register() -> None:
    assert_frame_equal(_residents(_raw()), RESIDENTS.empty())


def test_states_are_of_their_closed_lists_and_flags_never_null() -> None:
    found = _residents(_raw(AN, BINH, {"name": "Ai"}, {}))
    for name in (
        "text_state",
        "id_state",
        "birth_state",
        "gender_state",
        "id_consistency",
        "unit_state",
        "resident_status",
    ):
        assert set(found[name]) <= set(STATES[name])
    assert found["is_id_shared"].null_count() == 0
    texts = found.select(pl.selectors.string() & ~pl.selectors.ends_with("_raw"))
    assert texts.select(pl.all_horizontal((pl.all() != "").fill_null(True).all())).item()
