"""Report → the plain lists of a ward: verdicts, parcels, rejected rows. Headings are a contract (design: output)."""

from __future__ import annotations

import polars as pl

from cleaning.reporting.cells import harmless, marked
from cleaning.reporting.report import WardReport

_LINK_TEXTS = ("guid", "row_key", "verdict", "resident_id", "reason", "found_by", "model", "runner_up_id")
_LINK_HEADINGS = (
    "guid", "row_key", "verdict", "resident_id", "probability", "reason", "found_by", "model",
    "runner_up_id", "runner_up_probability",
)  # fmt: skip


def link_list(report: WardReport) -> pl.DataFrame:
    """doi-khop.csv: the verdict of every land row, by row key. For programs: codes, and numbers without a text mark."""
    guids = report.land.select("row_key", "guid")
    verdicts = report.verdicts.join(guids, on="row_key", how="left", validate="1:1").sort("row_key")
    return verdicts.with_columns(harmless(pl.col(name)) for name in _LINK_TEXTS).select(_LINK_HEADINGS)


def parcel_list(report: WardReport) -> pl.DataFrame:
    """thua-dat.csv: the group of every parcel and why, in the order of map sheets and parcel numbers."""
    titles = dict(report.titles)
    # few distinct lists of codes stand on very many parcels: each is put into words once
    reasons = report.parcels.select("reasons").unique().drop_nulls()
    codes = reasons.with_columns(code=pl.col("reasons").str.split(", ")).explode("code")
    words = (
        codes.with_columns(pl.col("code").replace(titles))
        .group_by("reasons", maintain_order=True)
        .agg(words=pl.col("code").str.join("; "))
    )
    numbers = [pl.col(name).cast(pl.Int64, strict=False).alias(f"{name}_number") for name in ("sheet", "parcel")]
    ordered = (
        report.parcels.join(words, on="reasons", how="left")
        .with_columns(numbers)
        .sort("sheet_number", "sheet", "parcel_number", "parcel", "parcel_id", nulls_last=True)
    )
    return ordered.select(
        marked(pl.col("sheet")).alias("Tờ"),
        marked(pl.col("parcel")).alias("Thửa"),
        pl.col("group").alias("Nhóm"),
        harmless(pl.col("words")).alias("Lý do"),
        pl.col("people").alias("Số người"),
        pl.col("people_linked").alias("Số người đã khớp"),
        pl.col("open_errors").alias("Số sai lệch mức lỗi"),
        marked(pl.col("hamlet")).alias("Tổ dân phố"),
    )


def rejected_list(report: WardReport) -> pl.DataFrame:
    """tu-choi.csv: rows that could not be read, by file, sheet and row as Excel numbers it."""
    ordered = report.rejected.sort("source_file", "source_sheet", "source_row", "reason", "content", nulls_last=True)
    return ordered.select(
        harmless(pl.col("source_file")).alias("Tệp"),
        harmless(pl.col("source_sheet")).alias("Trang"),
        pl.col("source_row").alias("Dòng"),
        harmless(pl.col("reason")).alias("Lý do"),
        marked(pl.col("content")).alias("Nội dung"),
    )
