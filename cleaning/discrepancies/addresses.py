"""Case → whether the holder's address is written in today's units, and whether the holder lives there."""

from __future__ import annotations

import polars as pl

from cleaning.discrepancies.people import LINKED


def address_outdated() -> pl.Expr:
    """The holder's address names a commune that no longer exists, whether it has one successor or several."""
    return pl.col("holder_unit_state").is_in(["superseded", "split"])


def address_differs() -> pl.Expr:
    """The linked resident is registered in another hamlet or another commune. What a side leaves out says nothing."""
    other_hamlet = pl.col("holder_hamlet_key") != pl.col("resident_hamlet_key")
    other_unit = pl.col("holder_unit_code") != pl.col("resident_unit_code")
    return LINKED & (other_hamlet.fill_null(value=False) | other_unit.fill_null(value=False))
