"""numbered list of households → for the rows below a household's first row, the row that names their holder.

A village list numbers and names a household once; its further parcels stand below, both cells blank. Whether they still
stand below their own household is told by the numbers alone, so each of these must hold:

the list     is no form whose every row is complete: it has no Guid column and at most 20 known columns
             its order numbers count up or start again at 1: nine steps in ten, and hardly one in a hundred goes down
             its parcels do not go up or down from top to bottom: it may have been sorted by them, away from the names
the holder   has an order number and a name of its own, neither a spreadsheet's error
             is followed by the next number, or by 1; the last one only where others have rows below them too
the row      has no order number and no name, but a parcel of its own
             says nothing of a person that its holder's row doesn't say
             is parted from its holder's row by such rows alone, and lies within that one's merged cells if it has any

A co-holder's row has a name, no number and nothing of a parcel: the wife on the second line of one parcel. It shares
the parcel of the row above where that is a holder's only row, and the next number follows right below.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.reading.cells import has_any, has_text, is_error, says_any

_NUMBER: Final = r"^\s*0*(\d{1,6})(?:[.,]0+)?[.)]?\s*$"
_FORM_FIELDS: Final = 20
_IN_ORDER: Final = 0.9
_IN_FALL: Final = 0.01
_MANY_PARCELS: Final = 10
_SORTED: Final = 0.8

NAMES: Final = ("holder_name", "organisation_name")
# Whose row it is, and what tells one person from another.
PERSON: Final = (
    *NAMES, "holder_family_name", "holder_id_number", "holder_birth_date", "holder_birth_year", "holder_death_year",
    "holder_gender", "holder_man", "holder_woman", "holder_birth_day", "holder_birth_month",
    "holder_role", "paper_1", "paper_1_kind", "paper_1_state", "paper_2", "paper_2_kind", "paper_2_state",
    "organisation_id",
)  # fmt: skip
# Each names a parcel or its certificate. An area does so beside one of `_DESCRIBING`: alone it may be a sum.
_NAMING: Final = ("sheet", "parcel", "certificate_sheet", "certificate_parcel", "certificate_serial", "parcel_geohash")
_DESCRIBING: Final = ("use_1", "parcel_address", "register_number")


def is_list_of_households(fields: set[str]) -> bool:
    """Whether a land list of these known columns may name a household once and leave its further rows blank."""
    return "order_number" in fields and "guid" not in fields and len(fields) <= _FORM_FIELDS


def names_parcel(rows: pl.DataFrame) -> pl.Expr:
    """Whether a row tells by itself of which parcel or certificate it speaks."""
    area = says_any(raws(("area",), rows)) & says_any(raws(_DESCRIBING, rows))
    return says_any(raws(_NAMING, rows)) | area


def numbered(rows: pl.DataFrame, is_apart: pl.Series) -> pl.DataFrame:
    """`number` and `is_apart` of each row; a row apart has no number."""
    number = pl.col("order_number_raw").str.extract(_NUMBER, 1).cast(pl.Int64)
    return rows.select(number=pl.when(~is_apart).then(number), is_apart=is_apart)


def marked(rows: pl.DataFrame, is_apart: pl.Series) -> pl.DataFrame:
    """What the rules ask of each row. `is_apart`: noise and damaged rows, which part what stands above from below."""
    order = pl.col("order_number_raw")
    names = raws(NAMES, rows)
    is_faulty = is_error(order) | pl.any_horizontal(pl.lit(value=False), *(is_error(pl.col(name)) for name in names))
    told = rows.select(
        at=pl.int_range(pl.len(), dtype=pl.Int64),
        is_named=has_any(names) & ~is_faulty & ~is_apart,
        is_nameless=~has_any(names) & ~is_apart,
        is_unnumbered=~has_text(order),
        has_parcel=names_parcel(rows),
    )
    return told.hstack(numbered(rows, is_apart)).with_columns(
        is_holder=pl.col("number").is_not_null() & pl.col("is_named"),
        follows=pl.col("is_unnumbered") & pl.col("is_nameless") & pl.col("has_parcel"),
    )


def holder_rows(rows: pl.DataFrame, marks: pl.DataFrame, last_merged: pl.Series) -> pl.Series:
    """For each row the row of its holder, by the numbers alone; null where it has its own or they don't tell.

    `last_merged`: for a row whose name or number cell is merged downwards, the last row of it.
    """
    nobody = pl.Series([None], dtype=pl.Int64).new_from_index(0, rows.height)
    if not marks["follows"].any() or not counts_up(marks) or _is_sorted_by_parcel(rows, marks):
        return nobody
    anchor = _nearest_holder(marks["follows"], marks)
    is_other = ~agrees(rows, anchor) | (marks["at"] > last_merged.gather(anchor)).fill_null(value=False)
    anchor = _nearest_holder(marks["follows"] & ~is_other, marks)
    following = marks.select(next_number()).to_series().gather(anchor)
    number = marks["number"].gather(anchor)
    is_certain = (following == number + 1) | ((following == 1) & _begins_at_one(marks))
    is_sole = marks["is_holder"].sum() == 1
    is_last = following.is_null() & (is_certain.any() or is_sole)
    return anchor.zip_with((is_certain.fill_null(value=False) | is_last) & anchor.is_not_null(), nobody)


def shared_parcel_rows(rows: pl.DataFrame, marks: pl.DataFrame, parcel_fields: list[str]) -> pl.Series:
    """For each co-holder's row the row whose parcel it shares; else null."""
    following = next_number()
    block = pl.col("number").is_not_null().cum_sum()
    is_below_holder = (pl.col("is_holder") & pl.col("has_parcel")).shift(1, fill_value=False)
    is_in_order = (following == pl.col("number").shift(1) + 1) | ((following == 1) & _begins_at_one(marks))
    is_pair = (~pl.col("is_apart")).sum().over(block) == 2  # holder and co-holder
    says_no_parcel = rows.select(~has_any(raws(tuple(parcel_fields), rows))).to_series()
    likely = pl.col("is_unnumbered") & pl.col("is_named") & is_below_holder & says_no_parcel
    if not marks.select(likely.any()).item() or not counts_up(marks):
        return pl.Series([None], dtype=pl.Int64).new_from_index(0, rows.height)
    return marks.select(pl.when(likely & is_pair & is_in_order).then(pl.col("at") - 1)).to_series()


