"""Parts of addresses → the commune each address names: a present one, a former one with its successor, or none known.

A commune's name means something only with its era. A name beside a district (abolished on 1/7/2025) is a former unit's;
without one it is a present unit's, or a former one that went into the ward itself. Homonyms elsewhere are never picked.
"""

from __future__ import annotations

import polars as pl

from cleaning.standardising.address_parts import is_plain
from cleaning.standardising.unit_names import city_provinces, former_units, present_units, shared_land


def named_units(parts: pl.DataFrame, ward: str) -> pl.DataFrame:
    """The commune of each address: `place_id, unit_state, unit_code, old_unit_code, unit_name_written, unit_position`.

    `parts` as address_parts gives them. An address without a row here names no commune. A former unit whose successor
    is not established counts as split: it is known, and nothing may be guessed. `old_unit_code` is for comparing, null
    for a unit that gathered several: these are its `land`. `old_unit_code_written` is the code it bore in its era.
    """
    written = _unit_parts(parts)
    candidates = pl.concat([_former_candidates(written, ward), _present_candidates(written, ward)])
    return _unknown_where_unmatched(written, _settled(_best(candidates)))


def _unit_parts(parts: pl.DataFrame) -> pl.DataFrame:
    """The part that may name the commune, with the district and province named beside it.

    The last part with a unit word; in an address without one, every bare part that is no district or province.
    """
    is_bare = pl.col("role").is_null()
    may_be_bare = pl.col("position") > pl.col("unit_position").fill_null(-1)
    placed = (
        parts.with_columns(
            unit_position=pl.col("position").filter(pl.col("role") == "unit").max().over("place_id"),
        )
        .with_columns(
            is_province=(pl.col("role") == "province").fill_null(False)
            | ((pl.col("role") == "city").fill_null(False) & pl.col("name").is_in(city_provinces()))
            | (is_bare & may_be_bare & _is_name_of("province")),
        )
        .with_columns(
            is_district=~pl.col("is_province")
            & (
                pl.col("role").is_in(["district", "city"]).fill_null(False)
                | (is_bare & may_be_bare & _is_name_of("district"))
            ),
        )
        .with_columns(
            district_named=pl.col("name").filter(pl.col("is_district")).first().over("place_id"),
            province_named=pl.col("name").filter(pl.col("is_province")).first().over("place_id"),
        )
    )
    is_unit = pl.col("position") == pl.col("unit_position")
    is_bare_unit = pl.col("unit_position").is_null() & is_bare & ~pl.col("is_province") & ~pl.col("is_district")
    return placed.filter(is_unit | is_bare_unit).select(
        "place_id", "position", "part", "name", "district_named", "province_named",
        is_bare=pl.col("role").is_null(), kind_named="kind", exact_named="name_lower",
    )  # fmt: skip


def _is_name_of(level: str) -> pl.Expr:
    """Whether the part bears the name of a `level` (district | province); without accents only where it has none.

    'Lâm Động' is not Lâm Đồng.
    """
    names = former_units().select(name=level, exact=f"exact_{level}")
    if level == "province":
        names = pl.concat([names, present_units().select(name="province", exact="exact_province")])
    names = names.unique()
    exact = pl.col("name_lower").is_in(names["exact"].to_list())
    return pl.when(is_plain(pl.col("name_lower"))).then(pl.col("name").is_in(names["name"].to_list())).otherwise(exact)


def _former_candidates(written: pl.DataFrame, ward: str) -> pl.DataFrame:
    has_district = pl.col("district_named").is_not_null()
    own = former_units().filter(pl.col("new_code") == ward)["unit"].unique().to_list()
    found = (
        written.join(former_units(), on="name", how="inner")
        .with_columns(is_own=pl.col("unit").is_in(own))
        .filter(
            pl.col("province_named").is_null()
            | (pl.col("province_named") == pl.col("province"))
            | (pl.col("province_named") == pl.col("new_province")).fill_null(False),
            pl.when(has_district).then(pl.col("district_named") == pl.col("district")).otherwise(pl.col("is_own")),
        )
    )
    return found.select(
        "place_id", "position", "is_own", "exact_name", "unit", "code", "land", "district_code", "new_code",
        is_present=pl.lit(False),
        misfit=_spelling_misfit() + _kind_misfit() + pl.when(has_district).then(0).otherwise(1),
    )  # fmt: skip


