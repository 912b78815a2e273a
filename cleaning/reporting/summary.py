"""The sheets 'Tổng hợp' and 'Các tệp': how much there is to answer, of what kind, where, and in which file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.books import ELSEWHERE, HANDLER_FILES, Book
from cleaning.reporting.cells import typed
from cleaning.reporting.discrepancies import HAMLET_HEADING
from cleaning.reporting.formats import Formats
from cleaning.reporting.placing import hamlet_order
from cleaning.reporting.words import SEVERITIES, STATES

_WIDTHS: Final = (58, 14, 12, 12, 12, 14)
_HEADER_POINTS: Final = 20
_ASKED: Final = pl.col("part") == "asked"
_COUNTS: Final = (
    pl.col("parcel_id").n_unique().alias("Số thửa"),
    (_ASKED & (pl.col("severity") == "error")).sum().alias("Lỗi"),
    (_ASKED & (pl.col("severity") == "warning")).sum().alias("Cảnh báo"),
    _ASKED.sum().alias("Cần trả lời"),
    (~_ASKED).sum().alias("Chờ xác minh"),
)
_KIND: Final = ("Tên sai lệch", "Người xử lý", "Mức độ")


def write_summary(sheet: Worksheet, formats: Formats, title: str, rows: pl.DataFrame) -> None:
    """Counts of `rows` (of `discrepancy_rows`): by state, by who handles them, by kind, by hamlet."""
    total = rows.select(_COUNTS)
    row = _begin(sheet, formats, title)
    tables = {
        "Theo trạng thái": _by_state(rows),
        "Theo người xử lý": rows.group_by("Người xử lý").agg(_COUNTS).sort(_rank("Người xử lý", HANDLER_FILES)),
        "Theo loại sai lệch": _by_kind(rows),
        "Theo tổ dân phố": _by_hamlet(rows),
    }
    for heading, frame in tables.items():
        row = _table(sheet, formats, row, heading, frame, total)


def write_parts(sheet: Worksheet, formats: Formats, title: str, parts: Sequence[Book]) -> None:
    """Which of the `parts` of a book that was too large holds what."""
    row = _begin(sheet, formats, title)
    said = "Có quá nhiều dòng cho một tệp: sai lệch được chia theo tổ dân phố vào các tệp sau, đặt cạnh tệp này."
    sheet.write_string(row, 0, said, formats.said)
    lines = [
        part.rows.select(_words(part.hamlet, HAMLET_HEADING), _words(part.file.rpartition("/")[2], "Tệp"), *_COUNTS)
        for part in parts
    ]
    total = pl.concat(part.rows for part in parts).select(_COUNTS)
    _table(sheet, formats, row + 2, "Các tệp", pl.concat(lines), total)


def _words(words: str | None, heading: str) -> pl.Expr:
    return pl.lit(words, pl.String).alias(heading)


def _by_state(rows: pl.DataFrame) -> pl.DataFrame:
    counted = rows.group_by("state").agg(_COUNTS).sort(_rank("state", STATES))
    return counted.select(pl.col("state").replace(STATES).alias("Trạng thái"), pl.exclude("state"))


def _by_kind(rows: pl.DataFrame) -> pl.DataFrame:
    counted = rows.group_by("severity", *_KIND).agg(_COUNTS)
    return counted.sort(_rank("severity", SEVERITIES), -pl.col("Cần trả lời").cast(pl.Int64), *_KIND).select(
        *_KIND, "Số thửa", "Cần trả lời", "Chờ xác minh"
    )


def _by_hamlet(rows: pl.DataFrame) -> pl.DataFrame:
    counted = rows.group_by(HAMLET_HEADING).agg(_COUNTS).sort(*hamlet_order(HAMLET_HEADING), nulls_last=True)
    return counted.with_columns(typed(pl.col(HAMLET_HEADING)).fill_null(ELSEWHERE.capitalize()))


def _rank(column: str, order: Iterable[str]) -> pl.Expr:
    return pl.col(column).replace_strict({word: at for at, word in enumerate(order)}, return_dtype=pl.Int8)


def _begin(sheet: Worksheet, formats: Formats, title: str) -> int:
    sheet.hide_gridlines(2)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, formats.title)
    return 2


def _table(sheet: Worksheet, formats: Formats, row: int, heading: str, frame: pl.DataFrame, total: pl.DataFrame) -> int:
    """Write a headed table from `row` on, `total` below it; the row after it."""
    sheet.write_string(row, 0, heading, formats.section)
    sheet.set_row(row + 1, _HEADER_POINTS)
    for at, (name, dtype) in enumerate(frame.schema.items()):
        sheet.write_string(row + 1, at, name, formats.header if dtype == pl.String else formats.number_header)
    row += 2
    for values in frame.iter_rows():
        _line(sheet, row, values, formats.word, formats.number)
        row += 1
    sums = [total[name].item() if name in total.columns else "" for name in frame.columns]
    _line(sheet, row, ["Cộng", *sums[1:]], formats.total_word, formats.total)
    return row + 2


def _line(sheet: Worksheet, row: int, values: Sequence[object], word: Format, number: Format) -> None:
    for at, value in enumerate(values):
        if isinstance(value, int):
            sheet.write_number(row, at, value, number)
        else:
            sheet.write_string(row, at, str(value), word)
