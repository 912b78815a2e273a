"""Case → whether the citizen number of the land row agrees with the register."""

from __future__ import annotations

import polars as pl

from cleaning.discrepancies.people import LINKED


def id_differs() -> pl.Expr:
    """The linked resident bears another citizen number, and the row's number is nobody else's."""
    return LINKED & (pl.col("holder_citizen_id") != pl.col("resident_citizen_id")) & pl.col("id_owner_key").is_null()


def id_belongs_to_other() -> pl.Expr:
    """The register gives the row's citizen number to somebody clearly different, whoever the holder is."""
    return pl.col("id_owner_key").is_not_null()
