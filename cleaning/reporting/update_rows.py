"""Land rows and corrections → the rows of the campaign form that change, cell by cell, and what has no place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.schemas import LAND_FIELDS

# Fields that are numbers where a list is a workbook.
NUMBERS: Final = (
    "order_number", "area", "use_1_area", "use_2_area", "use_3_area", "asset_footprint", "asset_floor_area",
)  # fmt: skip
_PLACE: Final = ("sheet", "parcel")
# Columns of other lists that the form has not → how they are called. A family name is joined to the rest of the name,
# and a birth over three columns, or its year alone, stands in the form's date where the list has no other.
_ELSEWHERE: Final = {"holder_death_year": "Năm mất", "holder_man": "Nam", "holder_woman": "Nữ"}
_BIRTH_YEAR: Final = "Năm sinh"
_BIRTH_PARTS: Final = ("holder_birth_day_raw", "holder_birth_month_raw", "holder_birth_year_raw")


@dataclass(frozen=True)
class UpdateRows:
    """The rows of the form in the order of map sheets and parcels; the first four frames have the same ones.

    `rows`: `row_key`, `has_guid`, `shares_guid` and `is_workbook`, whether the list was one, where dates are no texts.
    `received` and `cells`: the form's 61 columns as text, without and with the corrections. `is_corrected`: which cells
    these are. `homeless`: `source_file, name` of columns that hold something for which the form has no column.
    """

    rows: pl.DataFrame
    received: pl.DataFrame
    cells: pl.DataFrame
    is_corrected: pl.DataFrame
    homeless: pl.DataFrame


def update_rows(raw_land: pl.DataFrame, corrections: pl.DataFrame) -> UpdateRows:
    """The rows of `raw_land` (RAW_LAND as received) that CORRECTIONS change."""
    decided = corrections.pivot("field", on_columns=LAND_FIELDS, index="row_key", values="value")
    guid = pl.col("guid_raw").str.strip_chars(" \t\r\n\u00a0{}()").str.to_lowercase().replace("", None)
    told = raw_land.with_columns(
        *(pl.col(f"{field}_raw").str.extract(r"^\s*(\d{1,9})").cast(pl.Int64).alias(f"_{field}") for field in _PLACE),
        has_guid=guid.is_not_null(),
        shares_guid=guid.is_not_null() & guid.is_duplicated(),
        is_workbook=pl.col("source_sheet").is_not_null(),
    )
    order = [name for field in _PLACE for name in (f"_{field}", f"{field}_raw")]
    changing = told.join(decided, on="row_key", how="inner", validate="1:1").sort(*order, "row_key", nulls_last=True)
    received = changing.select(_in_form(field).alias(field) for field in LAND_FIELDS)
    written = (
        pl.when(pl.col(field).is_null()).then(received[field]).otherwise(pl.col(field).replace("", None)).alias(field)
        for field in LAND_FIELDS
    )
    return UpdateRows(
        rows=changing.select("row_key", "has_guid", "shares_guid", "is_workbook"),
        received=received,
        cells=changing.select(written),
        is_corrected=changing.select(pl.col(LAND_FIELDS).is_not_null()),
        homeless=_homeless(changing),
    )


def _in_form(field: str) -> pl.Expr:
    """What was received for a column of the form, in the words of the list's own columns."""
    received = pl.col(f"{field}_raw")
    if field == "holder_name":
        return pl.concat_str("holder_family_name_raw", received, separator=" ", ignore_nulls=True).replace("", None)
    if field == "holder_birth_date":
        return pl.coalesce(received, pl.concat_str(_BIRTH_PARTS, separator="/"), "holder_birth_year_raw")
    return received


def _homeless(rows: pl.DataFrame) -> pl.DataFrame:
    known = [
        pl.when(pl.col(f"{field}_raw").is_not_null()).then(pl.lit(name)).alias(field)
        for field, name in _ELSEWHERE.items()
    ]
    beside = pl.col("holder_birth_year_raw").is_not_null() & pl.col("holder_birth_date_raw").is_not_null()
    year = pl.when(beside).then(pl.lit(_BIRTH_YEAR)).alias("holder_birth_year")
    put_together = pl.col("holder_birth_date_raw").is_null() & pl.all_horizontal(pl.col(_BIRTH_PARTS).is_not_null())
    known += [
        pl.when(pl.col(part).is_not_null() & ~put_together).then(pl.lit(name)).alias(part)
        for part, name in zip(_BIRTH_PARTS[:2], ("Ngày", "Tháng"), strict=True)
    ]
    named = rows.select("source_file", year, *known).unpivot(index="source_file", value_name="name").drop("variable")
    others = [
        pl.DataFrame({"name": _headings(one["other_cells"].drop_nulls())}).select(
            pl.lit(file).alias("source_file"), "name"
        )
        for (file,), one in rows.drop_nulls("other_cells").group_by("source_file")
    ]
    return pl.concat([named.drop_nulls("name"), *others]).unique().sort("source_file", "name")


def _headings(objects: pl.Series) -> list[str]:
    return objects.str.json_decode(infer_schema_length=None).struct.fields
