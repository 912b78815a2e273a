"""The raw table old map sheet → new map sheet → its lines in comparison form."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.standardising.address_parts import address_parts
from cleaning.standardising.map_numbers import comparable, listed, map_number
from cleaning.standardising.text import tidy
from cleaning.standardising.unit_names import former_units

_CODE: Final = r"^\d{5}$"
_DENOMINATORS: Final = ("200", "500", "1000", "2000", "5000", "10000", "25000")
_PRINTED_SCALE: Final = (
    r"(?i)[\s(,;:–-]+(?:(?:tỷ lệ|tỉ lệ|ty le|tl)[\s:.]*)?1\s?[/:]\s?(\d{1,2}[. ]?\d{3}|\d{3})\s*\)?$"
)


def new_sheets(sheet_map: pl.DataFrame) -> pl.DataFrame:
    """RAW_SHEET_MAP as one line per old and new sheet: `unit, name, sheet, scale, new_unit, new_sheet, is_told`.

    `unit` and `name` of the former commune, `sheet` the old one in comparison form, `scale` its denominator; null where
    not told. A cell may list several sheets. `is_told` unless the present commune is written and can't be read.
    """
    old_sheet, new_unit = tidy(pl.col("old_sheet_raw")), _unit_code(pl.col("new_unit_code_raw"))
    told = with_unit_name(sheet_map.with_columns(_name=tidy(pl.col("old_unit_name_raw"))), "_name", "name")
    return (
        told.select(
            "name",
            unit=_old_unit_code(),
            sheet=listed(map_number(without_scale(old_sheet))),
            scale=pl.coalesce(_scale(tidy(pl.col("scale_raw"))), printed_scale(old_sheet)),
            new_unit=pl.when(new_unit.str.contains(_CODE)).then(new_unit),
            is_told=(new_unit.is_null() | new_unit.str.contains(_CODE)).fill_null(value=True),
            new_sheet=listed(map_number(tidy(pl.col("new_sheet_raw")))),
        )
        .explode("sheet")
        .explode("new_sheet")
        .with_columns(sheet=comparable(pl.col("sheet")))
        .unique()
    )


def with_unit_name(frame: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    """`name`: the commune a text names, folded and without its kind: 'Xã Kiền Bái (cũ)' → 'kien bai'."""
    texts = frame.select(column).drop_nulls().unique(maintain_order=True).with_row_index("place_id")
    parts = address_parts(texts.with_columns(pl.col(column).str.replace_all(r"(?i)[\s(]+cũ\b\)?", "")), column)
    first = parts.sort("place_id", pl.col("role") != "unit", "position", nulls_last=True).unique(
        "place_id", keep="first", maintain_order=True
    )
    names = texts.join(first.select("place_id", pl.col("name").alias(name)), on="place_id", how="left").drop("place_id")
    return frame.join(names, on=column, how="left", maintain_order="left", validate="m:1")


def printed_scale(sheet: pl.Expr) -> pl.Expr:
    """The scale beside a sheet's number: '7 (1/500)', '7 - TL 1/1000'; null where there is none."""
    return _scale(sheet.str.extract(_PRINTED_SCALE))


def without_scale(sheet: pl.Expr) -> pl.Expr:
    """A sheet's number without the scale beside it."""
    return sheet.str.replace(_PRINTED_SCALE, "")


def _old_unit_code() -> pl.Expr:
    """The code of the former commune; one that no commune ever bore gives way to the name, where there is one."""
    code = _unit_code(pl.col("old_unit_code_raw"))
    is_known = code.is_in(former_units()["code"].unique().to_list())
    return pl.when(is_known | (pl.col("name").is_null() & code.str.contains(r"^\d+$"))).then(code)


def _unit_code(raw: pl.Expr) -> pl.Expr:
    bare = tidy(raw).str.replace(r"[.,]0+$", "")
    return pl.when(bare.str.contains(r"^\d{4}$")).then(bare.str.zfill(5)).otherwise(bare)


def _scale(text: pl.Expr) -> pl.Expr:
    """'1/500', '1:1.000', '2000' → '500', '1000', '2000'; '1/2000' made a date by a spreadsheet too. Else null."""
    digits = text.str.replace(r"^(2000|5000)-01-01$", "${1}").str.extract(r"(?:^|[/:\s])(\d{1,2}[. ]?\d{3}|\d{3})$")
    denominator = digits.str.replace_all(r"\D", "")
    return pl.when(denominator.is_in(_DENOMINATORS)).then(denominator)
