"""Cells of an answered sheet against what was shown: the only proof that an answer still stands in its row.

Compared is what no program changes on the way: spreadsheets drop zeros, re-write dates and numbers, old code pages drop
letters and accents. What is left must agree; a cell that came back blank or unreadable says nothing.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.typed_text import folded, is_spreadsheet_error, tidied

# What may have become '?' does not count: vowels, and đ.
_NO_CONSONANT: Final = r"[^bcghklmnpqrstvxfjwz0-9]"
_NUMBER: Final = r"^-?[\d\s.,]*\d[\d\s.,]*$"
_POWER: Final = r"(?i)^(\d)(?:[.,](\d+))?e\+?(\d+)$"
_DATE: Final = r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[ T].*)?$"
_DAY_COUNT: Final = r"^([1-6]\d{4})(?:\.0+)?$"
_DATES_IN_WORDS: Final = (
    r"(?i)^\d{1,2}[-/ ](?:[a-z]{3,9}|thg ?\d+)(?:[-/ ]\d{2,4})?$|^(?:[a-z]{3,9}|thg ?\d+)[-/ ]\d{2,4}$"
)
_FIRST_DAY: Final = pl.date(1899, 12, 30)
_TELLING: Final = 6


def differs(received: pl.Series, shown: pl.Series) -> pl.Series:
    """Whether a cell surely is not the one that was shown; false where nothing can be told. Never null."""
    cells = pl.DataFrame({"got": received, "had": shown}).select(tidied(pl.all()))
    forms = cells.with_columns(
        *(form(pl.col(side)).alias(f"{side}_{name}") for name, form in _FORMS.items() for side in cells.columns),
        got_counted=_counted(pl.col("got")),
        had_day=_day(pl.col("had"), "$1$2$3"),
        had_turned=_day(pl.col("had"), "$2$1$3"),
        left_of_power=_begins(pl.col("had"), pl.col("got")),
    )
    got = pl.col("got")
    nothing_told = got.is_null() | is_spreadsheet_error(got) | got.str.contains(_DATES_IN_WORDS)
    has_lost_letters = got.str.contains("?", literal=True)
    agrees = pl.any_horizontal(
        *(pl.col(f"got_{name}") == pl.col(f"had_{name}") for name in ("text", "number", "date")),
        has_lost_letters & (pl.col("got_consonants") == pl.col("had_consonants")),
        pl.col("got_counted") == pl.col("had_day"),
        pl.col("got_counted") == pl.col("had_turned"),
        "left_of_power",
    )
    return forms.select(differs=~nothing_told.fill_null(value=True) & ~agrees.fill_null(value=False)).to_series()


def comparison_form(cell: pl.Expr) -> pl.Expr:
    """One form for a value as shown and as it came back; null where too little is left to tell values apart."""
    form = _text(tidied(cell))
    return pl.when(form.str.len_chars() >= _TELLING).then(form)


def _text(cell: pl.Expr) -> pl.Expr:
    """Letters and figures, in order; what has neither stays as it is."""
    form = folded(cell).str.replace_all(r"[^\p{L}\d]", "").str.strip_chars_start("0")
    return pl.when(form != "").then(form).otherwise(cell)


def _consonants(cell: pl.Expr) -> pl.Expr:
    return folded(cell).str.replace_all(_NO_CONSONANT, "")


def _number(cell: pl.Expr) -> pl.Expr:
    """The digits of a number that alone fills the cell, without zeros in front and behind a decimal sign."""
    bare = cell.str.replace_all(r"\s", "")
    tailless = bare.str.replace(r"^(.*[.,]\d*?)0+$", "${1}")
    digits = tailless.str.replace_all(r"\D", "").str.strip_chars_start("0")
    return pl.when(cell.str.contains(_NUMBER)).then(digits)


def _begins(shown: pl.Expr, received: pl.Expr) -> pl.Expr:
    """'3.10991E+10' is what may be left of '031099001234': its digits but the last, which is rounded."""
    parts = received.str.extract_groups(_POWER)
    mantissa = parts.struct.field("1") + parts.struct.field("2").fill_null("").str.strip_chars_end("0").str.head(-1)
    digits = shown.str.replace_all(r"\D", "").str.strip_chars_start("0")
    length = parts.struct.field("3").cast(pl.Int32, strict=False) + 1
    return (digits.str.starts_with(mantissa) & (digits.str.len_chars() == length)).fill_null(value=False)


def _date(cell: pl.Expr) -> pl.Expr:
    """The three numbers of a date in one order, whichever they were written in; two digits are enough of a year."""
    parts = cell.str.extract_groups(_DATE)
    numbers = pl.concat_list(parts.struct.field(place).cast(pl.Int32, strict=False) % 100 for place in ("1", "2", "3"))
    return pl.when(cell.str.contains(_DATE)).then(numbers.list.sort().cast(pl.List(pl.String)).list.join("-"))


def _counted(cell: pl.Expr) -> pl.Expr:
    """The day a spreadsheet's number stands for, in the form of `_day`."""
    days = cell.str.extract(_DAY_COUNT).cast(pl.Int32, strict=False)
    return (_FIRST_DAY + pl.duration(days=days)).dt.to_string("%d%m%Y")


def _day(cell: pl.Expr, order: str) -> pl.Expr:
    """'05/03/1957' → '05031957', or with day and month turned round; null for all but a day as sheets show it."""
    day = r"^(\d{2})/(\d{2})/(\d{4})$"
    return pl.when(cell.str.contains(day)).then(cell.str.replace(day, order))


_FORMS: Final = {"text": _text, "consonants": _consonants, "number": _number, "date": _date}
