"""Answers beside citizen numbers → which resident is named, and what speaks against its being the land user."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.alike_names import is_called_alike
from cleaning.decisions.refusals import first_fault

_ANSWER: Final = pl.col("answer")
_NAMES: Final = (_ANSWER == "other_value") & pl.col("names_person")
_QUESTION: Final = ("discrepancy_id", "question")


def with_person_named(rows: pl.DataFrame, questions: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Adds `number` (the citizen number a value states), `asked_mark` and `known_mark`.

    The marks are those of the resident who bears it: among those the question is about, as they were then; among all,
    as they are now. Null where there is none. `is_called_otherwise`: than the land user, where both names are known.
    """
    asked = questions.select(
        *_QUESTION, number=pl.col("residents").str.split("|"), asked_mark=pl.col("person_marks").str.split("|")
    ).explode("number", "asked_mark")
    known = people.select(number="resident", known_mark="person_mark", known_as="name_folded")
    told = (
        rows.with_columns(number=pl.when(pl.col("value").str.contains(r"^\d{12}$")).then("value"))
        .join(asked, on=[*_QUESTION, "number"], how="left", validate="m:1", maintain_order="left")
        .join(known, on="number", how="left", validate="m:1", maintain_order="left")
    )
    alike = is_called_alike(told, "known_as", "holder_name")
    return told.with_columns(is_called_otherwise=~alike.fill_null(value=True)).drop("known_as")


def person_fault() -> pl.Expr:
    """What is wrong with what is said about a person."""
    number, is_asked_about = pl.col("number"), pl.col("asked_mark").is_not_null()
    is_known = pl.col("known_mark").is_not_null()
    says_who = _ANSWER.is_in(["same", "different"])
    is_other_value = _ANSWER == "other_value"
    of_linked = is_other_value & ~pl.col("names_person") & pl.col("residents").is_not_null()
    return first_fault(
        nobody_asked_about=says_who & pl.col("residents").is_null(),
        which_of_them=(_ANSWER == "same")
        & pl.col("residents").str.contains("|", literal=True)
        & pl.col("text").is_null(),
        not_asked_about=(_ANSWER == "same") & number.is_not_null() & ~is_asked_about,
        contradicts_answer=(_ANSWER == "different") & is_asked_about,
        unknown_person=_NAMES & number.is_not_null() & ~is_known & (pl.col("corrects").list.len() == 0),
        number_of_other=of_linked & is_known & ~is_asked_about,
        number_not_registered=of_linked & number.is_not_null() & ~is_known & _bears_number(),
        other_name=is_other_value & ~is_asked_about & pl.col("is_called_otherwise"),
    )


def _bears_number() -> pl.Expr:
    """Whether the one resident the question is about has a citizen number in the register."""
    return pl.col("residents").str.contains(r"^\d{12}$").fill_null(value=False)


def is_same() -> pl.Expr:
    """Whether the residents decided about are the land user; null where nothing is said of it."""
    says_so = (_ANSWER == "same") | (_NAMES & pl.col("known_mark").is_not_null())
    return pl.when(says_so).then(True).when(_ANSWER == "different").then(False)


def decided_about() -> dict[str, pl.Expr]:
    """The residents decided about: of several the one whose number is given, else all the question is about."""
    is_chosen = (_ANSWER == "same") & pl.col("asked_mark").is_not_null()
    is_named = _NAMES & pl.col("known_mark").is_not_null()
    one = pl.when(is_chosen | is_named)
    mark = pl.coalesce(pl.when(is_chosen).then("asked_mark"), "known_mark")
    return {
        "residents": one.then("number").otherwise("residents"),
        "person_marks": one.then(mark).otherwise("person_marks"),
    }
