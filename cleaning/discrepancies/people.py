"""Case → whether the land user is nobody known, one of several, or somebody not certain enough."""

from __future__ import annotations

import polars as pl

LINKED = pl.col("verdict") == "link"
# The linked resident stands in the register of another ward.
IN_OTHER_WARD = LINKED & pl.col("reason").str.ends_with("_other_ward")
_TO_REVIEW = pl.col("verdict") == "review"
_TIED = pl.col("reason") == "tied"


def person_not_found() -> pl.Expr:
    """No resident of any register given fits the person, or the row names no holder at all."""
    return ((pl.col("verdict") == "no_link") & (pl.col("holder_type") == "person")) | (
        (pl.col("holder_type") == "unnamed") & ~pl.col("verdict").is_in(["link", "review"])
    )


def person_ambiguous() -> pl.Expr:
    """Several residents fit equally well."""
    return _TO_REVIEW & _TIED


def person_to_review() -> pl.Expr:
    """One resident fits, but not certainly enough to be linked by the machine."""
    return _TO_REVIEW & ~_TIED
