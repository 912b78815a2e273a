"""Rows of an answered sheet → the question each answers: by both of its codes, and by what was shown beside them."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.refusals import first_fault
from cleaning.decisions.shown_cells import comparison_form, differs
from cleaning.decisions.typed_text import tidied
from cleaning.schemas import QUESTION

# What the sheet shows of a question, and no clerk has reason to change.
_SHOWN: Final = ("code", "guid", "holder_name", "land_value", "resident_value", "proposal")
_OF_ONE_ROW: Final = ("guid", "land_value", "resident_value", "proposal")
_TEXTS: Final = ("answer", "value", "decided_by", "note")


def identified(answers: pl.DataFrame, questions: pl.DataFrame, *, ward: str) -> pl.DataFrame:
    """The answered rows with the columns of QUESTIONS, null where it isn't clear which one is answered.

    `fault` names why; `is_of_other_row`: a code or a value of the row belongs to another one. What staff wrote comes
    along as it is, and so do `since_raw`, `signed_alone`, `received_id` and `received_question`.
    """
    told = answers.select(
        "source_file", "source_sheet", "source_row", "source_sha256", "signed_alone", "since_raw",
        *(f"{name}_raw" for name in _TEXTS),
        *(pl.col(f"{name}_raw").alias(f"received_{name}") for name in _SHOWN),
        received_id=tidied(pl.col("discrepancy_id_raw")),
        received_question=tidied(pl.col("question_raw")).str.to_uppercase().str.replace_all(" ", "", literal=True),
    )  # fmt: skip
    named = _with_question(_with_id(told, questions), questions)
    found = named.join(questions, on=["discrepancy_id", "question"], how="left", validate="m:1")
    changed = found.with_columns(
        differs(found[f"received_{name}"], found[name]).alias(f"is_other_{name}") for name in _SHOWN
    )
    is_changed = pl.any_horizontal(f"is_other_{name}" for name in _SHOWN) & pl.col("code").is_not_null()
    judged = changed.with_columns(
        fault=pl.coalesce(_fault(questions, ward), first_fault(shown_differs=is_changed)),
        is_of_other_row=_is_of_other_row(changed, questions),
    )
    return judged.drop([f"{kind}_{name}" for kind in ("received", "is_other") for name in _SHOWN])


def _with_id(rows: pl.DataFrame, questions: pl.DataFrame) -> pl.DataFrame:
    """`discrepancy_id` as it was given out, whatever became of its capitals; null where it is not known."""
    ids = questions.select("discrepancy_id").unique()
    folded = ids.select(folded=pl.col("discrepancy_id").str.to_lowercase(), by_case="discrepancy_id")
    single = folded.filter(pl.col("folded").is_unique())
    exact = ids.select(exact="discrepancy_id", by_id="discrepancy_id")
    return (
        rows.join(exact, left_on="received_id", right_on="exact", how="left", validate="m:1")
        .join(single, left_on=pl.col("received_id").str.to_lowercase(), right_on="folded", how="left", validate="m:1")
        .with_columns(discrepancy_id=pl.coalesce("by_id", "by_case"))
        .drop("by_id", "by_case")
    )


def _with_question(rows: pl.DataFrame, questions: pl.DataFrame) -> pl.DataFrame:
    """`question` as received; where a sheet has that column no more, the only one ever asked.

    `times_asked`: how many were; null where the sheet has the column and the row's cell is blank.
    """
    asked = questions.group_by("discrepancy_id").agg(
        times_asked=pl.len(), only=pl.when(pl.len() == 1).then(pl.col("question").first())
    )
    has_column = pl.col("received_question").is_not_null().any().over("source_file", "source_sheet")
    told = rows.join(asked, on="discrepancy_id", how="left", validate="m:1").with_columns(
        pl.when(~has_column).then(pl.col("only", "times_asked"))
    )
    return told.with_columns(question=pl.coalesce("received_question", "only")).drop("only")


def _fault(questions: pl.DataFrame, ward: str) -> pl.Expr:
    of_ward = pl.col("received_question").str.extract(QUESTION, 1)
    is_known = pl.col("received_question").is_in(questions["question"].unique().implode())
    return first_fault(
        no_id=pl.col("received_id").is_null(),
        bad_question=pl.col("received_question").is_not_null() & of_ward.is_null(),
        other_ward=of_ward != ward,
        question_of_other_row=is_known & pl.col("code").is_null() & pl.col("discrepancy_id").is_not_null(),
        unknown_id=pl.col("discrepancy_id").is_null(),
        several_questions=pl.col("question").is_null() & (pl.col("times_asked") > 1),
        no_question=pl.col("question").is_null(),
        unknown_question=pl.col("code").is_null(),
    )


def _is_of_other_row(rows: pl.DataFrame, questions: pl.DataFrame) -> pl.Expr:
    """Whether the row's question was asked of another discrepancy, or a cell is what another question showed."""
    is_known = pl.col("received_question").is_in(questions["question"].unique().implode())
    of_others = [
        pl.col(f"is_other_{name}")
        & comparison_form(pl.col(f"received_{name}")).is_in(_forms(questions, name).implode())
        for name in _OF_ONE_ROW
        if rows[f"is_other_{name}"].any()  # all that was ever shown is much to read
    ]
    shows_other = pl.any_horizontal(pl.lit(value=False), *of_others)
    return pl.when(pl.col("code").is_null()).then(is_known).otherwise(shows_other).fill_null(value=False)


def _forms(questions: pl.DataFrame, name: str) -> pl.Series:
    distinct = questions.select(pl.col(name).drop_nulls().unique())
    return distinct.select(comparison_form(pl.col(name))).to_series().drop_nulls().unique()
