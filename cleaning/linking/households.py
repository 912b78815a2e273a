"""Co-holders of one certificate → whether their candidates live in one household: evidence that joins two links.

Husband and wife, or head and members, stand on one certificate and live in one household. So what one row knows helps
the other: the first pass scores every mention by itself, this module asks of each candidate whether a co-holder's
candidates live with them, and the second pass counts the answer like any other comparison.
"""

from __future__ import annotations

from typing import Final

import polars as pl

HOUSEHOLD_LEVELS: Final = ("missing", "same_household", "perhaps_same_household", "other_household")

# Kinds of holding (Mục 12) whose holders are one family; strangers may hold in common ('Đồng sử dụng').
_FAMILIES: Final = ("couple", "household")
# Relations to the head of household of a married couple.
_SPOUSES: Final = ("chu ho", "vo", "chong")
# A certificate with more names than a family has says nothing about households.
_LARGEST_FAMILY: Final = 8
_WORTH_ASKING: Final = 0.001  # probability below which a co-holder's candidate is nobody
_KNOWN: Final = 0.5  # a co-holder who is probably on no list says nothing
_SURE, _PERHAPS = 0.5, 0.1


def families_of(land: pl.DataFrame) -> pl.DataFrame:
    """`row_key, statement, is_couple, family`: people who stand as a family on one certificate for one parcel.

    `family` is the names of them all, sorted and joined: the same on every certificate of theirs.
    """
    statement = pl.concat_str("certificate_serial_raw", "parcel_key", separator="|")
    return (
        land.filter(pl.col("holder_kind").is_in(_FAMILIES), pl.col("holder_type") == "person")
        .select("row_key", "holder_name_key", statement=statement, is_couple=pl.col("holder_kind") == "couple")
        .drop_nulls()
        .filter(pl.len().over("statement").is_between(2, _LARGEST_FAMILY))
        .with_columns(family=pl.col("holder_name_key").unique().sort().implode().list.join("|").over("statement"))
        .drop("holder_name_key")
    )


def co_holders(families: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """`mention, co_mention, is_couple`: who stands with whom. `rows` tells the mention of each row."""
    holders = families.join(rows, on="row_key", how="inner", validate="1:1").drop("row_key", "family").unique()
    others = holders.select("statement", co_mention="mention")
    return (
        holders.join(others, on="statement", how="inner")
        .filter(pl.col("mention") != pl.col("co_mention"))
        .group_by("mention", "co_mention")
        .agg(pl.col("is_couple").all())
    )


def with_household_level(
    pairs: pl.DataFrame, scored: pl.DataFrame, families: pl.DataFrame, residents: pl.DataFrame
) -> pl.DataFrame:
    """`pairs` with `level_household` (Int8): by `scored`, the first pass with `probability`, and `families`.

    Missing: no co-holder who is probably listed, or no household number of the candidate.
    """
    homes = residents.select("resident", "household_key", "relation")
    known = scored.filter(pl.col("probability") > _WORTH_ASKING).select("mention", "resident", "probability")
    listed = known.group_by("mention").agg(pl.col("probability").sum()).filter(pl.col("probability") >= _KNOWN)
    asked = families.join(listed.select(co_mention="mention"), on="co_mention", how="semi")
    support = _support(pairs.select("mention", "resident"), asked, known.join(homes, on="resident"), homes)
    answered = (
        pairs.select("mention", "resident")
        .join(homes, on="resident", how="left", validate="m:1", maintain_order="left")
        .join(support, on=["mention", "resident"], how="left", validate="m:1", maintain_order="left")
    )
    share = pl.col("share").fill_null(0.0)
    level = (
        pl.when(pl.col("household_key").is_null() | ~pl.col("mention").is_in(asked["mention"].unique().to_list()))
        .then(pl.lit("missing"))
        .when(share >= _SURE)
        .then(pl.lit("same_household"))
        .when(share >= _PERHAPS)
        .then(pl.lit("perhaps_same_household"))
        .otherwise(pl.lit("other_household"))
    )
    place = {name: place for place, name in enumerate(HOUSEHOLD_LEVELS)}
    found = answered.select(level_household=level.replace_strict(place, return_dtype=pl.Int8))
    return pairs.with_columns(found.to_series())


def _support(pairs: pl.DataFrame, asked: pl.DataFrame, known: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """`mention, resident, share`: the most probable co-holder living with this candidate, others than themselves."""
    co = known.rename({"mention": "co_mention", "resident": "co_resident", "relation": "co_relation"}).drop_nulls(
        "household_key"
    )
    are_spouses = pl.col("relation").is_in(_SPOUSES) & pl.col("co_relation").is_in(_SPOUSES)
    return (
        asked.join(co, on="co_mention", how="inner")
        .join(homes, on="household_key", how="inner")
        .filter(pl.col("resident") != pl.col("co_resident"), ~pl.col("is_couple") | are_spouses)
        .join(pairs, on=["mention", "resident"], how="semi")
        .group_by("mention", "co_mention", "resident")
        .agg(pl.col("probability").sum())
        .group_by("mention", "resident")
        .agg(share=pl.col("probability").max())
    )
