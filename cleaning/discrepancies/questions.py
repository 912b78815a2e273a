"""Discrepancies and what they rest on → the questions tonight's sheet asks, each named by a mark of its evidence.

An answer holds while its question is the same. Its name is made of what was shown: the land row's cells as received,
whom it is about, the register's value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import polars as pl

from cleaning.discrepancies.answering import ANSWERING
from cleaning.discrepancies.catalogue import CATALOGUE
from cleaning.discrepancies.evidence import MARKED_FIELDS, marks_of_saved, saved_cells
from cleaning.discrepancies.marks import APART, marks, words_as_saved
from cleaning.schemas import QUESTION, QUESTIONS

# Candidates are shown by name, number and birth date, which is what a person's mark is made of.
_ON_CANDIDATES: Final = {"person_ambiguous": "candidates", "person_to_review": "best"}
_ABOUT_WHOM: Final = {entry.code: "linked" for entry in CATALOGUE if entry.on_link} | _ON_CANDIDATES
_WITH_PROPOSAL: Final = [code for code, one in ANSWERING.items() if "take_register" in one.answers]
_OF_ROW: Final = [entry.code for entry in CATALOGUE if entry.of_row]
_PARTS: Final = ("ward", "land", "person", "value", "round")
_CITIZEN_NUMBER: Final = r"^\d{12}$"
_OF_FIRST: Final = ("first_day", "run_id", "model", "probability")


@dataclass(frozen=True)
class Night:
    """A run: its ward, the day it is published for, its id and the name of its linkage model."""

    ward: str
    day: date
    run_id: str
    model: str


@dataclass(frozen=True)
class Evidence:
    """What questions rest on: RAW_LAND as received, before corrections; LAND, VERDICTS, CANDIDATES; KNOWN_PEOPLE."""

    raw_land: pl.DataFrame
    land: pl.DataFrame
    verdicts: pl.DataFrame
    candidates: pl.DataFrame
    people: pl.DataFrame

    @cached_property
    def saved(self) -> pl.DataFrame:
        """The received cells in the form they have however the list is saved."""
        return saved_cells(self.raw_land, MARKED_FIELDS)


def asked_tonight(found: pl.DataFrame, evidence: Evidence, rounds: pl.DataFrame, night: Night) -> pl.DataFrame:
    """QUESTIONS: what each of `found` (DISCREPANCIES) asks tonight, answered before or not.

    `rounds`: `discrepancy_id, round` of those asked anew because their answer was withdrawn. The mark of what was shown
    holds the proposal too where it can be taken by answer: nobody shall take one he didn't see.
    """
    asked = _with_evidence(found, evidence, rounds)
    of_night = {"model": night.model, "run_id": night.run_id, "first_day": night.day, "last_day": night.day}
    told = asked.with_columns(
        _question(asked, night.ward).alias("question"),
        probability="confidence",
        **{name: pl.lit(value) for name, value in of_night.items()},
    )
    return QUESTIONS.conform(told.sort(QUESTIONS.key))


def asked_of_named(asked: pl.DataFrame, standing: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`asked` (QUESTIONS of tonight), where whom the standing answer names is told otherwise: then it is another one.

    An answer may name a resident the question did not ask about; KNOWN_PEOPLE says who that is by now.
    """
    told = asked.join(_told_otherwise(standing, people), on=QUESTIONS.key, how="left", validate="1:1")
    part = {name: pl.col("question").str.extract(QUESTION, at) for at, name in enumerate(_PARTS, 1)}
    parts = told.select("told", **part)
    person = marks(parts.select(pl.concat_str("person", "told", separator=APART)).to_series())
    again = pl.when(pl.col("round").is_not_null()).then(pl.format("-{}", "round")).otherwise(pl.lit(""))
    renamed = parts.select(pl.format("C{}-{}{}{}{}", "ward", "land", person, "value", again)).to_series()
    question = pl.when(pl.col("told").is_not_null()).then(renamed).otherwise("question")
    return QUESTIONS.conform(told.with_columns(question=question).sort(QUESTIONS.key))


