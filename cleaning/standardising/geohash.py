"""Parcel ids (Mục 18: 12-character GeoHash) → their state, and whether one id stands on several parcels."""

from __future__ import annotations

import polars as pl

from cleaning import reference
from cleaning.settings import Settings
from cleaning.standardising.text import without_placeholders

# The GeoHash alphabet leaves out a, i, l and o.
_WELL_FORMED = r"^[0-9b-hjkmnp-z]{12}$"
_WARD_LETTERS = 4  # a cell of 4 letters is about 39 × 20 km: no ward lies in more than four of them


def with_parcel_geohash(frame: pl.DataFrame, *, ward: str, settings: Settings) -> pl.DataFrame:
    """`parcel_geohash`, its state, and `is_parcel_geohash_shared` (one well-formed id on different parcel keys).

    Reads `parcel_geohash_text` and `parcel_key`. Inside the ward is what begins like its box in
    reference/unit_geohash.csv; for a ward without a box, like at least `settings.geohash_share` of its well-formed ids.
    """
    written = without_placeholders(pl.col("parcel_geohash_text"))
    bare = written.str.to_lowercase().str.strip_chars("'\"’‘=.,;* ").str.replace_all(r"\s", "")
    found = frame.with_columns(parcel_geohash=pl.when(bare != "").then(bare))
    is_well_formed = pl.col("parcel_geohash").str.contains(_WELL_FORMED).fill_null(False)
    beginning = pl.col("parcel_geohash").str.head(_WARD_LETTERS)
    is_inside = beginning.is_in(_ward_beginnings(found.filter(is_well_formed), ward, settings.geohash_share))
    is_in_country = pl.col("parcel_geohash").str.head(2).is_in(_beginnings(None))
    return found.with_columns(
        parcel_geohash_state=pl.when(pl.col("parcel_geohash").is_null())
        .then(pl.lit("missing"))
        .when(~is_well_formed)
        .then(pl.lit("malformed"))
        .when(is_inside & is_in_country)
        .then(pl.lit("ok"))
        .otherwise(pl.lit("outside_unit")),
        is_parcel_geohash_shared=pl.col("parcel_geohash").is_in(_shared(found.filter(is_well_formed))).fill_null(False),
    )


def _shared(well_formed: pl.DataFrame) -> list[str]:
    parcels = well_formed.select("parcel_geohash", "parcel_key").drop_nulls().unique()["parcel_geohash"]
    return parcels.filter(parcels.is_duplicated()).unique().sort().to_list()


def _ward_beginnings(well_formed: pl.DataFrame, ward: str, share: float) -> list[str]:
    known = _beginnings(ward)
    if known:
        return known
    counts = well_formed.group_by(beginning=pl.col("parcel_geohash").str.head(_WARD_LETTERS)).len()
    return counts.filter(pl.col("len") >= share * well_formed.height)["beginning"].sort().to_list()


def _beginnings(unit_code: str | None) -> list[str]:
    """Beginnings of the ids of a commune; of the whole country for None."""
    return (
        reference.table("unit_geohash").filter(pl.col("unit_code").eq_missing(pl.lit(unit_code)))["beginning"].to_list()
    )
