"""Roll-up → tong-hop.xlsx: the figures officials quote, a line per ward to filter and sort, and the nights."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.city_lines import HIDDEN
from cleaning.reporting.city_looks import CityLooks
from cleaning.reporting.city_report import COUNTS, STATES, TITLES
from cleaning.reporting.city_summary import CitySummary
from cleaning.reporting.city_words import coverage_words, notes, report_words
from cleaning.reporting.formats import CELL_POINTS, FONT

_OPTIONS: Final = {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": CELL_POINTS}}
_HEADER_POINTS: Final = 54
_LINE_POINTS: Final = 15
_LINE: Final = 150  # characters of a line across the first sheet
# columns of the wards' sheet: heading and width in characters
_LEADING: Final = {
    "ward": ("Mã", 8),
    "ward_name": ("Phường, xã", 28),
    "rank": ("Hạng", 7),
    "parcels": ("Thửa đất", 11),
    "group_1": ("Nhóm 1", 11),
    "group_1_share": ("Tỷ lệ nhóm 1", 12),
    "points": ("Điểm % nhóm 1 mỗi tuần", 11),
    "pace_rank": ("Hạng tiến độ", 8),
    "gained": ("Thửa vào nhóm 1 mỗi ngày", 11),
    "finish": ("Dự kiến đạt mục tiêu", 12),
    "link_share": ("Tỷ lệ lượt khớp", 11),
}
_TRAILING: Final = {"day": ("Số liệu ngày", 12), "state": ("Tình trạng", 42)}
_COLUMNS: Final = (
    _LEADING | {name: (title, 11) for name, title in TITLES.items() if name not in _LEADING} | _TRAILING
)  # fmt: skip
_NIGHTS: Final = {"Ngày": 12, "Thửa đất": 14, "Nhóm 1": 14, "Tỷ lệ nhóm 1": 14, "Sai lệch mức lỗi": 14}


def city_book(summary: CitySummary) -> bytes:
    """The book's bytes; same roll-up, same bytes. In place of a withheld number stands the word HIDDEN."""
    made, report = io.BytesIO(), summary.report
    with Workbook(made, deepcopy(_OPTIONS)) as book:
        book.set_properties({"title": "Tổng hợp", "created": datetime.combine(report.as_of, datetime.min.time())})
        looks = CityLooks(book)
        _write_total(book.add_worksheet("Toàn bộ"), looks, summary)
        _write_wards(book.add_worksheet("Phường, xã"), looks, summary)
        if summary.is_pace_shown:
            _write_nights(book.add_worksheet("Theo ngày"), looks, summary)
    return made.getvalue()


def _write_total(sheet: Worksheet, looks: CityLooks, summary: CitySummary) -> None:
    _set_widths(sheet, (30, 16, 12, 96))
    sheet.write_string(0, 0, f"{summary.report.name}: tổng hợp ngày {summary.report.day}", looks.title)
    _say(sheet, looks, 2, report_words(summary))
    _head(sheet, looks, 4, ("Chỉ tiêu", "Số lượng", "Tỷ lệ", "Nghĩa"))
    lines: list[tuple[Any, ...]] = [
        ("Phường, xã, đặc khu", summary.wards.height, None, "đơn vị hành chính cấp xã phải có số liệu"),
        ("Có số liệu", summary.counted.height, None, "đơn vị đã có số liệu, là phần của tổng dưới đây"),
        ("Đạt mục tiêu", summary.finished, None, "đơn vị có tỷ lệ nhóm 1 từ mục tiêu trở lên"),
    ]
    for count in COUNTS:
        number = HIDDEN if count.name in summary.total_withheld else summary.total[count.name]
        lines.append((count.title, number, summary.total.get(f"{count.name}_share"), count.meaning))
    kinds = ("text", "count", "share", "text")
    for row, line in enumerate(lines, 5):
        _line(sheet, looks, row, line, kinds)
    said = [words for _, words in coverage_words(summary)] + notes(summary)
    for row, words in enumerate(said, 6 + len(lines)):
        _say(sheet, looks, row, words)
    _set_up_print(sheet, summary, is_landscape=True)
    sheet.fit_to_pages(1, 1)


