"""Serial, date and register number of a certificate → shown forms and states."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from cleaning import reference
from cleaning.reference.certificate_forms import REGISTERS, SERIAL
from cleaning.settings import Settings
from cleaning.standardising.dates import with_date
from cleaning.standardising.distinct import judged_once
from cleaning.standardising.relations import holder_tokens, subjects_with_strangers
from cleaning.standardising.text import folded, without_placeholders

_LABEL: Final = r"(?i)^(?:(?:số|phát hành|seri|sêri|serial|sph|gcn|gcnqsdđ|giấy chứng nhận)\b[\s:.]*)+"
# 'AB 123456 (thế chấp)', 'AB 123456 - đang thế chấp'; a letter or two behind the digits are no remark
_REMARK: Final = r"([0-9])(?:\s*\([^()0-9]*\)|\s+[-–,;]\s*[^0-9]{4,})$"
_NONE_ISSUED: Final = r"^(?:CHUACOGIAY|CHUACAPGIAY)"
_REGISTER_LABEL: Final = r"(?i)^(?:số(?: vào sổ)?(?: cấp)?(?: gcn| giấy chứng nhận)?)[\s:.]+"
_SHORTEST_SHARED: Final = 5
_REGISTER_NUMBERS: Final = (
    rf"^{REGISTERS}[\s.\-]?\d{{5,6}}$",
    rf"^\d{{1,6}}\s?/?\s?(?:{REGISTERS}\s?[-/]?\s?)?QSDĐ(?:\s?[/\-.].*)?$",
)


def with_certificate_serial(frame: pl.DataFrame) -> pl.DataFrame:
    """`certificate_serial` ('AB 123456' where well-formed, as written where malformed) and `certificate_state`.

    `CHUACOGIAY_…` and words to that effect are none_issued. A certificate lost or held by a bank has no serial here:
    missing.
    """
    return judged_once(frame, ["certificate_serial_text"], _with_serial)


def serial_key(serial: pl.Expr) -> pl.Expr:
    """Comparison form of a serial: upper case, no spaces, dots, dashes, nor a remark behind; Đ stays Đ."""
    bare = serial.str.replace(_REMARK, "${1}").str.to_uppercase()
    return bare.str.replace_all(r"[\s.\-–—_]|[,;*'\"]+$|^['\"’‘=]+", "")


def with_serial_shared(frame: pl.DataFrame) -> pl.DataFrame:
    """`is_certificate_serial_shared`: one serial on different parcels whose holders have nobody in common.

    On all rows of the serial. Malformed serials count too, unless so short that they say little.
    """
    serial = serial_key(pl.col("certificate_serial"))
    told = frame.select(
        subject=pl.when(serial.str.len_chars() >= _SHORTEST_SHARED).then(serial),
        statement="parcel_key",
        holder=holder_tokens(),
    )
    shared = subjects_with_strangers(told.explode("holder"))
    return frame.with_columns(is_certificate_serial_shared=told["subject"].is_in(shared).fill_null(False))


def with_certificate_date(frame: pl.DataFrame, *, as_of: date, settings: Settings) -> pl.DataFrame:
    """`certificate_date` and its state, from `certificate_date_text` and `holder_birth_year`.

    A date known to the year only, or whose day and month can't be told apart, is ambiguous. One in the future, before
    `settings.first_certificate_year` or before the holder's birth says so first.
    """
    dated = with_date(frame, "certificate_date_text", "_issued_", as_of=None)
    year = pl.col("_issued_year")
    state = (
        pl.when(pl.col("_issued_state").is_in(["missing", "invalid"]))
        .then("_issued_state")
        .when((year > as_of.year) | (pl.col("_issued_date") > as_of).fill_null(False))
        .then(pl.lit("future"))
        .when(year < settings.first_certificate_year)
        .then(pl.lit("too_early"))
        .when((year < pl.col("holder_birth_year")).fill_null(False))
        .then(pl.lit("before_birth"))
        .when(pl.col("_issued_state") == "day")
        .then(pl.lit("ok"))
        .otherwise(pl.lit("ambiguous"))
    )
    return (
        dated.with_columns(certificate_date_state=state)
        .with_columns(certificate_date=pl.when(pl.col("certificate_date_state") == "ok").then("_issued_date"))
        .drop("_issued_date", "_issued_year", "_issued_state")
    )


def with_register_number(frame: pl.DataFrame) -> pl.DataFrame:
    """`register_number`, tidied, and its state by the usual forms: 'CH 00123', '00123/CH-QSDĐ', '123 QSDĐ/…'."""
    bare = without_placeholders(pl.col("register_number_text")).str.replace(_REGISTER_LABEL, "")
    number = pl.when(bare != "").then(bare)
    is_usual = pl.any_horizontal(number.str.to_uppercase().str.contains(form) for form in _REGISTER_NUMBERS)
    return frame.with_columns(
        register_number=number,
        register_number_state=pl.when(number.is_null())
        .then(pl.lit("missing"))
        .when(is_usual)
        .then(pl.lit("ok"))
        .otherwise(pl.lit("malformed")),
    )


def _with_serial(cells: pl.DataFrame) -> pl.DataFrame:
    bare = without_placeholders(pl.col("certificate_serial_text")).str.replace(_LABEL, "")
    none_issued, no_serial = _fillers()
    written, compact, words = pl.col("_written"), pl.col("_compact"), folded(pl.col("_written"))
    return (
        cells.with_columns(_written=pl.when(bare != "").then(bare))
        .with_columns(_compact=serial_key(written))
        .with_columns(
            certificate_state=pl.when(written.is_null() | words.is_in(no_serial))
            .then(pl.lit("missing"))
            .when(compact.str.contains(_NONE_ISSUED) | words.is_in(none_issued))
            .then(pl.lit("none_issued"))
            .when(compact.str.contains(SERIAL))
            .then(pl.lit("ok"))
            .otherwise(pl.lit("malformed"))
        )
        .with_columns(
            certificate_serial=pl.when(pl.col("certificate_state") == "ok")
            .then(compact.str.replace(SERIAL, "${1}${3} ${2}${4}"))
            .when(pl.col("certificate_state") == "malformed")
            .then(written)
        )
        .drop("_written", "_compact")
    )


def _fillers() -> tuple[list[str], list[str]]:
    """Words in place of a serial, folded: those that say none was issued, and those that say it can't be read off."""
    fillers = reference.table("placeholders").filter(pl.col("column_kind") == "gcn_serial")
    says_none = pl.col("meaning") == "no certificate issued"
    words = pl.Series(fillers.select(folded(pl.col("value"))))
    is_none = fillers.select(says_none).to_series()
    return words.filter(is_none).to_list(), words.filter(~is_none).to_list()
