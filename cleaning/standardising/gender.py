"""Gender words → male or female; an unknown word is a named problem, never a guess."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning import reference
from cleaning.standardising import text
from cleaning.standardising.distinct import judged_once

_CODES: Final = {"1": "0", "true": "false"}


def with_gender(frame: pl.DataFrame, text_column: str, prefix: str) -> pl.DataFrame:
    """Adds `{prefix}gender` (male | female | null) and `{prefix}gender_state` (ok | missing | unknown).

    '1' and 'true' are Nam, '0' and 'false' Nữ, as VBDLIS codes them; where a `source_file` never writes the former, the
    latter is a filler.
    """

    def judge(cells: pl.DataFrame) -> pl.DataFrame:
        word = pl.col(text_column).str.to_lowercase().str.strip_chars("'\"’‘.;,*= ")
        word = word.str.replace(r"^([01])[.,]0$", "${1}").str.replace(r"^[01]\s*[-–.:]\s*(nam|nữ)$", "${1}")
        written = text.without_placeholders(pl.when(word != "").then(word), "gender")
        for yes, no in _CODES.items():
            is_coded = (word == yes).any(ignore_nulls=True)
            is_coded = is_coded.over("source_file") if "source_file" in cells.columns else is_coded
            written = pl.when(word == no).then(pl.when(is_coded).then(word)).otherwise(written)
        words = dict(reference.table("gender_words").select("word", "gender").iter_rows())
        gender = written.replace_strict(words, default=None, return_dtype=pl.String)
        return cells.with_columns(
            gender.alias(f"{prefix}gender"), _state(written, gender).alias(f"{prefix}gender_state")
        )

    return judged_once(frame, [name for name in ("source_file", text_column) if name in frame.columns], judge)


def _state(written: pl.Expr, gender: pl.Expr) -> pl.Expr:
    return (
        pl.when(written.is_null())
        .then(pl.lit("missing"))
        .when(gender.is_null())
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("ok"))
    )
