"""Raw land rows → whether the ward makes the same statement twice."""

from __future__ import annotations

import polars as pl

from cleaning.schemas import LAND_FIELDS, LAND_FIELDS_OF_EXPORTS

# Guid and order number name the row; everything else is what it states.
_STATED = tuple(
    f"{field}_raw" for field in LAND_FIELDS + LAND_FIELDS_OF_EXPORTS if field not in ("guid", "order_number")
)


def with_repeated(frame: pl.DataFrame) -> pl.DataFrame:
    """`is_repeated`: another row says the same in every field but Guid and order number; empty equals missing."""
    statement = pl.concat_str([pl.col(field).fill_null("") for field in _STATED], separator="\x1f")
    return frame.with_columns(is_repeated=statement.is_duplicated())
