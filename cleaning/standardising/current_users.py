"""Mục 14 and 15: the person who uses the parcel now, where that is not the legal holder."""

from __future__ import annotations

import polars as pl

from cleaning.standardising.citizen_ids import with_number
from cleaning.standardising.names import with_name


def with_current_user(frame: pl.DataFrame) -> pl.DataFrame:
    """Name forms, `current_user_citizen_id` (12 digits or null) and `current_user_state` against the row's holders.

    same where the folded names or the citizen numbers of any of them are equal; none where nothing is written, or a
    number alone that can't be compared with a holder's.
    """
    numbered = with_number(frame, "current_user_id_number_text", "_user_").rename(
        {"_user_citizen_id": "current_user_citizen_id"}
    )
    named = with_name(numbered, "current_user_name_text", "current_user_")
    same_name = (pl.col("current_user_name_folded") == pl.col("holder_name_folded")).fill_null(False)
    same_number = pl.col("current_user_citizen_id") == pl.col("holder_citizen_id")
    is_holder = (same_name | same_number.fill_null(False)).any().over(pl.col("row_key").str.extract("^([^/]*)"))
    return named.with_columns(
        current_user_state=pl.when(is_holder)
        .then(pl.lit("same"))
        .when(pl.col("current_user_name_folded").is_not_null() | (~same_number).fill_null(False))
        .then(pl.lit("differs"))
        .otherwise(pl.lit("none"))
    ).drop("current_user_markers", "_user_cmnd", "_user_state", "_user_repair")
