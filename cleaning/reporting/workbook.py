"""Rows of discrepancies → sai-lech.xlsx: the sheet to fill in, its guidance, the hidden list of answers."""

from __future__ import annotations

from datetime import datetime
from typing import IO, Final

import polars as pl
from xlsxwriter.workbook import Workbook

from cleaning.reporting.cells import per_mille, typed
from cleaning.reporting.discrepancies import COLUMNS
from cleaning.reporting.formats import Formats
from cleaning.reporting.guidance import write_guidance
from cleaning.reporting.report import WardReport
from cleaning.reporting.sheet import ANSWER_SHEET, write_sheet
from cleaning.reporting.words import ANSWERS

ROWS_PER_SHEET: Final = 500_000  # Excel ends at 1,048,576, and is no longer usable long before
SHOWN: Final = ("error", "warning")  # severities staff are asked about; 'info' stays in the CSV


def write_workbook(target: IO[bytes], report: WardReport, rows: pl.DataFrame) -> None:
    """The book of `discrepancy_rows`, errors and warnings only, in the given order. Same input, same bytes.

    Takes some 4 KB of memory a row: XlsxWriter's other ways would lay personal data in temporary files.
    """
    shown = rows.filter(pl.col("severity").is_in(SHOWN)).select(
        per_mille(pl.col(column.heading)) / 1000 if column.kind == "share" else typed(pl.col(column.heading))
        for column in COLUMNS
    )
    parts = list(shown.iter_slices(ROWS_PER_SHEET)) or [shown]
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": "Sai lệch", "created": datetime.combine(report.as_of, datetime.min.time())})
        formats = Formats(book)
        for number, part in enumerate(parts, 1):
            sheet = book.add_worksheet("Sai lệch" if len(parts) == 1 else f"Sai lệch {number}")
            write_sheet(sheet, formats, report, part)
        write_guidance(book.add_worksheet("Hướng dẫn"), formats, report)
        answers = book.add_worksheet(ANSWER_SHEET)
        answers.write_column(0, 0, list(ANSWERS), formats.text)
        answers.hide()
