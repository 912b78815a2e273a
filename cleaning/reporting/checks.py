"""Sample of links → kiem-tra.csv: facts of both sides to judge by, and nothing of what the machine makes of them."""

from __future__ import annotations

import polars as pl

from cleaning.reporting.cells import marked
from cleaning.reporting.report import WardReport
from cleaning.reporting.sides import both_sides, parcel_place, with_both_sides

_ANSWERS = ("Kết luận", "Người kiểm tra", "Ghi chú")


def check_list(report: WardReport) -> pl.DataFrame:
    """One row per link to check, in an order that tells nothing; the last three columns are for the answer."""
    rows = with_both_sides(report.sample, report).sort("check_id")
    return rows.select(
        pl.col("check_id").alias("Mã kiểm tra"),
        *parcel_place(),
        *both_sides(),
        marked(pl.col("resident_relation_raw")).alias("Quan hệ với chủ hộ (dân cư)"),
        *(pl.lit(None, pl.String).alias(heading) for heading in _ANSWERS),
    )
