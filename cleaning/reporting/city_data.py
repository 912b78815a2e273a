"""Roll-up → tong-hop.csv, a row per ward, and so-lieu.json for a portal, which explains its own fields."""

from __future__ import annotations

import json
from typing import Any, Final

import polars as pl

from cleaning.reporting.cells import day, harmless
from cleaning.reporting.city_report import COUNTS, NAMES, STATES, TITLES
from cleaning.reporting.city_summary import CitySummary

VERSION: Final = 1
_SHARES: Final = {f"{count.name}_share": f"{count.title} (tỷ lệ)" for count in COUNTS if count.whole is not None}
# field of a ward → heading in the CSV and meaning; the counts and shares stand between the two parts.
_BEFORE: Final = {
    "ward": ("Mã", "mã đơn vị hành chính cấp xã, 5 chữ số"),
    "ward_name": ("Phường, xã", "tên đơn vị"),
    "state": ("Tình trạng", "tình trạng số liệu: xem states"),
    "day": ("Số liệu ngày", "ngày công bố của số liệu; trống khi chưa có"),
}
_AFTER: Final = {
    "rank": ("Hạng theo tỷ lệ nhóm 1", "1 là tỷ lệ nhóm 1 cao nhất; bằng nhau thì cùng hạng"),
    "gained": ("Thửa vào nhóm 1 mỗi ngày", "bình quân 14 ngày đến ngày tổng hợp"),
    "points": ("Điểm % nhóm 1 mỗi tuần", "tỷ lệ nhóm 1 tăng thêm mỗi tuần, điểm phần trăm, bình quân 14 ngày"),
    "pace_rank": ("Hạng theo tiến độ", "1 là tăng nhanh nhất tính theo điểm phần trăm"),
    "finish": ("Dự kiến đạt mục tiêu", "ngày đạt mục tiêu nếu giữ tiến độ; trống khi không tính được"),
}
_WITHHELD: Final = ("Số không công bố", "các số có nhưng không công bố: xem rules")


def city_table(summary: CitySummary) -> pl.DataFrame:
    """tong-hop.csv: a row per ward by code. What is withheld is empty and named in the last column."""
    parts = _BEFORE | {name: (title, "") for name, title in (TITLES | _SHARES).items()} | _AFTER
    wards = summary.wards.with_columns(
        day(pl.col("day", "finish")),
        pl.col("gained").cast(pl.Decimal(scale=1)),
        pl.col("points").cast(pl.Decimal(scale=2)),
        pl.col("state").replace(STATES),
        withheld=pl.col("withheld").list.eval(pl.element().replace(TITLES)).list.join("; "),
    )
    headed = [pl.col(name).alias(heading) for name, (heading, _) in (parts | {"withheld": _WITHHELD}).items()]
    return wards.select(headed).with_columns(harmless(pl.col(pl.String)))


def city_figures(summary: CitySummary) -> str:
    """so-lieu.json: what the numbers mean, the total, the wards, the nights. Counts only; null is not zero."""
    report, settings = summary.report, summary.report.settings
    told = {
        "version": VERSION,
        "name": report.name,
        "date": report.as_of.isoformat(),
        "rules": _rules(summary),
        "states": STATES,
        "fields": _fields(),
        "units": {
            "expected": summary.wards.height,
            "counted": summary.counted.height,
            "reached_target": summary.finished,
        },
        "target_share": settings.campaign_target,
        "total": _plain(summary.total) | {"withheld": list(summary.total_withheld)},
        "wards": [
            _plain(ward) for ward in summary.wards.select(*_BEFORE, *NAMES, *_SHARES, *_AFTER, "withheld").to_dicts()
        ],
        "nights": [_plain(night) for night in summary.nights.to_dicts()],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _rules(summary: CitySummary) -> dict[str, str]:
    small = summary.report.settings.small_cell
    return {
        "groups": f"Cách xếp nhóm: {summary.report.settings.groups_version}, chưa phải bảng tiêu chí chính thức.",
        "withheld": (
            f"Số từ 1 đến {small - 1} không công bố (null); một số khác trong cùng tổng cũng không công bố để không "
            "tính ngược ra được. Đơn vị có từ 1 đến "
            f"{small - 1} thửa đất không công bố và không tính vào tổng."
        ),
        "total": "total là tổng của các đơn vị có số liệu, mỗi đơn vị theo ngày ghi ở day.",
        "nights": "Đơn vị chưa có số liệu ở một ngày được tính theo đêm đầu tiên của mình; sau đó theo đêm gần nhất.",
        "personal_data": "Không có dữ liệu cá nhân.",
    }


def _fields() -> dict[str, dict[str, str]]:
    counts = {count.name: {"title": count.title, "meaning": count.meaning} for count in COUNTS}
    shares = {
        f"{count.name}_share": {
            "title": _SHARES[f"{count.name}_share"],
            "meaning": f"{count.title} / {TITLES[count.whole]}, 0–1",
        }
        for count in COUNTS
        if count.whole is not None
    }
    around = {name: {"title": title, "meaning": meaning} for name, (title, meaning) in (_BEFORE | _AFTER).items()}
    return around | counts | shares | {"withheld": {"title": _WITHHELD[0], "meaning": _WITHHELD[1]}}


def _plain(row: Any) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
