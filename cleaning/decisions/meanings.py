"""Answers to known questions → what each decides: whether it is the resident, which cells change, or why neither."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.alike_names import is_called_alike
from cleaning.decisions.answer_words import answer_keys, has_kept_accents
from cleaning.decisions.persons import decided_about, is_same, person_fault, with_person_named
from cleaning.decisions.refusals import first_fault
from cleaning.decisions.shown_cells import differs
from cleaning.decisions.typed_text import tidied
from cleaning.decisions.value_dates import for_cells
from cleaning.decisions.values import with_values

_ANSWER: Final = pl.col("answer")
_TEXT: Final = pl.col("text")
_DATES: Final = ("holder_birth_date", "certificate_date")
_OF_BIRTH: Final = ("birth_date_incomplete", "birth_date_differs")
_YEAR: Final = r"((?:19|20)\d{2})"
_DAY_SHOWN: Final = r"^\d{2}/\d{2}/\d{4}$"


def with_meanings(rows: pl.DataFrame, questions: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Adds `answer, value, is_same, corrections`; sets `residents, person_marks` to those decided about.

    `rows`: of `identified`, with `allowed, corrects, names_person` of their code. A row without `fault` gets one where
    its answer can't be taken. `is_value_unused`: a value is written that the answer has no use for.
    """
    read = with_values(_with_answer(rows), questions.select("discrepancy_id", "first_day"), people["resident"])
    told = with_person_named(read, questions, people)
    told = told.with_columns(fault=pl.coalesce("fault", _fault(told)), changes=_changes())
    decided = told.with_columns(
        corrections=_corrections(told),
        is_same=is_same(),
        value=_value(),
        is_value_unused=_TEXT.is_not_null() & _ANSWER.is_in(["different", "unclear"]),
        **decided_about(),
    )
    is_of_several = pl.col("corrections").is_not_null() & pl.col("is_one_of_several")
    return decided.with_columns(fault=pl.coalesce("fault", first_fault(row_of_several=is_of_several)))


def _with_answer(rows: pl.DataFrame) -> pl.DataFrame:
    """The answer a row states, and its value's text; what the answer's own letters tell of those of the value."""
    asks_who = rows["names_person"].fill_null(value=False)
    answered = rows.with_columns(
        answer_keys(rows["answer_raw"], who_is_asked=asks_who).alias("answer"), text=tidied(pl.col("value_raw"))
    )
    return answered.with_columns(
        reads_number=asks_who | (_ANSWER == "same").fill_null(value=False),
        has_kept_accents=has_kept_accents(pl.col("answer_raw")).fill_null(value=False),
        has_lost_letters=pl.col("answer_raw").str.contains("?", literal=True).fill_null(value=False),
    )


def _fault(rows: pl.DataFrame) -> pl.Expr:
    """What is wrong with the answer, the first of all there is."""
    needs_value, takes_register = _ANSWER == "other_value", _ANSWER == "take_register"
    says_other = (takes_register & differs(rows["text"], rows["proposal"])) | (
        (_ANSWER == "keep_land") & differs(rows["text"], rows["land_value"])
    )
    is_read = needs_value | ((_ANSWER == "same") & _TEXT.is_not_null())
    return pl.coalesce(
        first_fault(
            no_answer=tidied(pl.col("answer_raw")).is_null(),
            unknown_answer=_ANSWER.is_null(),
            not_allowed=~pl.col("allowed").list.contains(_ANSWER),
            no_proposal=takes_register & pl.col("proposal").is_null(),
            contradicts_answer=says_other,
            no_value=needs_value & _TEXT.is_null(),
            nothing_to_correct=needs_value & (pl.col("corrects").list.len() == 0) & ~pl.col("names_person"),
        ),
        pl.when(is_read).then("value_fault"),
        person_fault(),
        first_fault(
            name_of_other=needs_value & _is_name_of_other(rows), year_of_neither=needs_value & _is_year_of_neither()
        ),
    )


def _is_name_of_other(rows: pl.DataFrame) -> pl.Series:
    """Whether a name is to be corrected to one that is neither like the land record's nor like the register's."""
    by_land, by_register = (is_called_alike(rows, "value", shown) for shown in ("land_value", "resident_value"))
    is_told = by_land.is_not_null() | by_register.is_not_null()
    is_unlike = is_told & ~(by_land.fill_null(value=False) | by_register.fill_null(value=False))
    corrects_name = pl.col("corrects").list.first() == "holder_name"
    return rows.select(corrects_name.fill_null(value=False) & is_unlike).to_series()


def _is_year_of_neither() -> pl.Expr:
    """Whether a birth date is to be corrected to a year that neither side shows.

    Of somebody under age only the register's tells: that of the land record alone may be what is wrong.
    """
    shown = pl.concat_str("land_value", "resident_value", separator=" ", ignore_nulls=True)
    year = pl.col("value").str.extract(_YEAR)
    is_told = shown.str.contains(_YEAR) & year.is_not_null()
    is_known = pl.col("code").is_in(_OF_BIRTH) | (
        (pl.col("code") == "owner_minor") & pl.col("resident_value").str.contains(_YEAR)
    )
    is_neither = is_known & is_told & ~shown.str.contains(year, literal=True).fill_null(value=True)
    return is_neither.fill_null(value=False)


def _changes() -> pl.Expr:
    """The text of each cell the answer changes, in the order of `corrects`; null where it changes none."""
    is_date = pl.col("corrects").list.first().is_in(_DATES) & pl.col("proposal").str.contains(_DAY_SHOWN)
    day = for_cells(pl.col("proposal").str.to_date("%d/%m/%Y", strict=False))
    proposed = pl.concat_list(pl.when(is_date).then(day).otherwise("proposal"))
    names_known = pl.col("names_person") & pl.col("known_mark").is_not_null()
    writes = (_ANSWER == "other_value") & ~names_known
    return pl.when(_ANSWER == "take_register").then(proposed).when(writes).then("cells")


def _corrections(rows: pl.DataFrame) -> pl.Series:
    """JSON object of field → value, keys sorted; null where nothing changes."""
    numbered = rows.select("corrects", "changes").with_row_index("place")
    of_row = numbered.filter(pl.col("changes").list.len() >= pl.col("corrects").list.len())
    pairs = (
        of_row.with_columns(pl.col("changes").list.head(pl.col("corrects").list.len()))
        .explode("corrects", "changes")
        .drop_nulls()
        .with_columns(text=pl.struct(v="changes").struct.json_encode().str.extract(r'^\{"v":(.*)\}$'))
        .sort("place", "corrects")
        .group_by("place", maintain_order=True)
        .agg(told=pl.format('"{}":{}', "corrects", "text").str.join(","))
    )
    joined = numbered.join(pairs, on="place", how="left", maintain_order="left", validate="1:1")
    return joined.select(pl.format("{{{}}}", "told")).to_series()


def _value() -> pl.Expr:
    """As accepted; null where the answer needs none."""
    is_chosen = (_ANSWER == "same") & pl.col("residents").str.contains("|", literal=True)
    return pl.when((_ANSWER == "other_value") | is_chosen).then("value")
