"""Answers of staff → labels: which row and resident every checked link is about, and whether they are one person."""

from __future__ import annotations

import polars as pl

from cleaning.decisions.strata import checkable_links, link_of
from cleaning.schemas import RESIDENTS


def labels_of(answers: pl.DataFrame, pairs: pl.DataFrame, *, ward: str) -> pl.DataFrame:
    """`row_key, resident_key, is_same` of every checked link, once each, in the order of their checks.

    `answers`: RAW_CHECK_ANSWERS. `pairs`: row_key and resident_key of all that a check may be about; the keys are null
    where none of them is it. `is_same` is null where nobody could settle the link: 'unclear' gives way to a conclusion,
    and a link called both right and wrong is unclear.
    """
    right, wrong = ((pl.col("conclusion") == conclusion).any() for conclusion in ("right", "wrong"))
    said = answers.group_by(link=link_of(pl.col("check_id"))).agg(is_same=pl.when(right != wrong).then(right))
    # the id of a check hangs on row and resident alone: a pair bears the same whether and on what ground it was linked
    as_linked = pairs.with_columns(verdict=pl.lit("link"), reason=pl.lit(""))
    named = checkable_links(as_linked, RESIDENTS.empty(), ward=ward).with_columns(link=link_of(pl.col("check_id")))
    found = said.join(named, on="link", how="left", validate="1:1").sort("link")
    return found.select("row_key", "resident_key", "is_same")
