"""Followed discrepancies → their whole sentence: why they are asked again, who corrected the cell they show."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.discrepancies.catalogue import CATALOGUE
from cleaning.discrepancies.sentences import changed, prefaced, tidied
from cleaning.schemas import QUESTION

ASKED: Final = ("new", "open", "reopened")
ANSWERED: Final = ("answered", "waiting")
SHOWN: Final = ("land_value", "resident_value", "proposal")
_DAY: Final = "%d/%m/%Y"


def with_sentences(rows: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """`rows` with their whole sentence: before the ordinary one what there is to say beside it.

    `rows` are DISCREPANCIES in their `state`, with tonight's `question` and `residents`; the last night's state and its
    day (`was`, `was_day`); what stands of the question (`status`, `said`) and of the row (`row_said`); the question
    answered before, with what is known of it (`earlier`, `earlier_…`, `old_…`).
    """
    told = rows.with_columns(cause=_cause()).join(
        _corrected(corrections), on=["row_key", "code"], how="left", validate="m:1", maintain_order="left"
    )
    more = told.filter(pl.col("cause").is_not_null() | pl.col("corrected_by").is_not_null())
    old_and_new = [(name.removesuffix("_value"), name) for name in SHOWN]
    values = tidied(
        more.select(
            *(pl.col(f"old_{column}").alias(f"old_{name}") for name, column in old_and_new),
            *(pl.col(column).alias(f"new_{name}") for name, column in old_and_new),
            said=pl.coalesce("said", "row_said", "earlier_said"),
            who="earlier_by",
            answer="earlier_answer",
        )
    )
    worded = more.select(
        "discrepancy_id", "cause", "corrected_by", "corrected_on", "sentence", *_changes(),
        day=pl.when(pl.col("cause") == "back").then("was_day").otherwise("earlier_on").dt.to_string(_DAY),
    ).hstack(values)  # fmt: skip
    said = worded.with_columns(change=changed()).select("discrepancy_id", whole=prefaced())
    whole = told.join(said, on="discrepancy_id", how="left", validate="1:1", maintain_order="left")
    return whole.with_columns(sentence=pl.coalesce("whole", "sentence"))


def round_of(question: str) -> pl.Expr:
    """How often the discrepancy had been asked anew for a withdrawal, from 1."""
    return pl.col(question).str.extract(QUESTION, 5).cast(pl.Int32).fill_null(1)


def _cause() -> pl.Expr:
    """Why it is asked again, of those in sentences.PREFACES; null where there is nothing to tell."""
    is_asked = pl.col("state").is_in(ASKED)
    has_changed = pl.col("earlier").is_not_null()  # of what was withdrawn nothing stands
    return (
        pl.when(pl.col("status") == "conflict")
        .then(pl.lit("conflict"))
        .when(pl.col("row_said").is_not_null())
        .then(pl.lit("conflict_of_row"))
        .when(is_asked & has_changed & (pl.col("earlier_status") == "conflict"))
        .then(pl.lit("changed_conflict"))
        .when(is_asked & has_changed)
        .then(pl.lit("changed"))
        .when(is_asked & (round_of("question") > 1))
        .then(pl.lit("withdrawn"))
        .when(is_asked & (pl.col("was") == "gone"))
        .then(pl.lit("back"))
        .when(is_asked & pl.col("was").is_in(ANSWERED))
        .then(pl.lit("lost"))
    )


def _changes() -> list[pl.Expr]:
    """Which of sentences.CHANGED are true of tonight's question beside the earlier one; none of a forgotten one."""

    def differs(part: int) -> pl.Expr:
        return pl.col("question").str.extract(QUESTION, part) != pl.col("earlier").str.extract(QUESTION, part)

    def other(name: str) -> pl.Expr:
        return pl.col(name).ne_missing(pl.col(f"old_{name}"))

    were_some, are_some = pl.col("old_residents").is_not_null(), pl.col("residents").is_not_null()
    cells, people, shown = (differs(part).fill_null(value=False) for part in (2, 3, 4))
    is_changed = {
        "people": people & other("residents") & were_some & are_some,
        "nobody": people & were_some & ~are_some,
        "somebody": people & ~were_some & are_some,
        "person": people & ~other("residents") & ~other("resident_value"),
        "cells": cells & ~other("land_value"),
        "land": cells & other("land_value"),
        "resident": (shown | people) & other("resident_value") & (are_some | ~were_some),
        "proposal": shown & other("proposal") & ~other("resident_value"),
    }
    is_known = pl.col("old_code").is_not_null()
    return [(is_known & expr).alias(f"is_changed_{name}") for name, expr in is_changed.items()]


def _corrected(corrections: pl.DataFrame) -> pl.DataFrame:
    """`row_key, code, corrected_by, corrected_on`: the last correction of a cell the code's land value is made of."""
    shown = [
        (entry.code, name.removesuffix("_raw"))
        for entry in CATALOGUE
        for name in sorted(set(entry.land.meta.root_names()))
        if name.endswith("_raw")
    ]
    cells = pl.DataFrame(shown, schema={"shown_code": pl.String, "field": pl.String}, orient="row")
    last = (
        corrections.join(cells, on="field", how="inner")
        .sort("decided_on", "discrepancy_id", "field")
        .unique(["row_key", "shown_code"], keep="last", maintain_order=True)
    )
    return last.select(
        "row_key",
        code="shown_code",
        corrected_by="decided_by",
        corrected_on=pl.col("decided_on").dt.to_string(_DAY),
    )
