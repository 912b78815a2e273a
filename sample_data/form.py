"""Rows → the files a ward really gets: campaign form, police list, sheet-renumbering table. Same rows, same bytes."""

from __future__ import annotations

import csv
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import xlsxwriter

from cleaning.schemas import LAND_FIELDS
from sample_data.places import sheet_table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from sample_data.land import Cell, Row
    from sample_data.people import Person

_CREATED: Final = datetime(2026, 11, 2, 8, 0)  # fixed, or the clock gets into the bytes
HEADER_ROWS: Final = 4


def _headings() -> list[dict[str, str]]:
    with Path(__file__).with_name("form_headings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_HEADINGS: Final = _headings()


def heading_rows() -> list[Row]:
    """The four header rows as cells hold them: a merged text stands in its first cell only."""
    rows: list[Row] = [{} for _ in range(HEADER_ROWS)]
    for before, one in zip(({"group": "", "subgroup": ""}, *_HEADINGS), _HEADINGS, strict=False):
        is_new_group, is_new_subgroup = (one[name] != before[name] for name in ("group", "subgroup"))
        level = _heading_level(one)
        rows[level][one["field"]] = one["heading"]
        if level > 0 and is_new_group:
            rows[0][one["field"]] = one["group"]
        if level > 1 and (is_new_group or is_new_subgroup):
            rows[1][one["field"]] = one["subgroup"]
        rows[3][one["field"]] = one["item"]
    return rows


def write_land(path: Path, rows: list[Row]) -> None:
    """The campaign form: three merged header rows, item numbers in row 4, data from row 5; two more sheets beside."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _CREATED, "author": "", "title": "BieuMauThuThapThongTinGiayChungNhan"})
        sheet = book.add_worksheet("Sheet1")
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"})
        _write_headings(sheet, bold)
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


def _write_headings(sheet: Worksheet, bold: Format) -> None:
    for level, names in enumerate((("group",), ("group", "subgroup"))):
        _write_groups(sheet, bold, level, names)
    for column, one in enumerate(_HEADINGS):
        _write_merged(sheet, (_heading_level(one), column, 2, column), one["heading"], bold)
        sheet.write_string(3, column, one["item"], bold)


def _heading_level(one: dict[str, str]) -> int:
    """Header row, from 0, in which a column's own heading begins; it is merged down to row 2."""
    return 2 if one["subgroup"] != "" else 1 if one["group"] != "" else 0


def _write_groups(sheet: Worksheet, bold: Format, level: int, names: tuple[str, ...]) -> None:
    """Names of header row `level`, each merged across its columns."""
    column = 0
    for named, columns in groupby(_HEADINGS, key=itemgetter(*names)):
        width = len(list(columns))
        text = named if isinstance(named, str) else named[-1]
        if text != "":
            _write_merged(sheet, (level, column, level, column + width - 1), text, bold)
        column += width


def _write_merged(sheet: Worksheet, cells: tuple[int, int, int, int], text: str, bold: Format) -> None:
    if cells[:2] == cells[2:]:
        sheet.write_string(cells[0], cells[1], text, bold)
    else:
        sheet.merge_range(*cells, text, bold)


def _write_cell(sheet: Worksheet, line: int, column: int, value: Cell, day: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, str):
        if value != "":
            sheet.write_string(line, column, value)
    else:
        sheet.write_number(line, column, value)
