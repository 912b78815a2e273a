"""Rows of discrepancies → the parcel and hamlet each is about, and the order people walk through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from cleaning.reporting.report import WardReport

_LONGEST_NAME: Final = 60  # letters of a file's name
# Names no file can have on Windows; 'Xóm Cồn' is none of them, a bare 'Cồn' is.
_TAKEN: Final = r"^(con|prn|aux|nul|com\d|lpt\d)$"
_FALLBACK: Final = "to-dan-pho"


def _number(column: str, pattern: str = r"(\d{1,18})") -> pl.Expr:
    return pl.col(column).str.extract(pattern).cast(pl.Int64)


# Sheets and parcels as numbers, '12a' after '12'.
PARCEL_ORDER: Final = (_number("sheet"), pl.col("sheet"), _number("parcel"), pl.col("parcel"), pl.col("parcel_id"))


def hamlet_order(column: str = "hamlet") -> tuple[pl.Expr, ...]:
    """What to sort hamlets by: 'Hoa Động 10' comes after 'Hoa Động 2'."""
    return pl.col(column).str.replace(r"\s*\d+$", ""), _number(column, r"(\d{1,9})$"), pl.col(column)


def placed(found: pl.DataFrame, report: WardReport) -> pl.DataFrame:
    """`found` with `parcel_id`, `hamlet` and `reasons` of its parcel (see schemas.PARCELS), in the same order.

    A rejected row stands for a parcel of its own, named by its `discrepancy_id`; where it lies is not known.
    """
    rows = report.land.select("row_key", parcel_id=pl.coalesce("parcel_key", "row_key"))
    parcels = report.parcels.select("parcel_id", "hamlet", "reasons")
    return (
        found.join(rows, on="row_key", how="left", validate="m:1", maintain_order="left")
        .with_columns(parcel_id=pl.coalesce("parcel_id", "discrepancy_id"))
        .join(parcels, on="parcel_id", how="left", validate="m:1", maintain_order="left")
    )


def file_names(places: Sequence[str]) -> list[str]:
    """'Tổ dân phố Kiền Bái 3' → 'to-dan-pho-kien-bai-3': no two alike, none of them reserved; in the given order."""
    words = pl.Series("name", places, pl.String).to_frame()
    named = words.select(file_name(pl.col("name")).replace("", _FALLBACK).str.replace(_TAKEN, "${1}-"))
    # 'Hòa' and 'Hoa' are two hamlets and would be one file
    again = pl.int_range(1, pl.len() + 1).over("name")
    name = pl.when(again > 1).then(pl.format("{}-so-{}", "name", again)).otherwise("name")
    return named.select(name).to_series().to_list()


def file_name(words: pl.Expr) -> pl.Expr:
    """Words in small letters without accents, joined by hyphens."""
    lower = words.str.to_lowercase().str.normalize("NFD")
    plain = lower.str.replace_all(r"\p{Mn}", "").str.replace_all("đ", "d", literal=True)
    return plain.str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-").str.head(_LONGEST_NAME)
