"""Discrepancies of tonight, what was asked before and what was decided → where each stands in its life.

state      since last night
new        never found before
open       asked before and not answered since
reopened   was answered or gone and is asked again: its evidence changed, its answer was withdrawn, it came back; or the
           answers to it contradict each other, for as long as they do
waiting    answered 'unclear' only
answered   a decision stands on the very question it asks tonight
gone       found on an earlier night, not tonight
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from cleaning.discrepancies.answering import ANSWERING
from cleaning.discrepancies.asked_again import ANSWERED, ASKED, SHOWN, round_of, with_sentences
from cleaning.discrepancies.sentences import answer_in_words
from cleaning.schemas import FOLLOWED, LIFE

_SETTLING: Final = [code for code, one in ANSWERING.items() if one.settles]


@dataclass(frozen=True)
class Decided:
    """STANDING, what contradicts each other among it, and CORRECTIONS made by it.

    `conflicts`: `discrepancy_id, said` of decisions on several discrepancies of a row that can't all be true: two
    values for one cell, two people for one land user.
    """

    standing: pl.DataFrame
    conflicts: pl.DataFrame
    corrections: pl.DataFrame


@dataclass(frozen=True)
class Asked:
    """QUESTIONS of tonight, and those of all nights, tonight's among them."""

    tonight: pl.DataFrame
    ever: pl.DataFrame


def follow(
    found: pl.DataFrame, asked: Asked, memory: pl.DataFrame, decided: Decided, *, as_of: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """FOLLOWED of all `found` (DISCREPANCIES), in their order, and LIFE of all there ever were.

    `memory`: LIFE of the last night before `as_of`. The sentence of what is asked again says what changed, or who
    answered what; that of a cell corrected by decision says so.
    """
    tonight = asked.tonight.select("discrepancy_id", "question", "residents")
    rows = (
        found.join(tonight, on="discrepancy_id", how="left", validate="1:1", maintain_order="left")
        .join(_before(memory), on="discrepancy_id", how="left", validate="1:1", maintain_order="left")
        .join(_standing(decided), on=["discrepancy_id", "question"], how="left", validate="1:1", maintain_order="left")
        .join(_conflicts_of_rows(decided), on="discrepancy_id", how="left", validate="1:1", maintain_order="left")
        .join(_earlier(asked, decided), on="discrepancy_id", how="left", validate="1:1", maintain_order="left")
        .with_columns(state=_state(), since=pl.coalesce("was_since", pl.lit(as_of)))
        .with_columns(state_day=_state_day(as_of))
    )
    return FOLLOWED.conform(_followed(rows, decided)), LIFE.conform(_life(rows, memory, as_of))


# ---- what is known of each ------------------------------------------------------------------------------------------


def _before(memory: pl.DataFrame) -> pl.DataFrame:
    return memory.select(
        "discrepancy_id",
        was="state",
        was_question="question",
        was_since="since",
        was_day="state_day",
    )


def _standing(decided: Decided) -> pl.DataFrame:
    return decided.standing.select(
        "discrepancy_id", "question", "status", "answer", "value", "said", answered_by="decided_by", answer_note="note"
    )


def _conflicts_of_rows(decided: Decided) -> pl.DataFrame:
    by_discrepancy = decided.conflicts.select("discrepancy_id", row_said="said").unique().sort(pl.all())
    return by_discrepancy.group_by("discrepancy_id", maintain_order=True).agg(pl.col("row_said").str.join("; "))


def _earlier(asked: Asked, decided: Decided) -> pl.DataFrame:
    """The last answered question of a discrepancy that is not the one it asks tonight, with what was shown then."""
    shown = asked.ever.select(
        "discrepancy_id", "question", pl.col("residents", *SHOWN).name.prefix("old_"), old_code="code"
    )
    others = decided.standing.join(asked.tonight, on=["discrepancy_id", "question"], how="anti")
    last = others.sort("sequence", "question").unique("discrepancy_id", keep="last", maintain_order=True)
    return last.join(shown, on=["discrepancy_id", "question"], how="left", validate="1:1").select(
        "discrepancy_id",
        pl.col("^old_.*$"),
        earlier="question",
        earlier_status="status",
        earlier_said="said",
        earlier_answer=answer_in_words(),
        earlier_by="decided_by",
        earlier_on="decided_on",
    )


# ---- where it stands ------------------------------------------------------------------------------------------------


def _is_in_conflict() -> pl.Expr:
    return (pl.col("status") == "conflict").fill_null(value=False) | pl.col("row_said").is_not_null()


def _state() -> pl.Expr:
    was, asked = pl.col("was"), pl.col("was").is_null() | pl.col("was").is_in(ASKED)
    # an answer to another question was still to be told of where that was the last one asked
    is_superseded = (
        asked & pl.col("earlier").is_not_null() & (was.is_null() | pl.col("earlier").eq_missing(pl.col("was_question")))
    )
    is_withdrawn = round_of("question") > round_of("was_question")
    is_again = was.is_in([*ANSWERED, "gone"]).fill_null(value=False) | is_superseded | is_withdrawn
    return (
        pl.when(_is_in_conflict())
        .then(pl.lit("reopened"))
        .when(pl.col("status") == "decided")
        .then(pl.lit("answered"))
        .when(pl.col("status") == "waiting")
        .then(pl.lit("waiting"))
        .when(is_again)
        .then(pl.lit("reopened"))
        .when(was.is_null())
        .then(pl.lit("new"))
        .otherwise(pl.lit("open"))
    )


def _state_day(as_of: date) -> pl.Expr:
    """`open` keeps the day it was asked or reopened; what lasts keeps the day it began."""
    lasts = (pl.col("state") == pl.col("was")) & (pl.col("state").is_in(ANSWERED) | _is_in_conflict())
    kept = lasts.fill_null(value=False) | (pl.col("state") == "open")
    return pl.when(kept).then("was_day").otherwise(pl.lit(as_of))


# ---- what is told of it ---------------------------------------------------------------------------------------------


def _followed(rows: pl.DataFrame, decided: Decided) -> pl.DataFrame:
    stands = pl.col("state").is_in(ANSWERED)
    answers = [pl.when(stands).then(name).alias(name) for name in ("answer", "value", "answered_by", "answer_note")]
    is_settled = (pl.col("state") == "answered") & pl.col("code").is_in(_SETTLING)
    return with_sentences(rows, decided.corrections).with_columns(*answers, is_settled=is_settled)


def _life(rows: pl.DataFrame, memory: pl.DataFrame, as_of: date) -> pl.DataFrame:
    gone = memory.join(rows, on="discrepancy_id", how="anti").with_columns(
        state=pl.lit("gone"),
        state_day=pl.when(pl.col("state") == "gone").then("state_day").otherwise(pl.lit(as_of)),
    )
    return pl.concat([rows.select(LIFE.names), gone.select(LIFE.names)]).sort("discrepancy_id")
