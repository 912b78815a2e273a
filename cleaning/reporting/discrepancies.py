"""Discrepancies → the rows staff work through: declared columns, their widths and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from cleaning.reporting.cells import day, harmless, marked, percent
from cleaning.reporting.report import WardReport
from cleaning.reporting.visiting import in_visiting_order
from cleaning.reporting.words import SEVERITIES, STATES
from cleaning.schemas import ANSWERS

Kind = Literal["machine", "place", "text", "severity", "share", "answer"]


@dataclass(frozen=True)
class SheetColumn:
    """One column of the sheet. `width` in characters; `meaning` is what the guidance says of it.

    `kind` decides how it looks: machine columns are hidden, answers are filled by staff.
    """

    heading: str
    width: float
    kind: Kind
    meaning: str


ANSWER_HEADING: Final = "Quyết định"
QUESTION_HEADING: Final = "Mã câu hỏi"
VALUE_HEADING: Final = "Giá trị đúng"
SIGNATURE_HEADING: Final = "Người quyết định"
NOTE_HEADING: Final = "Ghi chú"
CODE_HEADING: Final = "Loại"
HAMLET_HEADING: Final = "Tổ dân phố"
TURN_HEADING: Final = "Lượt"
LAND_HEADING, RESIDENT_HEADING = "Giá trị đất đai", "Giá trị dân cư"
PROPOSAL_HEADING: Final = "Đề xuất"
# From left to right: which row it is, what is asked, what is answered; last what is there to be filtered by.
COLUMNS: Final = (
    SheetColumn("Mã sai lệch", 18, "machine", "Mã riêng của dòng, để máy nhận lại câu trả lời."),
    SheetColumn(CODE_HEADING, 20, "machine", "Mã loại sai lệch; danh sách câu trả lời của dòng theo mã này."),
    SheetColumn("Guid", 38, "machine", "Mã của dòng trong biểu mẫu thu thập."),
    SheetColumn(
        TURN_HEADING, 5.5, "place",
        "Thửa đất nên xem thứ mấy; các dòng cùng số là của một thửa. Sắp xếp theo cột này để trở lại thứ tự ban đầu.",
    ),
    SheetColumn("Tên sai lệch", 14, "text", "Loại sai lệch viết bằng lời."),
    SheetColumn(
        "Mức độ",
        8.5,
        "severity",
        "Lỗi: thửa đất chưa thể vào nhóm 1. Cảnh báo: cần xem xét hoặc bổ sung. "
        "Mọi lý do thửa đất chưa vào nhóm 1 có ở tệp thua-dat.csv.",
    ),
    SheetColumn(
        HAMLET_HEADING, 10.5, "text", "Tổ dân phố của thửa đất hoặc của người sử dụng; để trống khi chưa rõ."
    ),
    SheetColumn("Tờ", 5, "text", "Số tờ bản đồ."),
    SheetColumn("Thửa", 6, "text", "Số thửa đất."),
    SheetColumn("Số phát hành", 11, "text", "Số phát hành (số sê-ri) của giấy chứng nhận."),
    SheetColumn("Họ tên (đất đai)", 13.5, "text", "Người hoặc tổ chức sử dụng đất theo hồ sơ đất đai."),
    SheetColumn("Nội dung", 37, "text", "Câu nói rõ sai lệch là gì và cần làm gì."),
    SheetColumn(
        LAND_HEADING, 15, "text",
        "Giá trị trong hồ sơ đất đai, đúng như đã nhận. Chỗ khác với dân cư in đậm, gạch chân.",
    ),
    SheetColumn(
        RESIDENT_HEADING, 15, "text", "Giá trị trong dữ liệu dân cư. Chỗ khác với đất đai in đậm, gạch chân."
    ),
    SheetColumn(
        PROPOSAL_HEADING, 14, "text", "Giá trị máy đề xuất; để trống khi không có. Máy chỉ đề xuất, người quyết định."
    ),
    SheetColumn(ANSWER_HEADING, 13, "answer", "Câu trả lời, chọn trong danh sách thả xuống."),
    # It stands amid the cells to fill in: answers that are moved take it along, or can't be moved as it is locked.
    SheetColumn(
        QUESTION_HEADING, 30, "machine",
        "Mã của điều được hỏi ở dòng này; dữ liệu đổi khác thì mã khác. Đứng giữa các ô trả lời để câu trả lời không "
        "bị chuyển nhầm sang dòng khác.",
    ),
    SheetColumn(
        VALUE_HEADING, 14, "answer", "Giá trị đúng; cần ghi khi trả lời “giá trị khác”, hoặc khi Nội dung đề nghị ghi."
    ),
    SheetColumn(SIGNATURE_HEADING, 12, "answer", "Họ tên người trả lời; cần ghi khi đã chọn câu trả lời."),
    SheetColumn(NOTE_HEADING, 14, "answer", "Căn cứ hoặc điều cần nói thêm, nếu có."),
    SheetColumn(
        "Người xử lý",
        9,
        "text",
        "Bộ phận xử lý: địa chính, công an, VPĐKĐĐ (văn phòng đăng ký đất đai) hoặc tổ dân phố.",
    ),
    SheetColumn(
        "Độ tin cậy", 7, "share", "Mức tin cậy của kết quả đối khớp mà sai lệch dựa vào; để trống khi không có."
    ),
    SheetColumn("Từ ngày", 10.5, "text", "Ngày sai lệch được phát hiện lần đầu."),
    SheetColumn(
        "Trạng thái", 8.5, "text",
        "mới: nêu lần đầu đêm qua; đang mở: đã nêu các đêm trước; mở lại: đã được trả lời hoặc đã hết, nay cần xem lại "
        "(Nội dung nói rõ vì sao); chờ xác minh: đã trả lời “chưa rõ”.",
    ),
)  # fmt: skip
# The list in CSV: a contract (design: output).
_LISTED: Final = (
    "Mã sai lệch", CODE_HEADING, "Mức độ", "Người xử lý", "Guid", "Tờ", "Thửa", "Số phát hành", "Họ tên (đất đai)",
    "Nội dung", LAND_HEADING, RESIDENT_HEADING, PROPOSAL_HEADING, "Độ tin cậy", "Từ ngày", "Trạng thái",
    ANSWER_HEADING, QUESTION_HEADING, VALUE_HEADING, SIGNATURE_HEADING, NOTE_HEADING,
)  # fmt: skip
_PLAIN = (
    "Mã sai lệch", CODE_HEADING, "Mức độ", "Người xử lý", "Guid", "Họ tên (đất đai)", "Nội dung", "Từ ngày",
    "Trạng thái", ANSWER_HEADING, QUESTION_HEADING, SIGNATURE_HEADING, NOTE_HEADING,
)  # fmt: skip
_VALUES = ("Tờ", "Thửa", "Số phát hành", LAND_HEADING, RESIDENT_HEADING, PROPOSAL_HEADING, VALUE_HEADING)


def discrepancy_rows(report: WardReport) -> pl.DataFrame:
    """One row per discrepancy with the headings of COLUMNS, in the order of `visiting`.

    Beside them `severity` and `state` as codes, `part`, `parcel_id` and `row_key`. An answer of 'unclear' is filled in.
    'Độ tin cậy' is a number from 0 to 1; the texts bear no mark yet.
    """
    return in_visiting_order(report).select(
        pl.col("discrepancy_id").alias("Mã sai lệch"),
        pl.col("code").alias(CODE_HEADING),
        pl.col("code").replace(dict(report.titles)).alias("Tên sai lệch"),
        pl.col("severity").replace(SEVERITIES).alias("Mức độ"),
        pl.col("handler").alias("Người xử lý"),
        pl.col("guid").alias("Guid"),
        pl.col("hamlet").alias(HAMLET_HEADING),
        pl.col("sheet").alias("Tờ"),
        pl.col("parcel").alias("Thửa"),
        pl.col("certificate_serial").alias("Số phát hành"),
        pl.col("holder_name").alias("Họ tên (đất đai)"),
        pl.col("sentence").alias("Nội dung"),
        pl.col("land_value").alias(LAND_HEADING),
        pl.col("resident_value").alias(RESIDENT_HEADING),
        pl.col("proposal").alias(PROPOSAL_HEADING),
        pl.col("confidence").alias("Độ tin cậy"),
        day(pl.col("since")).alias("Từ ngày"),
        pl.col("state").replace(STATES).alias("Trạng thái"),
        _given(pl.col("answer").replace(ANSWERS)).alias(ANSWER_HEADING),
        _given(pl.col("value")).alias(VALUE_HEADING),
        _given(pl.col("answered_by")).alias(SIGNATURE_HEADING),
        _given(pl.col("answer_note")).alias(NOTE_HEADING),
        pl.col("question").alias(QUESTION_HEADING),
        "severity", "state", "part", "parcel_id", "row_key",
    )  # fmt: skip


def discrepancy_list(rows: pl.DataFrame) -> pl.DataFrame:
    """sai-lech.csv: every discrepancy, the headings of the contract, cells safe for Excel."""
    return rows.with_columns(
        *(harmless(pl.col(name)) for name in _PLAIN),
        *(marked(pl.col(name)) for name in _VALUES),
        percent(pl.col("Độ tin cậy")),
    ).select(_LISTED)


def _given(answer: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("part") == "waiting").then(answer)
