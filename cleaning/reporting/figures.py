"""Report → the figures of the leaders' page: counts and shares only, nothing of any person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Final

import polars as pl

from cleaning.reporting.numerals import share, thousands
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import SEVERITIES

_GROUPS: Final = {
    1: ("Nhóm 1", "đúng – đủ – sạch – sống"),
    2: ("Nhóm 2", "cần chỉnh sửa, bổ sung, xác thực"),
    3: ("Nhóm 3", "không sử dụng được, phải lập lại"),
}
_VERDICTS: Final = {
    "link": ("Đã khớp", "đã tìm được trong dữ liệu dân cư"),
    "review": ("Cần xác nhận", "có người gần giống, chưa chắc chắn"),
    "no_link": ("Chưa tìm thấy", "không có trong dữ liệu đã nhận"),
}
_KINDS_SHOWN = 12
_HAMLETS_SHOWN = 40
# The register's hamlet column may hold anything: what stands on fewer parcels could be somebody's name.
_PARCELS_OF_A_HAMLET = 5
_LABEL_SHOWN = 40  # characters


@dataclass(frozen=True)
class Figure:
    """One line of a chart. `kind` chooses its colour, `width` and `start` of its bar are percent."""

    label: str
    note: str
    kind: str
    count: str
    share: str
    width: str
    start: str = "0"


def groups(report: WardReport) -> list[Figure]:
    """Parcels by group."""
    found = _counts(report.parcels, "group")
    return _stacked({key: (label, note, f"group{key}", found.get(key, 0)) for key, (label, note) in _GROUPS.items()})


def verdicts(report: WardReport) -> list[Figure]:
    """Land rows of people by verdict; those of organisations stand apart, outside the whole."""
    found = _counts(report.verdicts, "verdict")
    others = thousands(found.get("not_a_person", 0))
    return [
        *_stacked({key: (label, note, key, found.get(key, 0)) for key, (label, note) in _VERDICTS.items()}),
        Figure("Tổ chức, cộng đồng", "không đối khớp, không tính vào tỷ lệ", "not_a_person", others, "–", "0"),
    ]


def kinds(report: WardReport) -> list[Figure]:
    """Discrepancies that need an answer by kind, the most frequent first; the rare ones together."""
    asked = report.discrepancies.filter(pl.col("severity") != "info")
    found = (
        asked.group_by("code", "severity").len().sort("len", "code", "severity", descending=[True, False, False]).rows()
    )
    shown, rest = found[:_KINDS_SHOWN], found[_KINDS_SHOWN:]
    longest = max((number for *_, number in shown), default=0)
    lines = [(report.titles.get(code, code), kind, number, _width(number, longest)) for code, kind, number in shown]
    if rest:
        lines.append((f"{len(rest)} loại khác", "other", sum(number for *_, number in rest), "0"))
    return [
        Figure(label, SEVERITIES.get(kind, ""), kind, thousands(number), share(number, asked.height), width)
        for label, kind, number, width in lines
    ]


def handlers(report: WardReport) -> list[tuple[str, ...]]:
    """Discrepancies by who handles them, the most to answer first: name, number of each severity; totals last."""
    found = report.discrepancies.group_by("handler", "severity").len()
    table = {(handler, severity): number for handler, severity, number in found.iter_rows()}
    names = sorted({handler for handler, _ in table})
    lines = [
        (name[:1].upper() + name[1:], [table.get((name, severity), 0) for severity in SEVERITIES]) for name in names
    ]
    asked = [severity != "info" for severity in SEVERITIES]
    lines.sort(key=lambda line: -sum(compress(line[1], asked)))
    totals = [sum(column) for column in zip(*(numbers for _, numbers in lines), strict=True)] or [0] * len(SEVERITIES)
    return [(name, *map(thousands, numbers)) for name, numbers in (*lines, ("Cộng", totals))]


def hamlets(report: WardReport) -> list[Figure]:
    """Share of each hamlet's parcels in group 1, by its name; then the small ones together, and parcels of none."""
    found = report.parcels.group_by("hamlet").agg(parcels=pl.len(), good=(pl.col("group") == 1).sum())
    known = found.drop_nulls("hamlet").sort("parcels", "hamlet", descending=[True, False])
    told = min(_HAMLETS_SHOWN, int((known["parcels"] >= _PARCELS_OF_A_HAMLET).sum()))
    shown, small = known.head(told), known.slice(told)
    base, number = (
        pl.col("hamlet").str.replace(r"\s*\d+$", ""),
        pl.col("hamlet").str.extract(r"(\d{1,9})$").cast(pl.Int64),
    )
    lines = [
        (name.removeprefix("Tổ dân phố ")[:_LABEL_SHOWN], good, parcels)
        for name, good, parcels in shown.sort(base, number, nulls_last=True)
        .select("hamlet", "good", "parcels")
        .iter_rows()
    ]
    if small.height > 0:
        lines.append((f"{small.height} nơi khác", int(small["good"].sum()), int(small["parcels"].sum())))
    lines += [
        ("Chưa rõ nơi", good, parcels) for *_, parcels, good in found.filter(pl.col("hamlet").is_null()).iter_rows()
    ]
    return [
        Figure(name, thousands(parcels), "group1", thousands(good), share(good, parcels), _width(good, parcels))
        for name, good, parcels in lines
    ]


def rows_received(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """What became of every source row. Raises KeyError where a count is not given."""
    words = {
        "source_rows": "Dòng đã nhận",
        "standardised": "đã chuẩn hóa",
        "rejected": "bị từ chối, kèm lý do",
        "noise": "dòng trống, tổng cộng, tiêu đề lặp, phiếu chưa trả lời",
    }
    return [(word, thousands(counts[key])) for key, word in words.items()]


def _counts(frame: pl.DataFrame, column: str) -> dict[object, int]:
    return dict(frame.group_by(column).len().iter_rows())


def _stacked(lines: Mapping[object, tuple[str, str, str, int]]) -> list[Figure]:
    """Figures whose bars stand one after the other and fill the whole."""
    whole, before, stacked = sum(number for *_, number in lines.values()), 0, list[Figure]()
    for label, note, kind, number in lines.values():
        stacked.append(
            Figure(
                label, note, kind, thousands(number), share(number, whole), _width(number, whole), _width(before, whole)
            )
        )
        before += number
    return stacked


def _width(part: int, whole: int) -> str:
    return "0" if whole == 0 else f"{100 * part / whole:.2f}"
