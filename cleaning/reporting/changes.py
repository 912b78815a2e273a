"""Changes since the night before → thay-doi.csv: what is new, gone or another, before and now, and why."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.reporting.cells import harmless, marked
from cleaning.reporting.placing import PARCEL_ORDER
from cleaning.reporting.report import WardReport

# kind of change → how staff call it, in the order of the list
KINDS: Final = {
    "verdict": "kết quả đối khớp thay đổi",
    "reopened": "sai lệch mở lại",
    "new": "sai lệch mới",
    "gone": "không còn sai lệch",
    "answered": "đã trả lời",
}
REASONS: Final = {
    "decision": "theo quyết định của cán bộ",
    "data": "dòng này trong hồ sơ đất đai đã thay đổi",
    "resident": "dữ liệu dân cư của người này đã thay đổi",
    "model": "dùng mô hình đối khớp khác",
    "settings": "cài đặt đã thay đổi",
    "program": "phiên bản chương trình đã thay đổi",
    "other_rows": "dữ liệu hoặc quyết định ở dòng khác đã thay đổi",
    "day": "theo ngày chạy (tuổi, thời hạn)",
}


def change_list(report: WardReport) -> pl.DataFrame:
    """One line per change: changed verdicts first, then discrepancies; in each, by map sheet and parcel."""
    kinds = list(KINDS)
    place = pl.col("kind").replace_strict(kinds, range(len(kinds)), default=len(kinds), return_dtype=pl.Int8)
    sheet_and_parcel = PARCEL_ORDER[:4]
    ordered = report.changes.sort(place, "kind", *sheet_and_parcel, "code", "subject", nulls_last=True)
    return ordered.select(
        harmless(pl.col("kind").replace(KINDS)).alias("Thay đổi"),
        harmless(pl.col("code")).alias("Loại"),
        harmless(pl.col("code").replace(dict(report.titles))).alias("Tên sai lệch"),
        harmless(pl.col("subject")).alias("Mã"),
        harmless(pl.col("guid")).alias("Guid"),
        marked(pl.col("sheet")).alias("Tờ"),
        marked(pl.col("parcel")).alias("Thửa"),
        marked(pl.col("before")).alias("Trước"),
        marked(pl.col("now")).alias("Nay"),
        harmless(pl.col("why").replace(REASONS)).alias("Vì sao"),
    )
