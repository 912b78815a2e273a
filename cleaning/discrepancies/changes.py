"""What two nights know → what changed from the one to the other, each change with the evidence that explains it.

why          the first of these that is true
decision     what people decided of this row, or of one that says the same of its holder, counts now and did not
data         cells of the row were received differently, or the row is new or gone
resident     the register's entry of the person it is, or was, linked to changed, is new or gone
decision     what people decided of the row counts no more, though the row and its people are the same: withdrawn
model        another linkage model, where the change hangs on the link
settings     other settings
program      another version of the program
other_rows   something else changed in the lists or in what was decided: rivals, co-holders, rows of the same parcel
day          none of these: a result hangs on nothing else but the calendar
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import polars as pl

from cleaning.discrepancies.catalogue import CATALOGUE
from cleaning.discrepancies.compared_rows import compared_rows, touched
from cleaning.discrepancies.sentences import (
    answer_in_words,
    answered_in_words,
    tidied,
    values_in_words,
    verdict_in_words,
)
from cleaning.schemas import CHANGES, QUESTION

_ON_CANDIDATES: Final = ("person_ambiguous", "person_to_review")
# Whether such a discrepancy is there at all hangs on whom the row is linked to.
_BY_LINK: Final = [
    "person_not_found",
    *_ON_CANDIDATES,
    *(e.code for e in CATALOGUE if e.on_link and e.rule is not None),
]
_TOLD: Final = ("new", "reopened", "answered", "gone")
_PLACE: Final = ("guid", "sheet", "parcel")
_PERSON, _VALUE, _CELLS = 3, 4, 2  # parts of a question's name


@dataclass(frozen=True)
class Remembered:
    """What a night leaves to the next: LIFE, ROW_FACTS, KNOWN_PEOPLE, and NIGHTS, the last of which is its own."""

    life: pl.DataFrame
    facts: pl.DataFrame
    people: pl.DataFrame
    nights: pl.DataFrame

    @property
    def night(self) -> dict[str, Any]:
        """Its own row of NIGHTS."""
        return self.nights.sort("day").row(-1, named=True)


class _Elsewhere(NamedTuple):
    """The reason outside the row of a change that hangs on the link, and of one that doesn't."""

    by_link: str
    by_row: str
    is_data: bool


def changes(before: Remembered, now: Remembered, followed: pl.DataFrame) -> pl.DataFrame:
    """CHANGES by kind and subject; none on the first night. `followed`: FOLLOWED of tonight, for its answers."""
    if before.nights.is_empty():
        return CHANGES.empty()
    rows = compared_rows(before.facts, now.facts, touched(before.people, now.people))
    elsewhere = _elsewhere(before.night, now.night)
    told = [_of_verdicts(rows, elsewhere), _of_discrepancies(_discrepancies(before, now, followed), rows, elsewhere)]
    return CHANGES.conform(pl.concat(told).sort("kind", "subject"))


def _elsewhere(before: dict[str, Any], now: dict[str, Any]) -> _Elsewhere:
    marked = {"settings": "settings_mark", "program": "code_version", "other_rows": "data_mark"}
    differ = [why for why, mark in marked.items() if before[mark] != now[mark]]
    decided = ["other_rows"] if before["decisions_mark"] != now["decisions_mark"] else []
    model = ["model"] if before["model"] != now["model"] else []
    by_row = [*differ, *decided, "day"]
    return _Elsewhere([*model, *by_row][0], by_row[0], is_data="other_rows" in differ)


def _of_verdicts(rows: pl.DataFrame, elsewhere: _Elsewhere) -> pl.DataFrame:
    changed = rows.filter("is_other_verdict")
    was = changed.select(verdict="was_verdict", resident="was_resident").select(verdict_in_words()).to_series()
    is_decided, no_more = (pl.col(f"is_{un}corrected") | pl.col(f"is_{un}paired") for un in ("", "un"))
    return changed.select(
        pl.lit("verdict").alias("kind"),
        pl.col("row_key").alias("subject"),
        pl.lit(None, pl.String).alias("code"),
        *(pl.coalesce(name, f"was_{name}").alias(name) for name in _PLACE),
        was.alias("before"),
        verdict_in_words().alias("now"),
        pl.when(is_decided)
        .then(pl.lit("decision"))
        .when("is_received")
        .then(pl.lit("data"))
        .when("is_touched")
        .then(pl.lit("resident"))
        .when(no_more)
        .then(pl.lit("decision"))
        .otherwise(pl.lit(elsewhere.by_link))
        .alias("why"),
    )


