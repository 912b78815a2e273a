"""Land rows and residents → their facts side by side in cells, for a person to judge who is who."""

from __future__ import annotations

import polars as pl

from cleaning.reporting.cells import day, harmless, marked
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import GENDERS, RESIDENT_STATUS

_LAND = (
    "row_key", "guid", "sheet", "parcel", "certificate_serial", "holder_name", "holder_citizen_id", "holder_cmnd",
    "holder_id_number_raw", "holder_birth_date", "holder_birth_year", "holder_birth_date_raw", "holder_gender",
    "holder_gender_raw", "holder_address_raw",
)  # fmt: skip
_RESIDENT = (
    "row_key", "name", "citizen_id", "cmnd", "birth_date", "birth_year", "birth_date_raw", "gender", "gender_raw",
    "residence_raw", "hamlet", "relation_raw", "resident_status",
)  # fmt: skip


def with_both_sides(pairs: pl.DataFrame, report: WardReport) -> pl.DataFrame:
    """`pairs` (row_key, resident_key, …) with what the land row says, and what the register does under `resident_`."""
    land = report.land.select(_LAND)
    residents = report.residents.select(_RESIDENT).rename(lambda name: f"resident_{name}")
    return pairs.join(land, on="row_key", how="left", validate="m:1").join(
        residents.rename({"resident_row_key": "resident_key"}), on="resident_key", how="left", validate="m:1"
    )


def parcel_place() -> list[pl.Expr]:
    """Where the land is: map sheet, parcel, certificate."""
    return [
        marked(pl.col("sheet")).alias("Tờ"),
        marked(pl.col("parcel")).alias("Thửa"),
        marked(pl.col("certificate_serial")).alias("Số phát hành"),
    ]


def both_sides() -> list[pl.Expr]:
    """Who the land row names and who the register does, fact by fact."""
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


def _birth(side: str) -> pl.Expr:
    """The day, else the year, else what was received."""
    return pl.coalesce(day(pl.col(f"{side}_date")), pl.col(f"{side}_year").cast(pl.String), f"{side}_date_raw")


def _gender(side: str) -> pl.Expr:
    return pl.coalesce(pl.col(side).replace(GENDERS), f"{side}_raw")
