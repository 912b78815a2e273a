"""Accepted corrections → the second sheet of cap-nhat.xlsx: every changed cell, who changed it, when and why."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.cells import day, typed
from cleaning.reporting.form_header import HEADER_ROWS, form_columns
from cleaning.reporting.formats import Formats
from cleaning.reporting.numerals import thousands
from cleaning.reporting.sheet_data import Body
from cleaning.reporting.update_rows import NUMBERS, UpdateRows
from cleaning.schemas import LAND_FIELDS

# Declared in reference/headers.csv as a sheet that holds no list: the book may come back as a source.
LIST_SHEET: Final = "Thay đổi theo quyết định"
_COLUMNS: Final = {
    "Dòng": 7, "Guid": 38, "Tờ": 7, "Thửa": 8, "Họ tên": 24, "Cột": 34, "Giá trị cũ": 28, "Giá trị mới": 28,
    "Người quyết định": 22, "Ngày quyết định": 12, "Căn cứ": 34, "Mã sai lệch": 42,
}  # fmt: skip
_NOTHING: Final = "(để trống)"
_HEADER_POINTS: Final = 30
_LINE_POINTS: Final = 15.0
_HIGHEST_POINTS: Final = 409.0  # Excel has no higher row


def write_update_list(book: Workbook, corrections: pl.DataFrame, form: UpdateRows, as_of: date) -> Body:
    """Add the sheet: what the book is and what to mind, then a line per cell in the order of the form's rows.

    The lines themselves are what is to stand below its head.
    """
    sheet, formats = book.add_worksheet(LIST_SHEET), Formats(book)
    said = _said(corrections, form)
    sheet.write_string(0, 0, f"{LIST_SHEET} – ngày {as_of:%d/%m/%Y}", formats.title)
    for at, sentence in enumerate(said, 1):
        sheet.write_string(at, 0, sentence, formats.said)
    first = len(said) + 2
    for at, (heading, width) in enumerate(_COLUMNS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(first, at, heading, formats.header)
        sheet.write_blank(first + 1, at, None, formats.word)
    lines = _lines(corrections, form)
    sheet.set_row(first, _HEADER_POINTS)
    sheet.freeze_panes(first + 1, 0)
    sheet.autofilter(first, 0, first + max(lines.height, 1), len(_COLUMNS) - 1)
    _set_up_print(sheet, first)
    return Body(lines, lines.select(_height()).to_series())


def _said(corrections: pl.DataFrame, form: UpdateRows) -> list[str]:
    """What to mind before the form is loaded, a sentence for each."""
    if corrections.is_empty():
        return ["Chưa có quyết định nào sửa giá trị trong biểu mẫu, nên trang đầu chỉ có hàng tiêu đề."]
    rows, cells = thousands(form.rows.height), thousands(corrections.height)
    nameless, shared = form.rows.filter(~pl.col("has_guid")).height, form.rows.filter("shares_guid").height
    said = [
        f"Trang đầu có {rows} dòng của biểu mẫu với {cells} ô được sửa theo quyết định (tô vàng); mọi ô khác đúng như "
        "đã nhận."
    ]
    if nameless > 0:
        said.append(
            f"{thousands(nameless)} dòng không có Guid vì danh sách gốc không có: phần mềm không có mã để nhận ra dòng "
            "cũ, xin đối chiếu trước khi nạp."
        )
    if shared > 0:
        said.append(
            f"{thousands(shared)} dòng có Guid trùng với dòng khác: xin cấp lại Guid trước khi nạp, để không ghi đè "
            "nhầm."
        )
    files = form.homeless.group_by("source_file", maintain_order=True).agg(pl.col("name").str.join("; "))
    said += [
        f"Biểu mẫu không có chỗ cho các cột sau của tệp {file}, xin giữ tệp đó: {names}."
        for file, names in files.rows()
    ]
    return said


def _lines(corrections: pl.DataFrame, form: UpdateRows) -> pl.DataFrame:
    """A line per corrected cell, with the headings of the sheet, in the order of the form's rows and columns."""
    columns = pl.DataFrame({"field": LAND_FIELDS, "column": [one.name for one in form_columns()]}).with_row_index("nth")
    where = pl.concat([form.rows, form.received], how="horizontal").with_row_index("line", HEADER_ROWS + 1)
    cells = (
        corrections.join(where, on="row_key", how="inner", validate="m:1")
        .join(columns, on="field", how="inner", validate="m:1")
        .sort("line", "nth")
    )
    old = pl.when("is_workbook").then(_day_in_words("received")).otherwise("received")
    is_number = pl.col("field").is_in(NUMBERS) & pl.col("value").str.contains(r"^\d+\.\d+$")
    new = pl.when(is_number).then(pl.col("value").str.replace(".", ",", literal=True)).otherwise(_day_in_words("value"))
    return cells.select(
        pl.col("line").cast(pl.String).alias("Dòng"),
        *(
            typed(text).alias(heading)
            for heading, text in {
                "Guid": pl.col("guid"),
                "Tờ": pl.col("sheet"),
                "Thửa": pl.col("parcel"),
                "Họ tên": pl.coalesce("holder_name", "organisation_name"),
                "Cột": pl.col("column"),
                "Giá trị cũ": _or_nothing(old),
                "Giá trị mới": _or_nothing(new),
                "Người quyết định": pl.col("decided_by"),
                "Ngày quyết định": day(pl.col("decided_on")),
                "Căn cứ": pl.col("note"),
                "Mã sai lệch": pl.col("discrepancy_id"),
            }.items()
        ),
    )


def _height() -> pl.Expr:
    """Points of a row that shows its longest text whole."""
    lines = (
        pl.col(heading).str.split("\n").list.eval((pl.element().str.len_chars() / width).ceil().clip(1)).list.sum()
        for heading, width in _COLUMNS.items()
    )
    return (pl.max_horizontal(*lines) * _LINE_POINTS).clip(_LINE_POINTS, _HIGHEST_POINTS)


def _day_in_words(column: str) -> pl.Expr:
    return pl.col(column).str.replace(r"^(\d{4})-(\d\d)-(\d\d)$", "$3/$2/$1")


def _or_nothing(value: pl.Expr) -> pl.Expr:
    return value.replace("", None).fill_null(_NOTHING)


def _set_up_print(sheet: Worksheet, header: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.3, right=0.3, top=0.45, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_footer("&CCó dữ liệu cá nhân: chỉ dùng trong cơ quan&RTrang &P/&N")
