"""The sheet 'Hướng dẫn': what the book is, how to answer, what every column and answer means."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.books import HANDLER_FILES, ON_PAPER, Book
from cleaning.reporting.discrepancies import (
    ANSWER_HEADING,
    COLUMNS,
    LAND_HEADING,
    RESIDENT_HEADING,
    SIGNATURE_HEADING,
    VALUE_HEADING,
)
from cleaning.reporting.formats import Formats
from cleaning.reporting.guidance_words import EXAMPLES, HANDLING, OF_HAMLETS, PRIVACY, PURPOSE, STEPS
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import ANSWER_MEANINGS
from cleaning.schemas import ANSWERS

_FITTING, _LINE_POINTS = 136, 15.0  # characters on a line of a sentence, and its height
_HEADING_POINTS: Final = 20
_EXAMPLE_HEADINGS: Final = (
    "Nội dung", LAND_HEADING, RESIDENT_HEADING, ANSWER_HEADING, VALUE_HEADING, SIGNATURE_HEADING, "Ghi chú",
)  # fmt: skip
_WIDTHS: Final = (24, 40, 16, 24, 15, 14, 15, 15)
_SHOWN: Final = 3  # columns of an example before the answer
_HEADER_POINTS, _EXAMPLE_POINTS = 30, 68
_LAST: Final = len(_WIDTHS) - 1

Lines = Iterable[tuple[str, str]]


def title_of(report: WardReport, book: Book) -> str:
    """'Sai lệch dữ liệu đất đai – Phường Mẫu – công an – ngày 21/11/2026', as far as it applies."""
    parts = ("Sai lệch dữ liệu đất đai", report.ward_name, book.handler, book.hamlet, f"ngày {report.day}")
    return " – ".join(part for part in parts if part is not None)


def write_guidance(sheet: Worksheet, formats: Formats, title: str, book: Book) -> None:
    """Fill `sheet` from top to bottom: a label and a sentence on every line, and examples as the sheet shows them."""
    sheet.hide_gridlines(2)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.4)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, formats.title)
    row = _section(sheet, formats, 2, "Trang này dùng để làm gì", [*PURPOSE, *_of_handler(book)])
    row = _section(sheet, formats, row, "Cách làm", STEPS)
    row = _section(sheet, formats, row, "Các câu trả lời", ((ANSWERS[key], ANSWER_MEANINGS[key]) for key in ANSWERS))
    row = _examples(sheet, formats, row)
    row = _section(sheet, formats, row, "Dùng tệp", HANDLING)
    row = _section(sheet, formats, row, "Các cột", ((column.heading, column.meaning) for column in COLUMNS))
    _section(sheet, formats, row, "Lưu ý", PRIVACY)


def _of_handler(book: Book) -> Lines:
    if book.handler == ON_PAPER:
        return (OF_HAMLETS,)
    if book.handler is not None:
        name = HANDLER_FILES[book.handler]
        return (("Tệp của ai", f"Chỉ có các dòng do {book.handler} xử lý ({name}.xlsx); mọi dòng có ở sai-lech.xlsx."),)
    return ()


def _section(sheet: Worksheet, formats: Formats, row: int, heading: str, lines: Lines) -> int:
    """Write a headed block from `row` on; the row after it."""
    row = _heading(sheet, formats, row, heading)
    for at, (label, sentence) in enumerate(lines, row):
        sheet.set_row(at, _LINE_POINTS * math.ceil(len(sentence) / _FITTING))
        sheet.write_string(at, 0, label, formats.label)
        sheet.merge_range(at, 1, at, _LAST, sentence, formats.text)
        row = at + 1
    return row + 1


def _heading(sheet: Worksheet, formats: Formats, row: int, heading: str) -> int:
    sheet.set_row(row, _HEADING_POINTS)
    sheet.write_row(row, 0, [heading, *[""] * _LAST], formats.section)
    return row + 1


def _examples(sheet: Worksheet, formats: Formats, row: int) -> int:
    """Lines as they stand in the sheet, answered; the row after them."""
    row = _heading(sheet, formats, row, "Ví dụ (người và số không có thật)")
    sheet.set_row(row, _HEADER_POINTS)
    for at, heading in enumerate(_EXAMPLE_HEADINGS, 1):
        is_answer = heading in _EXAMPLE_HEADINGS[_SHOWN:]
        # named as columns, lest a reader of sheets take the examples for a sheet that is filled in
        sheet.write_string(row, at, f"Cột {heading}", formats.answer_header if is_answer else formats.header)
    for line, (*shown, answer, value, by, note) in enumerate(EXAMPLES, row + 1):
        sheet.set_row(line, _EXAMPLE_POINTS)
        sheet.write_string(line, 0, f"Ví dụ {line - row}", formats.label)
        for at, text in enumerate((*shown, ANSWERS[answer], value, by, note), 1):
            sheet.write_string(line, at, text, formats.cells["answer" if at > _SHOWN else "text"])
    return row + len(EXAMPLES) + 2
