"""Date text → a day, a year, or a named problem; the whole file settles the order of day and month."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from cleaning.standardising.date_shapes import with_date_numbers

_SERIALS: Final = (10_000, 60_000)  # Excel's days of 1927-2064; anything else of five digits is a slip
# '19566' may be the day number of 26/07/1953 or a year with a digit too many.
_LIKE_A_YEAR: Final = (19_000, 20_999)
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
_MS_PER_HOUR: Final = 3_600_000
_HOURS_EAST: Final = 7  # of Greenwich
_FIRST_YEAR: Final = 1900
_CLEAR_MAJORITY: Final = 20
# What spreadsheets and databases write where they have no date, however it is spelled.
_ZEROS: Final = (date(1, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1))
_DATABASE_ZERO: Final = date(1970, 1, 1)
_DAYS_AROUND_PER_ZERO: Final = 20
# 1 January stands for 'some day of that year' where it is so many times commoner than another day of the year.
_NEW_YEARS_TIMES: Final = 5
_NEW_YEARS_AT_LEAST: Final = 4


def with_date(frame: pl.DataFrame, text_column: str, prefix: str, *, as_of: date | None) -> pl.DataFrame:
    """Adds `{prefix}date` (only where the day is sure), `{prefix}year` and `{prefix}state`.

    States: day; year (no more is written, or it is 1 January in a file full of them); ambiguous (order of day and month
    not settled: the year is kept); missing; invalid (no such day: the year is kept; a two-digit year, one before 1900
    or, unless `as_of` is None, a day after it: nothing is kept). The order is settled per `source_file` by rows with a
    number above 12; ISO is never ambiguous. 01/01/1970, the zero of databases, is missing but in a file that has its
    share of days around it. A spreadsheet's day number that looks like a year with a digit too many counts only in a
    file that has others.
    """
    keys = [name for name in ("source_file", text_column) if name in frame.columns]
    # without files all rows are of one
    distinct = (
        frame.drop_nulls(text_column)
        .group_by(keys)
        .len("rows")
        .with_columns(file="source_file" if "source_file" in keys else pl.lit(None))
    )
    result = (
        with_date_numbers(distinct, text_column)
        .with_columns(_day_is_first().alias("day_is_first"))
        .with_columns(_day().alias("day"))
        .with_columns(pl.col("is_written") & ~_is_zero().fill_null(False))
        .with_columns(_year().alias("year"), is_new_year=_is_new_year())
        .with_columns(_possible(as_of).alias("possible"))
    ).select(
        *keys,
        pl.when(_state() == "day").then("day").alias(f"{prefix}date"),
        pl.when("is_written", "possible").then("year").alias(f"{prefix}year"),
        _state().alias(f"{prefix}state"),
    )
    return frame.join(
        result, on=keys, how="left", nulls_equal=True, maintain_order="left", validate="m:1"
    ).with_columns(pl.col(f"{prefix}state").fill_null("missing"))


def _day_is_first() -> pl.Expr:
    """True or false where the file's rows settle it, null where they don't."""
    real = pl.col("first").is_between(1, 31) & pl.col("second").is_between(1, 31) & ~pl.col("is_in_words")
    day_first = _rows(real & (pl.col("first") > 12) & (pl.col("second") <= 12))
    month_first = _rows(real & (pl.col("second") > 12) & (pl.col("first") <= 12))
    return (
        pl.when((day_first > 0) & (day_first >= _CLEAR_MAJORITY * month_first))
        .then(True)
        .when((month_first > 0) & (month_first >= _CLEAR_MAJORITY * day_first))
        .then(False)
    )


def _day() -> pl.Expr:
    """The calendar day, where shape, order and calendar leave one."""
    first, second = pl.col("first"), pl.col("second")
    day_first = pl.when(pl.col("is_in_words") | (first > 12) | (first == second)).then(True)
    day_first = day_first.when(second > 12).then(False).otherwise("day_is_first")
    month = pl.when(day_first).then(second).when(~day_first).then(first)
    day = pl.when(day_first).then(first).when(~day_first).then(second)
    written = pl.coalesce(_calendar(month, day), _calendar(pl.col("iso_month"), pl.col("iso_day")))
    return pl.coalesce(written + pl.duration(days=pl.col("is_day_before").cast(pl.Int32)), _counted())


def _calendar(month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The day, or null where the calendar has none: '31/02'."""
    written = pl.format("{}-{}-{}", pl.col("written_year"), month, day)
    return pl.when(pl.col("written_year") >= 1000).then(written.str.to_date("%Y-%m-%d", strict=False))


