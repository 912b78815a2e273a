"""Rows → the files a ward really gets: campaign form, police list, sheet-renumbering table. Same rows, same bytes."""

from __future__ import annotations

import csv
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import xlsxwriter

from cleaning.reporting.form_header import HEADER_ROWS, form_columns, write_form_header
from cleaning.schemas import LAND_FIELDS
from sample_data.places import sheet_table

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from sample_data.land import Cell, Row
    from sample_data.people import Person

_CREATED: Final = datetime(2026, 11, 2, 8, 0)  # fixed, or the clock gets into the bytes


def heading_rows() -> list[Row]:
    """The four header rows as cells hold them: a merged text stands in its first cell only."""
    rows: list[Row] = [{} for _ in range(HEADER_ROWS)]
    columns = form_columns()
    for before, one in zip((None, *columns), columns, strict=False):
        is_new_group = before is None or one.group != before.group
        is_new_subgroup = before is None or one.subgroup != before.subgroup
        rows[one.level][one.field] = one.heading
        if one.level > 0 and is_new_group:
            rows[0][one.field] = one.group
        if one.level > 1 and (is_new_group or is_new_subgroup):
            rows[1][one.field] = one.subgroup
        rows[3][one.field] = one.item
    return rows


def write_land(path: Path, rows: list[Row]) -> None:
    """The campaign form: three merged header rows, item numbers in row 4, data from row 5; two more sheets beside."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _CREATED, "author": "", "title": "BieuMauThuThapThongTinGiayChungNhan"})
        sheet = book.add_worksheet("Sheet1")
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"})
        write_form_header(sheet, bold)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows, HEADER_ROWS):
            for column, field in enumerate(LAND_FIELDS):
                _write_cell(sheet, line, column, row.get(field, ""), day)
        states = book.add_worksheet("TrangThaiXacThucSoGiayTo")
        for line, pair in enumerate(
            (("Mã", "Trạng thái xác thực"), *((code, f"Trạng thái {code}") for code in range(10)))
        ):
            states.write_row(line, 0, pair)
        guide = book.add_worksheet("CachNhap")
        guide.write_column(0, 0, ("Cách nhập", "Mỗi dòng là một giấy chứng nhận × một thửa đất × một người."))


def write_residents(path: Path, residents: list[Person]) -> None:
    """The list the ward police hand over."""
    lines = [
        {
            "STT": str(number),
            "Họ và tên": one.name.upper() if int(one.citizen_id) % 2 else one.name,
            "Ngày, tháng, năm sinh": f"{one.born:%d/%m/%Y}",
            "Giới tính": one.gender,
            "Số ĐDCN (CCCD)": one.citizen_id,
            "Số CMND 9 số": one.cmnd,
            "Dân tộc": "Kinh",
            "Tôn giáo": "Không",
            "Quê quán": "Hải Phòng",
            "Nơi thường trú": one.hamlet.address,
            "Nơi tạm trú/Nơi ở hiện tại": "",
            "Họ tên chủ hộ": one.head_name,
            "Quan hệ với chủ hộ": one.relation,
            "Số hồ sơ cư trú": one.household,
            "Trạng thái": one.status,
            "Ngày chết": "" if one.died is None else f"{one.died:%d/%m/%Y}",
            "Tổ dân phố": one.hamlet.current,
            "Ghi chú": "",
        }
        for number, one in enumerate(residents, 1)
    ]
    _write_csv(path, lines)


def write_sheet_table(path: Path) -> None:
    """Old map sheet → new map sheet."""
    _write_csv(path, sheet_table())


def _write_csv(path: Path, lines: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def _write_cell(sheet: Worksheet, line: int, column: int, value: Cell, day: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, str):
        if value != "":
            sheet.write_string(line, column, value)
    else:
        sheet.write_number(line, column, value)