def agrees(rows: pl.DataFrame, source: pl.Series) -> pl.Series:
    """Whether a row says nothing of a person that its `source` row doesn't say; true where it has none."""
    same = [
        ~has_text(pl.col(name)) | (pl.col(name).str.strip_chars() == pl.col(name).gather(source).str.strip_chars())
        for name in raws(PERSON, rows)
    ]
    return (
        rows.select(pl.all_horizontal(pl.lit(value=True), *same).fill_null(value=False)).to_series() | source.is_null()
    )


def raws(fields: tuple[str, ...], rows: pl.DataFrame) -> list[str]:
    """The raw columns of `fields` that hold anything in `rows`."""
    return [name for field in fields if (column := rows[name := f"{field}_raw"]).null_count() < column.len()]


def _nearest_holder(follows: pl.Series, marks: pl.DataFrame) -> pl.Series:
    """The nearest holder's row above, with nothing but rows that follow it between; null elsewhere."""
    nobody = -1
    nearest = (
        pl.when(pl.col("is_holder")).then(pl.col("at")).when(~follows).then(pl.lit(nobody, pl.Int64)).forward_fill()
    )
    found = marks.select(pl.when(follows & (nearest != nobody)).then(nearest))
    return found.to_series()


def next_number() -> pl.Expr:
    """The order number of the next row that has one."""
    return pl.col("number").shift(-1).backward_fill()


def counts_up(marks: pl.DataFrame) -> bool:
    """Whether the order numbers say that the rows stand as they were written; true where no row has one."""
    numbers = marks["number"].drop_nulls()
    steps = numbers.diff().drop_nulls()
    restarts = numbers.filter(numbers == 1).len() - 1 if _begins_at_one(marks) else 0
    falls = steps.filter(steps < 0).len() - restarts
    in_order = steps.filter(steps == 1).len() + restarts
    return in_order >= _IN_ORDER * steps.len() and falls <= _IN_FALL * steps.len()


def _begins_at_one(marks: pl.DataFrame) -> bool:
    """Where the first number is another one, a later 1 is no new beginning: the rows were put in another order."""
    return marks["number"].drop_nulls().head(1).to_list() == [1]


def _is_sorted_by_parcel(rows: pl.DataFrame, marks: pl.DataFrame) -> bool:
    """Whether a list of some length goes up, or down, by its parcels, the further rows of households included.

    A household's other parcels lie elsewhere as a rule; where they fit in between, sorting may have put them there.
    """
    sheet, parcel = (
        pl.col(f"{field}_raw").str.extract(r"(\d{1,9})").cast(pl.Int64).fill_null(0) for field in ("sheet", "parcel")
    )
    places = marks.select("follows", key=rows.select(sheet * 10**9 + parcel).to_series()).filter(marks["has_parcel"])
    step = pl.col("key").diff().fill_null(0)
    return places.height >= _MANY_PARCELS and any(
        places.select(
            (goes_on.sum() >= _SORTED * pl.len())
            & ((goes_on & goes_on.shift(-1, fill_value=True)).filter("follows").mean() >= _SORTED)
        ).item()
        for goes_on in (step >= 0, step <= 0)
    )
