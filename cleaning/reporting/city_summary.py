"""Roll-up → what all its files show: counts without small cells, shares, ranks, pace; every ward, and all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from cleaning.reporting.campaign import Forecast
from cleaning.reporting.city_cells import withheld
from cleaning.reporting.city_pace import Pace, pace_of
from cleaning.reporting.city_report import COUNTS, NAMES, CityReport

_SHARED: Final = {count.name: count.whole for count in COUNTS if count.whole is not None}
_DAYS_OF_WEEK: Final = 7


@dataclass(frozen=True)
class CitySummary:
    """The roll-up as it may be shown: what is withheld is null.

    `wards`: CITY_WARDS by code, each count with its share (`group_1_share` …), and

    withheld      names of counts that are known and not shown
    rank          by share of group 1, 1 the largest; null without a share
    gained        parcels that come into group 1 a day, one decimal
    points        percentage points by which the share of group 1 grows a week, two decimals
    pace_rank     by points
    outlook       of its forecast (see campaign.Outlook); null where group 1 is not shown
    finish        day the target is reached at this pace; null where there is none

    `total`: the same counts and shares, and `withheld`, of all wards that have counts together.
    """

    report: CityReport
    wards: pl.DataFrame
    total: Mapping[str, int | float | None]
    total_withheld: tuple[str, ...]
    pace: Pace

    @cached_property
    def counted(self) -> pl.DataFrame:
        """The wards the total is of."""
        return self.wards.filter(pl.col("parcels").is_not_null())

    @property
    def is_pace_shown(self) -> bool:
        """Whether group 1 of all together may be shown, and with it everything on its way."""
        return self.total["group_1"] is not None

    @property
    def are_errors_shown(self) -> bool:
        """The same of open errors."""
        return self.total["open_errors"] is not None

    @cached_property
    def nights(self) -> pl.DataFrame:
        """All together by `day`: `parcels`, `group_1` with its share, `open_errors`; empty where they are withheld."""
        schema = {"day": pl.Date, "parcels": pl.Int64, "group_1": pl.Int64, "open_errors": pl.Int64}
        told = [(night.day, night.parcels, night.group_1, night.errors) for night in self.pace.campaign.nights]
        frame = pl.DataFrame(told if self.is_pace_shown else [], schema=schema, orient="row")
        counts = pl.col("group_1", "open_errors")
        shown = frame.with_columns(pl.when(~counts.is_between(1, self.report.settings.small_cell - 1)).then(counts))
        return shown.select(
            "day",
            "parcels",
            "group_1",
            (pl.col("group_1") / pl.col("parcels")).round(6).alias("group_1_share"),
            pl.when(self.are_errors_shown).then("open_errors"),
        )

    @property
    def finished(self) -> int:
        """Wards that have reached the target."""
        return sum(told.outlook == "reached" for told in self.pace.wards.values())


def summary_of(report: CityReport) -> CitySummary:
    """The roll-up of one day."""
    wards = _without_tiny(report).sort("ward")
    known = wards.filter(pl.col("parcels").is_not_null())
    pace = pace_of(report.nights.join(known, on="ward", how="semi"), report.as_of, report.settings)
    marks = withheld(known, report.settings.small_cell)
    total = known.select(pl.col(NAMES).cast(pl.Int64).sum())
    shown = _shown(known, marks.head(known.height)).join(_forecasts(pace.wards), on="ward", how="left", validate="1:1")
    ranked = pl.concat([_ranked(shown), wards.filter(pl.col("parcels").is_null())], how="diagonal").sort("ward")
    (whole,) = _shown(total, marks.tail(1)).drop("withheld").to_dicts()
    hidden = tuple(_named(marks.tail(1)).to_series()[0])
    return CitySummary(report, ranked.with_columns(pl.col("withheld").fill_null([])), whole, hidden, pace)


def _without_tiny(report: CityReport) -> pl.DataFrame:
    """Wards with so few parcels that nothing of theirs can be told lose their counts, and the day these are of."""
    is_tiny = pl.col("parcels").is_between(1, report.settings.small_cell - 1).fill_null(value=False)
    return report.wards.with_columns(
        pl.when(~is_tiny).then(pl.col("day", *NAMES)),
        state=pl.when(is_tiny).then(pl.lit("too_small")).otherwise("state"),
    )


def _shown(counts: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """`counts` without those marked, with their shares and the names of the marked."""
    hidden = pl.concat([counts, marks.select(pl.all().name.prefix("_")), _named(marks)], how="horizontal")
    cleared = hidden.with_columns(pl.when(~pl.col(f"_{name}")).then(name).alias(name) for name in marks.columns)
    shares = [
        pl.when(pl.col(whole) > 0).then((pl.col(name) / pl.col(whole)).round(6)).alias(f"{name}_share")
        for name, whole in _SHARED.items()
    ]
    return cleared.drop(f"_{name}" for name in marks.columns).with_columns(shares)


def _named(marks: pl.DataFrame) -> pl.DataFrame:
    named = [pl.when(name).then(pl.lit(name)) for name in marks.columns]
    return marks.select(withheld=pl.concat_list(named).list.drop_nulls())


def _forecasts(wards: Mapping[str, Forecast]) -> pl.DataFrame:
    rows = [
        (ward, told.outlook, None if told.gained is None else float(told.gained), told.finish)
        for ward, told in wards.items()
    ]
    schema = {"ward": pl.String, "outlook": pl.String, "gained": pl.Float64, "finish": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _ranked(wards: pl.DataFrame) -> pl.DataFrame:
    """What tells of group 1 only where group 1 is shown."""
    told = wards.with_columns(pl.when(pl.col("group_1").is_not_null()).then(pl.col("outlook", "gained", "finish")))
    points = 100 * _DAYS_OF_WEEK * pl.col("gained") / pl.col("parcels")
    return told.with_columns(points=points.round(2), gained=pl.col("gained").round(1)).with_columns(
        rank=pl.col("group_1_share").rank("min", descending=True).cast(pl.Int32),
        pace_rank=pl.col("points").rank("min", descending=True).cast(pl.Int32),
    )
