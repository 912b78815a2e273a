"""Commune code, map sheet and parcel number → the parcel's key, and whether two claims compete for one parcel."""

from __future__ import annotations

from functools import partial
from typing import Final

import polars as pl

from cleaning.standardising.certificates import serial_key
from cleaning.standardising.distinct import judged_once
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
    without commune code is taken to be of the ward whose list it stands in.
    """
    unit = pl.col("unit_code").fill_null(ward)
    numbered = frame
    for name in _NUMBERS:
        numbered = judged_once(numbered, [f"{name}_text"], partial(_with_number, name=name))
    return (
        numbered.with_columns(parcel_key=pl.concat_str(unit, "_sheet", "_parcel", separator="|"))
        .with_columns(
            parcel_key_state=pl.when(pl.col("parcel_key").is_null()).then(pl.lit("missing")).otherwise(pl.lit("ok"))
        )
        .drop(f"_{name}" for name in _NUMBERS)
    )


def map_number(text: pl.Expr) -> pl.Expr:
    """'Tờ số 06' → '06', '6.0' → '6'; fillers ('chưa đo', '0') → null. Compounds ('03-1', '45+46', 'DC6') stay."""
    label = r"(?i)^(?:(?:tờ|thửa)(?:\s+bản đồ|\s+đất)?(?:\s+số)?|số(?:\s+(?:tờ|thửa))?)\s*[:.]?\s*"
    # '1.000' is the thousandth parcel, not the first
    bare = text.str.replace(label, "").str.replace(r"^(\d+)[.,]0{1,2}$", "${1}")
    number = without_placeholders(bare, "sheet_or_parcel")
    return pl.when(number.str.contains(r"[\p{L}\d]")).then(number)


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
        comparable(pl.col(name)).alias(f"_{name}")
    )


def comparable(number: pl.Expr) -> pl.Expr:
    """Comparison form: upper case, no spaces, no leading zeros in any of its numbers: '03-1' → '3-1'."""
    return number.str.to_uppercase().str.replace_all(r"\s", "").str.replace_all(r"(^|\D)0+(\d)", "${1}${2}")
