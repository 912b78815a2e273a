"""The sheet 'Hướng dẫn': what the book is, how to answer, what every column and answer means."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from xlsxwriter.worksheet import Worksheet

from cleaning.reporting.books import HANDLER_FILES, Book
from cleaning.reporting.discrepancies import COLUMNS
from cleaning.reporting.formats import Formats
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import ANSWER_MEANINGS
from cleaning.schemas import ANSWERS

_FITTING, _LINE_POINTS = 114, 15.0  # characters on a line of the second column, and its height
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
    (
        "Thứ tự các dòng",
        "Các dòng của một thửa đất đứng liền nhau, cùng nền trắng hoặc xám, có đường kẻ đậm ở trên và dưới: xem hồ sơ "
        "một lần, trả lời cả thửa. Thửa còn ít việc nhất để vào nhóm 1 đứng trước; thửa chỉ có cảnh báo không ảnh hưởng "
        "đến nhóm đứng sau.",
    ),
)
_STEPS: Final = (
    (
        "Bước 1",
        "Lọc (mũi tên ở tiêu đề) theo Người xử lý, Tổ dân phố hoặc Tên sai lệch để chỉ xem phần việc của mình. "
        "Mỗi người xử lý có sẵn tệp riêng trong thư mục theo-nguoi-xu-ly.",
    ),
    (
        "Bước 2",
        "Đọc Nội dung, so Giá trị đất đai với Giá trị dân cư (chỗ khác nhau in đậm, gạch chân, màu đỏ), đối chiếu hồ sơ "
        "giấy khi cần.",
    ),
    (
        "Bước 3",
        "Chọn câu trả lời ở cột Quyết định (ô màu vàng); danh sách chỉ có các câu dùng được cho dòng đó. "
        "Nếu chọn “giá trị khác”, xin ghi giá trị ở cột Giá trị đúng. Dòng về thửa đất hoặc giấy chứng nhận, không có "
        "Giá trị dân cư: chọn “giá trị khác” để sửa, “giữ theo đất đai” nếu hồ sơ đã đúng.",
    ),
    (
        "Bước 4",
        "Ghi họ tên ở cột Người quyết định, căn cứ ở cột Ghi chú. Ô màu cam là ô còn thiếu. Nhiều dòng cùng một người "
        "quyết định: ghi một ô rồi kéo hoặc sao chép xuống.",
    ),
    (
        "Bước 5",
        "Lưu tệp (Excel hoặc CSV, tên nào cũng được) và gửi lại cho người phụ trách. Trả lời được bao nhiêu dòng gửi bấy "
        "nhiêu; dòng để trống sẽ được hỏi tiếp. Gửi hai lần hoặc trả lời ở hai tệp giống nhau không sao.",
    ),
)
_HANDLING: Final = (
    (
        "Lọc, tìm",
        "Lọc bằng mũi tên ở tiêu đề, tìm bằng Ctrl+F. Độ rộng cột và chiều cao dòng đổi được.",
    ),
    (
        "Trang được bảo vệ",
        "Chỉ ô màu vàng sửa được, để không ai gõ nhầm vào dữ liệu. Không có mật khẩu: vào Xem lại (Review), "
        "Bỏ bảo vệ trang (Unprotect Sheet); với LibreOffice: Công cụ (Tools), Bảo vệ trang (Protect Sheet).",
    ),
    (
        "Sắp xếp",
        "Excel chỉ sắp xếp khi đã bỏ bảo vệ trang. Sắp xếp xong câu trả lời vẫn được nhận đúng: mỗi dòng được nhận lại "
        "bằng Mã sai lệch và Mã câu hỏi.",
    ),
    (
        "Xin đừng",
        "Sửa hoặc xóa các cột ẩn (Mã sai lệch, Loại, Guid, Mã câu hỏi), đổi tên tiêu đề cột. Cần xem cột ẩn: chọn các "
        "cột hai bên, bấm chuột phải, Bỏ ẩn (Unhide).",
    ),
    ("In", "Khổ A4 ngang, tiêu đề lặp lại ở mỗi trang; xin lọc trước khi in để chỉ in phần cần dùng."),
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
    (
        "Ví dụ 3",
        "Nội dung: có hai người phù hợp ngang nhau với ông Lê Văn Thử. Hồ sơ cấp giấy cho thấy là người sinh năm 1960. "
        "Quyết định: đúng người. Giá trị đúng: 031060000123 (số định danh của người đó). Ghi chú: hồ sơ cấp giấy.",
    ),
    (
        "Ví dụ 4",
        "Nội dung: diện tích thửa đất bằng 0. Giấy chứng nhận ghi 125,5 m². "
        "Quyết định: giá trị khác. Giá trị đúng: 125,5. Ghi chú: theo giấy chứng nhận.",
    ),
    (
        "Ví dụ 5",
        "Nội dung: chưa xác định chắc chắn ông Đỗ Văn Giả Định là ai, và chưa liên hệ được. "
        "Quyết định: chưa rõ. Ghi chú: hẹn làm việc tuần sau. Dòng này chuyển sang trang Chờ xác minh, chưa hỏi lại.",
    ),
)
_PRIVACY: Final = (
    (
        "Bảo mật",
        "Tệp này có dữ liệu cá nhân. Xin chỉ dùng trong cơ quan, không gửi qua Zalo hoặc thư điện tử cá nhân, "
        "không để lại ở máy dùng chung.",
    ),
)
_OF_HAMLETS: Final = (
    "Tệp của ai",
    "Tệp này dành cho cán bộ phường, xã nhập kết quả thu về từ các tổ dân phố, xếp theo tổ dân phố như phiếu đã phát. "
    "Tổ trưởng dùng phiếu trong thư mục to-dan-pho, có che số giấy tờ; xin đừng gửi tệp này cho tổ dân phố.",
)


def title_of(report: WardReport, book: Book) -> str:
    """'Sai lệch dữ liệu đất đai – Phường Mẫu – công an – ngày 21/11/2026', as far as it applies."""
    parts = ("Sai lệch dữ liệu đất đai", report.ward_name, book.handler, book.hamlet, f"ngày {report.day}")
    return " – ".join(part for part in parts if part is not None)


def write_guidance(sheet: Worksheet, formats: Formats, title: str, book: Book) -> None:
    """Fill `sheet` from top to bottom: a label and a sentence on every line."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.4)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, formats.title)
    row = _section(sheet, formats, 2, "", [*_PURPOSE, *_of_handler(book)])
    row = _section(sheet, formats, row, "Cách làm", _STEPS)
    row = _section(sheet, formats, row, "Các câu trả lời", ((ANSWERS[key], ANSWER_MEANINGS[key]) for key in ANSWERS))
    row = _section(sheet, formats, row, "Ví dụ (người và số không có thật)", _EXAMPLES)
    row = _section(sheet, formats, row, "Dùng tệp", _HANDLING)
    row = _section(sheet, formats, row, "Các cột", ((column.heading, column.meaning) for column in COLUMNS))
    _section(sheet, formats, row, "Lưu ý", _PRIVACY)


def _of_handler(book: Book) -> Lines:
    if book.handler == "tổ dân phố":
        return (_OF_HAMLETS,)
    if book.handler is not None:
        name = HANDLER_FILES[book.handler]
        return (("Tệp của ai", f"Chỉ có các dòng do {book.handler} xử lý ({name}.xlsx); mọi dòng có ở sai-lech.xlsx."),)
    return ()


def _section(sheet: Worksheet, formats: Formats, row: int, heading: str, lines: Lines) -> int:
    """Write a headed block from `row` on; the row after it."""
    if heading != "":
        sheet.set_row(row, _HEADING_POINTS)
        sheet.write_string(row, 0, heading, formats.section)
        sheet.write_blank(row, 1, None, formats.section)
        row += 1
    for at, (label, sentence) in enumerate(lines, row):
        sheet.set_row(at, _LINE_POINTS * math.ceil(len(sentence) / _FITTING))
        sheet.write_string(at, 0, label, formats.label)
        sheet.write_string(at, 1, sentence, formats.text)
        row = at + 1
    return row + 1
