"""Wards of the roll-up → lines of its page: the ranking, who is fastest, who stands still; nothing that is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from cleaning.reporting.city_summary import CitySummary
from cleaning.reporting.city_words import short_name
from cleaning.reporting.figures import width
from cleaning.reporting.numerals import decimal, share, short_day, thousands

HIDDEN: Final = "ẩn"  # a number that is known and not published
_IN_TABLE: Final = 24  # wards that have room for a line of their own each; more stand in columns
_IN_COLUMNS: Final = 116  # more than these do not fit on the page: the first and the last of them are shown
_LEADERS: Final = 4


@dataclass(frozen=True)
class Line:
    """A ward on the page; numbers as print writes them. `width` of its bar is percent, `state` colours its mark."""

    rank: str
    name: str
    state: str
    width: str
    share: str
    parcels: str
    points: str
    finish: str
    linked: str
    errors: str
    day: str


@dataclass(frozen=True)
class Ranking:
    """The lines shown, best first; `left_out` between the better and the worse half, where there are too many."""

    lines: list[Line]
    left_out: int
    is_table: bool


def ranking(summary: CitySummary) -> Ranking:
    """Every ward with counts by its share of group 1; those whose share is withheld come last."""
    wards = summary.counted.sort("rank", "ward", nulls_last=True)
    left_out = max(0, wards.height - _IN_COLUMNS)
    half = _IN_COLUMNS // 2
    shown = wards if left_out == 0 else pl.concat([wards.head(half), wards.tail(half)])
    return Ranking(_lines(summary, shown), left_out, shown.height <= _IN_TABLE)


def fastest(summary: CitySummary) -> list[Line]:
    """The wards whose share of group 1 grows most a week."""
    growing = summary.counted.filter(pl.col("points") > 0)
    return _lines(summary, growing.sort("pace_rank", "ward").head(_LEADERS))


def slowest(summary: CitySummary) -> tuple[int, list[Line]]:
    """How many wards short of the target stand still or fall back, and those of them with the smallest share."""
    standing = summary.counted.filter(pl.col("outlook").is_in(["standing", "falling"]))
    return standing.height, _lines(summary, standing.sort("points", "group_1_share", "ward").head(_LEADERS))


def _lines(summary: CitySummary, wards: pl.DataFrame) -> list[Line]:
    named = wards.with_columns(name=short_name(pl.col("ward_name")))
    return [_line(summary, ward) for ward in named.iter_rows(named=True)]


def _line(summary: CitySummary, ward: dict[str, Any]) -> Line:
    today = summary.report.as_of
    is_shown = ward["group_1"] is not None
    return Line(
        rank="–" if ward["rank"] is None else str(ward["rank"]),
        name=ward["name"],
        state=ward["state"],
        width=width(ward["group_1"], ward["parcels"]) if is_shown else "0",
        share=share(ward["group_1"], ward["parcels"]) if is_shown else HIDDEN,
        parcels=thousands(ward["parcels"]),
        points="–" if ward["points"] is None else decimal(ward["points"], 1, signed=True),
        finish=_finish(ward, summary),
        linked=HIDDEN if ward["link"] is None else share(ward["link"], ward["records"]),
        errors=HIDDEN if ward["open_errors"] is None else thousands(ward["open_errors"]),
        day=short_day(ward["day"], today),
    )


def _finish(ward: dict[str, Any], summary: CitySummary) -> str:
    if ward["outlook"] == "reached":
        return "đã đạt"
    if ward["outlook"] == "far":
        return "> 3 năm"
    return "–" if ward["finish"] is None else short_day(ward["finish"], summary.report.as_of)
