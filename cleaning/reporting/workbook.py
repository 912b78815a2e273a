"""A book of discrepancies → an XLSX file: the sheets to fill in, guidance, counts, the hidden list of answers."""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import datetime
from typing import IO, Final

from xlsxwriter.workbook import Workbook

from cleaning.reporting.answer_lists import write_answer_lists
from cleaning.reporting.books import Book
from cleaning.reporting.discrepancies import CODE_HEADING
from cleaning.reporting.formats import CELL_POINTS, FONT, Formats
from cleaning.reporting.guidance import title_of, write_guidance
from cleaning.reporting.report import WardReport
from cleaning.reporting.sheet import write_sheet
from cleaning.reporting.sheet_data import Body, fill
from cleaning.reporting.summary import write_parts, write_summary

# part of the rows → the sheet they stand on
_SHEETS: Final = {"asked": "Sai lệch", "waiting": "Chờ xác minh"}
# Handed over as a copy: the library writes into it.
_OPTIONS: Final = {
    "in_memory": True,  # XlsxWriter's other ways would lay personal data in temporary files
    "default_format_properties": {"font_name": FONT, "font_size": CELL_POINTS},
}


def write_book(target: IO[bytes], report: WardReport, book: Book) -> None:
    """The book as a file; same report, same bytes. A book with parts tells where they are instead of asking."""
    made, bodies, title = io.BytesIO(), dict[str, Body](), title_of(report, book)
    with Workbook(made, deepcopy(_OPTIONS)) as file:
        file.set_properties({"title": "Sai lệch", "created": datetime.combine(report.as_of, datetime.min.time())})
        formats = Formats(file)
        if len(book.parts) > 0:
            write_parts(file.add_worksheet("Các tệp"), formats, title, book.parts)
        else:
            bodies = _write_sheets(file, formats, book, title)
        write_guidance(file.add_worksheet("Hướng dẫn"), formats, title, book)
        write_summary(file.add_worksheet("Tổng hợp"), formats, title, book.everything)
        write_answer_lists(file, formats, report, set(book.rows[CODE_HEADING]))
    fill(made, bodies, target)


def _write_sheets(file: Workbook, formats: Formats, book: Book, title: str) -> dict[str, Body]:
    """The sheets to fill in, those that wait only where there are any; what is to stand in each, by its path."""
    rows = {part: book.rows.filter(part=part) for part in _SHEETS}
    shown = [part for part in _SHEETS if part == "asked" or rows[part].height > 0]
    return {
        f"xl/worksheets/sheet{number}.xml": write_sheet(file.add_worksheet(_SHEETS[part]), formats, rows[part], title)
        for number, part in enumerate(shown, 1)
    }
