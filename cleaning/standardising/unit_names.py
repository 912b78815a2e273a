"""Reference lists of communes → their names in comparison form, each with its era's district, province and land."""

from __future__ import annotations

from functools import cache

import polars as pl

from cleaning import reference
from cleaning.standardising.text import folded, one_tone_placement

_LEVEL_WORD = r"^(?:thành phố|tỉnh|huyện|quận|thị xã) "


@cache
def former_units() -> pl.DataFrame:
    """Former communes, one row per unit, era and successor.

    `land`: codes of the earliest units it consists of. Xã Dương Quan is one, phường Dương Quan two (it gathered Tân
    Dương), under the same code. Parts that are not established are left out.
    """
    exact_district, exact_province = (
        one_tone_placement(pl.col(f"legacy_{level}_name").str.to_lowercase()).str.replace(_LEVEL_WORD, "")
        for level in ("district", "province")
    )
    unit = ["legacy_code", "legacy_name", "legacy_kind", "valid_from", "valid_to"]
    new_provinces = present_units().select(new_code="code", new_province="province").unique()
    return (
        reference.table("admin_unit_successors")
        .filter(pl.col("legacy_code").is_not_null())
        .select(
            "new_code",
            "valid_from",
            code="legacy_code",
            unit=pl.struct(unit).rank("dense"),
            kind="legacy_kind",
            name=folded(pl.col("legacy_name")),
            exact_name=one_tone_placement(pl.col("legacy_name").str.to_lowercase()),
            district_code="legacy_district_code",
            district=folded(exact_district),
            province=folded(exact_province),
            exact_district=exact_district,
            exact_province=exact_province,
        )
        .join(new_provinces, on="new_code", how="left", maintain_order="left")
        .join(_gathered(), on=["code", "valid_from"], how="left", maintain_order="left", validate="m:1")
        .with_columns(pl.col("land").fill_null(pl.concat_list("code")))
        .drop("valid_from")
    )


def shared_land(fitting: pl.DataFrame, key: str) -> pl.DataFrame:
    """The one earliest unit that all former units of a `key` have in common: `key, land_code`; no row without it.

    `fitting` holds rows of former_units. What fits a unit and the larger one of its name that gathered it means the
    smaller: those hamlets bore the name before. Units side by side share nothing.
    """
    parts = fitting.select(key, "unit", "land").unique().with_columns(units=pl.len().over(key)).explode("land")
    return (
        parts.group_by(key, "land")
        .agg(is_in_all=pl.len() == pl.col("units").first())
        .filter("is_in_all")
        .group_by(key)
        .agg(pl.len(), land_code=pl.col("land").first())
        .filter(pl.col("len") == 1)
        .drop("len")
    )


@cache
def present_units() -> pl.DataFrame:
    """Present communes: `code, kind`, `name, province` folded, `exact_…` in one spelling, `…full_name` for showing."""
    units = reference.table("admin_units")
    provinces = units.filter(pl.col("level") == "province").select(
        "province_code", province_full_name=pl.concat_str("kind", pl.lit(" "), "name")
    )
    return (
        units.filter(pl.col("level") != "province")
        .join(provinces, on="province_code", how="left", maintain_order="left")
        .select(
            "code",
            "kind",
            "province_full_name",
            full_name=pl.concat_str("kind", pl.lit(" "), "name"),
            name=folded(pl.col("name")),
            exact_name=one_tone_placement(pl.col("name").str.to_lowercase()),
            province=folded(pl.col("province_name")),
            exact_province=one_tone_placement(pl.col("province_name").str.to_lowercase()),
        )
    )


@cache
def city_provinces() -> list[str]:
    """Cities on the level of a province, folded; any other in an address is a former district (thành phố Hải Dương)."""
    provinces = pl.concat([
        reference.table("admin_unit_successors")["legacy_province_name"],
        reference.table("admin_units").filter(pl.col("level") == "province")["full_name"],
    ])  # fmt: skip
    cities = provinces.str.to_lowercase().str.extract("^thành phố (.+)$").drop_nulls().unique().to_frame("city")
    return cities.select(folded(pl.col("city"))).to_series().sort().to_list()


def own_former_names(ward: str) -> pl.DataFrame:
    """Names of the former units that went into `ward`, folded: `name, land_code`, null where it means several."""
    own = former_units().filter(pl.col("new_code") == ward)
    return own.select("name").unique().join(shared_land(own, "name"), on="name", how="left").sort("name")


def _gathered() -> pl.DataFrame:
    """Units of a later era and the earlier ones that became them: `code, valid_from, land`."""
    earlier = reference.table("admin_unit_successors").filter(pl.col("next_code").is_not_null())
    begins = pl.col("valid_to").str.to_date().dt.offset_by("1d").dt.to_string()
    return (
        earlier.select("legacy_code", code="next_code", valid_from=begins)
        .unique()
        .group_by("code", "valid_from")
        .agg(land=pl.col("legacy_code").sort())
    )
