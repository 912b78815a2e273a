"""Number, birth and gender columns → a person's identity: what is known, in which state, whether it fits together."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cleaning.standardising.citizen_ids import with_number, without_two_zeros
from cleaning.standardising.dates import with_date
from cleaning.standardising.gender import with_gender

# Spellings of one name that northern speech doesn't tell apart: compared as one, they are no second person.
_HEARD_ALIKE: Final = {r"\btr": "ch", r"\bgi": "d", r"\bl": "n", r"\bs": "x", r"\br": "d"}
_PARTS: Final = ("citizen_id", "cmnd", "state", "repair")


def with_identity(
    frame: pl.DataFrame,
    *,
    prefix: str,
    id_text: str,
    cmnd_text: str | None,
    birth_text: str,
    gender_text: str,
    as_of: date,
) -> pl.DataFrame:
    """Adds the identity columns of schemas under `prefix`.

    `id_text` may hold either number; `cmnd_text` is a column of old numbers and counts where `id_text` holds none.
    Where the frame has a `holder_type`, rows of non-people get no number and the state not_applicable.
    """
    numbered = with_number(frame, id_text, "_id_")
    numbered = with_number(numbered, id_text if cmnd_text is None else cmnd_text, "_old_")
    dated = with_date(numbered, birth_text, f"{prefix}birth_", as_of=as_of)
    read = with_gender(dated, gender_text, prefix).with_columns(_number_borne_out(prefix, id_text))
    read = read.with_columns(_identity(prefix, "holder_type" in frame.columns))
    consistent = read.with_columns(_consistency(prefix).alias(f"{prefix}id_consistency"))
    return consistent.drop(f"{side}_{part}" for side in ("_id", "_old") for part in _PARTS)


def _number_borne_out(prefix: str, id_text: str) -> list[pl.Expr]:
    """The number that lost two zeros, where birth year and, if known, gender beside it agree with its digits."""
    number = without_two_zeros(id_text)
    fits = _year_fits(number, prefix).fill_null(False) & _gender_fits(number, prefix).fill_null(True)
    is_meant = (pl.col("_id_state") == "malformed") & fits
    return [
        pl.when(is_meant).then(number).otherwise("_id_citizen_id").alias("_id_citizen_id"),
        pl.when(is_meant).then(pl.lit("repaired")).otherwise("_id_state").alias("_id_state"),
        pl.when(is_meant).then(pl.lit("leading_zero")).otherwise("_id_repair").alias("_id_repair"),
    ]


def _identity(prefix: str, has_holder_type: bool) -> list[pl.Expr]:
    """The two numbers of a row out of its two columns."""
    is_person = pl.col("holder_type") == "person" if has_holder_type else pl.lit(True)
    from_old = pl.col("_id_state") == "missing"
    state = pl.when(from_old).then("_old_state").otherwise("_id_state")
    return [
        pl.when(is_person).then(pl.coalesce("_id_citizen_id", "_old_citizen_id")).alias(f"{prefix}citizen_id"),
        pl.when(is_person).then(pl.coalesce("_old_cmnd", "_id_cmnd")).alias(f"{prefix}cmnd"),
        pl.when(is_person).then(state).otherwise(pl.lit("not_applicable")).alias(f"{prefix}id_state"),
        pl.when(is_person & from_old)
        .then("_old_repair")
        .when(is_person)
        .then("_id_repair")
        .alias(f"{prefix}id_repair"),
    ]


def with_id_shared(frame: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """Adds `is_id_shared`: the citizen number stands on rows of clearly different people.

    Names one slip apart, or one of them with a middle name less, are still one person. Each name is compared with the
    one the number stands beside most often; all rows of a shared number are marked.
    """
    number, name = f"{prefix}citizen_id", f"{prefix}name_folded"
    names = (
        frame.drop_nulls([number, name]).group_by(number, name).len("rows").sort(number, "rows", name, descending=True)
    )
    first = pl.col(name).first().over(number)
    pairs = names.with_columns(usual=first).filter(pl.col(name) != pl.col("usual"))
    different = pairs.filter(_is_different(pairs.get_column(name), pairs.get_column("usual")))
    shared = different.get_column(number).unique().to_list()
    return frame.with_columns(is_id_shared=pl.col(number).is_in(shared).fill_null(False))


def with_id_repeated(frame: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """Adds `is_id_shared` for a register, where each row is one person: the number stands on two rows or more."""
    number = pl.col(f"{prefix}citizen_id")
    return frame.with_columns(is_id_shared=number.is_not_null() & (pl.len().over(number) > 1))


def _consistency(prefix: str) -> pl.Expr:
    """The number's century, sex and year digits against the birth year and gender beside it."""
    number = pl.col(f"{prefix}citizen_id")
    year_fits, gender_fits = _year_fits(number, prefix), _gender_fits(number, prefix)
    return (
        pl.when(number.is_null())
        .then(pl.lit("unknown"))
        .when(~year_fits)
        .then(pl.lit("contradicts_birth"))
        .when(~gender_fits)
        .then(pl.lit("contradicts_gender"))
        .when(year_fits | gender_fits)
        .then(pl.lit("fits"))
        .otherwise(pl.lit("unknown"))
    )


def _year_fits(number: pl.Expr, prefix: str) -> pl.Expr:
    century_digit = number.str.slice(3, 1).cast(pl.Int32)
    return 1900 + century_digit // 2 * 100 + number.str.slice(4, 2).cast(pl.Int32) == pl.col(f"{prefix}birth_year")


def _gender_fits(number: pl.Expr, prefix: str) -> pl.Expr:
    is_male = number.str.slice(3, 1).cast(pl.Int32) % 2 == 0
    return pl.when(is_male).then(pl.lit("male")).otherwise(pl.lit("female")) == pl.col(f"{prefix}gender")


def _is_different(names: pl.Series, usual: pl.Series) -> pl.Series:
    """Folded names that can't be two spellings of one person's name."""
    both = pl.DataFrame({"name": names, "usual": usual}).with_columns(_heard(pl.all()))
    slips = process.cpdist(both["name"].to_list(), both["usual"].to_list(), scorer=OSA.distance, workers=1)
    words, usual_words = pl.col("name").str.split(" "), pl.col("usual").str.split(" ")
    is_middle_missing = (
        (words.list.first() == usual_words.list.first())
        & (words.list.last() == usual_words.list.last())
        & (words.list.set_difference(usual_words).list.len() * usual_words.list.set_difference(words).list.len() == 0)
    )
    return both.select((pl.Series("slips", slips) > 1) & ~is_middle_missing).to_series()


def _heard(name: pl.Expr) -> pl.Expr:
    for spelling, heard in _HEARD_ALIKE.items():
        name = name.str.replace_all(spelling, heard)
    return name
