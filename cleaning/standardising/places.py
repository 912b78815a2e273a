"""Free-text addresses → hamlet, commune of its era, present commune, and the address as it is written today."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.standardising.address_parts import address_parts
from cleaning.standardising.hamlets import hamlet_key, named_hamlets
from cleaning.standardising.text import without_placeholders
from cleaning.standardising.unit_names import own_former_names, present_units
from cleaning.standardising.units import named_units

_COLUMNS: Final = (
    "hamlet", "hamlet_key", "old_unit_code", "old_unit_code_written", "unit_code", "unit_state", "unit_name_written",
    "address_proposal",
)  # fmt: skip


def with_place(
    frame: pl.DataFrame, *, address_text: str, hamlet_text: str | None, prefix: str, ward: str
) -> pl.DataFrame:
    """`frame` with the place columns of `prefix` (schemas: hamlet, hamlet_key, old_unit_code, unit_code, …).

    `address_text` and `hamlet_text` name columns of tidy text; a hamlet column of its own outranks the address. `ward`
    is the code of the ward the list belongs to: its own former units are known without a district beside them.
    `old_unit_code_written`, beside them, is the code the former commune bore in its era, for tables of those codes.
    """
    asked = ["_address", "_hamlet"]
    told = frame.with_columns(
        _address=without_placeholders(pl.col(address_text)),
        _hamlet=pl.lit(None, pl.String) if hamlet_text is None else without_placeholders(pl.col(hamlet_text)),
    )
    places = _places(told.select(asked).unique(maintain_order=True).with_row_index("place_id"), ward)
    answers = places.select(*asked, *(pl.col(name).alias(f"{prefix}{name}") for name in _COLUMNS))
    return told.join(answers, on=asked, how="left", nulls_equal=True, maintain_order="left").drop(asked)


def _places(addresses: pl.DataFrame, ward: str) -> pl.DataFrame:
    """Each distinct address parsed once."""
    parts = address_parts(addresses, "_address")
    own_names = own_former_names(ward)
    found = (
        addresses.join(named_units(parts, ward), on="place_id", how="left", maintain_order="left")
        .join(named_hamlets(parts, own_names["name"].to_list()), on="place_id", how="left", maintain_order="left")
        .with_columns(pl.col("unit_state").fill_null("missing"), hamlet=pl.coalesce("_hamlet", "hamlet"))
        .with_columns(hamlet_key=hamlet_key(pl.col("hamlet")))
    )
    return _with_proposal(_with_unit_of_hamlet(found, own_names, ward), parts)


def _with_unit_of_hamlet(found: pl.DataFrame, own_names: pl.DataFrame, ward: str) -> pl.DataFrame:
    """The former unit a hamlet of the ward is named after: 'Tổ dân phố Hoàng Động 3'.

    It counts where the address names no former unit, or one that gathered this one ('phường Hoàng Lâm').
    """
    base = pl.col("hamlet_key").str.replace(r" \d+$", "")
    is_here = pl.col("unit_state").is_in(["current", "missing"]) & (pl.col("unit_code").fill_null(ward) == ward)
    is_part = pl.col("land").list.contains(pl.col("land_code")).fill_null(False)
    return (
        found.with_columns(_base=base)
        .join(own_names, left_on="_base", right_on="name", how="left", maintain_order="left", validate="m:1")
        .with_columns(land_code=pl.when(is_here | is_part).then("land_code"))
        .with_columns(pl.coalesce(code, "land_code") for code in ("old_unit_code", "old_unit_code_written"))
        .drop("_base", "land", "land_code")
    )


def _with_proposal(found: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """What stands before the old unit, then today's two levels: 'Thôn 3, phường Thiên Hương, thành phố Hải Phòng'."""
    before = (
        parts.join(found.select("place_id", "unit_position"), on="place_id", how="inner", maintain_order="left")
        .filter(pl.col("position") < pl.col("unit_position"))
        .group_by("place_id", maintain_order=True)
        .agg(_before=pl.col("part").str.join(", "))
    )
    names = present_units().select(unit_code="code", _unit="full_name", _province="province_full_name")
    text = pl.concat_str("_before", "_unit", "_province", separator=", ", ignore_nulls=True)
    capital = pl.concat_str(text.str.head(1).str.to_uppercase(), text.str.tail(-1))
    return (
        found.join(before, on="place_id", how="left", maintain_order="left")
        .join(names, on="unit_code", how="left", maintain_order="left")
        .with_columns(address_proposal=pl.when(pl.col("unit_state") == "superseded").then(capital))
    )
