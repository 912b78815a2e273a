"""The sheet 'Hướng dẫn': what the book is, how to answer, what every column and answer means."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.discrepancies import COLUMNS
from cleaning.reporting.formats import Formats
from cleaning.reporting.numerals import thousands
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import ANSWERS, SEVERITIES

_FITTING, _LINE_POINTS = 120, 15.5  # characters on a line of the second column, and its height
_HEADING_POINTS = 20

Lines = Iterable[tuple[str, str]]

_PURPOSE: Final = (
    (
        "Trang Sai lệch là gì",
        "Mỗi dòng là một chỗ mà hồ sơ đất đai và dữ liệu dân cư chưa khớp nhau, "
        "hoặc một giá trị còn thiếu hay chưa hợp lệ.",
    ),
    (
        "Ai quyết định",
        "Máy chỉ so sánh và đề xuất. Cán bộ xem hồ sơ rồi quyết định; "
        "chưa có câu trả lời thì không dữ liệu nào bị sửa.",
    ),
)
_STEPS: Final = (
    (
        "Bước 1",
        "Lọc theo Người xử lý (mũi tên ở tiêu đề) để chỉ xem phần việc của mình; nên làm các dòng mức Lỗi trước.",
    ),
    ("Bước 2", "Đọc Nội dung, so Giá trị đất đai với Giá trị dân cư, đối chiếu hồ sơ giấy khi cần."),
    (
        "Bước 3",
        "Chọn câu trả lời ở cột Quyết định (ô màu vàng nhạt). "
        "Nếu chọn “giá trị khác”, xin ghi giá trị ở cột Giá trị đúng. Dòng về thửa đất hoặc giấy chứng nhận, không có "
        "Giá trị dân cư: chọn “giá trị khác” để sửa, “giữ theo đất đai” nếu hồ sơ đã đúng.",
    ),
    ("Bước 4", "Ghi họ tên ở cột Người quyết định, căn cứ ở cột Ghi chú, rồi lưu tệp và gửi lại cho người phụ trách."),
    (
        "Có thể",
        "Lọc, sắp xếp, đổi độ rộng cột, trả lời một phần rồi làm tiếp hôm sau: "
        "mỗi dòng được nhận lại bằng Mã sai lệch.",
    ),
    (
        "Xin đừng",
        "Sửa hoặc xóa các cột Mã sai lệch, Loại và Guid (đang được thu gọn, bấm dấu + phía trên để xem); "
        "đổi tên tiêu đề cột.",
    ),
)
# Invented people and numbers.
_EXAMPLES: Final = (
    (
        "Ví dụ 1",
        "Nội dung: số định danh cá nhân của bà Trần Thị Mẫu là 031170000001 theo đất đai và 031170000010 theo dân cư. "
        "Đối chiếu thẻ căn cước thấy số theo dân cư là đúng. "
        "Quyết định: sửa theo dân cư. Ghi chú: đã xem thẻ căn cước.",
    ),
    (
        "Ví dụ 2",
        "Nội dung: họ tên là “Phạm Văn Thí Dụ” theo đất đai và “Phạm Văn Ví Dụ” theo dân cư. "
        "Giấy khai sinh ghi “Phạm Văn Vĩ Dụ”. "
        "Quyết định: giá trị khác. Giá trị đúng: Phạm Văn Vĩ Dụ. Ghi chú: theo giấy khai sinh.",
    ),
)
_PRIVACY: Final = (
    (
        "Bảo mật",
        "Tệp này có dữ liệu cá nhân. Xin chỉ dùng trong cơ quan, không gửi qua Zalo hoặc thư điện tử cá nhân, "
        "không để lại ở máy dùng chung.",
    ),
)


def write_guidance(sheet: Worksheet, formats: Formats, report: WardReport) -> None:
    """Fill `sheet` from top to bottom: a label and a sentence on every line."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 106)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 1)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"Sai lệch dữ liệu đất đai – {report.ward_name} – ngày {report.day}", formats.title)
    row = _section(sheet, formats, 2, "", _PURPOSE)
    row = _counts(sheet, formats, row, report)
    row = _section(sheet, formats, row, "Cách làm", _STEPS)
    row = _section(sheet, formats, row, "Các câu trả lời", ANSWERS.items())
    row = _section(sheet, formats, row, "Hai ví dụ (người và số không có thật)", _EXAMPLES)
    row = _section(sheet, formats, row, "Các cột", ((column.heading, column.meaning) for column in COLUMNS))
    _section(sheet, formats, row, "Lưu ý", _PRIVACY)


def _section(sheet: Worksheet, formats: Formats, row: int, heading: str, lines: Lines) -> int:
    """Write a headed block from `row` on; the row after it."""
    if heading != "":
        row = _heading(sheet, formats, row, heading)
    for label, sentence in lines:
        row = _line(sheet, formats, row, label, sentence)
    return row + 1


def _line(sheet: Worksheet, formats: Formats, row: int, label: str, sentence: str) -> int:
    sheet.set_row(row, _LINE_POINTS * math.ceil(len(sentence) / _FITTING))
    sheet.write_string(row, 0, label, formats.label)
    sheet.write_string(row, 1, sentence, formats.text)
    return row + 1


def _heading(sheet: Worksheet, formats: Formats, row: int, heading: str) -> int:
    sheet.set_row(row, _HEADING_POINTS)
    sheet.write_string(row, 0, heading, formats.section)
    sheet.write_blank(row, 1, None, formats.section)
    return row + 1


def _counts(sheet: Worksheet, formats: Formats, row: int, report: WardReport) -> int:
    found = dict(report.discrepancies.group_by("severity").len().iter_rows())
    row = _heading(sheet, formats, row, "Số sai lệch")
    for severity, word in SEVERITIES.items():
        where = (
            "chỉ có trong tệp sai-lech.csv; không đưa vào trang Sai lệch vì không cần trả lời"
            if severity == "info"
            else "trong trang Sai lệch"
        )
        row = _line(sheet, formats, row, word, f"{thousands(found.get(severity, 0))} dòng, {where}.")
    return row + 1