def _counted() -> pl.Expr:
    """The day of a spreadsheet's number or of milliseconds, the latter where they are midnight here or in Greenwich."""
    serial = pl.col("serial")
    is_sure = ~serial.is_between(*_LIKE_A_YEAR) | (
        _rows(serial.is_between(*_SERIALS) & ~serial.is_between(*_LIKE_A_YEAR)) > 0
    )
    by_serial = pl.lit(_EXCEL_DAY_ZERO) + pl.duration(days=pl.when(serial.is_between(*_SERIALS) & is_sure).then(serial))
    here = pl.col("milliseconds") + _HOURS_EAST * _MS_PER_HOUR
    is_midnight = (here % (24 * _MS_PER_HOUR)).is_in([0, _HOURS_EAST * _MS_PER_HOUR])
    by_milliseconds = pl.from_epoch(pl.when(is_midnight).then(here), time_unit="ms").dt.date()
    return pl.coalesce(by_serial, by_milliseconds)


def _is_zero() -> pl.Expr:
    """Whether the day is a filler: a day people are really born on is no commoner than its like in the file."""
    day, year = pl.col("day"), pl.col("written_year")
    is_like = day.is_in([_DATABASE_ZERO.replace(year=year) for year in (1969, 1971)])
    is_around = day.is_between(date(1969, 1, 1), date(1971, 12, 31)) & (day != _DATABASE_ZERO)
    usual = 2 * _rows(is_like) + _rows(is_around) / _DAYS_AROUND_PER_ZERO
    is_filler = (day == _DATABASE_ZERO) & (_rows(day == _DATABASE_ZERO) > usual)
    return day.is_in(_ZEROS) | is_filler | (year <= 1) | ((year == _FIRST_YEAR) & _has_zero())


def _has_zero() -> pl.Expr:
    """'00' for an unknown day or month."""
    return pl.any_horizontal(pl.col(part) == 0 for part in ("first", "second", "iso_month", "iso_day"))


def _is_new_year() -> pl.Expr:
    """1 January in a file that has it far oftener than a day of the year comes."""
    day = pl.when("is_written").then("day")
    is_first = (day.dt.month() == 1) & (day.dt.day() == 1)
    usual = _rows(day.is_not_null()) / 365
    is_heaped = _rows(is_first) >= _NEW_YEARS_AT_LEAST + _NEW_YEARS_TIMES * usual
    return (is_first & is_heaped).fill_null(False)


def _rows(is_meant: pl.Expr) -> pl.Expr:
    """Rows of the same file."""
    return pl.when(is_meant).then("rows").sum().over("file")


def _year() -> pl.Expr:
    return pl.coalesce(pl.col("day").dt.year(), "written_year").cast(pl.Int32)


def _possible(as_of: date | None) -> pl.Expr:
    """Neither before the first year anybody writes nor after `as_of`."""
    early = pl.col("year") >= _FIRST_YEAR
    if as_of is None:
        return early
    return early & (pl.col("year") <= as_of.year) & (pl.col("day") <= as_of).fill_null(True)


def _state() -> pl.Expr:
    first, second = pl.col("first"), pl.col("second")
    bare_year = pl.col("written_year").is_not_null() & first.is_null() & pl.col("iso_month").is_null()
    two_orders = first.is_between(1, 12) & second.is_between(1, 12) & pl.col("day_is_first").is_null()
    return (
        pl.when(~pl.col("is_written"))
        .then(pl.lit("missing"))
        .when(~pl.col("possible").fill_null(False))
        .then(pl.lit("invalid"))
        .when("is_new_year")
        .then(pl.lit("year"))
        .when(pl.col("day").is_not_null())
        .then(pl.lit("day"))
        .when(bare_year | _has_zero().fill_null(False))
        .then(pl.lit("year"))
        .when(two_orders)
        .then(pl.lit("ambiguous"))
        .otherwise(pl.lit("invalid"))
    )
