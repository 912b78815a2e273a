"""Discrepancies → the order staff work in: whole parcels, those nearest to group 1 first."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.reporting.cells import per_mille
from cleaning.reporting.placing import PARCEL_ORDER, placed
from cleaning.reporting.report import WardReport
from cleaning.reporting.words import SEVERITIES

ASKED: Final = ("new", "open", "reopened")
_IS_ASKED: Final = pl.col("state").is_in(ASKED) & (pl.col("severity") != "info")


def in_visiting_order(report: WardReport) -> pl.DataFrame:
    """FOLLOWED but for what is answered, with `parcel_id`, `hamlet` and `part`: asked | for_information | waiting.

    In this order of parts; in each, parcel after parcel. First come parcels with something asked that keeps them out of
    group 1, the less there is in the way the sooner, and among equals the surer the links it rests on (whole percents);
    then those where nothing asked does; then by map sheet and number. In a parcel errors come first.
    """
    links = report.verdicts.select("row_key", decided=pl.col("reason").str.starts_with("decided"))
    known = placed(report.discrepancies, report).join(links, on="row_key", how="left", validate="m:1")
    rows = known.with_columns(
        part=pl.when(pl.col("state") == "waiting")
        .then(pl.lit("waiting"))
        .when(_IS_ASKED)
        .then(pl.lit("asked"))
        .otherwise(pl.lit("for_information")),
        # a link that people decided has no probability
        certainty=pl.when("decided").then(pl.lit(1.0)).otherwise("confidence"),
    )
    severities = {severity: place for place, severity in enumerate(SEVERITIES)}
    return (
        rows.drop("certainty")
        .join(_urgency(rows), on="parcel_id", how="left", validate="m:1")
        .sort(
            _rank("part", {"asked": 0, "for_information": 1, "waiting": 2}), "in_the_way", -pl.col("certainty"),
            *PARCEL_ORDER, _rank("severity", severities), "row_key", "discrepancy_id", nulls_last=True,
        )
        .drop("in_the_way", "certainty", "decided", "reasons")
    )  # fmt: skip


def _urgency(rows: pl.DataFrame) -> pl.DataFrame:
    """Per parcel what is `in_the_way` of group 1, null where no row asked about is; and the `certainty` of its links.

    A reason that nothing asked will take away (what is awaited from elsewhere) counts as well.
    """
    reasons = pl.col("reasons").str.split(", ")
    asked = rows.filter(_IS_ASKED).with_columns(
        bars=(pl.col("severity") == "error") | reasons.list.contains(pl.col("code")).fill_null(value=False)
    )
    return (
        asked.group_by("parcel_id")
        .agg(
            asked=pl.col("bars").sum(),
            codes=pl.col("code").filter("bars").unique().sort(),
            reasons=reasons.first(),
            certainty=per_mille(pl.col("certainty").min()) // 10,
        )
        .select(
            "parcel_id",
            "certainty",
            in_the_way=pl.when(pl.col("asked") > 0).then(
                pl.col("asked") + pl.col("reasons").list.set_difference("codes").list.len().fill_null(0)
            ),
        )
    )


def _rank(column: str, places: dict[str, int]) -> pl.Expr:
    return pl.col(column).replace_strict(places, return_dtype=pl.Int8)
