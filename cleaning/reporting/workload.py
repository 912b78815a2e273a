"""Report → what waits for an answer, by kind, by who handles it, and the oldest of it; and what has been answered.

Counts only, nothing of any person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.reporting.figures import Figure, width
from cleaning.reporting.numerals import share, short_day, thousands
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import SEVERITIES

_NEEDS_ANSWER: Final = pl.col("severity").is_in(["error", "warning"])
_KINDS_SHOWN: Final = 10
_OLDEST_SHOWN: Final = 4
_LONG_DAYS: Final = 30


@dataclass(frozen=True)
class Handler:
    """How much one of the handlers has to answer, and has answered; the last one of a table is all together."""

    name: str
    errors: str
    warnings: str
    answered: str


@dataclass(frozen=True)
class Batch:
    """Discrepancies of one kind, found first on the same night, that still wait. `kind` chooses the colour."""

    title: str
    kind: str
    since: str
    days: str
    count: str


def answered(report: WardReport) -> tuple[int, int]:
    """How many discrepancies that need an answer have one that stands, and how many there are."""
    needing = report.followed.filter(_NEEDS_ANSWER)
    return needing.filter(pl.col("state") == "answered").height, needing.height


def kinds(report: WardReport) -> list[Figure]:
    """Discrepancies that wait for an answer by kind, the most frequent first; the rare ones together."""
    asked = report.discrepancies.filter(_NEEDS_ANSWER)
    found = (
        asked.group_by("code", "severity").len().sort("len", "code", "severity", descending=[True, False, False]).rows()
    )
    shown, rest = found[:_KINDS_SHOWN], found[_KINDS_SHOWN:]
    longest = max((number for *_, number in shown), default=0)
    lines = [(report.titles.get(code, code), kind, number, width(number, longest)) for code, kind, number in shown]
    if rest:
        lines.append((f"{len(rest)} loại khác", "other", sum(number for *_, number in rest), "0"))
    return [
        Figure(label, SEVERITIES.get(kind, ""), kind, thousands(number), share(number, asked.height), length)
        for label, kind, number, length in lines
    ]


def handlers(report: WardReport) -> list[Handler]:
    """What each handler has to answer and has answered, the most to answer first; all together last."""
    is_answered = pl.col("state") == "answered"
    found = (
        report.followed.filter(_NEEDS_ANSWER)
        .group_by("handler")
        .agg(
            errors=(~is_answered & (pl.col("severity") == "error")).sum(),
            warnings=(~is_answered & (pl.col("severity") == "warning")).sum(),
            answered=is_answered.sum(),
        )
        .sort(pl.col("errors") + pl.col("warnings"), "handler", descending=[True, False])
        .with_columns(pl.col("handler").str.head(1).str.to_uppercase() + pl.col("handler").str.slice(1))
    )
    numbers = pl.exclude("handler")
    everybody = found.select(pl.lit("Cộng").alias("handler"), numbers.sum())
    return [Handler(name, *map(thousands, counts)) for name, *counts in pl.concat([found, everybody]).iter_rows()]


def oldest(report: WardReport) -> list[Batch]:
    """What has waited longest, errors first; nothing of what was found tonight."""
    batches = (
        _waiting(report)
        .filter(pl.col("since") < report.as_of)
        .group_by("since", "code", "severity")
        .len()
        .sort("since", "severity", "len", "code", descending=[False, False, True, False])
        .head(_OLDEST_SHOWN)
    )
    return [
        Batch(
            report.titles.get(code, code),
            severity,
            short_day(since, report.as_of),
            thousands((report.as_of - since).days),
            thousands(count),
        )
        for since, code, severity, count in batches.iter_rows()
    ]


def waiting_notes(report: WardReport) -> list[str]:
    """What is worth saying of those that wait: how many for long, how many after a look that settled nothing."""
    waiting = _waiting(report)
    long = waiting.filter((report.as_of - pl.col("since")).dt.total_days() >= _LONG_DAYS).height
    unclear = waiting.filter(pl.col("state") == "waiting").height
    notes = [f"{thousands(long)} sai lệch đã chờ từ {_LONG_DAYS} ngày trở lên."] if long > 0 else []
    if unclear > 0:
        notes.append(f"{thousands(unclear)} sai lệch được trả lời “chưa rõ”, đang chờ xác minh thêm.")
    return notes


def _waiting(report: WardReport) -> pl.DataFrame:
    return report.life.filter(_NEEDS_ANSWER, ~pl.col("state").is_in(["answered", "gone"]))
