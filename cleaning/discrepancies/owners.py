"""Case → whether the person can still hold the land, and the household is named in full."""

from __future__ import annotations

import polars as pl

from cleaning.discrepancies.people import LINKED


def owner_deceased() -> pl.Expr:
    """The linked resident is dead in the register, or the land row itself says so."""
    return (LINKED & (pl.col("resident_status") == "dead")).fill_null(value=False) | pl.col("is_marked_deceased")


def owner_moved_away() -> pl.Expr:
    """The linked resident has left the ward whose register names them."""
    return LINKED & (pl.col("resident_status") == "moved")


def owner_minor() -> pl.Expr:
    """Under age on the day of the run: by the register's birth date where linked, else the land row's.

    Of a bare year only what is certain on every day of it.
    """
    born = pl.when(LINKED).then(pl.col("resident_birth_date")).otherwise(pl.col("holder_birth_date"))
    year = pl.when(LINKED).then(pl.col("resident_birth_year")).otherwise(pl.col("holder_birth_year"))
    by_day = born > pl.col("adult_birth_date")
    by_year = year > pl.col("adult_birth_date").dt.year()
    return (pl.col("holder_type") == "person") & pl.coalesce(by_day, by_year)


def household_members_unknown() -> pl.Expr:
    """A household holds the land, and certificate and parcel name its head alone."""
    return (pl.col("holder_type") == "person") & pl.col("is_household") & (pl.col("holders_together") == 1)
