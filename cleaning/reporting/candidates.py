"""Candidates of land users to review → ung-vien.csv: beside the land values, and what agrees in words."""

from __future__ import annotations

import polars as pl

from cleaning.reporting.cells import day, harmless, marked, percent
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import AGREEING, GENDERS, LEVELS, RESIDENT_STATUS

_LAND = (
    "row_key", "guid", "sheet", "parcel", "certificate_serial", "holder_name", "holder_citizen_id", "holder_cmnd",
    "holder_id_number_raw", "holder_birth_date", "holder_birth_year", "holder_birth_date_raw", "holder_gender",
    "holder_gender_raw", "holder_address_raw",
)  # fmt: skip
_RESIDENT = (
    "row_key", "name", "citizen_id", "cmnd", "birth_date", "birth_year", "birth_date_raw", "gender", "gender_raw",
    "residence_raw", "hamlet", "resident_status",
)  # fmt: skip


def candidate_list(report: WardReport) -> pl.DataFrame:
    """One row per candidate, by row key and rank. Values come first: a person judges them before any score."""
    land = report.land.select(_LAND)
    residents = report.residents.select(_RESIDENT).rename(lambda name: f"resident_{name}")
    reasons = report.verdicts.select("row_key", "reason")
    rows = (
        report.candidates.join(land, on="row_key", how="left", validate="m:1")
        .join(residents.rename({"resident_row_key": "resident_key"}), on="resident_key", how="left", validate="m:1")
        .join(reasons, on="row_key", how="left", validate="m:1")
        .sort("row_key", "rank")
    )
    return rows.select(*_place(), *_side_by_side(), *_judgement(report))


def _place() -> list[pl.Expr]:
    return [
        harmless(pl.col("guid")).alias("Guid"),
        harmless(pl.col("row_key")).alias("Khóa dòng"),
        marked(pl.col("sheet")).alias("Tờ"),
        marked(pl.col("parcel")).alias("Thửa"),
        marked(pl.col("certificate_serial")).alias("Số phát hành"),
        pl.col("rank").alias("Thứ hạng"),
    ]


def _side_by_side() -> list[pl.Expr]:
    return [
        marked(pl.col("holder_name")).alias("Họ tên (đất đai)"),
        marked(pl.col("resident_name")).alias("Họ tên (dân cư)"),
        marked(pl.coalesce("holder_citizen_id", "holder_cmnd", "holder_id_number_raw")).alias("Số giấy tờ (đất đai)"),
        marked(pl.col("resident_citizen_id")).alias("Số định danh (dân cư)"),
        marked(pl.col("resident_cmnd")).alias("Số CMND (dân cư)"),
        marked(_birth("holder_birth")).alias("Ngày sinh (đất đai)"),
        marked(_birth("resident_birth")).alias("Ngày sinh (dân cư)"),
        harmless(_gender("holder_gender")).alias("Giới tính (đất đai)"),
        harmless(_gender("resident_gender")).alias("Giới tính (dân cư)"),
        marked(pl.col("holder_address_raw")).alias("Địa chỉ (đất đai)"),
        marked(pl.col("resident_residence_raw")).alias("Địa chỉ (dân cư)"),
        marked(pl.col("resident_hamlet")).alias("Tổ dân phố (dân cư)"),
        pl.col("resident_resident_status").replace(RESIDENT_STATUS).alias("Tình trạng (dân cư)"),
    ]


def _judgement(report: WardReport) -> list[pl.Expr]:
    return [
        _phrases("agrees").alias("Giống nhau"),
        _phrases("differs").alias("Khác nhau"),
        _phrases("missing").alias("Chưa có dữ liệu"),
        harmless(pl.col("contradiction").replace(dict(report.reasons))).alias("Điểm mâu thuẫn"),
        harmless(pl.col("reason").replace(dict(report.reasons))).alias("Vì sao cần xem lại"),
        percent(pl.col("probability")).alias("Độ tin cậy"),
    ]


def _birth(side: str) -> pl.Expr:
    """The day, else the year, else what was received."""
    return pl.coalesce(day(pl.col(f"{side}_date")), pl.col(f"{side}_year").cast(pl.String), f"{side}_date_raw")


def _gender(side: str) -> pl.Expr:
    return pl.coalesce(pl.col(side).replace(GENDERS), f"{side}_raw")


def _phrases(side: str) -> pl.Expr:
    """The comparisons that agree, differ or lack a value, as one text: 'họ tên: giống hệt; giới tính: giống nhau'."""
    phrases: list[pl.Expr] = []
    for column, (label, words) in LEVELS.items():
        level = pl.col(column)
        agrees, missing = level.is_in(AGREEING), level == "missing"
        phrase = pl.concat_str(pl.lit(f"{label}: "), level.replace(words))
        shown = {
            "agrees": pl.when(agrees).then(phrase),
            "differs": pl.when(~agrees & ~missing).then(phrase),
            "missing": pl.when(missing).then(pl.lit(label)),
        }
        phrases.append(shown[side])
    joined = pl.concat_str(phrases, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)
