"""Case → whether birth date and gender agree with the register, at the precision both have."""

from __future__ import annotations

import polars as pl

from cleaning.discrepancies.people import LINKED

_YEARS_DIFFER = pl.col("holder_birth_year") != pl.col("resident_birth_year")
_DAYS_DIFFER = pl.col("holder_birth_date") != pl.col("resident_birth_date")


def birth_date_incomplete() -> pl.Expr:
    """The register knows the day; the land row has the same year only, or nothing usable."""
    return (
        LINKED
        & (pl.col("holder_birth_state") != "day")
        & pl.col("resident_birth_date").is_not_null()
        & ~_YEARS_DIFFER.fill_null(value=False)
    )


def birth_date_differs() -> pl.Expr:
    """The years differ, or both know the day and the days differ."""
    return LINKED & (_YEARS_DIFFER.fill_null(value=False) | _DAYS_DIFFER.fill_null(value=False))


def gender_differs() -> pl.Expr:
    """Both name a gender, and not the same one."""
    return LINKED & (pl.col("holder_gender") != pl.col("resident_gender"))
