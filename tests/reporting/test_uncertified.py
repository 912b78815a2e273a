"""chua-co-giay.csv: which parcels it lists, what it proposes, and what it says is in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from cleaning.reporting import WardReport
from cleaning.reporting.uncertified import uncertified_list
from cleaning.schemas import FOLLOWED, LAND, PARCELS
from tests.reporting.conftest import frame_of

HEADINGS = [
    "Tờ", "Thửa", "Diện tích (m²)", "Loại đất", "Địa chỉ thửa đất", "Người sử dụng đất", "Số người",
    "Số người đã khớp", "Tổ dân phố", "Đề xuất", "Còn vướng",
]  # fmt: skip
FIRST, AGAIN = "cấp lần đầu", "tìm giấy đã cấp, hoặc cấp lại (đã có số vào sổ hoặc ngày cấp)"
UNKNOWN, NOTHING = "xác minh đã cấp giấy hay chưa", "dữ liệu không còn vướng mắc"


def row(key: str, state: str, **said: object) -> dict[str, object]:
    return {"row_key": key, "parcel_key": "11557|7|12", "certificate_state": state, **said}


def asked(key: str, code: str, **said: object) -> dict[str, object]:
    return {
        "discrepancy_id": f"{key}-{code}", "row_key": key, "code": code, "severity": "error", "state": "open", **said,
    }  # fmt: skip


def parcel(key: str = "11557|7|12", reasons: str | None = None) -> dict[str, object]:
    _, sheet, number = key.split("|")
    return {
        "parcel_id": key, "sheet": sheet, "parcel": number, "people": 2, "people_linked": 1, "reasons": reasons,
        "hamlet": "Tổ dân phố Kiền Bái 3",
    }  # fmt: skip


def listed(
    report: WardReport,
    rows: list[dict[str, object]],
    found: list[dict[str, object]] | None = None,
    parcels: list[dict[str, object]] | None = None,
) -> pl.DataFrame:
    titles = {"parcel_duplicate": "Thửa đất bị trùng", "id_missing": "Thiếu số", "certificate_missing": "Chưa có giấy"}
    tables = {
        "land": frame_of(LAND, rows), "followed": frame_of(FOLLOWED, found or []),
        "parcels": frame_of(PARCELS, parcels or [parcel()]),
    }  # fmt: skip
    return uncertified_list(replace(report, titles=titles, **tables))


def test_a_parcel_is_one_line_with_all_its_rows_say(report: WardReport) -> None:
    rows = [
        row("b", "none_issued", holder_name="Trần Thị Mẫu", area_m2=120.5, land_uses="ODT+CLN"),
        row("a", "none_issued", holder_name="Đinh Văn Thử", area_m2=120.5, land_uses="ODT+CLN",
            parcel_address_raw="Thôn Kiền Bái 3"),
        row("c", "none_issued", organisation_name="Hợp tác xã Mẫu", area_m2=130.0),
    ]  # fmt: skip
    lines = listed(report, rows)
    assert lines.columns == HEADINGS
    assert lines.rows() == [
        ("7", "12", "120,5; 130", "ODT+CLN", "Thôn Kiền Bái 3", "Đinh Văn Thử; Trần Thị Mẫu; Hợp tác xã Mẫu", 2, 1,
         "Tổ dân phố Kiền Bái 3", FIRST, NOTHING),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "proposal"),
    [
        ([row("a", "none_issued")], FIRST),
        ([row("a", "missing")], UNKNOWN),
        ([row("a", "none_issued"), row("b", "missing")], UNKNOWN),
        ([row("a", "missing", register_number="CH 1")], AGAIN),
        ([row("a", "none_issued", certificate_date=date(2001, 2, 3))], AGAIN),
        ([row("a", "none_issued"), row("b", "ok", certificate_serial="AB 123456", register_number="CH 1")],
         "đối chiếu với giấy đã cấp: AB 123456"),
        ([row("a", "missing"), row("b", "malformed")], "đối chiếu với giấy đã cấp: chưa rõ số"),
    ],
    ids=["none issued", "nothing known", "partly known", "registered", "dated", "issued beside", "issued unreadably"],
)  # fmt: skip
def test_what_is_proposed(report: WardReport, rows: list[dict[str, object]], proposal: str) -> None:
    assert listed(report, rows)["Đề xuất"].to_list() == [proposal]


def test_parcels_with_a_certificate_are_not_listed(report: WardReport) -> None:
    assert listed(report, [row("a", "ok", certificate_serial="AB 123456"), row("b", "malformed")]).is_empty()


def test_what_is_in_the_way_stands_in_the_order_of_titles(report: WardReport) -> None:
    found = [
        asked("a", "id_missing", severity="warning"), asked("b", "id_missing", severity="warning"),
        asked("a", "certificate_missing", severity="warning"), asked("a", "address_outdated", severity="info"),
        asked("a", "name_differs", state="answered", is_settled=True),
        asked("a", "owner_deceased", state="answered", is_settled=False),
    ]  # fmt: skip
    rows = [row("a", "none_issued"), row("b", "none_issued")]
    lines = listed(report, rows, found, [parcel(reasons="certificate_missing, parcel_duplicate")])
    assert lines["Còn vướng"].to_list() == ["Thửa đất bị trùng; Thiếu số; owner_deceased"]


def test_a_row_without_sheet_and_parcel_is_a_parcel_of_its_own(report: WardReport) -> None:
    alone = [{"parcel_id": "a"}, {"parcel_id": "b", "hamlet": "=1"}]
    rows = [row("a", "missing", parcel_key=None), row("b", "missing", parcel_key=None, holder_name="+84")]
    lines = listed(report, rows, [], alone)
    assert lines.select("Tờ", "Người sử dụng đất", "Tổ dân phố").rows() == [(None, None, None), (None, "'+84", "'=1")]


def test_lines_stand_by_sheet_and_parcel_whatever_the_order_of_rows(report: WardReport) -> None:
    keys = ["11557|10|1", "11557|9|12a", "11557|9|12", "11557|9|2"]
    rows = [row(f"r{n}", "none_issued", parcel_key=key) for n, key in enumerate(keys)]
    parcels = [parcel(key) for key in keys]
    lines = listed(report, rows, [], parcels)
    assert lines.select("Tờ", "Thửa").rows() == [("9", "2"), ("9", "12"), ("9", "12a"), ("10", "1")]
    assert listed(report, rows[::-1], [], parcels[::-1]).equals(lines)
