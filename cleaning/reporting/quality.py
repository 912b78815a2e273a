"""Measured precision → the lines of the leaders' page: counts, shares and intervals, nothing of any person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cleaning.reporting.numerals import interval, share, thousands
from cleaning.reporting.report import WardReport

_AXIS_FROM = 0.5  # where the axis begins, unless an interval reaches further down
_WHOLE = "all"


@dataclass(frozen=True)
class PrecisionLine:
    """One kind of link. `start`, `width` and `at` place its interval and its estimate on the axis, in percent."""

    title: str
    links: str
    checked: str
    precision: str
    interval: str
    start: str
    width: str
    at: str


@dataclass(frozen=True)
class Quality:
    """What checking says of the machine's links. `lines` ends with the whole; it is empty where nothing is measured.

    `axis` is the share the axis begins at; `notes` are sentences.
    """

    lines: list[PrecisionLine]
    axis: str
    notes: list[str]


def quality(report: WardReport) -> Quality:
    """The section on checked links; where nobody has answered yet, one sentence that says so."""
    strata = report.precision.to_dicts()
    whole = next((one for one in strata if one["stratum"] == _WHOLE), None)
    if whole is None or whole["right"] + whole["wrong"] + whole["unclear"] == 0:
        return Quality([], "", [_not_yet(report.sample.height)])
    shown = [one for one in strata if one["links"] > 0 or _checked(one) > 0]
    lowest = min((one["low"] for one in shown if one["low"] is not None), default=1.0)
    origin = _AXIS_FROM if lowest >= _AXIS_FROM else 0.0
    lines = [_line(one, origin) for one in shown] if whole["precision"] is not None else []
    return Quality(lines, f"{origin:.0%}", _notes(whole, report.sample.height))


def _line(stratum: dict[str, Any], origin: float) -> PrecisionLine:
    checked = _checked(stratum)
    low, high = stratum["low"], stratum["high"]
    is_measured = stratum["precision"] is not None

    def place(value: float) -> float:
        return 100 * (value - origin) / (1 - origin)

    return PrecisionLine(
        title=stratum["title"],
        links=thousands(stratum["links"]),
        checked=f"{thousands(stratum['right'])}/{thousands(checked)}",
        precision=share(stratum["precision"], 1) if is_measured else "–",
        interval=interval(low, high) if is_measured else "chưa có",
        start=f"{place(low):.2f}" if is_measured else "0",
        width=f"{place(high) - place(low):.2f}" if is_measured else "0",
        at=f"{place(stratum['precision']):.2f}" if is_measured else "0",
    )


def _checked(stratum: dict[str, Any]) -> int:
    return stratum["right"] + stratum["wrong"]


def _not_yet(asked: int) -> str:
    if asked == 0:
        return "Chưa có phiếu kiểm tra nào được trả lời."
    return (
        f"Chưa có phiếu kiểm tra nào được trả lời; tệp kiem-tra.csv có {thousands(asked)} kết nối của máy "
        "đang chờ cán bộ kiểm tra."
    )


def _notes(whole: dict[str, Any], asked: int) -> list[str]:
    notes: list[str] = []
    if whole["wrong"] > 0:
        notes.append(
            f"{thousands(whole['wrong'])} kết nối được kết luận “không phải người này”; "
            f"{thousands(whole['wrong_standing'])} trong số đó vẫn còn trong kết quả đêm nay và cần được xử lý."
        )
    if whole["unclear"] > 0:
        notes.append(
            f"{thousands(whole['unclear'])} phiếu chưa rõ, không tính vào tỷ lệ; trong đó "
            f"{thousands(whole['disputed'])} phiếu có hai kết luận trái nhau."
        )
    if 0 < whole["links_measured"] < whole["links"]:
        notes.append(
            f"Tỷ lệ chung mới nói về {share(whole['links_measured'], whole['links'])} số kết nối: "
            "các loại còn lại chưa có kết luận nào."
        )
    if asked > 0:
        notes.append(f"Tệp kiem-tra.csv đêm nay có {thousands(asked)} kết nối đang chờ kiểm tra.")
    return notes