def _discrepancies(before: Remembered, now: Remembered, followed: pl.DataFrame) -> pl.DataFrame:
    """LIFE of those that came to their state tonight, as they were before under `was_…`, and the answer to them."""
    columns = ("state", "question", "land_value", "resident_value")
    was = before.life.select("discrepancy_id", pl.col(columns).name.prefix("was_"))
    answers = followed.select("discrepancy_id", "answer", "value", "answered_by")
    return (
        now.life.filter(pl.col("state_day") == now.night["day"], pl.col("state").is_in(_TOLD))
        .join(was, on="discrepancy_id", how="left", validate="1:1")
        .join(answers, on="discrepancy_id", how="left", validate="1:1")
    )


def _of_discrepancies(found: pl.DataFrame, rows: pl.DataFrame, elsewhere: _Elsewhere) -> pl.DataFrame:
    evidence = rows.select("row_key", pl.col("^is_.*$"))
    told = (
        found.join(evidence, on="row_key", how="left", validate="m:1", maintain_order="left")
        .with_columns(pl.col("^is_.*$").fill_null(value=False))
        .with_columns(before=_values(found, "was_"), now=_values(found, ""))
    )
    was_there = pl.col("was_state").is_not_null() & (pl.col("was_state") != "gone")
    answered = told.select("answered_by", answer=answer_in_words()).select(answered_in_words()).to_series()
    return told.select(
        pl.col("state").alias("kind"),
        pl.col("discrepancy_id").alias("subject"),
        "code",
        *_PLACE,
        pl.when(was_there).then("before").alias("before"),
        pl.when(pl.col("state") == "answered").then(answered).when(pl.col("state") != "gone").then("now").alias("now"),
        _why(elsewhere).alias("why"),
    )


def _values(found: pl.DataFrame, prefix: str) -> pl.Series:
    shown = found.select(land=f"{prefix}land_value", resident=f"{prefix}resident_value")
    return tidied(shown).select(values_in_words()).to_series()


def _why(elsewhere: _Elsewhere) -> pl.Expr:
    """What explains a discrepancy's new state: of one asked again, that part of its question which is another."""

    def is_other(part: int) -> pl.Expr:
        return (_part("question", part) != _part("was_question", part)).fill_null(value=False)

    by_link = pl.col("code").is_in(_BY_LINK)
    asked_again = (pl.col("state") == "reopened") & (pl.col("was_state") != "gone").fill_null(value=False)
    evidence_stands = ~pl.any_horizontal(is_other(part) for part in (_CELLS, _PERSON, _VALUE))
    is_decided = pl.col("is_corrected") | (by_link & pl.col("is_paired"))
    is_received = pl.when(asked_again).then(is_other(_CELLS)).otherwise("is_received")
    of_no_row = pl.col("row_key").is_null() & pl.lit(elsewhere.is_data)
    hangs_on_link = by_link & (pl.col("is_other_verdict") | pl.col("code").is_in(_ON_CANDIDATES))
    return (
        pl.when((pl.col("state") == "answered") | (asked_again & evidence_stands))
        .then(pl.lit("decision"))
        .when(is_decided & ~(asked_again & is_other(_CELLS)))
        .then(pl.lit("decision"))
        .when(is_received | of_no_row)
        .then(pl.lit("data"))
        .when(pl.col("is_touched") & (by_link | asked_again))
        .then(pl.lit("resident"))
        .when(pl.col("is_uncorrected") | (by_link & pl.col("is_unpaired")))
        .then(pl.lit("decision"))
        .when(hangs_on_link)
        .then(pl.lit(elsewhere.by_link))
        .otherwise(pl.lit(elsewhere.by_row))
    )


def _part(question: str, part: int) -> pl.Expr:
    return pl.col(question).str.extract(QUESTION, part)