def _write_wards(sheet: Worksheet, looks: CityLooks, summary: CitySummary) -> None:
    _set_widths(sheet, [wide for _, wide in _COLUMNS.values()])
    kinds = [_kind_of(name) for name in _COLUMNS]
    sheet.write_string(0, 0, f"{summary.report.name}: các phường, xã ngày {summary.report.day}", looks.title)
    whole = {**summary.total, "ward_name": f"Cộng {summary.counted.height} đơn vị có số liệu"}
    whole |= dict.fromkeys(summary.total_withheld, HIDDEN)
    _line(sheet, looks, 2, [whole.get(name) for name in _COLUMNS], kinds, is_total=True)
    _head(sheet, looks, 3, [heading for heading, _ in _COLUMNS.values()])
    wards = summary.wards.sort("rank", pl.col("parcels").is_null(), "ward", nulls_last=True)
    for row, ward in enumerate(wards.iter_rows(named=True), 4):
        told = {**ward, "state": STATES[ward["state"]]} | dict.fromkeys(ward["withheld"], HIDDEN)
        _line(sheet, looks, row, [told[name] for name in _COLUMNS], kinds)
    last, share = 3 + max(wards.height, 1), [*_COLUMNS].index("group_1_share")
    bar = {"type": "data_bar", "bar_color": "#9CCABD", "bar_solid": True, "min_type": "num", "max_type": "num"}
    sheet.conditional_format(4, share, last, share, {**bar, "min_value": 0, "max_value": 1})
    sheet.autofilter(3, 0, last, len(_COLUMNS) - 1)
    sheet.freeze_panes(4, 2)
    _set_up_print(sheet, summary, is_landscape=True)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(3)
    sheet.repeat_columns(0, 1)


def _write_nights(sheet: Worksheet, looks: CityLooks, summary: CitySummary) -> None:
    _set_widths(sheet, [*_NIGHTS.values()])
    _head(sheet, looks, 0, [*_NIGHTS])
    nights = summary.nights.sort("day", descending=True)
    for row, night in enumerate(nights.iter_rows(), 1):
        _line(sheet, looks, row, night, ("day", "count", "count", "share", "count"))
    sheet.freeze_panes(1, 0)
    _set_up_print(sheet, summary, is_landscape=False)


def _kind_of(name: str) -> str:
    if name.endswith("_share"):
        return "share"
    return {"day": "day", "finish": "day", "points": "points", "gained": "decimal"}.get(
        name, "text" if name in ("ward", "ward_name", "state") else "count"
    )


def _head(sheet: Worksheet, looks: CityLooks, row: int, headings: Sequence[str]) -> None:
    for column, heading in enumerate(headings):
        sheet.write_string(row, column, heading, looks.header)
    sheet.set_row(row, _HEADER_POINTS if len(headings) > len(_NIGHTS) else 2 * _LINE_POINTS)


def _line(
    sheet: Worksheet, looks: CityLooks, row: int, cells: Sequence[Any], kinds: Sequence[str], *, is_total: bool = False
) -> None:
    cell_looks = looks.total if is_total else looks.plain
    for column, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        look = cell_looks["hidden" if cell == HIDDEN else kind]
        if cell is None:
            sheet.write_blank(row, column, None, look)
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell, look)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime.combine(cell, datetime.min.time()), look)
        else:
            sheet.write_number(row, column, cell, look)


def _say(sheet: Worksheet, looks: CityLooks, row: int, words: str) -> None:
    sheet.merge_range(row, 0, row, 3, words, looks.said)
    sheet.set_row(row, _LINE_POINTS * (1 + len(words) // _LINE))


def _set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)


def _set_up_print(sheet: Worksheet, summary: CitySummary, *, is_landscape: bool) -> None:
    if is_landscape:
        sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{summary.report.day}&CKhông có dữ liệu cá nhân&RTrang &P/&N")
