"""Commune code, map sheet and parcel number → the parcel's key, and whether two claims compete for one parcel."""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl

from cleaning.standardising.certificates import serial_key
from cleaning.standardising.distinct import judged_once
from cleaning.standardising.map_numbers import comparable, map_number
from cleaning.standardising.relations import holder_tokens, subjects_with_strangers
from cleaning.standardising.text import without_placeholders
from cleaning.standardising.unit_names import present_units

_NUMBERS: Final = ("sheet", "parcel", "certificate_sheet", "certificate_parcel")
# What a row says about the parcel itself, whoever holds it by whatever certificate; in standardised form, so that
# '119,7' beside '119.7' makes no second statement.
_STATED: Final = ("area_m2", "area_parts_m2", "land_uses")


def with_unit_code(frame: pl.DataFrame) -> pl.DataFrame:
    """`unit_code` (Mục 1, a lost leading zero restored) and `unit_code_state`: ok for a present commune's code."""
    digits = without_placeholders(pl.col("unit_code_text")).str.replace(r"[.,]0+$", "").str.replace_all(r"\s", "")
    code = pl.when(digits.str.contains(r"^\d{4}$")).then(digits.str.zfill(5)).otherwise(digits)
    return frame.with_columns(unit_code=code).with_columns(
        unit_code_state=pl.when(pl.col("unit_code").is_null())
        .then(pl.lit("missing"))
        .when(pl.col("unit_code").is_in(present_units()["code"].to_list()))
        .then(pl.lit("ok"))
        .otherwise(pl.lit("unknown"))
    )


def with_parcel(frame: pl.DataFrame, *, ward: str) -> pl.DataFrame:
    """Sheet and parcel numbers tidied, and `parcel_key` with its state.

    The key is made of the cadastral map's numbers alone; those printed on the certificate may be of an older map. A row
    without commune code is taken to be of the ward whose list it stands in. Beside the declared columns are left what
    keys are made of: `parcel_key_unit_code`, and `…_comparable` of the four numbers.
    """
    numbered = frame.with_columns(parcel_key_unit_code=pl.col("unit_code").fill_null(ward))
    for name in _NUMBERS:
        numbered = judged_once(numbered, [f"{name}_text"], partial(_with_number, name=name))
    return with_parcel_key_state(
        numbered.with_columns(parcel_key=parcel_key(pl.col("sheet_comparable"), pl.col("parcel_comparable")))
    )


def parcel_key(sheet: pl.Expr, parcel: pl.Expr) -> pl.Expr:
    """'11557|6|3-1' of the key's commune, sheet and parcel, both in comparison form; null where one is missing."""
    return pl.concat_str("parcel_key_unit_code", sheet, parcel, separator="|")


def with_parcel_key_state(frame: pl.DataFrame) -> pl.DataFrame:
    """`parcel_key_state` of the rows' `parcel_key`."""
    return frame.with_columns(
        parcel_key_state=pl.when(pl.col("parcel_key").is_null()).then(pl.lit("missing")).otherwise(pl.lit("ok"))
    )


def with_parcel_duplicated(frame: pl.DataFrame) -> pl.DataFrame:
    """`is_parcel_duplicated` on every row of a parcel with competing claims.

    Competing are different certificates; and, where a row has no certificate, statements that differ and are of
    unrelated people. Co-holders make one statement; the same statement twice is a repeated row, not a duplicate.
    """
    has_certificate = pl.col("certificate_state").is_in(["ok", "malformed"])
    told = frame.filter(pl.col("parcel_key").is_not_null(), pl.col("parcel_key").is_duplicated()).with_columns(
        _certificate=pl.when(has_certificate).then(serial_key(pl.col("certificate_serial")))
    )
    certificates = pl.col("_certificate").drop_nulls().n_unique().over("parcel_key")
    rivals = told.filter(certificates > 1)["parcel_key"].unique().to_list()
    uncertified = told.filter(pl.col("_certificate").is_null().any().over("parcel_key")).select(
        subject="parcel_key",
        statement=pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in _STATED], separator="|"),
        holder=holder_tokens(),
    )
    strangers = subjects_with_strangers(uncertified.explode("holder"))
    return frame.with_columns(is_parcel_duplicated=pl.col("parcel_key").is_in(rivals + strangers).fill_null(False))


def _with_number(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    return cells.with_columns(map_number(pl.col(f"{name}_text")).alias(name)).with_columns(
        comparable(pl.col(name)).alias(f"{name}_comparable")
    )
