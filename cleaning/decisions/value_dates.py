"""Text of 'Giá trị đúng' → a day or a year, with the sheet's own 'Từ ngày' as evidence of which number is the month.

A spreadsheet set to another country's order reads '05/03/1957' as the third of May and gives that back. The sheet bears
a day that is known: how it came back tells what became of the others.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.typed_text import folded, tidied

_MIDNIGHT: Final = r"(?:[t ]0?0:00(?::00(?:\.0+)?)?(?: ?am| ?sa)?)?$"
# Shape → pattern, and the groups of year, month and day as read straight. A cell is of the first shape it fits.
_SHAPES: Final = {
    "written": (r"^([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})" + _MIDNIGHT, (3, 2, 1)),
    "year_first": (r"^([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})" + _MIDNIGHT, (1, 2, 3)),
    "in_words": (r"^(?:ngay )?([0-9]{1,2}) ?thang ?([0-9]{1,2}),? ?(?:nam )?([0-9]{4})$", (3, 2, 1)),
}
_COUNTED: Final = r"^([1-6][0-9]{4})(?:\.0+)?$"
_YEAR: Final = r"^(?:nam )?((?:19|20)[0-9]{2})(?:\.0+)?$"
_LABEL: Final = r"^(?:ngay sinh|sinh ngay|sinh nam|nam sinh|sinh|ngay cap|cap ngay)[ :]*"
_DAY_ZERO: Final = pl.date(1899, 12, 30)
_YEARS: Final = (1900, 2099)
_MONTHS: Final = 12


def with_day(rows: pl.DataFrame, first_days: pl.DataFrame) -> pl.DataFrame:
    """Adds what `text` says as a date: `day`, `year` (where no more is written) and `is_day_open`.

    `rows`: `source_file, discrepancy_id, since_raw, text`. `first_days`: `discrepancy_id, first_day`, a row for each
    day on which the discrepancy was asked. `is_day_open`: two days are possible, and nothing in the file settles which.
    """
    formed = rows.with_columns(_form=_form("text"), _since_form=_form("since_raw"))
    read = _with_days(_with_days(formed, "_"), "_since_")
    orders = _orders(read, first_days)
    settled = read.join(orders, on=["source_file", "_shape"], how="left", maintain_order="left", validate="m:1")
    straight, turned, order = pl.col("_straight"), pl.col("_turned"), pl.col("_order")
    # what a program made of one cell, another column's cells don't tell: only of what staff wrote does the order show
    is_told = (order == "straight") & pl.col("_by_since") | _is_so_written()
    is_read = (pl.col("_shape") == "written") & order.is_not_null() & is_told.fill_null(value=False)
    is_sure = (pl.col("_shape") == "in_words") | (straight.is_null() | turned.is_null()) & (
        pl.col("_shape") != "counted"
    )
    day = pl.when(is_sure).then(pl.coalesce(straight, turned)).when(is_read & (order == "turned")).then(turned)
    day = day.when(is_read).then(straight)
    return settled.with_columns(
        day=day,
        year=pl.col("_form").str.extract(_YEAR),
        is_day_open=pl.coalesce(straight, turned).is_not_null() & ~is_sure & ~is_read,
    ).select(*rows.columns, "day", "year", "is_day_open")


def as_written(day: pl.Expr) -> pl.Expr:
    """A day as staff write it: 05/03/1957."""
    return day.dt.to_string("%d/%m/%Y")


def for_cells(day: pl.Expr) -> pl.Expr:
    """A day as no file's order of day and month can change it: 1957-03-05."""
    return day.dt.to_string("%Y-%m-%d")


