"""All decisions of a ward → what stands: of each person the last answer, and what all of them say together."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.typed_text import words
from cleaning.schemas import ANSWERS, QUESTION, STANDING

WITHDRAWN: Final = "withdrawn"
_QUESTION: Final = ["discrepancy_id", "question"]
_HOURS_EAST: Final = 7  # a decision is of the day it was in Việt Nam
_EFFECTS: Final = ("is_same", "residents", "person_marks", "corrections")
_ROUND: Final = 5  # group of QUESTION


def standing(decisions: pl.DataFrame) -> pl.DataFrame:
    """STANDING of DECISIONS in any order, sorted by discrepancy and question.

    Of each person the last answer to a question counts, unless it was withdrawn. 'unclear' yields to any other answer.
    Answers that come to the same, whatever they are called, are one; others are a conflict, and nothing of it applies.
    Answers of an earlier round, before a withdrawal left a question open, count no more.
    """
    told = live_answers(decisions).with_columns(is_unclear=pl.col("answer") == "unclear", effect=_effect())
    counted = told.filter(~pl.col("is_unclear") | pl.col("is_unclear").all().over(_QUESTION)).sort("sequence")
    is_agreed = pl.col("effect").n_unique() == 1
    last = {name: pl.when(is_agreed).then(pl.col(name).last()) for name in ("answer", "value", *_EFFECTS)}
    stands = counted.group_by(_QUESTION).agg(
        pl.col("code", "row_key", "note", "sequence").last(),
        **last,
        status=pl.when(pl.col("is_unclear").any())
        .then(pl.lit("waiting"))
        .when(is_agreed)
        .then(pl.lit("decided"))
        .otherwise(pl.lit("conflict")),
        decided_by=pl.col("decided_by").str.join(", "),
        decided_on=_day(pl.col("taken_at").last()),
        said=pl.when(~is_agreed & ~pl.col("is_unclear").any()).then(said().str.join("; ")),
    )
    return STANDING.conform(stands.sort(_QUESTION))


def live_answers(decisions: pl.DataFrame) -> pl.DataFrame:
    """The answers among DECISIONS that still count: the last of each person to a question of the present round."""
    answers = _with_end(decisions).filter(pl.col("end").is_null())
    present = answers.join(rounds(decisions), on="discrepancy_id", how="left", validate="m:1")
    return present.filter(_round_asked() == pl.col("round").fill_null(1)).select(decisions.columns)


def rounds(decisions: pl.DataFrame) -> pl.DataFrame:
    """`discrepancy_id, round` of discrepancies to be asked anew, since a withdrawal left no answer to a question.

    From 2 on. Once asked anew a discrepancy stays so, whatever old sheets come in later.
    """
    answers = _with_end(decisions)
    ended = answers.filter("is_end_withdrawal").select(*_QUESTION, at="end")
    others = answers.select(*_QUESTION, "sequence", "end")
    left = ended.join(others, on=_QUESTION, how="inner").filter(
        pl.col("sequence") < pl.col("at"), pl.col("end").is_null() | (pl.col("end") > pl.col("at"))
    )
    emptied = ended.join(left, on=[*_QUESTION, "at"], how="anti").with_columns(round=_round_asked() + 1)
    return emptied.group_by("discrepancy_id").agg(pl.col("round").max()).sort("discrepancy_id")


def said() -> pl.Expr:
    """'who: answer (value)', over columns of DECISIONS or STANDING."""
    value = pl.when(pl.col("value").is_not_null()).then(pl.format(" ({})", "value")).otherwise(pl.lit(""))
    return pl.concat_str("decided_by", pl.lit(": "), pl.col("answer").replace_strict(ANSWERS, default=None), value)


def _with_end(decisions: pl.DataFrame) -> pl.DataFrame:
    """The answers with `end`, the sequence of what made them count no more: the person's next answer or a withdrawal.

    Null where they still count. What ends an answer ends it for good: a withdrawal does not bring an older one back.
    """
    withdrawals = decisions.filter(pl.col("answer") == WITHDRAWN).group_by(decision_id=pl.col("withdraws"))
    answers = decisions.filter(pl.col("answer") != WITHDRAWN).join(
        withdrawals.agg(withdrawn=pl.col("sequence").min()), on="decision_id", how="left", validate="1:1"
    )
    person = words(pl.col("decided_by"))
    superseded = pl.col("sequence").shift(-1).over(*_QUESTION, person, order_by="sequence")
    return answers.with_columns(end=pl.min_horizontal("withdrawn", superseded)).with_columns(
        is_end_withdrawal=(pl.col("end") == pl.col("withdrawn")).fill_null(value=False)
    )


def _effect() -> pl.Expr:
    """What an answer does, as one text: nothing, where the land record stays as it is."""
    who = pl.when(pl.col("is_same").is_not_null()).then("residents")
    parts = [pl.col("is_same").cast(pl.String), who, pl.col("corrections")]
    return pl.concat_str([part.fill_null("") for part in parts], separator="\x1f")


def _round_asked() -> pl.Expr:
    return pl.col("question").str.extract(QUESTION, _ROUND).cast(pl.Int32).fill_null(1)


def _day(taken_at: pl.Expr) -> pl.Expr:
    return taken_at.str.to_datetime("%Y-%m-%dT%H:%M:%SZ").dt.offset_by(f"{_HOURS_EAST}h").dt.date()
