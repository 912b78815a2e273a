"""Standing decisions on unchanged evidence → which land user is, or is not, which resident; for linking."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from cleaning.decisions.standing import said
from cleaning.schemas import DECIDED_PAIRS, QUESTION

_LAND_MARK: Final = 2  # group of QUESTION
_PAIR: Final = ("row_key", "resident_key")
_CITIZEN_NUMBER: Final = r"^\d{12}$"
_DECISION: Final = ["discrepancy_id", "question", "row_key"]


class DecidedPairs(NamedTuple):
    """DECIDED_PAIRS, and the decisions of one row that contradict each other: none of their pairs is among them.

    `conflicts`: `discrepancy_id, question, row_key, said`; said = 'who: answer (value); who: answer'.
    """

    pairs: pl.DataFrame
    conflicts: pl.DataFrame


def decided_pairs(standing: pl.DataFrame, marks: pl.DataFrame, people: pl.DataFrame) -> DecidedPairs:
    """The pairs STANDING decides, where the row's cells and the resident are still as they were.

    `marks`: `row_key, code, land_mark` of the rows as they are tonight. `people`: KNOWN_PEOPLE. Of several answers
    about one discrepancy and resident the last one counts. A row that two discrepancies call the same as two residents,
    or the same as one resident and not, is a conflict. Somebody called the same who is in no register given stands
    under the citizen number.
    """
    of_residents = _resolved(_applying(standing, marks), people)
    last = of_residents.filter(pl.col("sequence") == pl.col("sequence").max().over("discrepancy_id", *_PAIR))
    # one discrepancy asked twice about different people: who was called the same first is so no more
    is_latest = pl.col("sequence") == pl.col("sequence").max().over("discrepancy_id", "is_same")
    single = last.filter(~pl.col("is_same") | is_latest)
    called_same = pl.when("is_same").then("resident_key")
    contradicts = (pl.col("is_same") & (called_same.n_unique().over("row_key") - _has_null("row_key") > 1)) | (
        pl.col("is_same").n_unique().over(_PAIR) > 1
    )
    judged = single.with_columns(contradicts=contradicts)
    pairs = judged.filter(~pl.col("contradicts")).select(*_PAIR, "is_same").unique().sort(_PAIR)
    return DecidedPairs(DECIDED_PAIRS.conform(pairs), _conflicts(judged.filter("contradicts")))


def _applying(standing: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """Decisions on cells that are as they were then; none of a discrepancy whose last answers are a conflict."""
    asked = pl.col("question").str.extract(QUESTION, _LAND_MARK)
    on_these = standing.filter(pl.col("status") != "waiting").join(
        marks.select("row_key", "code", "land_mark"), on=["row_key", "code"], how="inner", validate="m:1"
    ).filter(asked == pl.col("land_mark"))  # fmt: skip
    last_status = pl.col("status").sort_by("sequence").last().over("discrepancy_id")
    return on_these.filter(
        last_status == "decided", pl.col("status") == "decided", pl.col("is_same").is_not_null()
    ).drop_nulls("residents")


def _resolved(decisions: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """A row per decision and resident, by the row_key of the resident; left out who has become another or is gone."""
    spread = decisions.with_columns(
        said=said(), resident=pl.col("residents").str.split("|"), mark=pl.col("person_marks").str.split("|")
    ).explode("resident", "mark")
    known = people.select("resident", "resident_key", "person_mark")
    # without a number people are known by their entry in the register, which a new export may word differently
    by_entry = known.filter(pl.col("resident") == pl.col("resident_key"), pl.col("person_mark").is_unique())
    found = spread.join(known, on="resident", how="left", validate="m:1").join(
        by_entry.select(mark="person_mark", key_by_mark="resident_key"), on="mark", how="left", validate="m:1"
    )
    is_gone, has_number = pl.col("person_mark").is_null(), pl.col("resident").str.contains(_CITIZEN_NUMBER)
    key = (
        pl.when(pl.col("person_mark") == pl.col("mark"))
        .then("resident_key")
        .when(is_gone & has_number & pl.col("is_same"))
        .then("resident")
        .when(is_gone & ~has_number)
        .then("key_by_mark")
    )
    return found.with_columns(resident_key=key).drop_nulls("resident_key")


def _has_null(row: str) -> pl.Expr:
    """1 where a row has pairs that are not the same: their null counts as one more value."""
    return (~pl.col("is_same")).any().over(row).cast(pl.UInt32)


def _conflicts(contradicting: pl.DataFrame) -> pl.DataFrame:
    spoken = contradicting.select("row_key", "sequence", "said").unique().sort("row_key", "sequence")
    together = spoken.group_by("row_key").agg(pl.col("said").str.join("; "))
    decisions = contradicting.select(_DECISION).unique().sort(_DECISION)
    return decisions.join(together, on="row_key", how="left", maintain_order="left", validate="m:1")
