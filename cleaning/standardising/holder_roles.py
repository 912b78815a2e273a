"""Mục 12 and 13 of the form (legal person and role on the certificate), words → codes."""

from __future__ import annotations

import polars as pl

from cleaning import reference
from cleaning.standardising.distinct import judged_once
from cleaning.standardising.text import folded


def with_holder_kind(frame: pl.DataFrame) -> pl.DataFrame:
    """`holder_kind` and `holder_role` (codes of schemas.LAND); null where missing or not on the list."""
    return judged_once(frame, ["holder_kind_text", "holder_role_text"], _with_codes)


def _with_codes(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(
        holder_kind=_code(pl.col("holder_kind_text"), "kind"), holder_role=_code(pl.col("holder_role_text"), "role")
    )


def _code(text: pl.Expr, field: str) -> pl.Expr:
    words = reference.table("holder_words").filter(pl.col("field") == field).select(folded(pl.col("words")), "code")
    return folded(text).replace_strict(dict(words.iter_rows()), default=None, return_dtype=pl.String)
