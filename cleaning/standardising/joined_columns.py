"""Facts a list spreads over several columns → the one text of each: names, dates, men's and women's columns."""

from __future__ import annotations

import polars as pl

from cleaning.standardising.text import folded, without_placeholders


def with_joined_columns(frame: pl.DataFrame, *, prefix: str, name: str) -> pl.DataFrame:
    """`{name}_text` with the family name before it; birth and gender also from columns headed Nam, Nữ, Ngày and Tháng.

    'Năm sinh | Nam | Nữ' holds a year in one of the two, 'Giới tính | Nam | Nữ' a tick. Where both hold something
    neither is believed, and a column of its own for birth or gender outranks them. A birth in the columns Ngày, Tháng
    and Năm is put together where all three hold something; there 'Nam', typed without accents, may be the year's
    column, and says nothing of the gender. A year alone is left to its own column.
    """
    man, woman = (_said(pl.col(f"{prefix}{side}_text")) for side in ("man", "woman"))
    is_told = man.is_null() != woman.is_null()
    cell = pl.when(is_told).then(pl.coalesce(man, woman))
    by_column = pl.when(cell.str.contains(r"\d{4}")).then(cell)
    day, month, year = (_number(pl.col(f"{prefix}birth_{part}_text")) for part in ("day", "month", "year"))
    spread = pl.concat_str(day, month, pl.coalesce(year, by_column), separator="/")
    gender = pl.when(is_told & spread.is_null()).then(
        pl.when(man.is_not_null()).then(pl.lit("Nam")).otherwise(pl.lit("Nữ"))
    )
    has_gender = without_placeholders(pl.col(f"{prefix}gender_text"), "gender").is_not_null()
    birth = without_placeholders(pl.col(f"{prefix}birth_date_text"), "date")
    return frame.with_columns(
        pl.concat_str(f"{prefix}family_name_text", f"{name}_text", separator=" ", ignore_nulls=True)
        .replace("", None)
        .alias(f"{name}_text"),
        pl.coalesce(birth, spread, by_column, f"{prefix}birth_date_text").alias(f"{prefix}birth_date_text"),
        pl.coalesce(pl.when(~is_told | has_gender).then(f"{prefix}gender_text"), gender).alias(f"{prefix}gender_text"),
    )


def _number(cell: pl.Expr) -> pl.Expr:
    """The cell; workbooks hand whole numbers over as '5.0'."""
    return without_placeholders(cell.str.replace(r"^(\d+)[.,]0+$", "${1}"))


def _said(cell: pl.Expr) -> pl.Expr:
    """The cell, where it is neither a filler nor a plain no; a tick is often an x, which elsewhere fills blanks."""
    written = pl.when(folded(cell) == "x").then(cell).otherwise(without_placeholders(cell))
    return pl.when(~folded(written).is_in(["0", "khong", "k", "false"])).then(written)
