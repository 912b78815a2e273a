"""Discrepancies → the rows of the sheet staff work through: declared columns, their widths and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from cleaning.reporting.cells import harmless, marked, percent
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import SEVERITIES

Kind = Literal["machine", "text", "severity", "share", "answer"]


@dataclass(frozen=True)
class SheetColumn:
    """One column of the sheet. `width` in characters; `meaning` is what the guidance says of it.

    `kind` decides how it looks: machine columns are folded away (a click on + shows them), answers are filled by staff.
    """

    heading: str
    width: int
    kind: Kind
    meaning: str


TITLE_HEADING: Final = "Tên sai lệch"
COLUMNS: Final = (
    SheetColumn("Mã sai lệch", 18, "machine", "Mã riêng của dòng, để máy nhận lại câu trả lời. Xin đừng sửa hoặc xóa."),
    SheetColumn("Loại", 20, "machine", "Mã loại sai lệch, dành cho máy. Xin đừng sửa hoặc xóa."),
    SheetColumn(TITLE_HEADING, 19, "text", "Loại sai lệch viết bằng lời."),
    SheetColumn(
        "Mức độ",
        9,
        "severity",
        "Lỗi: thửa đất chưa thể vào nhóm 1. Cảnh báo: cần xem xét hoặc bổ sung. "
        "Mọi lý do thửa đất chưa vào nhóm 1 có ở tệp thua-dat.csv.",
    ),
    SheetColumn(
        "Người xử lý",
        12,
        "text",
        "Bộ phận xử lý: địa chính, công an, VPĐKĐĐ (văn phòng đăng ký đất đai) hoặc tổ dân phố.",
    ),
    SheetColumn("Guid", 38, "machine", "Mã của dòng trong biểu mẫu thu thập. Xin đừng sửa hoặc xóa."),
    SheetColumn("Tờ", 6, "text", "Số tờ bản đồ."),
    SheetColumn("Thửa", 6, "text", "Số thửa đất."),
    SheetColumn("Số phát hành", 12, "text", "Số phát hành (số sê-ri) của giấy chứng nhận."),
    SheetColumn("Họ tên (đất đai)", 17, "text", "Người hoặc tổ chức sử dụng đất theo hồ sơ đất đai."),
    SheetColumn("Nội dung", 40, "text", "Câu nói rõ sai lệch là gì và cần làm gì."),
    SheetColumn("Giá trị đất đai", 17, "text", "Giá trị trong hồ sơ đất đai, đúng như đã nhận."),
    SheetColumn("Giá trị dân cư", 17, "text", "Giá trị trong dữ liệu dân cư."),
    SheetColumn(
        "Đề xuất", 17, "text", "Giá trị máy đề xuất; để trống khi không có. Máy chỉ đề xuất, người quyết định."
    ),
    SheetColumn(
        "Độ tin cậy", 9, "share", "Mức tin cậy của kết quả đối khớp mà sai lệch dựa vào; để trống khi không có."
    ),
    SheetColumn("Từ ngày", 11, "text", "Ngày sai lệch được phát hiện."),
    SheetColumn("Trạng thái", 10, "text", "Tình trạng của sai lệch; “mới” là lần đầu được nêu."),
    SheetColumn("Quyết định", 17, "answer", "Câu trả lời, chọn trong danh sách thả xuống."),
    SheetColumn(
        "Giá trị đúng", 17, "answer", "Giá trị đúng; cần ghi khi trả lời “giá trị khác”, hoặc khi Nội dung đề nghị ghi."
    ),
    SheetColumn("Người quyết định", 16, "answer", "Họ tên người trả lời; cần ghi khi đã chọn câu trả lời."),
    SheetColumn("Ghi chú", 20, "answer", "Căn cứ hoặc điều cần nói thêm, nếu có."),
)
_PLAIN = (
    "Mã sai lệch",
    "Loại",
    "Mức độ",
    "Người xử lý",
    "Guid",
    "Họ tên (đất đai)",
    "Nội dung",
    "Từ ngày",
    "Trạng thái",
)
_VALUES = ("Tờ", "Thửa", "Số phát hành", "Giá trị đất đai", "Giá trị dân cư", "Đề xuất")


def discrepancy_rows(report: WardReport) -> pl.DataFrame:
    """One row per discrepancy with the headings of COLUMNS, in the frame's order, and its `severity` code beside.

    'Độ tin cậy' is a number from 0 to 1; the texts bear no mark yet.
    """
    found = report.discrepancies
    answers = [pl.lit(None, pl.String).alias(column.heading) for column in COLUMNS if column.kind == "answer"]
    return found.select(
        pl.col("discrepancy_id").alias("Mã sai lệch"),
        pl.col("code").alias("Loại"),
        pl.col("code").replace(dict(report.titles)).alias(TITLE_HEADING),
        pl.col("severity").replace(SEVERITIES).alias("Mức độ"),
        pl.col("handler").alias("Người xử lý"),
        pl.col("guid").alias("Guid"),
        pl.col("sheet").alias("Tờ"),
        pl.col("parcel").alias("Thửa"),
        pl.col("certificate_serial").alias("Số phát hành"),
        pl.col("holder_name").alias("Họ tên (đất đai)"),
        pl.col("sentence").alias("Nội dung"),
        pl.col("land_value").alias("Giá trị đất đai"),
        pl.col("resident_value").alias("Giá trị dân cư"),
        pl.col("proposal").alias("Đề xuất"),
        pl.col("confidence").alias("Độ tin cậy"),
        pl.lit(report.day).alias("Từ ngày"),
        pl.lit("mới").alias("Trạng thái"),
        *answers,
        "severity",
    )


def discrepancy_list(rows: pl.DataFrame) -> pl.DataFrame:
    """sai-lech.csv: every discrepancy, the headings of the contract, cells safe for Excel."""
    headings = [column.heading for column in COLUMNS if column.heading != TITLE_HEADING]
    return rows.with_columns(
        *(harmless(pl.col(name)) for name in _PLAIN),
        *(marked(pl.col(name)) for name in _VALUES),
        percent(pl.col("Độ tin cậy")),
    ).select(headings)
