"""Decisions that stand → corrected cells: only of cells that are still as asked about, and never two values for one."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.decisions.corrections import Corrected, corrected, corrections
from cleaning.schemas import CORRECTIONS, LAND_FIELDS, RAW_LAND, STANDING

MARK, OTHER_MARK = "0A1B2C3D", "FFFFFFFF"


def land(*rows: dict[str, str]) -> pl.DataFrame:
    """RAW_LAND of rows given by their cells, 'key' naming the row."""
    told = [
        {"row_key": row["key"]} | {f"{field}_raw": cell for field, cell in row.items() if field != "key"}
        for row in rows
    ]
    schema = {column.name: column.dtype for column in RAW_LAND.columns}
    return pl.DataFrame(told, schema=schema)


def decision(
    row: str = "a", code: str = "id_differs", cells: dict[str, str] | None = None, **given: object
) -> dict[str, object]:
    absent = {column.name: None for column in STANDING.columns}
    return {
        **absent, "discrepancy_id": f"{row}-{code}", "question": f"C11557-{MARK}00000000ABCDEF01", "code": code,
        "row_key": row, "status": "decided", "answer": "other_value", "decided_by": "Trần Thị Mẫu",
        "decided_on": date(2026, 11, 20), "sequence": 1, "note": "xem thẻ",
        "corrections": None if cells is None else json.dumps(cells, ensure_ascii=False, sort_keys=True), **given,
    }  # fmt: skip


def standing(*decisions: dict[str, object]) -> pl.DataFrame:
    schema = {column.name: column.dtype for column in STANDING.columns}
    return STANDING.conform(pl.DataFrame(decisions, schema=schema, orient="row"))


def marks(told: pl.DataFrame, mark: str = MARK) -> pl.DataFrame:
    return told.select("row_key", "code").unique().with_columns(land_mark=pl.lit(mark))


def judged(raw: pl.DataFrame, *decisions: dict[str, object]) -> Corrected:
    told = standing(*decisions)
    return corrections(told, marks(told), raw)


def values(found: pl.DataFrame) -> dict[tuple[str, str], str]:
    return {(row, field): value for row, field, value in found.select("row_key", "field", "value").rows()}


ROW = {"key": "a", "holder_id_number": "31170000011", "holder_name": "VŨ THỊ THỬ", "sheet": "3", "area": "120"}


def test_a_decision_becomes_its_cell_with_who_when_and_why() -> None:
    found, conflicts = judged(land(ROW), decision(cells={"holder_id_number": "031170000011"}))
    assert_frame_equal(found, CORRECTIONS.conform(found))
    assert found.to_dicts() == [
        {"row_key": "a", "field": "holder_id_number", "received": "31170000011", "value": "031170000011",
         "code": "id_differs", "discrepancy_id": "a-id_differs", "decided_by": "Trần Thị Mẫu",
         "decided_on": date(2026, 11, 20), "note": "xem thẻ"},
    ]  # fmt: skip
    assert conflicts.is_empty()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"question": f"C11557-{OTHER_MARK}00000000ABCDEF01"}, "the row's cells are others than those asked about"),
        ({"question": "gõ nhầm"}, "what was asked is not known"),
        ({"status": "conflict"}, "two people disagree"),
        ({"status": "waiting"}, "nobody is sure"),
        ({"corrections": None}, "the land record is right as it is"),
        ({"row_key": "a/2"}, "the cell is the first person's too"),
        ({"row_key": "b"}, "the row is no longer in the list"),
        ({"corrections": '{"holder_id_number":"31170000011"}'}, "it is what was received"),
        ({"corrections": '{"holder_id_number":null}'}, "nothing is said of the cell"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_must_change_nothing_changes_nothing(given: dict[str, object], why: str) -> None:
    one = decision(cells={"holder_id_number": "031170000011"}) | given
    assert judged(land(ROW), one).corrections.is_empty(), why


def test_an_answer_about_marks_of_another_code_changes_nothing() -> None:
    told = standing(decision(cells={"area": "99"}))
    assert corrections(told, marks(told).with_columns(code=pl.lit("area_invalid")), land(ROW)).corrections.is_empty()


def test_the_last_answered_question_of_a_discrepancy_counts() -> None:
    first = decision(cells={"area": "99"}, sequence=4)
    again = {"question": f"C11557-{MARK}0000000011111111", "sequence": 9}
    assert values(judged(land(ROW), first, decision(cells={"area": "98"}) | again).corrections) == {("a", "area"): "98"}
    assert judged(land(ROW), first, decision() | again).corrections.is_empty()
    assert judged(land(ROW), first, decision(status="conflict") | again).corrections.is_empty()
    unsure = decision(status="waiting") | again
    assert values(judged(land(ROW), first, unsure).corrections) == {("a", "area"): "99"}


def test_two_values_for_one_cell_are_neither_and_both_are_told() -> None:
    raw = land(ROW, ROW | {"key": "b"})
    mine = decision(cells={"area": "99.5", "sheet": "4"}, code="area_invalid")
    theirs = decision(
        cells={"area": "98"}, code="area_parts_mismatch", decided_by="Lê Văn Ví", sequence=2, value="98,0"
    )
    sheet = decision(cells={"sheet": "4"}, code="parcel_duplicate", sequence=3)
    other_row = decision("b", cells={"area": "97"})
    found, conflicts = judged(raw, theirs, mine, sheet, other_row)
    assert values(found) == {("a", "sheet"): "4", ("b", "area"): "97"}
    assert conflicts.columns == ["discrepancy_id", "question", "row_key", "said"]
    said = "Trần Thị Mẫu: “99.5”; Lê Văn Ví: “98,0”"
    assert conflicts.select("discrepancy_id", "row_key", "said").rows() == [
        ("a-area_invalid", "a", said), ("a-area_parts_mismatch", "a", said),
    ]  # fmt: skip


def test_days_are_told_as_staff_write_them() -> None:
    one = decision(cells={"holder_birth_date": "1957-03-05"})
    other = decision(cells={"holder_birth_date": "1958"}, code="birth_date_differs", sequence=2)
    assert judged(land(ROW), one, other).conflicts["said"].unique().to_list() == [
        "Trần Thị Mẫu: “05/03/1957”; Trần Thị Mẫu: “1958”"
    ]


@pytest.mark.parametrize(("one", "other"), [("45", "045"), ("Vũ Thị Thử", "VŨ THỊ THỬ"), ("1957-03-05", "05/03/1957")])
def test_one_value_written_twice_is_no_conflict_and_the_last_writing_stays(one: str, other: str) -> None:
    found, conflicts = judged(
        land(ROW),
        decision(cells={"register_number": one}, sequence=7),
        decision(cells={"register_number": other}, code="register_number_malformed", sequence=8),
    )
    assert conflicts.is_empty()
    assert found.select("value", "code").rows() == [(other, "register_number_malformed")]


@pytest.mark.parametrize(
    ("row", "cells", "expected"),
    [
        ({"certificate_parcel": "14"}, {"sheet": "7"}, "14"),
        ({"certificate_parcel": "14", "parcel": "  "}, {"sheet": "7"}, "14"),
        ({"certificate_parcel": "14", "parcel": "15"}, {"sheet": "7"}, None),
        ({"certificate_parcel": "14"}, {"sheet": "7", "parcel": "16"}, "16"),
        ({"certificate_parcel": "14"}, {"area": "99"}, None),
        ({"certificate_parcel": "14"}, {"sheet": ""}, None),
        ({}, {"sheet": "7"}, None),
    ],
)
def test_a_decided_map_sheet_brings_the_certificates_parcel(
    row: dict[str, str], cells: dict[str, str], expected: str | None
) -> None:
    found = judged(land(ROW | row), decision(cells=cells, code="parcel_sheet_ambiguous")).corrections
    assert values(found).get(("a", "parcel")) == expected
    assert found["decided_by"].unique().to_list() == ["Trần Thị Mẫu"]


def test_a_disputed_parcel_is_not_taken_from_the_certificate() -> None:
    raw = land(ROW | {"certificate_parcel": "14"})
    disputed = [
        decision(cells={"parcel": number}, code=code, sequence=int(number))
        for number, code in (("46", "parcel_key_missing"), ("47", "parcel_duplicate"))
    ]
    found = judged(raw, decision(cells={"sheet": "7"}, code="parcel_sheet_ambiguous"), *disputed).corrections
    assert values(found) == {("a", "sheet"): "7"}


def test_without_decisions_nothing_changes() -> None:
    raw = land(ROW)
    found, conflicts = corrections(STANDING.empty(), marks(STANDING.empty()), raw)
    assert_frame_equal(found, CORRECTIONS.empty())
    assert conflicts.is_empty()
    assert_frame_equal(corrected(raw, found), raw)


def test_corrected_rows_have_the_new_values_and_say_which() -> None:
    raw = land(ROW | {"key": "b"}, ROW | {"use_2": "LUC"})
    found = judged(raw, decision(cells={"use_2": "", "holder_id_number": "031170000011"})).corrections
    told = corrected(raw, found)
    assert_frame_equal(told, RAW_LAND.conform(told))
    assert_frame_equal(told.head(1), raw.head(1))
    assert told.select("holder_id_number_raw", "use_2_raw", "corrected").row(1) == (
        "031170000011", None, "holder_id_number|use_2",
    )  # fmt: skip
    changed = ["holder_id_number_raw", "use_2_raw", "corrected"]
    assert_frame_equal(told.drop(changed), raw.drop(changed))


def test_a_decided_name_is_the_whole_name() -> None:
    raw = land(
        {"key": "a", "holder_family_name": "Vũ Thị", "holder_name": "Thử"},
        {"key": "b", "holder_family_name": "Vũ Văn", "holder_name": "Ví"},
    )
    told = corrected(raw, judged(raw, decision(cells={"holder_name": "Vũ Thị Thứ"})).corrections)
    assert told.select("holder_family_name_raw", "holder_name_raw").rows() == [(None, "Vũ Thị Thứ"), ("Vũ Văn", "Ví")]


FIELDS = st.sampled_from(["holder_id_number", "area", "use_1", "sheet", "parcel", "certificate_date"])
CELLS = st.dictionaries(FIELDS, st.sampled_from(["", "1", "01", "2", "x"]), min_size=1)
MANY = st.lists(st.tuples(st.sampled_from("abc"), CELLS), max_size=8)
ORDERS = st.permutations(range(8))


@settings(max_examples=25)
@given(many=MANY, order=ORDERS)
def test_whatever_is_decided_a_cell_has_one_value_somebody_gave_it(
    many: list[tuple[str, dict[str, str]]], order: list[int]
) -> None:
    raw = land(*(ROW | {"key": key, "certificate_parcel": "14"} for key in "abc"))
    told = [decision(row, f"code-{at}", cells, sequence=at) for at, (row, cells) in enumerate(many)]
    found, conflicts = judged(raw, *told)
    assert found.select("row_key", "field").is_duplicated().sum() == 0
    given = {(row, field, value) for row, cells in many for field, value in cells.items()}
    assert {one for one in found.select("row_key", "field", "value").rows()} <= given | {
        (row, "parcel", "14") for row in "abc"
    }
    disputed = {(row, f"code-{at}") for at, (row, _) in enumerate(many)} & {
        (row, name.removeprefix(f"{row}-")) for name, row in conflicts.select("discrepancy_id", "row_key").rows()
    }
    assert not disputed & set(found.select("row_key", "code").rows())
    again = judged(raw, *(told[at] for at in order if at < len(told)))
    assert_frame_equal(found, again.corrections)
    assert_frame_equal(conflicts, again.conflicts)
    twice = corrected(corrected(raw, found), found)
    assert_frame_equal(twice, corrected(raw, found))


def test_every_field_of_the_form_can_be_corrected() -> None:
    found = judged(land(ROW), decision(cells=dict.fromkeys(LAND_FIELDS, "mới"))).corrections
    assert set(found["field"]) == set(LAND_FIELDS)
    told = corrected(land(ROW), found)
    assert told["corrected"].to_list() == ["|".join(sorted(LAND_FIELDS))]
    assert set(told.select(f"{field}_raw" for field in LAND_FIELDS).row(0)) == {"mới"}
