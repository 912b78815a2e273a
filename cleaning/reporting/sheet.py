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
    SIGNATURE_HEADING,
    VALUE_HEADING,
)
from cleaning.reporting.formats import LOOKS, Formats
from cleaning.reporting.sheet_data import Body
from cleaning.reporting.words import SEVERITIES
from cleaning.schemas import ANSWERS

# What staff may do on a protected sheet beside filling in; there is no password.
ALLOWED: Final = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}
_HEADINGS: Final = [column.heading for column in COLUMNS]
_LAST: Final = len(COLUMNS) - 1
_ANSWER, _VALUE, _SIGNATURE = (_HEADINGS.index(name) for name in (ANSWER_HEADING, VALUE_HEADING, SIGNATURE_HEADING))
_FROZEN_COLUMNS: Final = _HEADINGS.index("Thửa") + 1
_HEADER_POINTS: Final = 36


def write_sheet(sheet: Worksheet, formats: Formats, rows: pl.DataFrame, footer: str) -> Body:
    """Set up `sheet` for `rows` (of `shown_rows`), model rows and all; what is to stand in it."""
    last_row = max(rows.height, 1)
    _write_header(sheet, formats)
    _write_models(sheet, formats)
    _offer_answers(sheet, last_row)
    _show_what_is_awaited(sheet, formats, last_row)
    sheet.freeze_panes(1, _FROZEN_COLUMNS)
    sheet.autofilter(0, 0, last_row, _LAST)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, _LAST)})
    sheet.protect("", ALLOWED)
    _set_up_print(sheet, footer)
    return Body(rows.select(_HEADINGS), looks=rows.select(_looks().alias("looks")).to_series(), points=rows["points"])


def _write_header(sheet: Worksheet, formats: Formats) -> None:
    sheet.set_row(0, _HEADER_POINTS)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, None, {"hidden": column.kind == "machine"})
        header = formats.answer_header if column.kind == "answer" else formats.header
        sheet.write_string(0, at, column.heading, header)


def _write_models(sheet: Worksheet, formats: Formats) -> None:
    for row, look in enumerate(LOOKS, 1):
        for at, form in enumerate(formats.row(look)):
            sheet.write_blank(row, at, None, form)


def _offer_answers(sheet: Worksheet, last_row: int) -> None:
    """Each row offers the answers of its own code, wherever it is sorted to."""
    offered = {
        "validate": "list",
        "source": answers_of(f"${xl_col_to_name(_HEADINGS.index(CODE_HEADING))}2"),
        "error_title": "Câu trả lời chưa hợp lệ",
        "error_message": "Xin chọn một câu trả lời trong danh sách; điều cần nói thêm xin ghi ở cột Ghi chú.",
    }
    sheet.data_validation(1, _ANSWER, last_row, _ANSWER, offered)


def _show_what_is_awaited(sheet: Worksheet, formats: Formats, last_row: int) -> None:
    """A value or a signature that the answer still needs."""
    answer, value, signature = (f"${xl_col_to_name(at)}2" for at in (_ANSWER, _VALUE, _SIGNATURE))
    for at, awaited in (
        (_VALUE, f'=AND({answer}="{ANSWERS["other_value"]}",{value}="")'),
        (_SIGNATURE, f'=AND({answer}<>"",{signature}="")'),
    ):
        sheet.conditional_format(
            1, at, last_row, at, {"type": "formula", "criteria": awaited, "format": formats.awaited}
        )


def _set_up_print(sheet: Worksheet, footer: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.25, right=0.25, top=0.4, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{footer.replace('&', '&&')}&CCó dữ liệu cá nhân: chỉ dùng trong cơ quan&RTrang &P/&N")


def _looks() -> pl.Expr:
    """The place in LOOKS of how each row looks; every other parcel is shaded."""
    severity = pl.col("severity").replace_strict(
        {name: at for at, name in enumerate(SEVERITIES)}, return_dtype=pl.Int64
    )
    begins, ends = (pl.col("parcel_id").ne_missing(pl.col("parcel_id").shift(by)).cast(pl.Int64) for by in (1, -1))
    return ((severity * 2 + begins) * 2 + ends) * 2 + (begins.cum_sum() + 1) % 2
