"""Case → whether the holder's address is written in today's units, and whether the holder lives there."""

from __future__ import annotations

import polars as pl

from cleaning.discrepancies.people import IN_OTHER_WARD, LINKED

# An address that names a hamlet and no commune means the ward of the land.
_MEANS_THIS_WARD = (pl.col("holder_unit_state") == "missing") & pl.col("holder_hamlet_key").is_not_null()


def address_outdated() -> pl.Expr:
    """The holder's address names a commune that no longer exists, whether it has one successor or several."""
    return pl.col("holder_unit_state").is_in(["superseded", "split"])


def address_differs() -> pl.Expr:
    """The linked resident is registered in another hamlet or another commune. What a side leaves out says nothing."""
    other_hamlet = pl.col("holder_hamlet_key") != pl.col("resident_hamlet_key")
    other_unit = pl.col("holder_unit_code") != pl.col("resident_unit_code")
    other_ward = IN_OTHER_WARD & _MEANS_THIS_WARD
    return LINKED & pl.any_horizontal(one.fill_null(value=False) for one in (other_hamlet, other_unit, other_ward))
