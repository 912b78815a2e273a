"""Rows of discrepancies → one worksheet, ready to be filled in and printed."""

from __future__ import annotations

from typing import Final

import polars as pl
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.discrepancies import COLUMNS
from cleaning.reporting.formats import Formats
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import ANSWERS, SEVERITIES

ANSWER_SHEET: Final = "Danh mục"
_HEADINGS: Final = [column.heading for column in COLUMNS]
_LAST: Final = len(COLUMNS) - 1
_SEVERITY, _DECISION = _HEADINGS.index("Mức độ"), _HEADINGS.index("Quyết định")
_FROZEN_COLUMNS: Final = 3
_HEADER_POINTS: Final = 36
_LINE_POINTS, _PADDING_POINTS = 13.5, 3  # of a row in 10-point type
_HIGHEST_POINTS: Final = 409  # Excel has no higher row
_FITTING, _LOST = 1.2, 3  # characters of running text on the width of one digit; half a word at each line's end


def write_sheet(sheet: Worksheet, formats: Formats, report: WardReport, rows: pl.DataFrame) -> None:
    """Fill `sheet`; `rows` has the columns of COLUMNS, in order."""
    last_row = max(rows.height, 1)
    _write_header(sheet, formats)
    _write_rows(sheet, rows)
    _colour(sheet, formats, last_row)
    _offer_answers(sheet, last_row)
    sheet.freeze_panes(1, _FROZEN_COLUMNS)
    sheet.autofilter(0, 0, last_row, _LAST)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, _LAST)})
    sheet.set_zoom(90)
    _set_up_print(sheet, report)


def _write_header(sheet: Worksheet, formats: Formats) -> None:
    sheet.set_row(0, _HEADER_POINTS)
    follows_folded = False
    for at, column in enumerate(COLUMNS):
        is_folded = column.kind == "machine"
        fold = {"level": 1, "hidden": True} if is_folded else {"collapsed": follows_folded}
        sheet.set_column(at, at, column.width, formats.columns[column.kind], fold)
        follows_folded = is_folded
        header = formats.answer_header if column.kind == "answer" else formats.header
        sheet.write_string(0, at, column.heading, header)


def _write_rows(sheet: Worksheet, rows: pl.DataFrame) -> None:
    """Cells take the format of their column; empty ones are not written at all."""
    lines = rows.select(_lines()).to_series()
    for at, (row, height) in enumerate(zip(rows.iter_rows(), lines, strict=True), 1):
        if height > 1:
            sheet.set_row(at, min(height * _LINE_POINTS + _PADDING_POINTS, _HIGHEST_POINTS))
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif value is not None:
                sheet.write_number(at, column, value)


def _lines() -> pl.Expr:
    """Lines that the longest text of a row is likely to take."""
    fitting = {column.heading: column.width * _FITTING - _LOST for column in COLUMNS if column.kind == "text"}
    return pl.max_horizontal((pl.col(name).str.len_chars() / fits).ceil() for name, fits in fitting.items())


def _colour(sheet: Worksheet, formats: Formats, last_row: int) -> None:
    for severity, look in formats.severities.items():
        is_severe = {"type": "cell", "criteria": "==", "value": f'"{SEVERITIES[severity]}"', "format": look}
        sheet.conditional_format(1, _SEVERITY, last_row, _SEVERITY, is_severe)
    for first, last, look in ((0, _DECISION - 1, formats.lines), (_DECISION, _LAST, formats.answer)):
        sheet.conditional_format(1, first, last_row, last, {"type": "formula", "criteria": "=TRUE", "format": look})


def _offer_answers(sheet: Worksheet, last_row: int) -> None:
    offered = {
        "validate": "list",
        "source": f"='{ANSWER_SHEET}'!$A$1:$A${len(ANSWERS)}",
        "error_title": "Câu trả lời chưa hợp lệ",
        "error_message": "Xin chọn một câu trả lời trong danh sách; điều cần nói thêm xin ghi ở cột Ghi chú.",
    }
    sheet.data_validation(1, _DECISION, last_row, _DECISION, offered)


def _set_up_print(sheet: Worksheet, report: WardReport) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.3, right=0.3, top=0.45, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(
        f"&L{report.ward_name} – sai lệch ngày {report.day}&CCó dữ liệu cá nhân: chỉ dùng trong cơ quan&RTrang &P/&N"
    )
