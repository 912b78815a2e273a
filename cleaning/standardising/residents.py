"""Raw resident rows → standardised resident rows: the route as one list of steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

import polars as pl

from cleaning import reference
from cleaning.schemas import RESIDENT_FIELDS, RESIDENT_FIELDS_IGNORED, RESIDENTS
from cleaning.settings import Settings
from cleaning.standardising import text
from cleaning.standardising.dates import with_date
from cleaning.standardising.distinct import judged_once
from cleaning.standardising.identifiers import with_id_repeated, with_identity
from cleaning.standardising.joined_columns import with_joined_columns
from cleaning.standardising.legacy_encoding import with_text
from cleaning.standardising.names import with_name
from cleaning.standardising.places import with_place

_DEATH_IN_NOTE: Final = (
    r"\b(?:chết|mất|từ trần|qua đời|khai tử)[\s:,]*(?:vào |từ )?(?:ngày|năm|tháng)?[\s:]*"
    r"(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4})\b"
)
_YES: Final = ("x", "v", "co", "roi", "1", "da xoa", "da di")
# Every field of the register is read here or declared in RESIDENT_FIELDS_IGNORED.
RESIDENT_FIELDS_READ: Final = tuple(field for field in RESIDENT_FIELDS if field not in RESIDENT_FIELDS_IGNORED)


def standardise_residents(raw: pl.DataFrame, *, ward: str, as_of: date, settings: Settings) -> pl.DataFrame:
    """The residents of one ward (schemas.RAW_RESIDENTS → schemas.RESIDENTS), sorted by row_key; as many rows out as in.

    `as_of` is the day of the run: later dates are in the future.
    """
    frame = raw.sort("row_key")
    for step in _steps(ward, as_of):
        frame = step(frame)
    return RESIDENTS.conform(frame)


def _steps(ward: str, as_of: date) -> tuple[Callable[[pl.DataFrame], pl.DataFrame], ...]:
    """Each step adds columns, keeps the rows in order, and may read the columns of the steps before it."""
    return (
        partial(with_text, fields=RESIDENT_FIELDS_READ),
        partial(with_joined_columns, prefix="", name="name"),
        _with_years,
        partial(with_name, text_column="name_text", prefix=""),
        partial(
            with_identity, prefix="", id_text="citizen_id_text", cmnd_text="cmnd_text",
            birth_text="born_text", gender_text="gender_text", as_of=as_of,
        ),
        partial(with_id_repeated, prefix=""),
        partial(with_place, address_text="residence_text", hamlet_text="hamlet_text", prefix="", ward=ward),
        _with_household,
        partial(with_date, text_column="died_text", prefix="death_", as_of=as_of),
        _with_status,
    )  # fmt: skip


def _with_years(frame: pl.DataFrame) -> pl.DataFrame:
    """`born_text` and `died_text`: the date, else a year in a column of its own, else a death told in the notes."""
    born, died = (
        [text.without_placeholders(pl.col(f"{fact}_{part}_text"), "date") for part in ("date", "year")]
        for fact in ("birth", "death")
    )
    told = pl.col("note_text").str.to_lowercase().str.extract(_DEATH_IN_NOTE)
    return frame.with_columns(born_text=pl.coalesce(born), died_text=pl.coalesce(*died, told))


def _with_household(frame: pl.DataFrame) -> pl.DataFrame:
    """`household_key` and `relation`; both null where missing."""
    return frame.with_columns(
        household_key=text.without_placeholders(pl.col("household_number_text")),
        relation=text.folded(text.without_placeholders(pl.col("relation_text"))),
    )


def _with_status(frame: pl.DataFrame) -> pl.DataFrame:
    """`resident_status`: a date of death or '(đã chết)' beside the name, else words, else signs of having left.

    Words are looked for in the columns of death, status, departure and notes, in that order. A date that can't be read
    is one all the same; words in its place ('còn sống') count as a status.
    """
    columns = ["died_text", "status_text", "departure_text", "note_text"]
    stated = pl.coalesce(_status(column) for column in columns)
    judged = judged_once(frame, columns, lambda words: words.with_columns(stated=stated))
    has_died = (pl.col("death_state") != "missing") & pl.col("died_text").str.contains(r"\d")
    is_dead = has_died.fill_null(False) | pl.col("markers").str.contains("deceased").fill_null(False)
    status = pl.when(is_dead).then(pl.lit("dead")).when(pl.col("stated").is_not_null()).then("stated")
    return judged.with_columns(
        resident_status=status.when(_has_left()).then(pl.lit("moved")).otherwise(pl.lit("unknown"))
    )


def _has_left() -> pl.Expr:
    """A day of departure, or a column headed so that says yes: 'x', 'có', '1', a date."""
    day = text.without_placeholders(pl.col("departure_date_text"), "date").str.contains(r"[1-9]")
    said = text.folded(text.without_placeholders(pl.col("departure_text")))
    return day.fill_null(value=False) | (said.is_in(_YES) | said.str.contains(r"\d{4}")).fill_null(value=False)


def _status(column: str) -> pl.Expr:
    """The status whose words stand in the column; the longest words decide, so that 'mất tích' is not 'đã mất'."""
    table = reference.table("resident_status_words").select(words=text.folded(pl.col("words")), status="status")
    longest_first = table.sort(pl.col("words").str.len_chars(), "words", descending=[True, False])
    written = text.folded(pl.col(column))
    return pl.coalesce(
        pl.when(written.str.contains(rf"\b{words}\b")).then(pl.lit(status))
        for words, status in longest_first.iter_rows()
    )
