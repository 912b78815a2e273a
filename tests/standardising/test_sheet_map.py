"""Old sheets, their present ones, and what the table can't tell."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from cleaning.reading import read_ward
from cleaning.schemas import RAW_LAND, RAW_SHEET_MAP, SHEET_MAP_FIELDS
from cleaning.settings import Settings
from cleaning.standardising import standardise_land
from cleaning.standardising.parcels import with_parcel, with_unit_code
from cleaning.standardising.places import with_place
from cleaning.standardising.sheet_map import with_sheet_state

WARD = "11557"
KIEN_BAI = "Thôn 3, xã Kiền Bái, huyện Thủy Nguyên, thành phố Hải Phòng"
LAM_DONG = "Thôn 1, xã Lâm Động, huyện Thủy Nguyên, thành phố Hải Phòng"
HOANG_LAM = "phường Hoàng Lâm, thành phố Thủy Nguyên, thành phố Hải Phòng"
HOA_DONG = "xã Hoa Động, huyện Thủy Nguyên, thành phố Hải Phòng"

# old unit's code, its name, old sheet, scale, new unit's code, new sheet
TABLE = [
    ("11554", "Xã Kiền Bái", "7", "1/500", WARD, "150"),
    ("11554", "Xã Kiền Bái", "07", "1/1000", WARD, "156"),
    ("11554", "Xã Kiền Bái", "8", "1/1000", WARD, "157"),
    ("11554", "Xã Kiền Bái", "9", "1/1000", "11560", "12"),
    ("11569", "Xã Lâm Động", "7", "1/1000", WARD, "20"),
    ("11569", "Phường Hoàng Lâm", "6", "1/1000", WARD, "21"),
    ("11569", None, "5", "1/1000", WARD, "22"),
    ("11572", "Xã Hoa Động", "1", "1/1000", WARD, "88"),
    ("11572", "Xã Hoa Động", "2", "1/1000", "11560", "30"),
]


def _row(certificate_sheet: str | None, *, address: str | None = KIEN_BAI, **cells: str | None) -> pl.DataFrame:
    """A row whose certificate prints parcel 12 on `certificate_sheet`, as it comes to the table."""
    said = dict.fromkeys(("unit_code", "sheet", "parcel", "certificate_sheet", "certificate_parcel"))
    said |= {"unit_code": WARD, "certificate_sheet": certificate_sheet, "certificate_parcel": "12"} | cells
    row = {f"{name}_text": cell for name, cell in said.items()}
    frame = with_unit_code(pl.DataFrame([row], schema=dict.fromkeys(row, pl.String)))
    return with_parcel(frame, ward=WARD).hstack(_place(address))


@cache
def _place(address: str | None) -> pl.DataFrame:
    frame = pl.DataFrame({"address": [address]}, schema={"address": pl.String})
    return with_place(frame, address_text="address", hamlet_text=None, prefix="parcel_", ward=WARD)


def _sheet_map(table: list[tuple[str | None, ...]]) -> pl.DataFrame:
    columns = ("old_unit_code", "old_unit_name", "old_sheet", "scale", "new_unit_code", "new_sheet")
    assert columns == SHEET_MAP_FIELDS
    named = [{f"{name}_raw": cell for name, cell in zip(columns, line, strict=True)} for line in table]
    return pl.DataFrame(named, schema={column.name: column.dtype for column in RAW_SHEET_MAP.columns})


def _land(raw: pl.DataFrame, table: list[tuple[str | None, ...]]) -> pl.DataFrame:
    return standardise_land(raw, _sheet_map(table), ward=WARD, as_of=date(2026, 11, 21), settings=Settings())


def _standardised(
    certificate_sheet: str | None, *, table: list[tuple[str | None, ...]] = TABLE, **cells: str | None
) -> dict[str, object]:
    return with_sheet_state(_row(certificate_sheet, **cells), _sheet_map(table)).row(0, named=True)


def _told(certificate_sheet: str | None, **cells: object) -> tuple[object, ...]:
    row = _standardised(certificate_sheet, **cells)  # pyright: ignore[reportArgumentType]
    return row["sheet_state"], row["sheet"], row["sheet_candidates"]


def test_a_sheet_that_became_one_new_sheet_is_mapped_and_both_keys_are_kept():
    row = _standardised("08")
    wanted = {
        "sheet_state": "mapped", "sheet": "157", "parcel": "12", "parcel_key": "11557|157|12", "parcel_key_state": "ok",
        "certificate_sheet": "08", "certificate_parcel": "12", "sheet_candidates": None,
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


@pytest.mark.parametrize("written", ["7", "07", "Tờ số 7", "7.0"])
def test_a_sheet_that_became_several_is_ambiguous_and_none_is_picked(written):
    row = _standardised(written)
    assert (row["sheet_state"], row["sheet_candidates"]) == ("ambiguous", "150, 156")
    assert (row["sheet"], row["parcel_key"], row["parcel_key_state"]) == (None, None, "missing")


@pytest.mark.parametrize(
    ("written", "sheet"),
    [
        ("tờ 7 (1/500)", "150"),
        ("7 - TL 1/1000", "156"),
        ("7 tỷ lệ 1:1.000", "156"),
        ("07, tỉ lệ: 1/500", "150"),
        ("7 (1/2000)", None),
    ],
)
def test_a_printed_scale_settles_it(written, sheet):
    assert _told(written) == ("mapped" if sheet else "ok", sheet, None)


def test_scales_as_spreadsheets_leave_them():
    table = [
        ("11554", None, "7", "2000-01-01", WARD, "150"),  # '1/2000' typed into a cell
        ("11554", None, "7", "500", WARD, "156"),
        ("11554", None, "8 (1/500)", None, WARD, "157"),
        ("11554", None, "8", "1/1000", WARD, "158"),
    ]
    assert _told("7 (1/2000)", table=table) == ("mapped", "150", None)
    assert _told("7 (1/500)", table=table) == ("mapped", "156", None)
    assert _told("8 (1/500)", table=table) == ("mapped", "157", None)


def test_a_line_of_unknown_scale_may_be_the_one_meant():
    table = [("11554", None, "7", "1/500", WARD, "150"), ("11554", None, "7", "không rõ", WARD, "156")]
    assert _told("7 (1/500)", table=table) == ("ambiguous", None, "150, 156")


def test_a_row_with_a_sheet_of_its_own_keeps_it():
    row = _standardised("8", sheet="31", parcel="45")
    assert (row["sheet_state"], row["parcel_key"]) == ("ok", "11557|31|45")
    assert _told("7", sheet="150") == ("ok", "150", None)


def test_a_filler_is_no_sheet_of_its_own():
    assert _told("8", sheet="chưa đo", parcel="chưa đo") == ("mapped", "157", None)


def test_a_cadastral_parcel_number_of_its_own_must_be_the_certificates():
    assert _standardised("8", parcel="012")["parcel_key"] == "11557|157|12"
    assert _told("8", parcel="45") == ("ok", None, None), "surveyed anew: the old sheet tells nothing"


def test_a_mapped_sheet_without_parcel_number_makes_no_key():
    row = _standardised("8", certificate_parcel=None)
    assert (row["sheet"], row["parcel_key"], row["parcel_key_state"]) == ("157", None, "missing")


def test_nothing_is_claimed_without_unit_sheet_or_table():
    assert _told("8", address=None) == ("ok", None, None)
    assert _told("8", address="phường Thiên Hương, thành phố Hải Phòng") == ("ok", None, None)
    assert _told(None) == ("ok", None, None)
    assert _told("80") == ("ok", None, None)
    assert _told("8", table=[]) == ("ok", None, None)


def test_the_same_number_in_another_commune_is_another_sheet():
    assert _told("8", address=LAM_DONG) == ("ok", None, None)
    assert _told("7", address=LAM_DONG) == ("mapped", "20", None)


def test_a_code_that_meant_two_units_needs_the_name():
    assert _told("6", address=HOANG_LAM) == ("mapped", "21", None)
    assert _told("6", address=LAM_DONG) == ("ok", None, None), "sheet 6 of phường Hoàng Lâm, which gathered xã Lâm Động"
    assert _told("5", address=LAM_DONG) == ("ok", None, None), "the table doesn't say which of the two it means"


def test_a_hamlet_alone_tells_no_sheet():
    address = "Tổ dân phố Kiền Bái 3, phường Thiên Hương, thành phố Hải Phòng"
    assert _told("8", address=address) == ("ok", None, None), "the certificate may print the new number already"
    assert _told("7", address=address) == ("ambiguous", None, "150, 156")


def test_a_sheet_of_another_ward_is_none_of_this_one():
    assert _told("9") == ("ok", None, None)
    assert _told("1", address=HOA_DONG) == ("mapped", "88", None), "the unit was split, the sheet was not"
    assert _told("2", address=HOA_DONG) == ("ok", None, None)


def test_a_row_whose_own_commune_code_is_not_known_gets_no_key_here():
    assert _told("8", unit_code="11554") == ("ok", None, None)
    assert _told("8", unit_code=None) == ("mapped", "157", None)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("11554.0", None),
        (None, "Xã Kiền Bái"),
        (None, "kiền bái"),
        (None, "xã Kiền Bái (cũ)"),
        (None, "Xã Kiền Bái, huyện Thủy Nguyên"),
        ("11554", "đã kiểm tra"),
        ("99", "Kiền Bái"),
    ],
)
def test_the_old_unit_is_known_by_code_or_name(code, name):
    assert _told("8", table=[(code, name, "8", None, None, "157")]) == ("mapped", "157", None)


@pytest.mark.parametrize(("code", "name"), [(None, "Hoàng Động"), ("11566", None), ("11554", "Xã Hoàng Động")])
def test_another_unit_or_a_contradiction_is_no_fit(code, name):
    assert _told("8", table=[(code, name, "8", None, None, "157")]) == ("ok", None, None)


def test_codes_that_lost_a_zero_are_the_same_unit():
    table = [("727", None, "1", None, None, "5"), ("6727", None, "1", None, None, "12")]
    address = "xã Bắc Sơn, thành phố Móng Cái, tỉnh Quảng Ninh"
    row = _standardised("1", address=address, table=table, unit_code="6724")
    assert (row["parcel_old_unit_code"], row["sheet_state"], row["sheet"]) == ("06727", "mapped", "12")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("150",), ("150",)], ("mapped", "150", None)),
        ([("150",), ("0150",)], ("mapped", "150", None)),
        ([("150, 156",)], ("ambiguous", None, "150, 156")),
        ([("156",), ("150",)], ("ambiguous", None, "150, 156")),
        ([("150",), ("#REF!",)], ("ok", None, None)),
        ([("150",), (None,)], ("ok", None, None)),
        ([("2025-01-03",)], ("ok", None, None)),
    ],
)
def test_repeated_contradictory_and_damaged_lines(lines, expected):
    assert _told("7", table=[("11554", None, "7", "1/500", WARD, *line) for line in lines]) == expected


def test_a_line_whose_present_commune_cannot_be_read_may_be_of_this_ward():
    table = [("11554", None, "7", None, WARD, "150"), ("11554", None, "7", None, "#REF!", "156")]
    assert _told("7", table=table) == ("ambiguous", None, "150, 156")
    assert _told("7", table=table[1:]) == ("ok", None, None)


def test_a_line_without_unit_may_go_on_with_the_one_above():
    table = [("11554", None, "7", None, None, "150"), (None, None, "7", None, None, "156")]
    assert _told("7", table=table) == ("ambiguous", None, "150, 156")
    assert _told("8", table=[(None, None, "8", None, None, "157")]) == ("ok", None, None)


def test_two_old_sheets_drawn_together_on_one():
    table = [("11554", None, "8, 9", None, None, "157")]
    assert _told("8", table=table) == _told("9", table=table) == ("mapped", "157", None)


def test_a_mapped_key_competes_as_any_other():
    own = {"sheet": "157", "parcel": "12", "certificate_serial": "AB 123456"}
    old = {"certificate_sheet": "8", "certificate_parcel": "12", "certificate_serial": "AB 123457"}
    rows = [
        {"row_key": key, "source_file": "a.xlsx", "source_row": line}
        | {f"{name}_raw": cell for name, cell in ({"unit_code": WARD, "parcel_address": KIEN_BAI} | cells).items()}
        for key, line, cells in (("a", 5, own), ("b", 6, old))
    ]
    raw = pl.DataFrame(rows, schema={column.name: column.dtype for column in RAW_LAND.columns})
    assert _land(raw, TABLE)["is_parcel_duplicated"].to_list() == [True, True]
    assert _land(raw, [])["is_parcel_duplicated"].to_list() == [False, False]


# ---- from the files --------------------------------------------------------------------------------------------------

Lines = Sequence[Sequence[str]]
LAND_LIST = [
    ["STT", "Họ và tên", "CCCD", "Mã xã", "Số tờ bản đồ ghi trên GCN", "Số thứ tự thửa đất ghi trên GCN",
     "Số hiệu tờ trên bản đồ địa chính", "Số thứ tự thửa trên bản đồ địa chính", "Địa chỉ thửa đất"],
    ["1", "Vũ Thị Thử", "031170000011", WARD, "8", "12", "", "", KIEN_BAI],
    ["2", "Vũ Văn Ví", "031099000022", WARD, "7", "13", "", "", KIEN_BAI],
    ["3", "Vũ Văn Dụ", "031099000033", WARD, "7", "14", "31", "14", KIEN_BAI],
]  # fmt: skip
RESIDENTS = [["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh cá nhân"],
             ["1", "Vũ Thị Thử", "05/03/1970", "Nữ", "031170000011"]]  # fmt: skip
EXPORT = [
    ["bangThamChieuBanDoDiaChinh2CapId", "tinhId", "xaId", "tinhIdCu", "xaIdCu", "soHieuToBanDo", "soHieuToBanDoCu",
     "ghiChu", "soThuTuThua", "soThuTuThuaCu", "tyLe", "nguoiTao", "ngayTao"],
    ["1", "31", WARD, "31", "11554", "150", "7", "Xã Kiền Bái", "0", "0", "1/500", "a", "2025-08-01"],
    ["2", "31", WARD, "31", "11554", "156", "7", "Xã Kiền Bái", "0", "0", "1/1000", "a", "2025-08-01"],
    ["3", "31", WARD, "31", "11554", "157", "8", "Xã Kiền Bái", "0", "0", "1/1000", "a", "2025-08-01"],
]  # fmt: skip
BY_HAND = [
    ["BẢNG ĐỐI CHIẾU TỜ BẢN ĐỒ"],
    ["STT", "Xã cũ", "Tờ cũ", "Tỷ lệ", "Tờ mới"],
    ["1", "Kiền Bái", "7", "1/500", "150"],
    ["2", "Kiền Bái", "7", "1/1000", "156"],
    ["3", "Kiền Bái", "8", "1/1000", "157"],
]


def _write_csv(path: Path, lines: Lines) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)


def _write_xlsx(path: Path, lines: Lines) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate(lines):
            sheet.write_row(at, 0, line)


@pytest.mark.parametrize(
    ("name", "lines", "write"),
    [
        ("doi-chieu.csv", EXPORT, _write_csv),
        ("doi-chieu.xlsx", BY_HAND, _write_xlsx),
    ],
    ids=["export", "by hand"],
)
def test_a_table_among_the_files_of_a_ward_is_read_and_applied(
    tmp_path: Path, name: str, lines: Lines, write: Callable[[Path, Lines], None]
):
    _write_csv(tmp_path / "dat-dai.csv", LAND_LIST)
    _write_csv(tmp_path / "dan-cu.csv", RESIDENTS)
    write(tmp_path / name, lines)
    ward = read_ward(tmp_path, ward=WARD, salt="a salt of the tests")
    assert {one.path: (one.kind, one.rows, one.accepted) for one in ward.inputs}[name] == ("sheet_map", 3, 3)
    land = standardise_land(ward.land, ward.sheet_map, ward=WARD, as_of=date(2026, 11, 21), settings=Settings())
    told = land.sort("source_row").select("sheet_state", "parcel_key", "sheet_candidates", "certificate_sheet").rows()
    assert told == [
        ("mapped", "11557|157|12", None, "8"),
        ("ambiguous", None, "150, 156", "7"),
        ("ok", "11557|31|14", None, "7"),
    ]


def test_the_order_of_rows_and_table_changes_nothing():
    rows = pl.concat([_row(sheet, address=address) for sheet in "579" for address in (KIEN_BAI, LAM_DONG, HOANG_LAM)])
    told = with_sheet_state(rows, _sheet_map(TABLE))
    assert with_sheet_state(rows.reverse(), _sheet_map(TABLE[::-1])).reverse().equals(told)
