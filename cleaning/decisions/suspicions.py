"""Answered rows in each other's company → those that can't be trusted: moved, filled down, answered twice.

A sheet of which only some columns were sorted or pasted looks whole. What can prove it: codes and shown values of other
rows, and many answers that their own rows would never have been given.
"""

from __future__ import annotations

from math import factorial, log2
from typing import Final

import polars as pl

from cleaning.decisions.refusals import MISFITS, MISPLACED, UNFINISHED, first_fault
from cleaning.decisions.typed_text import words
from cleaning.schemas import ANSWERS

_SHEET: Final = ("source_file", "source_sheet")
_NAMES: Final = ("holder_name", "current_user_name")
# One clerk may mistake a row of many; a column that has moved leaves answers that don't fit.
_FEW: Final = 2
_MISFITTING_SHARE, _UNFINISHED_SHARE = 0.04, 0.2
_UNLIKELY: Final = 10.0  # bits: once in a thousand sheets
_NEAR: Final = (-3, -2, -1, 1, 2, 3)  # steps between numbers a mouse has counted up, a row or two left out
_NUMBER: Final = r"^(\d{11,12})$"
_UNSIGNED: Final = ("unsigned", "bad_signature")
_OF_OTHERS: Final = ("other_name", "number_of_other")  # faults of a number that a register knows as somebody else's


