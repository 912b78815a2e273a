"""The table old map sheet → new map sheet → whether a row's old sheet can still be told."""

from __future__ import annotations

import polars as pl

from cleaning.standardising.parcels import comparable, map_number
from cleaning.standardising.text import tidy


def with_sheet_state(frame: pl.DataFrame, sheet_map: pl.DataFrame) -> pl.DataFrame:
    """`sheet_state` and `sheet_candidates`, from `sheet`, `certificate_sheet` and `parcel_old_unit_code_written`.

    'ambiguous' where the row has no cadastral sheet of its own and its old unit and old sheet have several new sheets
    (the scale, which would settle it, is seldom printed). Nothing is picked. `sheet_map` (RAW_SHEET_MAP) may be empty.
    """
    told = frame.with_columns(_sheet=pl.when(pl.col("sheet").is_null()).then(comparable(pl.col("certificate_sheet"))))
    return (
        told.join(
            _several(sheet_map), left_on=["parcel_old_unit_code_written", "_sheet"], right_on=["unit", "sheet"],
            how="left", maintain_order="left", validate="m:1",
        )
        .with_columns(
            sheet_state=pl.when(pl.col("sheet_candidates").is_null()).then(pl.lit("ok")).otherwise(pl.lit("ambiguous"))
        )
        .drop("_sheet")
    )  # fmt: skip


def _several(sheet_map: pl.DataFrame) -> pl.DataFrame:
    """Old sheets with more than one new sheet: `unit, sheet, sheet_candidates`."""
    code = tidy(pl.col("old_unit_code_raw")).str.replace(r"[.,]0+$", "")
    return (
        sheet_map.select(
            unit=pl.when(code.str.contains(r"^\d{4}$")).then(code.str.zfill(5)).otherwise(code),
            sheet=comparable(map_number(tidy(pl.col("old_sheet_raw")))),
            new_sheet=map_number(tidy(pl.col("new_sheet_raw"))),
        )
        .drop_nulls()
        .unique()
        .with_columns(order=comparable(pl.col("new_sheet")).str.extract(r"(\d+)").cast(pl.Int64, strict=False))
        .sort("order", "new_sheet", nulls_last=True)
        .group_by("unit", "sheet", maintain_order=True)
        .agg(pl.len(), sheet_candidates=pl.col("new_sheet").str.join(", "))
        .filter(pl.col("len") > 1)
        .drop("len")
    )