def remembered(asked: pl.DataFrame, memory: pl.DataFrame) -> pl.DataFrame:
    """QUESTIONS of tonight and of all nights before.

    One asked again keeps the day, the run and the model that asked it first; its values are those last shown.
    """
    first = memory.select(*QUESTIONS.key, *_OF_FIRST)
    again = asked.drop(_OF_FIRST).join(first, on=QUESTIONS.key, how="inner", validate="1:1")
    fresh = asked.join(memory, on=QUESTIONS.key, how="anti")
    past = memory.join(asked, on=QUESTIONS.key, how="anti")
    together = pl.concat([part.select(QUESTIONS.names) for part in (again, fresh, past)])
    return QUESTIONS.conform(together.sort(QUESTIONS.key))


def _with_evidence(found: pl.DataFrame, evidence: Evidence, rounds: pl.DataFrame) -> pl.DataFrame:
    """`found` with what the name of its question is made of."""
    several = evidence.land.select("row_key", is_of_several=pl.col("holders_named") > 1)
    whom = pl.col("code").replace_strict(_ABOUT_WHOM, default=None, return_dtype=pl.String)
    is_of_several = pl.col("is_of_several").fill_null(value=False) & ~pl.col("code").is_in(_OF_ROW)
    return (
        found.with_columns(whom=whom)
        .join(_people_asked_about(evidence), on=["row_key", "whom"], how="left", validate="m:1")
        .join(marks_of_saved(evidence.saved, found), on=["row_key", "code"], how="left", validate="m:1")
        .join(several, on="row_key", how="left", validate="m:1")
        .join(rounds.select("discrepancy_id", "round"), on="discrepancy_id", how="left", validate="1:1")
        .with_columns(is_one_of_several=is_of_several)
    )


def _told_otherwise(standing: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`discrepancy_id, question, told` of answers that named a resident whose name, birth or number is another by now.

    The entry of somebody without number is found by its mark, as its key changes with every word of it.
    """
    named = standing.filter(pl.col("status") == "decided", pl.col("is_same")).select(
        *QUESTIONS.key, resident=pl.col("residents").str.split("|"), mark=pl.col("person_marks").str.split("|")
    )
    known = named.explode("resident", "mark").join(people, on="resident", how="left", validate="m:1")
    is_number = pl.col("resident").str.contains(_CITIZEN_NUMBER)
    is_lost = pl.col("person_mark").is_null() & ~is_number & ~pl.col("mark").is_in(people["person_mark"].implode())
    others = known.filter((pl.col("person_mark") != pl.col("mark")).fill_null(value=False) | is_lost)
    told = pl.col("person_mark").fill_null("").sort().str.join("|")
    return others.group_by(QUESTIONS.key).agg(told=told)


def _people_asked_about(evidence: Evidence) -> pl.DataFrame:
    """`row_key, whom, residents, person_marks, who`: whom each row is linked to, its best candidate, all of them.

    `who` names the same people whatever their order.
    """
    links = evidence.verdicts.filter(pl.col("verdict") == "link").with_columns(rank=pl.lit(1, pl.Int32))
    kinds = {
        "linked": links,
        "best": evidence.candidates.filter(pl.col("rank") == 1),
        "candidates": evidence.candidates,
    }
    named = [rows.select("row_key", "rank", "resident_key", whom=pl.lit(kind)) for kind, rows in kinds.items()]
    by_rank = pl.concat(named).join(evidence.people, on="resident_key", how="inner", validate="m:1").sort("rank")
    mark = pl.col("person_mark")
    return by_rank.group_by("row_key", "whom", maintain_order=True).agg(
        residents=pl.col("resident").str.join("|"), person_marks=mark.str.join("|"), who=mark.sort().str.join("|")
    )


def _question(asked: pl.DataFrame, ward: str) -> pl.Series:
    of_code = pl.col("code")
    value = asked.select(pl.when(~of_code.is_in(list(_ON_CANDIDATES))).then("resident_value")).to_series()
    taken = asked.select(pl.when(of_code.is_in(_WITH_PROPOSAL)).then("proposal")).to_series()
    shown = pl.DataFrame({"value": words_as_saved(value), "taken": words_as_saved(taken)})
    parts = pl.DataFrame(
        {
            "land": asked.select(pl.coalesce("land_mark", marks(asked["discrepancy_id"]))).to_series(),
            "person": marks(asked["who"]),
            "value": marks(shown.select(pl.concat_str(pl.all().fill_null(""), separator=APART)).to_series()),
            "round": asked["round"],
        }
    )
    again = pl.when(pl.col("round") > 1).then(pl.format("-{}", "round")).otherwise(pl.lit(""))
    return parts.select(pl.format(f"C{ward}-{{}}{{}}{{}}{{}}", "land", "person", "value", again)).to_series()
