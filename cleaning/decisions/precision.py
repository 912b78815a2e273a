"""Answers of staff → the precision of the machine's links, per stratum and in all, with 95 % intervals.

An answer counts as the link was when it was drawn, whether the link still stands or not. Counting standing links alone
would flatter the machine: wrong ones are corrected and go, right ones stay.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.strata import STRATA, link_of, stratum_of
from cleaning.schemas import PRECISION

_Z: Final = 1.959963984540054  # the normal distribution leaves 2.5 % beyond it on either side
_DIGITS: Final = 6


def measure_precision(links: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """PRECISION: one row per stratum in the declared order, and 'all' as the last.

    `links`: all of this run, as `checkable_links` gives them. `answers`: RAW_CHECK_ANSWERS; an answer given twice
    counts once, 'unclear' gives way to a conclusion, and a link called both right and wrong is unclear.
    """
    strata = pl.DataFrame({"stratum": [one.name for one in STRATA], "title": [one.title for one in STRATA]})
    counted = (
        strata.join(links.group_by("stratum").agg(links=pl.len()), on="stratum", how="left", maintain_order="left")
        .join(_tallies(links, answers), on="stratum", how="left", maintain_order="left")
        .with_columns(pl.col("links", *_TALLIES).fill_null(0).cast(pl.Int32))
    )
    judged = pl.col("right") + pl.col("wrong")
    low, high = wilson(pl.col("right"), judged)
    measured = counted.with_columns(
        links_measured=pl.when(judged > 0).then("links").otherwise(0).cast(pl.Int32),
        precision=pl.when(judged > 0).then(pl.col("right") / judged),
        low=low,
        high=high,
    )
    both = pl.concat([measured, _whole(measured)], how="diagonal")
    return PRECISION.conform(both.with_columns(pl.col("precision", "low", "high").round(_DIGITS)))


def wilson(right: pl.Expr, of: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The 95 % score interval of a share, without continuity correction; null of nothing.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209-212.
    """
    share, spread = right / of, _Z * _Z / of
    centre = (share + spread / 2) / (1 + spread)
    half = (spread * (share * (1 - share) + spread / 4)).sqrt() / (1 + spread)
    known = pl.when(of > 0)
    return known.then((centre - half).clip(0, 1)), known.then((centre + half).clip(0, 1))


_TALLIES: Final = ("right", "wrong", "unclear", "disputed", "wrong_standing")


def _tallies(links: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Checked links by stratum and conclusion."""
    said = answers.group_by(link=link_of(pl.col("check_id"))).agg(
        stratum=stratum_of(pl.col("check_id")).min(),
        is_right=(pl.col("conclusion") == "right").any(),
        is_wrong=(pl.col("conclusion") == "wrong").any(),
    )
    standing = links.select(link_of(pl.col("check_id"))).to_series()
    right, wrong, is_standing = pl.col("is_right"), pl.col("is_wrong"), pl.col("link").is_in(standing.implode())
    return said.group_by("stratum").agg(
        right=(right & ~wrong).sum(),
        wrong=(wrong & ~right).sum(),
        unclear=(right == wrong).sum(),
        disputed=(right & wrong).sum(),
        wrong_standing=(wrong & ~right & is_standing).sum(),
    )


def _whole(strata: pl.DataFrame) -> pl.DataFrame:
    """The row 'all': strata weigh by their links in this run; those nobody has answered for are left out.

    The interval recovers the variance of the weighted sum from the distance of each stratum's Wilson limits to its
    share, and so stays honest where every answer was 'right', when the usual variance is zero. Source: G. Y. Zou,
    W. Huang, X. Zhang, A note on confidence interval estimation for a linear function of binomial proportions,
    Computational Statistics & Data Analysis 53 (2009) 1080-1085.
    """
    weight = pl.col("links_measured") / pl.col("links_measured").sum()
    share = pl.col("precision")
    below, above = (
        ((weight * (share - pl.col("low"))) ** 2).sum().sqrt(),
        ((weight * (pl.col("high") - share)) ** 2).sum().sqrt(),
    )
    known = pl.when(pl.col("links_measured").sum() > 0)
    total = (weight * share).sum()
    return strata.select(
        pl.lit("all").alias("stratum"),
        pl.lit("Tất cả").alias("title"),
        *(pl.col(name).sum() for name in ("links", "links_measured", *_TALLIES)),
        precision=known.then(total),
        low=known.then((total - below).clip(0, 1)),
        high=known.then((total + above).clip(0, 1)),
    )
