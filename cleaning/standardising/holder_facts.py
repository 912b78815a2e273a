"""A holder's number, birth and death wherever a list states them → the one text of each that is read."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from cleaning.standardising.citizen_ids import with_number
from cleaning.standardising.dates import with_date
from cleaning.standardising.text import without_placeholders

_NUMBER_PARTS: Final = ("citizen_id", "cmnd", "state", "repair")
# Certificates print 'Ông Nguyễn Văn An, sinh năm 1950, CMND số 031012345', and lists copy it into the cell of the name.
_NUMBER_BESIDE_NAME: Final = (
    r"(?i)\b(?:cccd|cmnd|cmt|cmtnd|căn cước|chứng minh|định danh)[^\d]{0,25}(\d[\d .]{7,14}\d)\b"
)
_BIRTH_BESIDE_NAME: Final = r"(?i)\b(?:sinh|sn|ns)(?:\s+(?:năm|ngày))?[\s.:]*(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4})\b"


def with_holder_facts(frame: pl.DataFrame) -> pl.DataFrame:
    """`holder_number_text`, `holder_cmnd_text` and `holder_born_text`; null where nothing states them.

    Number: Mục 8, else what stands beside the name, else a 12-digit paper; a 9-digit paper is the old card. Birth: Mục
    9, else a year column of its own, else what stands beside the name. A filler in one place leaves the word to the
    next; what can't be read does not.
    """
    papers = with_number(with_number(frame, "paper_1_text", "_1_"), "paper_2_text", "_2_")
    name = pl.col("holder_name_text")
    told = papers.with_columns(
        holder_number_text=pl.coalesce(
            without_placeholders(pl.col("holder_id_number_text"), "id_number"),
            name.str.extract(_NUMBER_BESIDE_NAME),
            "_1_citizen_id",
            "_2_citizen_id",
        ),
        holder_cmnd_text=pl.coalesce("_1_cmnd", "_2_cmnd"),
        holder_born_text=pl.coalesce(
            without_placeholders(pl.col("holder_birth_date_text"), "date"),
            without_placeholders(pl.col("holder_birth_year_text"), "date"),
            name.str.extract(_BIRTH_BESIDE_NAME),
        ),
    )
    return told.drop(f"_{paper}_{part}" for paper in (1, 2) for part in _NUMBER_PARTS)


def with_holder_death(frame: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """'deceased' added to `holder_markers` where the list states a year or day of death (VBDLIS: namMat)."""
    dated = with_date(frame, "holder_death_year_text", "_death_", as_of=as_of)
    markers = pl.concat_list(pl.col("holder_markers").str.split("|").fill_null([]), pl.lit("deceased"))
    is_dead = pl.col("_death_year").is_not_null() & pl.col("holder_name").is_not_null()
    return dated.with_columns(
        holder_markers=pl.when(is_dead)
        .then(markers.list.unique().list.sort().list.join("|"))
        .otherwise("holder_markers")
    ).drop("_death_date", "_death_year", "_death_state")
