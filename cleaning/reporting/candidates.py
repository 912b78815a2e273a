"""Candidates of land users to review → ung-vien.csv: beside the land values, and what was compared in words."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from cleaning.reporting.cells import harmless, percent
from cleaning.reporting.report import WardReport
from cleaning.reporting.sides import both_sides, parcel_place, with_both_sides
from cleaning.reporting.words import AGREEING, LEVELS, OF_BOTH_SIDES, USUAL


def candidate_list(report: WardReport) -> pl.DataFrame:
    """One row per candidate, by row key and rank. Values come first: a person judges them before any score."""
    reasons = report.verdicts.select("row_key", "reason")
    rows = (
        with_both_sides(report.candidates, report)
        .join(reasons, on="row_key", how="left", validate="m:1")
        .sort("row_key", "rank")
    )
    return rows.select(*_place(), *both_sides(), *_judgement(report))


def _place() -> list[pl.Expr]:
    return [
        harmless(pl.col("guid")).alias("Guid"),
        harmless(pl.col("row_key")).alias("Khóa dòng"),
        *parcel_place(),
        pl.col("rank").alias("Thứ hạng"),
    ]


def _judgement(report: WardReport) -> list[pl.Expr]:
    around = [column for column in LEVELS if column not in OF_BOTH_SIDES]
    return [
        _joined(pl.when(_agrees(column)).then(_labelled(column)) for column in OF_BOTH_SIDES).alias("Giống nhau"),
        _joined(pl.when(_differs(column)).then(_labelled(column)) for column in OF_BOTH_SIDES).alias("Khác nhau"),
        _joined(pl.when(~pl.col(column).is_in(USUAL)).then(_words(column)) for column in around).alias("Căn cứ khác"),
        harmless(pl.col("contradiction").replace(dict(report.reasons))).alias("Điểm mâu thuẫn"),
        harmless(pl.col("reason").replace(dict(report.reasons))).alias("Vì sao cần xem lại"),
        percent(pl.col("probability")).alias("Độ tin cậy"),
    ]


def _agrees(column: str) -> pl.Expr:
    return pl.col(column).is_in(AGREEING)


def _differs(column: str) -> pl.Expr:
    return ~_agrees(column) & (pl.col(column) != "missing")


def _words(column: str) -> pl.Expr:
    _, words = LEVELS[column]
    return pl.col(column).replace(words)


def _labelled(column: str) -> pl.Expr:
    label, _ = LEVELS[column]
    return pl.concat_str(pl.lit(f"{label}: "), _words(column))


def _joined(phrases: Iterable[pl.Expr]) -> pl.Expr:
    """One text of what is said of a row: 'họ tên: giống hệt; giới tính: giống nhau'; null where nothing is."""
    joined = pl.concat_str(list(phrases), separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)
