"""Gender words → male or female; an unknown word is a named problem, never a guess."""

from __future__ import annotations

import polars as pl

from cleaning import reference
from cleaning.standardising import text
from cleaning.standardising.distinct import judged_once


def with_gender(frame: pl.DataFrame, text_column: str, prefix: str) -> pl.DataFrame:
    """Adds `{prefix}gender` (male | female | null) and `{prefix}gender_state` (ok | missing | unknown).

    '1' is Nam and '0' is Nữ, as VBDLIS codes them; where a `source_file` never writes '1', its '0' is a filler.
    """

    def judge(cells: pl.DataFrame) -> pl.DataFrame:
        word = pl.col(text_column).str.to_lowercase().str.replace(r"^([01])[.,]0$", "${1}").str.strip_chars_end(".;, ")
        is_coded = (word == "1").any(ignore_nulls=True)
        if "source_file" in cells.columns:
            is_coded = is_coded.over("source_file")
        is_code = word.is_in(["0", "1"]) & is_coded
        written = pl.when(is_code).then(word).otherwise(text.without_placeholders(word, "gender"))
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
