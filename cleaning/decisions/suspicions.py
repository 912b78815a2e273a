"""Answered rows in each other's company → those that can't be trusted: moved, filled down, answered twice.

A sheet of which only some columns were sorted or pasted looks whole. What can prove it: codes and shown values of other
rows, and many answers that their own rows would never have been given.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.alike_names import is_called_alike
from cleaning.decisions.refusals import MISFITS, UNFINISHED, first_fault
from cleaning.decisions.typed_text import words

_SHEET: Final = ("source_file", "source_sheet")
_NAMES: Final = ("holder_name", "current_user_name")
# One clerk may mistake a row; a column that has moved leaves many answers that don't fit.
_FEW: Final = 2
_MISFITTING_SHARE, _UNFINISHED_SHARE = 0.04, 0.2
_RUN: Final = 2  # numbers one higher from row to row: a mouse has filled them in


def with_suspicions(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (of `with_meanings`, with `signer`) where those without `fault` get one if their company is suspicious."""
    alone = rows.with_columns(fault=pl.coalesce("fault", _signers_name(rows), _shared_numbers(rows)))
    return _with_answered_twice(alone).with_columns(fault=pl.coalesce("fault", _of_sheet()))


def _signers_name(rows: pl.DataFrame) -> pl.Expr:
    """A name to be written into the land record that is the name of somebody who signs here: cells have slipped."""
    signers = rows.select("source_file", signer=words(pl.col("signer"))).drop_nulls().unique()
    by_file = signers.select(pl.concat_str("source_file", "signer", separator="|")).to_series()
    is_name = pl.col("corrects").list.first().is_in(_NAMES) & (pl.col("answer") == "other_value")
    named = pl.concat_str("source_file", words(pl.col("value")), separator="|")
    return first_fault(name_of_signer=is_name & named.is_in(by_file.implode()))


def _shared_numbers(rows: pl.DataFrame) -> pl.Expr:
    """Citizen numbers nobody is known to bear, written for people called differently or counting up from row to row."""
    given = rows.with_row_index("place").filter(pl.col("number").is_not_null())
    ordered = given.sort(*_SHEET, "source_row", nulls_last=True)
    named = ordered.with_columns(first_named=pl.col("holder_name").drop_nulls().first().over("source_file", "number"))
    step = pl.col("number").cast(pl.Int64).diff().over(_SHEET)
    told = named.with_columns(
        is_other=~is_called_alike(named, "first_named", "holder_name").fill_null(value=True),
        run=(step != 1).fill_null(value=True).cast(pl.Int32).cum_sum().over(_SHEET),
    )
    is_of_several = pl.col("is_other").any().over("source_file", "number")
    is_new = (pl.col("answer") == "other_value") & pl.col("known_mark").is_null()
    shared = told.filter(is_new & (is_of_several | (pl.len().over(*_SHEET, "run") >= _RUN)))
    places = pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
    return first_fault(one_number_for_several=places.is_in(shared["place"].implode()))


def _with_answered_twice(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of one discrepancy and one person in a file that don't say the same: none of them counts."""
    said = pl.concat_str(
        pl.coalesce("answer", "answer_raw").fill_null(""), pl.coalesce("value", "text").fill_null(""), separator="|"
    )
    who = words(pl.col("signer")).fill_null("")
    differing = said.n_unique().over("source_file", "discrepancy_id", who) > 1
    return rows.with_columns(
        fault=pl.coalesce("fault", first_fault(answered_twice=pl.col("discrepancy_id").is_not_null() & differing))
    )


def _of_sheet() -> pl.Expr:
    """All rows of a sheet in which others prove that columns have moved against each other."""
    moved = pl.col("is_of_other_row")
    by_question = (moved & (pl.col("fault") == "question_of_other_row")).any().over(_SHEET)
    by_values = moved.sum().over(_SHEET) > 1
    misfits = _many(MISFITS, _MISFITTING_SHARE) | _many((*MISFITS, *UNFINISHED), _UNFINISHED_SHARE) | _has_slipped()
    return first_fault(sheet_displaced=by_question.fill_null(value=False) | by_values, sheet_misfits=misfits)


def _many(faults: tuple[str, ...], share: float) -> pl.Expr:
    """Whether more than one row of the sheet, and this share of all, has one of the faults."""
    found = pl.col("fault").is_in(faults).sum().over(_SHEET)
    return (found >= _FEW) & (found >= share * pl.len().over(_SHEET))


def _has_slipped() -> pl.Expr:
    """Whether values are missing in some rows and stand where none is due in others: their column has moved."""
    has_value, is_due = pl.col("text").is_not_null(), pl.col("answer") == "other_value"
    is_stray = pl.col("answer_raw").is_null() | pl.col("is_value_unused") | (pl.col("fault") == "contradicts_answer")
    missing, stray = (is_due & ~has_value).sum().over(_SHEET), (has_value & is_stray).sum().over(_SHEET)
    return (missing >= _FEW) & (stray >= _FEW)
