"""Report → the figures of the leaders' page: counts and shares only, nothing of any person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.reference.masks import masked
from cleaning.reporting.numerals import share, thousands
from cleaning.reporting.report import WardReport

GROUPS: Final = {
    1: ("Nhóm 1", "đúng – đủ – sạch – sống"),
    2: ("Nhóm 2", "cần chỉnh sửa, bổ sung, xác thực"),
    3: ("Nhóm 3", "không sử dụng được, phải lập lại"),
}
VERDICTS: Final = {
    "link": ("Đã khớp", "có trong dữ liệu dân cư"),
    "review": ("Cần xác nhận", "có người gần giống"),
    "no_link": ("Chưa tìm thấy", "không có ai phù hợp"),
}
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
    return _stacked({key: (label, note, f"group{key}", found.get(key, 0)) for key, (label, note) in GROUPS.items()})


def verdicts(report: WardReport) -> list[Figure]:
    """Land rows of people by verdict; those of organisations stand apart, outside the whole."""
    found = _counts(report.verdicts, "verdict")
    others = thousands(found.get("not_a_person", 0))
    return [
        *_stacked({key: (label, note, key, found.get(key, 0)) for key, (label, note) in VERDICTS.items()}),
        Figure("Tổ chức, cộng đồng", "không tính vào tỷ lệ", "not_a_person", others, "–", "0"),
    ]


def hamlets(report: WardReport) -> list[Figure]:
    """Share of each hamlet's parcels in group 1, by its name; then the small ones together, and parcels of none."""
    parcels = report.parcels.with_columns(masked(pl.col("hamlet")))
    found = parcels.group_by("hamlet").agg(parcels=pl.len(), good=(pl.col("group") == 1).sum())
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
        Figure(name, thousands(parcels), "group1", thousands(good), share(good, parcels), width(good, parcels))
        for name, good, parcels in lines
    ]


def rows_received(counts: Mapping[str, int]) -> str:
    """What became of every source row, in a sentence. Raises KeyError where a count is not given."""
    received, standardised, rejected, noise = (
        thousands(counts[key]) for key in ("source_rows", "standardised", "rejected", "noise")
    )
    return (
        f"Đã nhận {received} dòng đất đai và dân cư: {standardised} dòng được chuẩn hóa, {rejected} dòng bị từ chối "
        f"kèm lý do, {noise} dòng trống, tổng cộng, tiêu đề lặp hoặc phiếu chưa trả lời."
    )


def width(part: int, whole: int) -> str:
    """The length of a bar in percent."""
    return "0" if whole == 0 else f"{100 * part / whole:.2f}"


def _counts(frame: pl.DataFrame, column: str) -> dict[object, int]:
    return dict(frame.group_by(column).len().iter_rows())


def _stacked(lines: Mapping[object, tuple[str, str, str, int]]) -> list[Figure]:
    """Figures whose bars stand one after the other and fill the whole."""
    whole, before, stacked = sum(number for *_, number in lines.values()), 0, list[Figure]()
    for label, note, kind, number in lines.values():
        stacked.append(
            Figure(
                label, note, kind, thousands(number), share(number, whole), width(number, whole), width(before, whole)
            )
        )
        before += number
    return stacked
