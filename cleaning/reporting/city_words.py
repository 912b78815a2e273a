"""Roll-up → its sentences: what officials report upward, and which wards' figures are missing or old."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.reporting.city_report import COUNTS
from cleaning.reporting.city_summary import CitySummary
from cleaning.reporting.numerals import share, short_day, thousands

_SHORT: Final = {"Phường": "P.", "Xã": "X.", "Đặc khu": "ĐK.", "Thị trấn": "TT."}
_NAMED: Final = 6  # wards a sentence names
_TOLD: Final = {
    "failed": "Chạy không hoàn thành, giữ số liệu cũ",
    "failed_without": "Chạy không hoàn thành và chưa từng có số liệu",
    "unchanged": "Không có gì thay đổi, giữ số liệu cũ",
    "earlier": "Chưa chạy ngày này, giữ số liệu cũ",
    "too_small": "Quá ít thửa đất để công bố, không tính vào tổng",
    "without": "Chưa có số liệu",
}


def short_name(name: pl.Expr) -> pl.Expr:
    """'Phường Thiên Hương' → 'P. Thiên Hương'."""
    for kind, short in _SHORT.items():
        name = name.str.replace(f"^{kind} ", f"{short} ")
    return name


def counted(number: int | float | None, whole: int | float | None = None) -> str:
    """A count of the total as print writes it, with its share of `whole`; what is withheld is called so."""
    if number is None:
        return "(không công bố)"
    told = thousands(int(number))
    return told if whole is None else f"{told} ({share(number, whole)})"


def report_words(summary: CitySummary) -> str:
    """The figures in the order officials quote them, ready to paste into a report."""
    report = summary.report
    told = {count.name: _told_of(summary, count.name, count.whole) for count in COUNTS}
    sentences = (
        f"Tính đến ngày {report.day}, {report.name} có {summary.counted.height}/{summary.wards.height} phường, xã, đặc "
        f"khu có số liệu, {summary.finished} đơn vị đạt mục tiêu.",
        f"Đã rà soát, xếp nhóm {told['parcels']} thửa đất: nhóm 1 {told['group_1']}, nhóm 2 {told['group_2']}, nhóm 3 "
        f"{told['group_3']}; {told['parcels_with_id']} thửa có mã định danh.",
        f"Đã đối chiếu {told['records']} lượt người sử dụng đất với dữ liệu dân cư: khớp {told['link']}, cần xác nhận "
        f"{told['review']}, chưa tìm thấy {told['no_link']}; {told['residents_linked']} người đã xác thực.",
        f"Giấy chứng nhận: đã nhập {told['certificates']}, đã quét {told['certificates_scanned']}; "
        f"{told['parcels_uncertified']} thửa chưa có giấy chứng nhận.",
    )
    return " ".join(sentences)


def coverage_words(summary: CitySummary) -> list[tuple[str, str]]:
    """Per state other than tonight's: which wards, with the day of their figures; (state, sentence)."""
    told: list[tuple[str, str]] = []
    for state, words in _TOLD.items():
        wards = summary.wards.filter(pl.col("state") == state).sort("day", "ward", nulls_last=True)
        if wards.height > 0:
            told.append((state, f"{words} ({thousands(wards.height)}): {_list_of(wards, summary)}."))
    return told


def notes(summary: CitySummary) -> list[str]:
    """What has to be known to read the numbers."""
    settings = summary.report.settings
    return [
        f"Cách xếp nhóm: {settings.groups_version}, chưa phải bảng tiêu chí chính thức.",
        "Mỗi đơn vị theo số liệu mới nhất của mình đến ngày tổng hợp (cột Số liệu ngày); tiến độ là bình quân 14 ngày "
        "đến ngày ấy, nên nơi không có đêm mới thì tiến độ giảm dần.",
        f"Số từ 1 đến {settings.small_cell - 1} không công bố (“ẩn”), kèm một số khác trong cùng tổng để không tính "
        "ngược ra được.",
        "Không có số liệu đồng bộ về trung ương và số căn hộ: các tệp đầu vào không có.",
    ]


def _told_of(summary: CitySummary, name: str, whole: str | None) -> str:
    return counted(summary.total[name], None if whole is None else summary.total[whole])


def _list_of(wards: pl.DataFrame, summary: CitySummary) -> str:
    names = [
        name if day is None else f"{name} ({short_day(day, summary.report.as_of)})"
        for name, day in wards.head(_NAMED).select(short_name(pl.col("ward_name")), "day").iter_rows()
    ]
    more = wards.height - len(names)
    return ", ".join(names) + (f" và {thousands(more)} đơn vị khác" if more > 0 else "")
