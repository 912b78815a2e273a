"""At which door of which hamlet somebody is met, and how much of the register that tells."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.reporting import WardReport
from cleaning.reporting.doors import doors
from tests.reporting.test_collecting import link, person, row, ward

HERE, THERE = "Tổ dân phố Kiền Bái 3", "Tổ dân phố Hoa Động 1"
ABROAD = {"reason": "citizen_id_other_ward"}
OF_THERE = {"hamlet": THERE, "hamlet_key": "hoa dong 1", "residence_raw": f"{THERE}, phường Thiên Hương"}
WRITES_THERE = {
    "holder_address_raw": "Xóm Hoa Động 1, xã Hoa Động", "holder_hamlet": "Xóm Hoa Động 1",
    "holder_hamlet_key": "hoa dong 1",
}  # fmt: skip


def met(
    report: WardReport,
    first: dict[str, object],
    *,
    linked: dict[str, object] | None = None,
    resident: dict[str, object] | None = None,
    others: dict[int, dict[str, object]] | None = None,
) -> dict[str, object]:
    """What is told of row 1. Rows 2 to 7 are of people of Kiền Bái 3, 8 to 13 of Hoa Động 1; `linked` is its link."""
    numbers = range(2, 14)
    people = [person(1, **(resident or {}))] + [person(n, **(OF_THERE if n > 7 else {})) for n in numbers]
    rows = [row(1, **first)] + [row(n, **(others or {}).get(n, {})) for n in numbers]
    links = ([link(1, **linked)] if linked is not None else []) + [link(n) for n in numbers]
    told = doors(ward(report, [], people, rows, links), pl.DataFrame({"row_key": ["r1"]}))
    return told.row(0, named=True)


@pytest.mark.parametrize(
    ("first", "linked", "resident", "hamlet"),
    [
        ({}, {}, {}, HERE),
        (WRITES_THERE, {}, {}, HERE),
        (WRITES_THERE, {}, {"hamlet": None, "hamlet_key": None}, THERE),
        (WRITES_THERE, None, {}, THERE),
        (WRITES_THERE | {"holder_unit_code": "11557"}, None, {}, THERE),
        (WRITES_THERE | {"holder_unit_state": "split"}, None, {}, THERE),
        (WRITES_THERE | {"holder_unit_code": "11503", "holder_unit_state": "current"}, None, {}, None),
        (WRITES_THERE | {"holder_unit_state": "unknown"}, None, {}, None),
        ({"holder_hamlet": "Thôn 2", "holder_hamlet_key": "2"}, None, {}, None),
        ({"parcel_hamlet": "Thôn Kiền Bái 3", "parcel_hamlet_key": "kien bai 3"}, None, {}, HERE),
        ({"parcel_key": "11557|7|9"}, None, {}, THERE),
        ({}, ABROAD, {}, None),
        ({}, {}, {"unit_code": "11503"}, None),
        (WRITES_THERE, ABROAD, {}, THERE),
    ],
    ids=[
        "the resident's", "the register before the land record", "the register does not tell", "nobody linked",
        "address in the ward", "address in a split unit", "address in another ward", "address in an unknown unit",
        "no hamlet of the ward", "where the parcel lies", "a co-holder's", "linked in another ward",
        "registered in another ward", "linked in another ward but writes here",
    ],
)  # fmt: skip
def test_whose_hamlet(
    report: WardReport,
    first: dict[str, object],
    linked: dict[str, object] | None,
    resident: dict[str, object],
    hamlet: str | None,
) -> None:
    assert met(report, first, linked=linked, resident=resident)["hamlet"] == hamlet


def test_a_name_that_stands_on_few_rows_is_no_hamlet(report: WardReport) -> None:
    rare = {"hamlet": "Ông Phạm Văn Thí Dụ", "hamlet_key": "ong pham van thi du"}
    assert met(report, {}, linked={}, resident=rare)["hamlet"] is None


def test_a_hamlet_is_called_as_the_register_calls_it(report: WardReport) -> None:
    lies = {"parcel_hamlet": "Thôn Kiền Bái 3", "parcel_hamlet_key": "kien bai 3"}
    assert met(report, lies, others=dict.fromkeys(range(2, 14), lies))["hamlet"] == HERE


def test_of_a_linked_person_the_register_tells_name_year_and_a_masked_number(report: WardReport) -> None:
    land = {"holder_name": "Tran Thi Mau", "holder_name_key": "tran thi mau", "holder_birth_year": 1971,
            "holder_citizen_id": "031199999999"}  # fmt: skip
    told = met(report, land, linked={})
    assert [told[name] for name in ("name", "land_name", "birth_year", "number")] == [
        "Trần Thị Mẫu 1", "Tran Thi Mau", 1970, "031•••••0001",
    ]  # fmt: skip


@pytest.mark.parametrize("linked", [None, ABROAD], ids=["nobody", "in another ward"])
def test_of_others_only_the_land_record_is_told(report: WardReport, linked: dict[str, object] | None) -> None:
    land = {"holder_name": "Trần Thị Thử", "holder_birth_year": 1971, "holder_cmnd": "031234567",
            "holder_address_raw": "Số 7, điện thoại 0912345678"}  # fmt: skip
    told = met(report, land, linked=linked, resident={"residence_raw": "Số 9, phường khác"})
    assert told["name"] == "Trần Thị Thử"
    assert [told[name] for name in ("land_name", "birth_year", "number", "address")] == [
        None, 1971, "031••••67", "Số 7, điện thoại 091••••78",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("residence", "within"),
    [
        ("Số 7, ngõ 12, tổ dân phố Kiền Bái 3, phường Thiên Hương", "Số 7, ngõ 12"),
        ("TỔ DÂN PHỐ KIỀN BÁI 3, phường Thiên Hương", None),
        ("Nhà ông Thử - Tổ dân phố Kiền Bái 3", "Nhà ông Thử"),
        ("To\u0302\u0309 da\u0302n pho\u0302\u0301 Kie\u0302\u0300n Ba\u0301i 3", None),
        ("Kiền Bái ba", "Kiền Bái ba"),
        (None, None),
    ],
    ids=["house and lane", "capitals", "hyphen", "combining marks", "not as written", "nothing"],
)
def test_the_door_is_what_stands_before_the_hamlet(
    report: WardReport, residence: str | None, within: str | None
) -> None:
    told = met(report, {}, linked={}, resident={"residence_raw": residence})
    assert (told["within"], told["address"]) == (within, None)


def test_somebody_of_another_hamlet_is_told_with_the_whole_address(report: WardReport) -> None:
    told = met(report, {"parcel_key": "11557|7|2"} | WRITES_THERE | {"holder_unit_code": "11503"})
    assert (told["hamlet"], told["within"], told["address"]) == (HERE, None, "Xóm Hoa Động 1, xã Hoa Động")


def test_who_is_not_linked_is_met_at_a_co_holders_door(report: WardReport) -> None:
    assert met(report, {"parcel_key": "11557|7|2"})["door"] == "ho-2"
    assert met(report, {"parcel_key": "11557|7|2"} | WRITES_THERE)["door"] != "ho-2"  # lives in another hamlet


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"holder_citizen_id": "031170000001"}, {"holder_citizen_id": "031170000001"}, True),
        ({"holder_citizen_id": "031170000001"}, {"holder_citizen_id": "031170000002"}, False),
        ({"holder_birth_year": 1970}, {"holder_birth_year": 1970}, True),
        ({"holder_birth_year": 1970}, {"holder_birth_year": 1971}, False),
        ({"holder_birth_year": 1970}, {}, False),
        ({}, {}, False),
        ({"parcel_key": "11557|7|99"}, {"parcel_key": "11557|7|99"}, True),
    ],
    ids=["number", "other number", "year", "other year", "year and none", "name alone", "name on one parcel"],
)
def test_who_is_the_same_person(
    report: WardReport, one: dict[str, object], other: dict[str, object], same: bool
) -> None:
    named = {"holder_name": "Trần Thị Thử", "holder_name_key": "trần thị thử"}
    rows = [row(1, **named | one), row(2, **named | other)]
    told = doors(ward(report, [], rows=rows, links=[]), pl.DataFrame({"row_key": ["r1", "r2"]}))
    assert (told["person"].n_unique() == 1) is same
