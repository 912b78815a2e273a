"""sorted rows → the same rows with what the list's own structure says of them: merged cells, a household's first row.

                     a row without a name of its own           a row with its own name
the person           of the merged name cell, else of the      never
                     household (see `households`)
address and kind     of their own merged cells, else the same  of their own merged cells
parcel, certificate  of their own merged cells                 of their own merged cells, else the one parcel of the row
                                                               above, which a co-holder's row shares

Before that, ditto marks are given the words they repeat (see `dittos`), of residents those of `_OF_HOUSEHOLD` alone.
Nothing is inherited over a cell that holds something, nor from a spreadsheet's error, nor by a row that says nothing of
its own.
A resident's row inherits of its own merged cells what a household has in common, and never anything of a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.reading.cells import has_any, has_text, says
from cleaning.reading.dittos import with_dittos
from cleaning.reading.households import (
    NAMES,
    PERSON,
    agrees,
    holder_rows,
    is_list_of_households,
    marked,
    names_parcel,
    numbered,
    raws,
    shared_parcel_rows,
)
from cleaning.reading.merged_cells import covering_rows
from cleaning.schemas import LAND_FIELDS, LAND_FIELDS_OF_EXPORTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleaning.reading.headings import Heading
    from cleaning.reading.packages import Merged

_HOME: Final = ("holder_address", "holder_kind")
# Of the row alone, whatever stands above it.
_OWN: Final = (
    "order_number", "guid", "current_user_name", "current_user_id_number", "current_user_address", "change_reason",
    "scan_files", "has_scan",
)  # fmt: skip
_PARCEL: Final = tuple(field for field in LAND_FIELDS + LAND_FIELDS_OF_EXPORTS if field not in {*PERSON, *_HOME, *_OWN})
_OF_HOUSEHOLD: Final = (
    "ethnicity", "religion", "native_place", "residence", "temporary_residence", "head_name", "household_number",
    "hamlet",
)  # fmt: skip


def with_inherited(
    rows: pl.DataFrame, heading: Heading, merged: Sequence[Merged], is_apart: pl.Series, hamlets: pl.Series
) -> pl.DataFrame:
    """`rows` (raw columns) with blank cells filled from the rows they belong to, and `inherited`, the fields so filled.

    `merged`: cells merged over several rows, as rows of the sheet. `is_apart`: rows that are noise or damaged.
    `hamlets`: what the sheet and its titles say of each row, for residents whose own column says nothing at all.
    """
    covering = covering_rows(merged, heading, rows.height)
    rows = _with_dittos(rows, heading, is_apart)
    sources = _sources(rows, heading, covering, is_apart)
    values = {
        field: pl.col(f"{field}_raw").gather(source)
        for field, source in sources.items()
        if source.null_count() < source.len()
    }
    if heading.kind == "residents" and not rows.filter(~is_apart).select(has_text(pl.col("hamlet_raw")).any()).item():
        values["hamlet"] = pl.lit(hamlets)
    if not values:
        return rows
    return _filled(rows, values, _speaks(rows, heading.kind) & ~is_apart)


def _with_dittos(rows: pl.DataFrame, heading: Heading, is_apart: pl.Series) -> pl.DataFrame:
    """`rows` with the words that ditto marks repeat, and `inherited`."""
    known = {*heading.columns}
    if heading.kind == "residents":
        repeated = known.intersection(_OF_HOUSEHOLD)
    else:
        repeated = known.difference(_OWN) if heading.kind == "land" and is_list_of_households(known) else set[str]()
    if not repeated:
        return rows.with_columns(inherited=pl.lit(None, pl.String))
    return with_dittos(rows, sorted(repeated), numbered(rows, is_apart))


def _sources(
    rows: pl.DataFrame, heading: Heading, covering: Mapping[str, pl.Series], is_apart: pl.Series
) -> dict[str, pl.Series]:
    """field → for each row the row its value comes from; null where it is the row's own."""
    if heading.kind == "residents":
        return {field: covering[field] for field in _OF_HOUSEHOLD if field in covering}
    if heading.kind != "land":
        return {}
    is_listed = is_list_of_households({*heading.columns})
    if not covering and not is_listed:
        return {}
    marks = marked(rows, is_apart)
    holder = _merged_holders(rows, marks, covering)
    parcels = [field for field in _PARCEL if field in heading.columns]
    shared = pl.Series([None], dtype=pl.UInt32).new_from_index(0, rows.height)
    if is_listed:
        holder = _first(holder, holder_rows(rows, marks, _last_merged(covering, rows.height)))
        shared = shared_parcel_rows(rows, marks, parcels)
    return (
        {field: holder for field in PERSON if field in heading.columns}
        | {field: _first(covering.get(field), holder) for field in _HOME if field in heading.columns}
        | {field: _first(covering.get(field), shared) for field in parcels}
    )


def _merged_holders(rows: pl.DataFrame, marks: pl.DataFrame, covering: Mapping[str, pl.Series]) -> pl.Series:
    """For each row the row whose merged name cell covers it, where it names its own parcel and nobody else."""
    holder = pl.Series([None], dtype=pl.UInt32).new_from_index(0, rows.height)
    for name in NAMES:
        if (top := covering.get(name)) is not None:
            says_name = rows.select(says(pl.col(f"{name}_raw"))).to_series() & ~marks["is_apart"]
            is_own = marks["is_nameless"] & marks["has_parcel"] & agrees(rows, top)
            is_named = (says_name.gather(top) & is_own).fill_null(value=False)
            holder = _first(holder, top.zip_with(is_named, holder.clear(rows.height)))
    return holder


def _last_merged(covering: Mapping[str, pl.Series], height: int) -> pl.Series:
    """For each row whose name or number cell is merged downwards, the last row of it; else null."""
    last = pl.Series([None], dtype=pl.Int64).new_from_index(0, height)
    for field in ("order_number", *NAMES):
        if (top := covering.get(field)) is not None:
            reach = top.to_frame("top").with_row_index("at").drop_nulls().group_by("top", maintain_order=True).last()
            last = last.scatter(reach["top"], reach["at"].cast(pl.Int64))
    return last


def _first(one: pl.Series | None, other: pl.Series) -> pl.Series:
    """The first of two rows that is told."""
    return other if one is None else one.cast(other.dtype).zip_with(one.is_not_null(), other)


def _speaks(rows: pl.DataFrame, kind: str) -> pl.Series:
    """Whether a row says by itself which parcel or whom it is about."""
    if kind == "land":
        return rows.select(names_parcel(rows) | has_any(raws(PERSON, rows))).to_series()
    return rows.select(has_any(raws(("name", "citizen_id", "cmnd"), rows))).to_series()


def _filled(rows: pl.DataFrame, values: Mapping[str, pl.Expr], speaks: pl.Series) -> pl.DataFrame:
    """`rows` with `values` in the blank cells of those that speak, and the names of the fields so filled."""
    told = rows.select(
        pl.when(speaks & ~has_text(pl.col(f"{field}_raw")) & says(value)).then(value).alias(field)
        for field, value in sorted(values.items())
    )
    names = [pl.when(pl.col(field).is_not_null()).then(pl.lit(field)) for field in told.columns]
    filled = told.select(pl.concat_str(names, separator="|", ignore_nulls=True)).to_series()
    listed = pl.concat_str("inherited", pl.when(filled != "").then(filled), separator="|", ignore_nulls=True)
    return rows.with_columns(
        *(pl.coalesce(told[field], f"{field}_raw").alias(f"{field}_raw") for field in told.columns),
        inherited=pl.when(listed != "").then(listed),
    )