def _with_days(rows: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """Adds the `…shape` of `{prefix}form` and the days it may mean: `…straight`; day and month turned, `…turned`.

    The latter is null where it is the same day or none. `{prefix}is_padded`: zeros before single figures; null where
    there is no single figure.
    """
    form = pl.col(f"{prefix}form")
    counted = _DAY_ZERO + pl.duration(days=form.str.extract(_COUNTED).cast(pl.Int32, strict=False))
    shaped = rows.with_columns(
        pl.coalesce(
            *(pl.when(form.str.contains(pattern)).then(pl.lit(name)) for name, (pattern, _) in _SHAPES.items()),
            pl.when(form.str.contains(_COUNTED)).then(pl.lit("counted")),
        ).alias(f"{prefix}shape"),
        *(
            pl.coalesce(*(form.str.extract(pattern, places[at]) for pattern, places in _SHAPES.values()), of_day)
            .cast(pl.Int32, strict=False)
            .alias(f"{prefix}{part}")
            for at, (part, of_day) in enumerate(_parts(counted))
        ),
    )
    shape, year, month, day = (pl.col(f"{prefix}{part}") for part in ("shape", "year", "month", "day"))
    straight = _calendar(year, month, day)
    turned = pl.when((shape != "in_words") & (month != day)).then(_calendar(year, day, month))
    can_turn = (shape != "year_first") | straight.is_not_null()
    is_padded = pl.when(form.str.contains(r"^0|/0")).then(True).when((month < 10) | (day < 10)).then(False)
    return shaped.with_columns(
        straight.alias(f"{prefix}straight"),
        pl.when(can_turn).then(turned).alias(f"{prefix}turned"),
        is_padded.alias(f"{prefix}is_padded"),
    )


def _parts(day: pl.Expr) -> list[tuple[str, pl.Expr]]:
    parts = {"year": day.dt.year(), "month": day.dt.month(), "day": day.dt.day()}
    return [(name, number.cast(pl.String)) for name, number in parts.items()]


def _form(column: str) -> pl.Expr:
    return folded(tidied(pl.col(column))).str.strip_chars(" .,;").str.replace(_LABEL, "")


def _calendar(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The day, or null where the calendar has none or nobody could have written it."""
    text = pl.format("{}-{}-{}", year, month, day).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(year.is_between(*_YEARS)).then(text)


def _orders(read: pl.DataFrame, first_days: pl.DataFrame) -> pl.DataFrame:
    """Per file and shape: `_order` (straight | turned) where its known days and its other dates agree on one.

    `_by_since`: whether a known day tells; a date that no order can turn says little of those that one can. `_padded`:
    how the days that tell are written, where they are written alike.
    """
    known = read.join(first_days.unique(), on="discrepancy_id", how="inner").select(
        "source_file",
        _shape="_since_shape",
        straight=pl.col("_since_straight") == pl.col("first_day"),
        turned=pl.col("_since_turned") == pl.col("first_day"),
        padded="_since_is_padded",
        by_since=pl.lit(value=True),
    )
    # of what staff wrote themselves a number above 12 tells, but not of what a program counted or put year first
    one_way = read.filter(pl.col("_shape") == "written").select(
        "source_file",
        "_shape",
        straight=pl.col("_turned").is_null() & (pl.col("_straight").dt.day() > _MONTHS),
        turned=pl.col("_straight").is_null() & pl.col("_turned").is_not_null(),
        padded="_is_padded",
        by_since=pl.lit(value=False),
    )
    evidence = pl.concat([known, one_way]).filter(pl.any_horizontal("straight", "turned"))
    told = evidence.group_by("source_file", "_shape").agg(
        pl.col("straight", "turned").fill_null(value=False).any(),
        _by_since=pl.col("by_since").any(),
        _padded=pl.when(pl.col("padded").drop_nulls().n_unique() == 1).then(pl.col("padded").drop_nulls().first()),
    )  # fmt: skip
    order = pl.when(pl.col("straight") != pl.col("turned")).then(
        pl.when("straight").then(pl.lit("straight")).otherwise(pl.lit("turned"))
    )
    return told.select("source_file", "_shape", "_by_since", "_padded", _order=order)


def _is_so_written() -> pl.Expr:
    """Whether the date is written like those that tell: what staff typed themselves is as they meant it."""
    return pl.col("_is_padded") == pl.col("_padded")
