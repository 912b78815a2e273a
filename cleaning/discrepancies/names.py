"""Case → whether the linked person's name is written as in the register."""

from __future__ import annotations

import polars as pl

from cleaning.discrepancies.people import LINKED

_SAME_AS_WRITTEN = pl.col("holder_name_lower") == pl.col("resident_name_lower")
_SAME_NAME = (pl.col("holder_name_key") == pl.col("resident_name_key")) | (
    pl.col("holder_name_folded") == pl.col("resident_name_folded")
)


def name_spelling() -> pl.Expr:
    """The same name but for accents, tone placement, i/y or a usual abbreviation; upper case is no difference."""
    return LINKED & ~_SAME_AS_WRITTEN & _SAME_NAME


def name_differs() -> pl.Expr:
    """Other letters, or a word missing."""
    return LINKED & ~_SAME_AS_WRITTEN & ~_SAME_NAME
