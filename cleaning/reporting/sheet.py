"""Rows of discrepancies → one worksheet, ready to be filled in and printed."""

from __future__ import annotations

from typing import Final

import polars as pl
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.answer_lists import answers_of
from cleaning.reporting.discrepancies import (
    ANSWER_HEADING,
    CODE_HEADING,
    COLUMNS,
    NOTE_HEADING,
    PROPOSAL_HEADING,
    SIGNATURE_HEADING,
    TURN_HEADING,
    VALUE_HEADING,
)
from cleaning.reporting.formats import Formats
from cleaning.reporting.sheet_data import Body
from cleaning.reporting.words import SEVERITIES
from cleaning.schemas import ANSWERS

# What staff may do on a protected sheet beside filling in; there is no password. Not sorting: Excel would sort the
# cells to fill alone, and every answer would stand in another's row.
ALLOWED: Final = {"autofilter": True, "format_columns": True, "format_rows": True}
_HEADINGS: Final = [column.heading for column in COLUMNS]
_LAST: Final = len(COLUMNS) - 1
_LOOKED_AT: Final = [
    _HEADINGS.index(name)
    for name in (
        CODE_HEADING, TURN_HEADING, "Mức độ", PROPOSAL_HEADING, ANSWER_HEADING, VALUE_HEADING, SIGNATURE_HEADING
    )
]  # fmt: skip
_CODE, _, _SEVERITY, _, _ANSWER, _VALUE, _SIGNATURE = _LOOKED_AT
# First and last column on paper: all that is asked and answered, not what is there to be filtered by.
_PRINTED: Final = _HEADINGS.index(TURN_HEADING), _HEADINGS.index(NOTE_HEADING)
_FROZEN_COLUMNS: Final = _HEADINGS.index("Thửa") + 1
_HEADER_POINTS: Final = 36


def write_sheet(sheet: Worksheet, formats: Formats, rows: pl.DataFrame, footer: str) -> Body:
    """Set up `sheet` for `rows` (of `shown_rows`), with a model row; what is to stand in it."""
    last_row = max(rows.height, 1)
    _write_columns(sheet, formats)
    _offer_answers(sheet, last_row)
    _lay_over(sheet, formats, last_row)
    sheet.freeze_panes(1, _FROZEN_COLUMNS)
    sheet.autofilter(0, 0, last_row, _LAST)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, _LAST)})
    sheet.protect("", ALLOWED)
    _set_up_print(sheet, last_row, footer)
    turns = pl.col("parcel_id").ne_missing(pl.col("parcel_id").shift(1)).cum_sum().cast(pl.Int64)
    return Body(rows.with_columns(turns.alias(TURN_HEADING)).select(_HEADINGS), rows["points"])


def _write_columns(sheet: Worksheet, formats: Formats) -> None:
    sheet.set_row(0, _HEADER_POINTS)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, None, {"hidden": column.kind == "machine"})
        header = formats.answer_header if column.kind == "answer" else formats.header
        sheet.write_string(0, at, column.heading, header)
        sheet.write_blank(1, at, None, formats.cells[column.kind])


def _offer_answers(sheet: Worksheet, last_row: int) -> None:
    """Each row offers the answers of its own code, wherever it is sorted to."""
    offered = {
        "validate": "list",
        "source": f"={answers_of(f'${xl_col_to_name(_CODE)}2')}",
        "error_title": "Câu trả lời chưa hợp lệ",
        "error_message": "Xin chọn một câu trả lời trong danh sách; điều cần nói thêm xin ghi ở cột Ghi chú.",
    }
    sheet.data_validation(1, _ANSWER, last_row, _ANSWER, offered)


def _lay_over(sheet: Worksheet, formats: Formats, last_row: int) -> None:
    """What depends on the rows, wherever they are sorted to: how severe, what an answer still needs, where parcels end.

    An answer that its row doesn't offer comes of pasting and filling down, which no drop-down refuses. LibreOffice
    shows the first that holds of a cell, Excel all of them.
    """
    code, turn, severity, proposal, answer, value, signature = (f"${xl_col_to_name(at)}" for at in _LOOKED_AT)
    is_first, is_last = f"{turn}2<>{turn}1", f"{turn}2<>{turn}3"
    is_strange = f"COUNTIF({answers_of(f'{code}2')},{answer}2)=0"
    lacks_proposal = f'AND({answer}2="{ANSWERS["take_register"]}",{proposal}2="")'
    laid = [
        *((_SEVERITY, f'{severity}2="{SEVERITIES[name]}"', look) for name, look in formats.severities.items()),
        (_ANSWER, f'AND({answer}2<>"",OR({is_strange},{lacks_proposal}))', formats.refused),
        (_VALUE, f'AND({answer}2="{ANSWERS["other_value"]}",{value}2="")', formats.awaited),
        (_SIGNATURE, f'AND({answer}2<>"",{signature}2="")', formats.awaited),
        (None, f"AND({is_first},{is_last})", formats.rules["top", "bottom"]),
        (None, is_first, formats.rules["top",]),
        (None, is_last, formats.rules["bottom",]),
    ]
    for column, holds, look in laid:
        first, last = (0, _LAST) if column is None else (column, column)
        sheet.conditional_format(1, first, last_row, last, {"type": "formula", "criteria": f"={holds}", "format": look})


def _set_up_print(sheet: Worksheet, last_row: int, footer: str) -> None:
    first, last = _PRINTED
    sheet.print_area(0, first, last_row, last)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.25, right=0.25, top=0.4, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{footer.replace('&', '&&')}&CCó dữ liệu cá nhân: chỉ dùng trong cơ quan&RTrang &P/&N")