def with_suspicions(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (of `with_meanings`, with `signer`) where those without `fault` get one if their company is suspicious."""
    alone = rows.with_columns(
        fault=pl.coalesce("fault", _signers_name(rows), _shared_numbers(rows), _shared_names(rows))
    )
    told = _with_answered_twice(alone).join(_in_blocks(rows), on=_SHEET, how="left", nulls_equal=True, validate="m:1")
    return told.with_columns(fault=pl.coalesce("fault", _of_sheet())).drop("is_in_blocks")


def _signers_name(rows: pl.DataFrame) -> pl.Expr:
    """A name to be written into the land record that is the name of somebody who signs here: cells have slipped."""
    signers = rows.select("source_file", signer=words(pl.col("signer"))).drop_nulls().unique()
    by_file = signers.select(pl.concat_str("source_file", "signer", separator="|")).to_series()
    is_name = pl.col("corrects").list.first().is_in(_NAMES) & (pl.col("answer") == "other_value")
    named = pl.concat_str("source_file", words(pl.col("value")), separator="|")
    return first_fault(name_of_signer=is_name & named.is_in(by_file.implode()))


def _shared_numbers(rows: pl.DataFrame) -> pl.Expr:
    """Citizen numbers nobody is known to bear, written for people of whom nobody knows that they are one.

    Or a number that by its name is somebody else's on another row; or numbers that follow one another, as a mouse fills
    them in. What is typed counts, also where the row is refused for something else.
    """
    typed = pl.col("text").str.replace_all(r"\D", "").str.extract(_NUMBER).str.zfill(12)
    given = rows.with_row_index("place").with_columns(shared=typed).filter(pl.col("shared").is_not_null())
    number = pl.col("shared").cast(pl.Int64)
    beside = [given.select("source_file", at=number + step) for step in _NEAR]
    counted = given.with_columns(at=number).join(pl.concat(beside), on=["source_file", "at"], how="semi")
    is_written = (pl.col("answer") == "other_value") & pl.col("number").is_not_null()
    is_new = is_written & pl.col("known_mark").is_null()
    of_others = given.filter(pl.col("fault").is_in(_OF_OTHERS)).select("source_file", "shared")
    borrowed = given.join(of_others, on=["source_file", "shared"], how="semi").filter(is_written)
    shared = pl.concat([given.filter(is_new & _are_several()), counted.filter(is_new).drop("at"), borrowed])
    return first_fault(one_number_for_several=_stands_in(shared, rows))


def _shared_names(rows: pl.DataFrame) -> pl.Expr:
    """Names written into the land record for people of whom nobody knows that they are one."""
    is_name = pl.col("corrects").list.first().is_in(_NAMES) & (pl.col("answer") == "other_value")
    given = rows.with_row_index("place").filter(is_name).with_columns(shared=words(pl.col("text")))
    return first_fault(one_name_for_several=_stands_in(given.filter(_are_several()), rows))


def _are_several() -> pl.Expr:
    """Whether the rows of a file that share a value are linked to different residents, or to none and differ."""

    def differ(column: str) -> pl.Expr:
        return pl.col(column).n_unique().over("source_file", "shared") > 1

    is_linked = pl.col("residents").is_not_null().all().over("source_file", "shared")
    return differ("residents") | (~is_linked & (differ("land_value") | differ("holder_name")))


def _stands_in(found: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    return pl.int_range(rows.height, dtype=pl.UInt32, eager=True).is_in(found["place"].implode())


def _with_answered_twice(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of one discrepancy and one person in a file that don't say the same: none of them counts.

    A row without signature or of which cells have slipped may be anybody's.
    """
    said = pl.concat_str(
        pl.coalesce("answer", "answer_raw").fill_null(""), pl.coalesce("value", "text").fill_null(""), separator="|"
    )
    who = words(pl.col("signer")).fill_null("")
    is_anybodys = pl.col("code").is_null() | pl.col("fault").is_in(_UNSIGNED)
    of_person, of_sheet = ("source_file", "discrepancy_id", who), (*_SHEET, "discrepancy_id")
    is_differing = (said.n_unique().over(of_person) > 1) | (
        (said.n_unique().over(of_sheet) > 1) & is_anybodys.any().over(of_sheet)
    )
    is_twice = pl.col("discrepancy_id").is_not_null() & is_differing
    return rows.with_columns(fault=pl.coalesce("fault", first_fault(answered_twice=is_twice)))


def _of_sheet() -> pl.Expr:
    """All rows of a sheet in which others prove that columns have moved, or two versions were laid over each other.

    A code copied over other rows proves nothing of the kind as long as the row it was asked on bears it too.
    """
    bears_code_of_other = (pl.col("fault") == "question_of_other_row").fill_null(value=False)
    is_copied = bears_code_of_other & pl.col("code").is_not_null().any().over(*_SHEET, "received_question")
    by_question = (bears_code_of_other & ~is_copied).any().over(_SHEET)
    by_values = (pl.col("is_of_other_row") & ~is_copied).sum().over(_SHEET) > 1
    misfits = (
        _many(MISPLACED, _MISFITTING_SHARE, least=1)
        | _many(MISFITS, _MISFITTING_SHARE, least=_FEW)
        | _many((*MISFITS, *UNFINISHED), _UNFINISHED_SHARE, least=_FEW)
        | _has_slipped()
        | _signatures_have_slipped()
    )
    return first_fault(
        sheet_displaced=by_question | by_values,
        sheet_misfits=misfits,
        sheet_contradicts=_many(("answered_twice",), _MISFITTING_SHARE, least=2 * _FEW),
        sheet_in_blocks=pl.col("is_in_blocks").fill_null(value=False),
    )


def _in_blocks(rows: pl.DataFrame) -> pl.DataFrame:
    """Sheets, and whether each answer stands in one block of their rows, which bulk answers by kind don't explain.

    So it is where the column of answers was sorted by itself, and then nothing else on the sheet may tell. `bits`: how
    unlikely that is by chance, of all orders the same answers could stand in.
    """
    answered = rows.filter(pl.col("answer").is_not_null()).sort(*_SHEET, "source_row", nulls_last=True)
    begins = (pl.col("answer") != pl.col("answer").shift(1)).fill_null(value=True)
    nth, nth_alike = (pl.int_range(1, pl.len() + 1).over(group) for group in (_SHEET, (*_SHEET, "answer")))
    placed = answered.with_columns(
        begins=begins.over(_SHEET),
        bits=nth.log(2) - nth_alike.log(2),
        is_torn=pl.col("answer").n_unique().over(*_SHEET, "code") > 1,
    )
    kinds, orders = pl.col("answer").n_unique(), {count: log2(factorial(count)) for count in range(1, len(ANSWERS) + 1)}
    told = placed.group_by(_SHEET).agg(
        kinds=kinds,
        blocks=pl.col("begins").sum(),
        torn=pl.col("code").filter("is_torn").n_unique(),
        bits=pl.col("bits").sum() - kinds.replace_strict(orders, return_dtype=pl.Float64),
    )
    is_sorted = (pl.col("blocks") == pl.col("kinds")) & (pl.col("torn") >= _FEW) & (pl.col("bits") >= _UNLIKELY)
    return told.select(*_SHEET, is_in_blocks=is_sorted)


def _many(faults: tuple[str, ...], share: float, *, least: int) -> pl.Expr:
    """Whether at least so many rows of the sheet, and this share of all, have one of the faults."""
    found = pl.col("fault").is_in(faults).sum().over(_SHEET)
    return (found >= least) & (found >= share * pl.len().over(_SHEET))


def _has_slipped() -> pl.Expr:
    """Whether values are missing in some rows and stand where none is due in others: their column has moved."""
    has_value, is_due = pl.col("text").is_not_null(), pl.col("answer") == "other_value"
    is_stray = pl.col("answer_raw").is_null() | pl.col("is_value_unused") | (pl.col("fault") == "contradicts_answer")
    missing, stray = (is_due & ~has_value).sum().over(_SHEET), (has_value & is_stray).sum().over(_SHEET)
    return (missing >= _FEW) & (stray >= _FEW)


def _signatures_have_slipped() -> pl.Expr:
    """Whether several people sign, some answers bear no name, and names stand where nothing is answered."""
    are_several = words(pl.col("signer")).drop_nulls().n_unique().over(_SHEET) > 1
    return are_several & (pl.col("signer").is_null().sum().over(_SHEET) >= _FEW) & (pl.col("signed_alone") >= _FEW)
