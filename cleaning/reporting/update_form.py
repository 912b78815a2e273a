"""Accepted corrections → cap-nhat.xlsx: the campaign form with the rows they change, ready to load, and a list of them.

A cell that is not corrected stays as it was received: text as text, so that no zero is lost. What a workbook held as a
date or as an area is one again, and shows as the settings of whoever opens the file have it.
"""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date, datetime
from itertools import product
from typing import IO, Final

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.cells import typed
from cleaning.reporting.form_header import HEADER_ROWS, write_form_header
from cleaning.reporting.formats import CELL_POINTS, FONT
from cleaning.reporting.update_list import write_update_list
from cleaning.reporting.update_rows import NUMBERS, UpdateRows, update_rows
from cleaning.schemas import LAND_FIELDS

# Handed over as a copy: the library writes into it.
_OPTIONS: Final = {
    "in_memory": True,  # XlsxWriter's other ways would lay personal data in temporary files
    "default_format_properties": {"font_name": FONT, "font_size": CELL_POINTS},
}
_FORM_SHEET: Final = "Sheet1"  # as the form calls it
_KINDS: Final = {"text": "@", "day": "dd/mm/yyyy", "number": "General"}
_CHANGED: Final = {"bg_color": "#FFE699", "border": 1, "border_color": "#BF9000"}
_HEADER: Final = {"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"}
_HEADER_POINTS: Final = (48, 32, 62, 16)
_WIDTH, _WIDTHS = 13, {
    "order_number": 6, "holder_name": 24, "organisation_name": 24, "current_user_name": 24, "holder_address": 32,
    "parcel_address": 32, "current_user_address": 32, "change_reason": 20, "scan_files": 28, "guid": 38,
}  # fmt: skip
# '1.125' may be a thousand and more; a number that says which it is has another count of decimals.
_NUMBER: Final = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.\d?[1-9])?")
_FIRST_DAY: Final = date(1900, 3, 1)  # spreadsheets disagree on the days before

Looks = dict[tuple[str, bool], Format]


def write_update_form(target: IO[bytes], raw_land: pl.DataFrame, corrections: pl.DataFrame, as_of: date) -> None:
    """The book of `corrections` (CORRECTIONS) to `raw_land` (RAW_LAND as received); same input, same bytes.

    Without corrections it has the headers alone, and its second sheet says so.
    """
    form = update_rows(raw_land, corrections)
    with Workbook(target, deepcopy(_OPTIONS)) as book:
        book.set_properties({"title": "Cập nhật", "created": datetime.combine(as_of, datetime.min.time())})
        sheet = book.add_worksheet(_FORM_SHEET)
        write_form_header(sheet, book.add_format(_HEADER))
        _write_rows(sheet, _looks(book), form)
        _set_up(sheet, book)
        write_update_list(book, corrections, form, as_of)


def _looks(book: Workbook) -> Looks:
    """The format of a cell by what it holds, and whether it is corrected."""
    return {
        (kind, is_corrected): book.add_format({"num_format": _KINDS[kind], **(_CHANGED if is_corrected else {})})
        for kind, is_corrected in product(_KINDS, (False, True))
    }


def _write_rows(sheet: Worksheet, looks: Looks, form: UpdateRows) -> None:
    texts = form.cells.select(typed(pl.col(field)) for field in LAND_FIELDS)
    rows = zip(texts.iter_rows(), form.is_corrected.iter_rows(), form.rows["is_workbook"], strict=True)
    for at, (cells, corrected, is_workbook) in enumerate(rows, HEADER_ROWS):
        for column, (field, text, is_corrected) in enumerate(zip(LAND_FIELDS, cells, corrected, strict=True)):
            if text is None:
                if is_corrected:
                    sheet.write_blank(at, column, None, looks["text", True])
            elif (is_workbook or is_corrected) and (day := _day(text)) is not None:
                sheet.write_datetime(at, column, day, looks["day", is_corrected])
            elif (is_workbook or is_corrected) and field in NUMBERS and _NUMBER.fullmatch(text):
                sheet.write_number(at, column, float(text), looks["number", is_corrected])
            else:
                sheet.write_string(at, column, text, looks["text", is_corrected])


def _day(text: str) -> datetime | None:
    """The day a workbook's date cell was read as; null for any other text."""
    if len(text) != len("1957-03-05") or text[4] != "-":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day, datetime.min.time()) if day >= _FIRST_DAY else None


def _set_up(sheet: Worksheet, book: Workbook) -> None:
    text = book.add_format({"num_format": _KINDS["text"]})
    for at, field in enumerate(LAND_FIELDS):
        sheet.set_column(at, at, _WIDTHS.get(field, _WIDTH), text)
    for at, points in enumerate(_HEADER_POINTS):
        sheet.set_row(at, points)
    sheet.freeze_panes(HEADER_ROWS, 0)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(3, 0)
    sheet.repeat_rows(0, HEADER_ROWS - 1)
    sheet.ignore_errors({"number_stored_as_text": "A5:BI1048576"})
