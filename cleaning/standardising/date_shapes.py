"""Date text → the numbers of the shape it is written in; nothing is judged here."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning import reference
from cleaning.standardising import text

_AROUND: Final = "'\"’‘()*;,.= "
# Words staff and spreadsheets write before a date: 'sinh năm 1956', 'Thứ Tư, 15 Tháng Tám, 1956'.
_LABEL: Final = (
    r"^(?:(?:thứ \p{L}+|chủ nhật|[a-z]{3,6}day),? )?"
    r"(?:ngày sinh|năm sinh|sinh ngày|sinh năm|sinh|[sn]\.?[ns]|ngày|năm)?[\s.:]*"
)
_CLOCK: Final = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?(?:am|pm|sa|ch))?"
_TIME: Final = rf"(?:[t ]{_CLOCK}(?:z|\+0[07]:?00)?)?"
# A day is midnight. Midnight of Việt Nam is 17:00 of the day before in Greenwich, 16:00 by the clocks of some years.
_GREENWICH: Final = r"(?:z|\+00:?00)$"
_MIDNIGHT_THERE: Final = r"[t ]00:00(?::00(?:\.0+)?)?(?:z|\+00:?00)$"
_MIDNIGHT_HERE: Final = r"[t ]17:00(?::00(?:\.0+)?)?(?:z|\+00:?00)$"
_PERHAPS_MIDNIGHT_HERE: Final = r"[t ](?:1[67]:00(?::00(?:\.0+)?)?|0?[45]:00(?::00)? ?(?:pm|ch))$"
_BETWEEN: Final = r" ?[/.,\\\- ‐‑–∕⁄／] ?"
_MONTH: Final = r"(?:tháng|thg|th) ?"
# Shape → pattern whose groups are the numbers in the order written; a cell is of the first shape it fits.
_SHAPES: Final = {
    "year_last": rf"^([0-9]{{1,2}}){_BETWEEN}([0-9]{{1,2}})(?:{_BETWEEN}|,? năm )([0-9]{{4}}){_TIME}$",
    "in_words": rf"^([0-9]{{1,2}})[ \-/.,]*{_MONTH}([0-9]{{1,2}})[ \-/.,]*(?:năm )?([0-9]{{4}}){_TIME}$",
    "month_in_front": rf"^{_MONTH}([0-9]{{1,2}}) ([0-9]{{1,2}}),? ([0-9]{{4}}){_TIME}$",
    # as the QR code of the citizen card writes it, '19051956', and as databases do, '19560519'
    "unbroken": r"^([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})$",
    "unbroken_year_first": r"^((?:19|20)[0-9]{2})(0[0-9]|1[0-2])([0-2][0-9]|3[01])$",
    "year_first": rf"^([0-9]{{4}})[/.\-‑]([0-9]{{1,2}})[/.\-‑]([0-9]{{1,2}}){_TIME}$",
    "year_and_month": r"^([0-9]{4})[/\-](?:0?[0-9]|1[0-2])$",
    # '1956', '1956.0', '00/00/1956', '/1956', '--/--/1956', '…./05/1956', 'tháng 3/1956': no more than the year is sure
    "year_only": (
        r"^(?:(?:[0-9]{1,2}|[_?.x…-]{1,4})?[/. -]"
        rf"|(?:{_MONTH}|t ?)[0-9]{{1,2}}(?: ?[/. -]|,? năm) ?){{0,2}}([0-9]{{4}})(?:[.,]0+)?$"
    ),
    "serial": r"^([0-9]{5})(?:[.,](?:0+|[0-5][0-9]*))?$",
    # '/Date(-421891200000)/': milliseconds since 1970, as programs in .NET write a day
    "milliseconds": r"^/date\((-?[0-9]{1,14})(?:[+-][0-9]{4})?\)/$",
}


def with_date_numbers(frame: pl.DataFrame, text_column: str) -> pl.DataFrame:
    """Adds the numbers of the shape each cell is written in; null are those of other shapes.

    `first`, `second` and `written_year` as written (day and month turned round where a month in words is in front);
    `iso_month`, `iso_day`; `serial`, a spreadsheet's day number; `milliseconds` since 1970. `is_written`: there is more
    than a filler; `is_in_words`: the month is beyond doubt; `is_day_before`: told in the time of Greenwich, the day
    here is the next. Where a time leaves it open which day is meant, there are no numbers.
    """
    told = frame.with_columns(_written=_written(text_column)).with_columns(
        is_written=pl.col("_written").is_not_null(), is_day_before=pl.col("_written").str.contains(_MIDNIGHT_HERE)
    )
    is_other_day = (
        pl.col("_written").str.contains(_GREENWICH)
        & ~pl.col("_written").str.contains(_MIDNIGHT_THERE)
        & ~pl.col("is_day_before")
    )
    sure = pl.when(~is_other_day & ~pl.col("_written").str.contains(_PERHAPS_MIDNIGHT_HERE)).then("_written")
    shaped = told.with_columns(_sure=sure).with_columns(
        pl.col("_sure").str.extract_groups(pattern).alias(f"_{shape}") for shape, pattern in _SHAPES.items()
    )
    return shaped.with_columns(
        _number(("year_last", 1), ("in_words", 1), ("month_in_front", 2), ("unbroken", 1)).alias("first"),
        _number(("year_last", 2), ("in_words", 2), ("month_in_front", 1), ("unbroken", 2)).alias("second"),
        _number(("year_first", 2), ("unbroken_year_first", 2)).alias("iso_month"),
        _number(("year_first", 3), ("unbroken_year_first", 3)).alias("iso_day"),
        _number(
            ("year_last", 3), ("in_words", 3), ("month_in_front", 3), ("unbroken", 3), ("unbroken_year_first", 1),
            ("year_first", 1), ("year_and_month", 1), ("year_only", 1),
        ).alias("written_year"),
        _number(("serial", 1)).alias("serial"),
        _number(("milliseconds", 1)).alias("milliseconds"),
        is_in_words=pl.coalesce(_group("in_words", 1), _group("month_in_front", 1)).is_not_null(),
    ).drop("_written", "_sure", *(f"_{shape}" for shape in _SHAPES))  # fmt: skip


def _written(text_column: str) -> pl.Expr:
    """The cell in lower case with its month in figures, without label and signs around; null where it is a filler."""
    bare = text.without_placeholders(pl.col(text_column), "date").str.to_lowercase()
    words = reference.table("month_words").sort(pl.col("word").str.len_chars(), "word", descending=[True, False])
    figures = [f"tháng {month}" for month in words["month"]]
    numbered = bare.str.replace_many(words["word"].to_list(), figures, leftmost=True)
    return numbered.str.strip_chars(_AROUND).str.replace(_LABEL, "")


def _group(shape: str, place: int) -> pl.Expr:
    return pl.col(f"_{shape}").struct.field(str(place))


def _number(*places: tuple[str, int]) -> pl.Expr:
    return pl.coalesce(_group(shape, place) for shape, place in places).cast(pl.Int64, strict=False)