def _present_candidates(written: pl.DataFrame, ward: str) -> pl.DataFrame:
    has_district = pl.col("district_named").is_not_null()
    former_districts = former_units().select(code="new_code", district="district").unique()
    found = (
        written.join(present_units(), on="name", how="inner")
        .join(former_districts, on="code", how="left")
        .filter(
            pl.col("kind_named").is_null() | (pl.col("kind_named") == pl.col("kind")),
            pl.when(has_district).then(pl.col("district_named") == pl.col("district")).otherwise(True),
            # without a province beside it only the ward's own name is sure
            pl.col("province_named").is_null().and_(pl.col("code") == ward)
            | (pl.col("province_named") == pl.col("province")),
            # a bare name with nothing but a province beside it is as likely a street
            ~pl.col("is_bare") | (pl.col("code") == ward),
        )
        .with_columns(
            fits_province=pl.col("province_named").is_null() | (pl.col("province_named") == pl.col("province"))
        )
        .filter("fits_province")
    )
    return found.with_columns(is_own=pl.col("code") == ward).select(
        "place_id", "position", "is_own", "exact_name", unit=pl.lit(None, pl.UInt32), code=pl.lit(None, pl.String),
        land=pl.lit(None, pl.List(pl.String)), district_code=pl.lit(None, pl.String), new_code=pl.col("code"),
        is_present=pl.lit(True),
        misfit=_spelling_misfit() + pl.when(has_district).then(2).otherwise(0),
    ).unique()  # fmt: skip


def _spelling_misfit() -> pl.Expr:
    return pl.when(pl.col("exact_named") == pl.col("exact_name")).then(0).otherwise(8)


def _kind_misfit() -> pl.Expr:
    fits = pl.col("kind_named").is_null() | (pl.col("kind_named") == pl.col("kind"))
    return pl.when(fits).then(0).otherwise(4)


def _best(candidates: pl.DataFrame) -> pl.DataFrame:
    """Per address the candidates that fit best; among equals those that went into the ward."""
    return (
        candidates.filter(pl.col("misfit") == pl.col("misfit").min().over("place_id"))
        .filter(pl.col("position") == pl.col("position").max().over("place_id"))
        .filter(pl.col("is_own") == pl.col("is_own").any().over("place_id"))
    )


def _settled(candidates: pl.DataFrame) -> pl.DataFrame:
    """One row per address: what its remaining candidates agree on."""
    counts = candidates.group_by("place_id").agg(
        pl.col("position").first(),
        pl.col("is_present").any(),
        codes=pl.col("code").drop_nulls().n_unique(),
        code=pl.col("code").drop_nulls().min(),
        successors=pl.col("new_code").n_unique(),
        successor=pl.col("new_code").min(),
        places=pl.struct("district_code", "exact_name").n_unique(),
        land=pl.col("land").explode().drop_nulls().unique().sort(),
    )
    is_one = (pl.col("successors") == 1) & pl.col("successor").is_not_null()
    land = shared_land(candidates.drop_nulls("unit"), "place_id")
    return counts.join(land, on="place_id", how="left").select(
        "place_id",
        "position",
        unit_state=pl.when(pl.col("places") > 1)
        .then(pl.lit("unknown"))
        .when(pl.col("is_present") & is_one)
        .then(pl.lit("current"))
        .when(pl.col("is_present"))
        .then(pl.lit("unknown"))
        .when(is_one)
        .then(pl.lit("superseded"))
        .otherwise(pl.lit("split")),
        old_unit_code=pl.when(pl.col("places") == 1).then("land_code"),
        old_unit_code_written=pl.when(pl.col("codes") == 1, pl.col("places") == 1).then("code"),
        land=pl.when(pl.col("places") == 1).then("land"),
        unit_code=pl.when(is_one, pl.col("places") == 1).then("successor"),
    )


def _unknown_where_unmatched(written: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    named = written.filter(~pl.col("is_bare") | pl.col("place_id").is_in(settled["place_id"].to_list()))
    return (
        named.join(settled, on=["place_id", "position"], how="left")
        .filter(~pl.col("is_bare") | pl.col("unit_state").is_not_null())
        .select(
            "place_id",
            pl.col("unit_state").fill_null("unknown"),
            "unit_code",
            "old_unit_code",
            "old_unit_code_written",
            "land",
            unit_name_written="part",
            unit_position="position",
        )
    )
