"""Marks of land cells and of people: what changes them, and what must not."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning import schemas
from cleaning.discrepancies.answering import ANSWERING
from cleaning.discrepancies.evidence import MARKED_FIELDS, known_people, land_marks, row_marks, saved_cells
from tests.discrepancies.campaign import table_of

CELLS = {
    "holder_name": "Ông Vũ Đình Khoái", "holder_id_number": "031060001234", "holder_birth_date": "03/02/1960",
    "area": "250,50", "sheet": "05", "parcel": "112", "certificate_serial": "AE 475527",
}  # fmt: skip


def raw_land(*rows: dict[str, Any]) -> pl.DataFrame:
    """RAW_LAND of rows 'a', 'b' …: CELLS, changed as each says."""
    told = [
        {"row_key": chr(ord("a") + at)} | {f"{field}_raw": value for field, value in (CELLS | row).items()}
        for at, row in enumerate(rows)
    ]
    return table_of(schemas.RAW_LAND, told)


def mark(code: str, **changed: str | None) -> str:
    asked = pl.DataFrame({"row_key": ["a"], "code": [code]})
    return str(land_marks(raw_land(changed), asked)["land_mark"].item())


def test_a_mark_is_the_same_in_every_release() -> None:
    assert mark("id_differs") == "28C31AB2"
    assert known_people(residents({}))["person_mark"].item() == "969C8D54"


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("id_differs", "holder_id_number", "031060001235"),
        ("id_differs", "holder_name", "Ông Vũ Đình Khoai"),
        ("id_differs", "holder_name", None),
        ("id_differs", "holder_family_name", "Vũ"),
        ("birth_date_differs", "holder_birth_date", "02/03/1960"),
        ("area_invalid", "area", "250,6"),
        ("parcel_duplicate", "sheet", "6"),
        ("certificate_serial_shared", "certificate_serial", "AE 475528"),
    ],
)
def test_other_evidence_is_another_mark(code: str, field: str, value: str | None) -> None:
    assert mark(code, **{field: value}) != mark(code)


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("id_differs", "area", "1"),
        ("id_differs", "sheet", "7"),
        ("area_invalid", "holder_name", "Bà Khổng Thị Nụ"),
        ("parcel_id_missing", "parcel", "9"),
    ],
)
def test_cells_a_code_is_not_about_change_nothing(code: str, field: str, value: str) -> None:
    assert mark(code, **{field: value}) == mark(code)


@pytest.mark.parametrize(
    ("code", "field", "saved"),
    [
        ("id_differs", "holder_id_number", "31060001234"),
        ("id_differs", "holder_id_number", "'031060001234"),
        ("id_differs", "holder_name", "  Ông  Vũ Đình Khoái "),
        ("id_differs", "holder_family_name", ""),
        ("birth_date_differs", "holder_birth_date", "1960-02-03"),
        ("birth_date_differs", "holder_birth_date", "3/2/1960"),
        ("area_invalid", "area", "250.5"),
        ("parcel_duplicate", "sheet", "5"),
    ],
)
def test_saving_a_list_anew_changes_no_mark(code: str, field: str, saved: str) -> None:
    assert mark(code, **{field: saved}) == mark(code)


def test_a_correction_is_no_evidence() -> None:
    received = raw_land({})
    corrected = received.with_columns(corrected=pl.lit("area"))
    asked = pl.DataFrame({"row_key": ["a"], "code": ["area_invalid"]})
    assert_frame_equal(land_marks(received, asked), land_marks(corrected, asked))


@pytest.mark.parametrize("code", sorted(ANSWERING))
def test_the_same_value_in_another_cell_is_other_evidence(code: str) -> None:
    about = ANSWERING[code].about
    if len(about) > 1:
        blank = dict.fromkeys(about)
        one, other = (mark(code, **(blank | {field: "7"})) for field in about[:2])
        assert one != other


def test_further_people_of_a_cell_are_marked_apart_by_its_cells() -> None:
    asked = pl.DataFrame({"row_key": ["a", "a/2", "a/3"], "code": ["id_differs"] * 3})
    before, after = (land_marks(raw_land(row), asked)["land_mark"] for row in ({}, {"holder_name": "A và B"}))
    assert before.n_unique() == 3
    assert set(before).isdisjoint(after)


def test_no_two_rows_or_codes_bear_one_mark_whatever_they_say() -> None:
    rows = raw_land({}, {}, {})
    asked = rows.select("row_key").join(pl.DataFrame({"code": sorted(ANSWERING)}), how="cross")
    assert land_marks(rows, asked)["land_mark"].is_unique().all()


def test_a_row_that_is_gone_has_no_mark() -> None:
    asked = pl.DataFrame({"row_key": ["a", "x", "x/2", None], "code": ["id_differs"] * 3 + ["row_rejected"]})
    assert land_marks(raw_land({}), asked)["row_key"].to_list() == ["a"]


def test_a_guid_with_a_stroke_is_a_row_of_its_own() -> None:
    own, other = {"holder_name": "Bà Khổng Thị Nụ"}, {"holder_name": "Ông Vũ Đình Khoái"}
    asked = pl.DataFrame({"row_key": ["a/2"], "code": ["id_differs"]})
    by_own, by_other, by_first = (
        land_marks(raw_land(first, second).with_columns(row_key=pl.Series(["a", "a/2"])), asked)["land_mark"].item()
        for first, second in (({}, own), ({}, other), ({"holder_name": "Bà Lê Thị Mẫu"}, own))
    )
    assert by_own == by_first != by_other


def test_nothing_asked_is_nothing_marked() -> None:
    nothing = pl.DataFrame(schema={"row_key": pl.String, "code": pl.String})
    assert land_marks(raw_land({}), nothing).height == 0
    assert land_marks(schemas.RAW_LAND.empty(), nothing).height == 0


def test_marks_hang_on_no_order() -> None:
    rows = raw_land({}, {"area": "1"}, {"holder_name": "Bà Khổng Thị Nụ"})
    asked = rows.select("row_key").join(pl.DataFrame({"code": ["id_differs", "area_invalid"]}), how="cross")
    assert_frame_equal(land_marks(rows, asked), land_marks(rows.reverse(), asked.reverse()))


@pytest.mark.parametrize(
    ("field", "value", "is_same"), [("area", "1", False), ("scan_files", "a.pdf", False), ("order_number", "9", True)]
)
def test_a_row_is_another_where_any_cell_but_its_number_is(field: str, value: str, is_same: bool) -> None:
    one, other = (
        row_marks(saved_cells(raw_land(row), MARKED_FIELDS))["row_mark"].item() for row in ({}, {field: value})
    )
    assert (one == other) == is_same


# ---- people ---------------------------------------------------------------------------------------------------------

PERSON = {
    "row_key": "r", "name_key": "vũ đình khoái", "name_folded": "vu dinh khoai", "birth_year": 1960,
    "citizen_id": "031060001234", "is_id_shared": False, "residence_raw": "Tổ 3",
}  # fmt: skip


def residents(*people: dict[str, Any]) -> pl.DataFrame:
    return table_of(schemas.RESIDENTS, [PERSON | person for person in people])


@pytest.mark.parametrize(
    ("field", "value", "is_same"),
    [
        ("name_key", "vũ đình khoan", False),
        ("birth_year", 1961, False),
        ("birth_year", None, False),
        ("citizen_id", "031060001235", False),
        ("residence_raw", "Tổ 4", True),
        ("row_key", "another", True),
    ],
)
def test_a_person_is_name_birth_and_number(field: str, value: Any, is_same: bool) -> None:
    one, other = (known_people(residents(person))["person_mark"].item() for person in ({}, {field: value}))
    assert (one == other) == is_same


def test_a_day_of_birth_is_more_than_a_year() -> None:
    people = residents({}).with_columns(birth_date=pl.date(1960, 2, 3))
    assert known_people(people)["person_mark"].item() != known_people(residents({}))["person_mark"].item()


def test_people_are_known_by_their_number_else_by_their_key() -> None:
    people = known_people(residents({}, {"row_key": "s", "citizen_id": None, "name_folded": "vu thi man"}))
    assert people.select("resident", "resident_key", "name_folded").rows() == [
        ("031060001234", "r", "vu dinh khoai"), ("s", "s", "vu thi man")
    ]  # fmt: skip


def test_a_number_of_two_residents_names_neither() -> None:
    shared = {"is_id_shared": True}
    people = known_people(residents(shared, shared | {"row_key": "s"}))
    assert people["resident"].to_list() == ["r", "s"]


def test_a_number_shared_in_another_register_names_nobody_here() -> None:
    met = residents({"row_key": "f", "is_id_shared": True})
    assert known_people(schemas.RESIDENTS.empty(), met)["resident"].to_list() == ["f"]


def test_one_of_another_ward_takes_no_number() -> None:
    foreign = residents({"row_key": "f"}, {"row_key": "g", "citizen_id": "031060001299"})
    people = known_people(residents({}), foreign)
    assert people.select("resident", "resident_key").rows() == [
        ("031060001234", "r"), ("031060001299", "g"), ("f", "f")
    ]  # fmt: skip
    at_home = known_people(residents({}))
    assert at_home.join(people, on=people.columns, how="anti").height == 0


def test_people_hang_on_no_order() -> None:
    people = residents({}, {"row_key": "s", "citizen_id": None}, {"row_key": "t", "citizen_id": "031060001299"})
    assert_frame_equal(known_people(people), known_people(people.reverse()))


def test_an_empty_register_knows_nobody() -> None:
    assert known_people(schemas.RESIDENTS.empty()).height == 0
