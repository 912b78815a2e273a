"""Date text → a day, a year, or a named problem; the whole file settles the order of day and month."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from cleaning.standardising import text

# Words staff write before or inside a date: 'sinh năm 1956', 'ngày 2 tháng 3 năm 1956'.
_LABEL: Final = r"^(?:ngày sinh|năm sinh|sinh ngày|sinh năm|sinh|s\.?n|ngày|năm)[\s.:]*"
_AROUND: Final = "'\"’‘()*;,. "
_TIME: Final = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_IN_WORDS: Final = r"^(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})$"
_YEAR_LAST: Final = rf"^(\d{{1,2}}) ?[/.\- ] ?(\d{{1,2}}) ?[/.\- ] ?(\d{{4}}){_TIME}$"
# as the QR code of the citizen card writes it: '19051956'
_UNBROKEN: Final = r"^(\d{2})(\d{2})((?:19|20)\d{2})$"
_YEAR_FIRST: Final = rf"^(\d{{4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}}){_TIME}$"
# '1956', '1956.0', '00/00/1956', '/1956', '--/--/1956', '…./05/1956', 'tháng 3/1956': no more than the year is sure.
_YEAR_ONLY: Final = (
    r"^(?:(?:\d{1,2}|[_?.x…-]{1,4})?[/. -]|(?:tháng|t) ?\d{1,2}(?: ?[/. -]|,? năm) ?){0,2}(\d{4})(?:[.,]0+)?$"
)
_SERIAL: Final = r"^(\d{5})(?:[.,]0+)?$"
_SERIALS: Final = (10_000, 60_000)  # Excel's days of 1927-2064; anything else of five digits is a slip
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
_FIRST_YEAR: Final = 1900
_CLEAR_MAJORITY: Final = 20
# What spreadsheets and databases write where they have no date, however it is spelled.
_SPREADSHEET_ZERO: Final = date(1900, 1, 1)
_DATABASE_ZERO: Final = date(1970, 1, 1)
_DAYS_AROUND_PER_ZERO: Final = 20


def with_date(frame: pl.DataFrame, text_column: str, prefix: str, *, as_of: date | None) -> pl.DataFrame:
    """Adds `{prefix}date` (only where the day is sure), `{prefix}year` and `{prefix}state`.

    States: day; year (no more is written); ambiguous (order of day and month not settled: the year is kept); missing;
    invalid (no such day: the year is kept; a two-digit year, one before 1900 or, unless `as_of` is None, a day after
    it: nothing is kept). The order is settled per `source_file` by rows with a number above 12; ISO is never ambiguous.
    01/01/1970, the zero of databases, is missing but in a file that has its share of days around it.
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
        distinct.with_columns(_parts(text_column))
        .with_columns(_day_is_first().alias("day_is_first"))
        .with_columns(_day().alias("day"))
        .with_columns(pl.col("is_written") & ~_is_zero().fill_null(False))
        .with_columns(_year().alias("year"))
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


def _parts(text_column: str) -> list[pl.Expr]:
    """The numbers of each written shape; `first` and `second` are those before the year, in the order written."""
    bare = text.without_placeholders(pl.col(text_column), "date").str.to_lowercase().str.strip_chars(_AROUND)
    written = bare.str.replace(_LABEL, "")

    def number(*found: tuple[str, int]) -> pl.Expr:
        return pl.coalesce(written.str.extract(pattern, group) for pattern, group in found).cast(pl.Int32, strict=False)

    return [
        written.is_not_null().alias("is_written"),
        written.str.contains(_IN_WORDS).alias("is_in_words"),
        number((_YEAR_LAST, 1), (_IN_WORDS, 1), (_UNBROKEN, 1)).alias("first"),
        number((_YEAR_LAST, 2), (_IN_WORDS, 2), (_UNBROKEN, 2)).alias("second"),
        number((_YEAR_FIRST, 2)).alias("iso_month"),
        number((_YEAR_FIRST, 3)).alias("iso_day"),
        number((_YEAR_LAST, 3), (_IN_WORDS, 3), (_UNBROKEN, 3), (_YEAR_FIRST, 1), (_YEAR_ONLY, 1)).alias(
            "written_year"
        ),
        number((_SERIAL, 1)).alias("serial"),
    ]


def _day_is_first() -> pl.Expr:
    """True or false where the file's rows settle it, null where they don't."""
    real = pl.col("first").is_between(1, 31) & pl.col("second").is_between(1, 31)
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
    serial = pl.when(pl.col("serial").is_between(*_SERIALS)).then("serial")
    by_serial = pl.lit(_EXCEL_DAY_ZERO) + pl.duration(days=serial)
    return pl.coalesce(_calendar(month, day), _calendar(pl.col("iso_month"), pl.col("iso_day")), by_serial)


def _calendar(month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The day, or null where the calendar has none: '31/02'."""
    written = pl.format("{}-{}-{}", pl.col("written_year"), month, day)
    return pl.when(pl.col("written_year") >= 1000).then(written.str.to_date("%Y-%m-%d", strict=False))


def _is_zero() -> pl.Expr:
    """Whether the day is a filler: a day people are really born on is no commoner than its like in the file."""
    day = pl.col("day")
    is_like = day.is_in([_DATABASE_ZERO.replace(year=year) for year in (1969, 1971)])
    is_around = day.is_between(date(1969, 1, 1), date(1971, 12, 31)) & (day != _DATABASE_ZERO)
    usual = 2 * _rows(is_like) + _rows(is_around) / _DAYS_AROUND_PER_ZERO
    is_filler = (day == _DATABASE_ZERO) & (_rows(day == _DATABASE_ZERO) > usual)
    return (day == _SPREADSHEET_ZERO) | is_filler


def _rows(is_meant: pl.Expr) -> pl.Expr:
    """Rows of the same file."""
    return pl.when(is_meant).then("rows").sum().over("file")


def _year() -> pl.Expr:
    return pl.coalesce("written_year", pl.col("day").dt.year()).cast(pl.Int32)


def _possible(as_of: date | None) -> pl.Expr:
    """Neither before the first year anybody writes nor after `as_of`."""
    early = pl.col("year") >= _FIRST_YEAR
    if as_of is None:
        return early
    return early & (pl.col("year") <= as_of.year) & (pl.col("day") <= as_of).fill_null(True)


def _state() -> pl.Expr:
    first, second = pl.col("first"), pl.col("second")
    bare_year = pl.col("written_year").is_not_null() & first.is_null() & pl.col("iso_month").is_null()
    unknown_parts = (first == 0) | (second == 0) | (pl.col("iso_month") == 0) | (pl.col("iso_day") == 0)
    two_orders = first.is_between(1, 12) & second.is_between(1, 12) & pl.col("day_is_first").is_null()
    return (
        pl.when(~pl.col("is_written"))
        .then(pl.lit("missing"))
        .when(~pl.col("possible").fill_null(False))
        .then(pl.lit("invalid"))
        .when(pl.col("day").is_not_null())
        .then(pl.lit("day"))
        .when(bare_year | unknown_parts)
        .then(pl.lit("year"))
        .when(two_orders)
        .then(pl.lit("ambiguous"))
        .otherwise(pl.lit("invalid"))
    )
