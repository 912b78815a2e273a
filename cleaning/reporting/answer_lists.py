"""Code → the answers it allows, on a hidden sheet that the drop-downs look them up in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook

from cleaning.reporting.formats import Formats
from cleaning.reporting.report import WardReport
from cleaning.schemas import ANSWERS

SHEET: Final = "Danh mục"
_CODES, _COUNTS, _FIRST_ANSWER = "MaLoai", "SoCauTraLoi", "CauTraLoi"  # names of ranges in the book


def write_answer_lists(book: Workbook, formats: Formats, report: WardReport, codes: Iterable[str]) -> None:
    """One line per code: the code, how many answers it allows, the answers. A code nobody declared allows them all."""
    sheet = book.add_worksheet(SHEET)
    sheet.hide()
    sheet.protect()
    lines = {code: report.answers.get(code, tuple(ANSWERS)) for code in sorted(codes)}
    for row, (code, answers) in enumerate(lines.items()):
        sheet.write_string(row, 0, code, formats.text)
        sheet.write_number(row, 1, len(answers))
        sheet.write_row(row, 2, [ANSWERS[answer] for answer in answers], formats.text)
    last = max(len(lines) - 1, 0)
    ranges = {_CODES: (0, 0, last, 0), _COUNTS: (0, 1, last, 1), _FIRST_ANSWER: (0, 2, 0, 2)}
    for name, cells in ranges.items():
        book.define_name(name, f"='{SHEET}'!{xl_range_abs(*cells)}")


def answers_of(code: str) -> str:
    """The range of answers allowed for the code in the cell `code`, as part of a formula."""
    line = f"MATCH({code},{_CODES},0)"
    return f"OFFSET({_FIRST_ANSWER},{line}-1,0,1,INDEX({_COUNTS},{line}))"
