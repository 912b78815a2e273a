"""Report → chua-co-giay.csv: the parcels without certificate, and what is in the way of issuing one."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.reporting.cells import harmless, marked
from cleaning.reporting.placing import PARCEL_ORDER, placed
from cleaning.reporting.report import WardReport

_READ: Final = (
    "row_key", "area_m2", "land_uses", "parcel_address_raw", "holder_name", "organisation_name", "certificate_state",
    "certificate_serial", "certificate_date", "register_number",
)  # fmt: skip
_WITHOUT: Final = pl.col("certificate_state").is_in(["none_issued", "missing"])
_ITSELF: Final = "certificate_missing"
_NOTHING: Final = "dữ liệu không còn vướng mắc"


def uncertified_list(report: WardReport) -> pl.DataFrame:
    """One line per parcel of which a row bears no certificate, by map sheet and parcel number.

    A parcel that bears one on another row is listed too: which of them is right is for people to say.
    """
    rows = report.land.select(*_READ, parcel_id=pl.coalesce("parcel_key", "row_key")).sort("row_key")
    without = rows.filter(_WITHOUT).select("parcel_id").unique()
    numbers = report.parcels.select("parcel_id", "sheet", "parcel", "people", "people_linked", "hamlet")
    parcels = (
        _parcels(rows.join(without, on="parcel_id", how="semi", maintain_order="left"))
        .join(numbers, on="parcel_id", how="left", validate="1:1")
        .join(_in_the_way(report), on="parcel_id", how="left", validate="1:1")
        .sort(*PARCEL_ORDER, nulls_last=True)
    )
    return parcels.select(
        marked(pl.col("sheet")).alias("Tờ"),
        marked(pl.col("parcel")).alias("Thửa"),
        marked(pl.col("areas")).alias("Diện tích (m²)"),
        marked(pl.col("uses")).alias("Loại đất"),
        marked(pl.col("address")).alias("Địa chỉ thửa đất"),
        marked(pl.col("holders")).alias("Người sử dụng đất"),
        pl.col("people").alias("Số người"),
        pl.col("people_linked").alias("Số người đã khớp"),
        marked(pl.col("hamlet")).alias("Tổ dân phố"),
        harmless(_proposal()).alias("Đề xuất"),
        harmless(pl.col("in_the_way").fill_null(_NOTHING)).alias("Còn vướng"),
    )


def _parcels(rows: pl.DataFrame) -> pl.DataFrame:
    """What the rows of each parcel say, all different values beside each other."""
    written = pl.col("area_m2").round(2).cast(pl.String).str.replace(r"\.0$", "").str.replace(".", ",", literal=True)
    traces = pl.any_horizontal(pl.col("register_number", "certificate_date").is_not_null())
    return rows.with_columns(area=written).group_by("parcel_id", maintain_order=True).agg(
        areas=_together("area"),
        uses=_together("land_uses"),
        address=pl.col("parcel_address_raw").drop_nulls().first(),
        holders=_together(pl.coalesce("holder_name", "organisation_name")),
        serials=_together(pl.col("certificate_serial").filter(~_WITHOUT)),
        is_certified=(~_WITHOUT).any(),
        has_traces=(traces & _WITHOUT).any(),
        is_declared=((pl.col("certificate_state") == "none_issued") | ~_WITHOUT).all(),
    )  # fmt: skip


def _together(values: str | pl.Expr) -> pl.Expr:
    """The different values in the order of rows, joined by '; '; null where there is none."""
    column = pl.col(values) if isinstance(values, str) else values
    known = column.drop_nulls().unique(maintain_order=True)
    return pl.when(known.len() > 0).then(known.str.join("; "))


def _proposal() -> pl.Expr:
    """First issue, finding or issuing again, or what has to be found out before."""
    return (
        pl.when("is_certified")
        .then(pl.concat_str(pl.lit("đối chiếu với giấy đã cấp: "), pl.col("serials").fill_null("chưa rõ số")))
        .when("has_traces")
        .then(pl.lit("tìm giấy đã cấp, hoặc cấp lại (đã có số vào sổ hoặc ngày cấp)"))
        .when("is_declared")
        .then(pl.lit("cấp lần đầu"))
        .otherwise(pl.lit("xác minh đã cấp giấy hay chưa"))
    )


def _in_the_way(report: WardReport) -> pl.DataFrame:
    """Per `parcel_id` the titles of what is open or keeps it out of group 1, in the catalogue's order."""
    barring = report.followed.filter(pl.col("severity") != "info", ~pl.col("is_settled"))
    open_codes = placed(barring, report).select("parcel_id", "code")
    reasons = report.parcels.select("parcel_id", code=pl.col("reasons").str.split(", ")).explode("code")
    schema = {"code": pl.String, "title": pl.String}
    titles = pl.DataFrame(list(report.titles.items()), schema=schema, orient="row").with_row_index("place")
    return (
        pl.concat([open_codes, reasons.drop_nulls()])
        .filter(pl.col("code") != _ITSELF)
        .unique()
        .join(titles, on="code", how="left", validate="m:1")
        .sort("parcel_id", "place", "code", nulls_last=True)
        .group_by("parcel_id", maintain_order=True)
        .agg(in_the_way=pl.coalesce("title", "code").str.join("; "))
    )
