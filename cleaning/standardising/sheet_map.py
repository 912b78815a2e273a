"""The table old map sheet → new map sheet → the present sheet of rows with an old one, where only one fits."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.standardising.map_numbers import comparable, map_number
from cleaning.standardising.parcels import parcel_key, with_parcel_key_state
from cleaning.standardising.sheet_table import new_sheets, printed_scale, with_unit_name, without_scale
from cleaning.standardising.unit_names import former_units

_OLD_KEY: Final = [
    "parcel_old_unit_code_written", "parcel_unit_name_written", "parcel_unit_state", "parcel_key_unit_code",
    "certificate_sheet",
]  # fmt: skip


def with_sheet_state(frame: pl.DataFrame, sheet_map: pl.DataFrame) -> pl.DataFrame:
    """`sheet_state` and `sheet_candidates`; of mapped rows also `sheet`, `parcel`, `parcel_key` and its state.

    Asked are rows that have no cadastral sheet of their own, but a certificate's sheet and the former commune in the
    address of the parcel. One new sheet that fits for sure is filled in, with the certificate's parcel number: sheets
    were renumbered, parcels kept theirs. Several are told and none is picked. `certificate_sheet` and
    `certificate_parcel` stay as printed. `sheet_map` (RAW_SHEET_MAP) may be empty.
    """
    old_keys = frame.select(_OLD_KEY).drop_nulls(["parcel_old_unit_code_written", "certificate_sheet"]).unique()
    found = frame.join(
        _present_sheets(old_keys, new_sheets(sheet_map)),
        on=_OLD_KEY, how="left", nulls_equal=True, maintain_order="left", validate="m:1",
    )  # fmt: skip
    is_asked = pl.col("sheet").is_null() & pl.col("_sheets").is_not_null()
    stated = found.with_columns(
        sheet_state=pl.when(is_asked & (pl.col("_sheets").list.len() > 1))
        .then(pl.lit("ambiguous"))
        .when(is_asked & pl.col("_is_sure") & _is_of_this_commune() & _parcel_is_the_same())
        .then(pl.lit("mapped"))
        .otherwise(pl.lit("ok"))
    )
    return _with_mapped_parcel(stated).drop("_sheets", "_key", "_is_sure")


def _is_of_this_commune() -> pl.Expr:
    """Whether commune code and address agree on where the parcel lies today, so far as they tell."""
    here = pl.col("parcel_key_unit_code")
    return (pl.col("unit_code_state") != "unknown") & (pl.col("parcel_unit_code").fill_null(here) == here)


def _parcel_is_the_same() -> pl.Expr:
    """A cadastral parcel number other than the certificate's is of a new survey: there the old sheet tells nothing."""
    return (pl.col("parcel_comparable") == pl.col("certificate_parcel_comparable")).fill_null(value=True)


def _with_mapped_parcel(stated: pl.DataFrame) -> pl.DataFrame:
    is_mapped = pl.col("sheet_state") == "mapped"
    parcel = pl.coalesce("parcel_comparable", "certificate_parcel_comparable")
    filled = stated.with_columns(
        sheet=pl.when(is_mapped).then(pl.col("_sheets").list.first()).otherwise("sheet"),
        parcel=pl.when(is_mapped).then(pl.coalesce("parcel", "certificate_parcel")).otherwise("parcel"),
        parcel_key=pl.when(is_mapped).then(parcel_key(pl.col("_key"), parcel)).otherwise("parcel_key"),
        sheet_candidates=pl.when(pl.col("sheet_state") == "ambiguous").then(pl.col("_sheets").list.join(", ")),
    )
    return with_parcel_key_state(filled)


def _present_sheets(old_keys: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """For each old key the new sheets that fit it: `_sheets`, as numbers in order, `_key` of the first, `_is_sure`.

    Sure is a fit only where the address itself names the former commune (a hamlet alone may stand beside a new number),
    the table means that commune and no other that bore its code, and says what became of the sheet.
    """
    is_named = pl.col("parcel_unit_state").is_in(["superseded", "split"])
    asked = with_unit_name(old_keys, "parcel_unit_name_written", "named").with_columns(
        sheet=comparable(map_number(without_scale(pl.col("certificate_sheet")))),
        printed_scale=printed_scale(pl.col("certificate_sheet")),
    )
    fits = asked.join(table, on="sheet", how="inner").filter(
        _fits_unit(),
        pl.col("scale").is_null() | (pl.col("scale") == pl.col("printed_scale")).fill_null(value=True),
        pl.col("new_unit").is_null() | (pl.col("new_unit") == pl.col("parcel_key_unit_code")),
    )
    is_sure = is_named & _is_that_unit() & pl.col("is_told") & pl.col("new_sheet").is_not_null()
    return (
        fits.with_columns(is_sure=is_sure.fill_null(value=False), key=comparable(pl.col("new_sheet")))
        .with_columns(order=pl.col("key").str.extract(r"(\d{1,18})").cast(pl.Int64))
        .sort(*_OLD_KEY, "order", "key", pl.col("new_sheet").str.len_chars(), "new_sheet", nulls_last=True)
        .group_by(_OLD_KEY, maintain_order=True)
        .agg(
            _sheets=pl.col("new_sheet").filter(pl.col("key").is_not_null() & pl.col("key").is_first_distinct()),
            _key=pl.col("key").first(),
            _is_sure=pl.col("is_sure").all(),
        )
        .filter(pl.col("_sheets").list.len() > 0)
    )


def _fits_unit() -> pl.Expr:
    """By code where the table has one, else by name; a line with neither may go on with the commune of a line above."""
    by_code = pl.col("unit") == pl.col("parcel_old_unit_code_written")
    by_name = pl.col("unit").is_null() & (pl.col("name") == pl.col("named"))
    return (by_code | by_name | (pl.col("unit").is_null() & pl.col("name").is_null())).fill_null(value=False)


def _is_that_unit() -> pl.Expr:
    """11569 was xã Lâm Động, then phường Hoàng Lâm, each with a sheet 7 of its own: there the name must agree.

    Where a code means one unit only, the name beside it may be any note but the name of another unit.
    """
    former = former_units().select("name", "code", what=pl.concat_str("name", pl.col("land").list.join(","))).unique()
    reused = former.select("code", "what").unique().filter(pl.col("code").is_duplicated())["code"].unique()
    is_named = (pl.col("name") == pl.col("named")).fill_null(value=False)
    is_other = pl.col("name").is_in(former["name"].unique().to_list()).fill_null(value=False) & ~is_named
    return is_named | (pl.col("unit").is_not_null() & ~pl.col("unit").is_in(reused.to_list()) & ~is_other)
