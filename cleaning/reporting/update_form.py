"""Accepted corrections → cap-nhat.xlsx: the campaign form with the rows they change, ready to load, and a list of them.

A cell that is not corrected stays as it was received: text as text, so that no zero is lost. What a workbook held as a
date or as an area is one again, and shows as the settings of whoever opens the file have it.
"""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import date, datetime
from itertools import product
from typing import IO, Final

import polars as pl
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.cells import typed
from cleaning.reporting.form_header import HEADER_ROWS, write_form_header
from cleaning.reporting.formats import CELL_POINTS, FONT
from cleaning.reporting.sheet_data import Body, fill
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
_NUMBER: Final = r"^(?:0|[1-9][0-9]{0,8})(?:\.[0-9]?[1-9])?$"
_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_FIRST_DAY, _DAY_ZERO = date(1900, 3, 1), date(1899, 12, 30)  # spreadsheets disagree on the days before the first
# The formats of cells: by what they hold, and behind each the one of a corrected cell.
_LOOKS: Final = tuple(product(_KINDS, (False, True)))
_PLACES: Final = {kind: pl.lit(_LOOKS.index((kind, False)), pl.UInt8) for kind in _KINDS}
_CORRECTED: Final = " is corrected"


def write_update_form(target: IO[bytes], raw_land: pl.DataFrame, corrections: pl.DataFrame, as_of: date) -> None:
    """The book of `corrections` (CORRECTIONS) to `raw_land` (RAW_LAND as received); same input, same bytes.

    Without corrections it has the headers alone, and its second sheet says so.
    """
    form, made = update_rows(raw_land, corrections), io.BytesIO()
    with Workbook(made, deepcopy(_OPTIONS)) as book:
        book.set_properties({"title": "Cập nhật", "created": datetime.combine(as_of, datetime.min.time())})
        sheet = book.add_worksheet(_FORM_SHEET)
        write_form_header(sheet, book.add_format(_HEADER))
        for at, (kind, is_corrected) in enumerate(_LOOKS):
            look = {"num_format": _KINDS[kind], **(_CHANGED if is_corrected else {})}
            sheet.write_blank(HEADER_ROWS, at, None, book.add_format(look))
        _set_up(sheet, book)
        listed = write_update_list(book, corrections, form, as_of)
    fill(made, {"xl/worksheets/sheet1.xml": _body(form), "xl/worksheets/sheet2.xml": listed}, target)


def _body(form: UpdateRows) -> Body:
    """The form's cells as they are to stand there: text, or a day or a number where a workbook held one."""
    corrected = form.is_corrected.select(pl.all().name.suffix(_CORRECTED))
    told = form.cells.select(typed(pl.all())).hstack(corrected).with_columns(form.rows["is_workbook"])
    counted = told.select(_counted(field).alias(field) for field in LAND_FIELDS)
    texts = told.select(pl.when(counted[field].is_null()).then(field).alias(field) for field in LAND_FIELDS)
    looks = told.select(_look(field, counted[field].is_not_null()).alias(field) for field in LAND_FIELDS)
    return Body(texts, points=None, looks=looks, numbers=counted)


def _counted(field: str) -> pl.Expr:
    """The number of a cell that is one, or a day, which spreadsheets count; null of text, as all is in text files."""
    text, is_open = pl.col(field), pl.col("is_workbook") | pl.col(f"{field}{_CORRECTED}")
    day = pl.when(text.str.contains(_DAY)).then(text).str.to_date("%Y-%m-%d", strict=False)
    serial = pl.when(day >= _FIRST_DAY).then((day - _DAY_ZERO).dt.total_days().cast(pl.String))
    number = pl.when(text.str.contains(_NUMBER) & pl.lit(field in NUMBERS)).then(text)
    return pl.when(is_open).then(pl.coalesce(serial, number))


def _look(field: str, is_counted: pl.Series) -> pl.Expr:
    """The place of a cell's format among _LOOKS; null where there is no cell."""
    is_day, is_corrected = is_counted & pl.col(field).str.contains("-"), pl.col(f"{field}{_CORRECTED}")
    place = pl.when(is_day).then(_PLACES["day"]).when(is_counted).then(_PLACES["number"]).otherwise(_PLACES["text"])
    return pl.when(pl.col(field).is_not_null() | is_corrected).then(place + is_corrected.cast(pl.UInt8))


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
