"""Mục 14 and 15: the person who uses the parcel now, where that is not the legal holder."""

from __future__ import annotations

import polars as pl

from cleaning.standardising.names import with_name
from cleaning.standardising.text import without_placeholders


def with_current_user(frame: pl.DataFrame) -> pl.DataFrame:
    """Name forms, `current_user_citizen_id` (12 digits or null) and `current_user_state` against the holder.

    same where the folded names or the citizen numbers are equal; none where nothing is written, or a number alone that
    can't be compared with the holder's.
    """
    digits = without_placeholders(pl.col("current_user_id_number_text"), "id_number").str.replace_all(r"\D", "")
    named = with_name(
        frame.with_columns(_current_user=without_placeholders(pl.col("current_user_name_text"))),
        "_current_user",
        "current_user_",
    ).with_columns(current_user_citizen_id=pl.when(digits.str.contains(r"^\d{12}$")).then(digits))
    same_name = (pl.col("current_user_name_folded") == pl.col("holder_name_folded")).fill_null(False)
    same_number = pl.col("current_user_citizen_id") == pl.col("holder_citizen_id")
    return named.with_columns(
        current_user_state=pl.when(same_name | same_number.fill_null(False))
        .then(pl.lit("same"))
        .when(pl.col("current_user_name_folded").is_not_null() | (~same_number).fill_null(False))
        .then(pl.lit("differs"))
        .otherwise(pl.lit("none"))
    ).drop("_current_user", "current_user_markers")
