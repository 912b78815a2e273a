"""Nights of wards → how fast each of them and all together come into group 1, as of the roll-up's day.

A ward stands as its newest night left it: one nobody works on is not published anew, and loses its pace day by day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from cleaning.reporting.campaign import PACE_DAYS, Campaign, Forecast, campaign_so_far, forecast
from cleaning.settings import Settings


class Pace(NamedTuple):
    """All wards together as one campaign, what it promises, and the forecast of every ward that has nights."""

    campaign: Campaign
    city: Forecast
    wards: Mapping[str, Forecast]


def pace_of(nights: pl.DataFrame, as_of: date, settings: Settings) -> Pace:
    """The pace on CITY_NIGHTS. Of all together a ward counts before its first night as on that night.

    Else a ward that joins would look like a step back, or forward.
    """
    daily = _daily(nights, as_of)
    filled = daily.with_columns(pl.col("parcels", "group_1", "errors").backward_fill().over("ward", order_by="day"))
    city = campaign_so_far(
        _as_nights(filled.group_by("day").agg(pl.col("parcels", "group_1", "errors").sum())), settings
    )
    recent = daily.drop_nulls("parcels").filter(pl.col("day") >= as_of - timedelta(days=PACE_DAYS)).sort("ward", "day")
    wards = {
        str(ward): forecast(campaign_so_far(_as_nights(days), settings))
        for (ward,), days in recent.group_by("ward", maintain_order=True)
    }
    return Pace(city, forecast(city), wards)


def _daily(nights: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Every ward on every day until `as_of`, as its newest night then; null before its first."""
    known = nights.filter(pl.col("day") <= as_of).sort("ward", "day")
    if known.is_empty():
        return known
    days = known.select(pl.date_range(pl.col("day").min(), as_of))
    grid = known.select("ward").unique().join(days, how="cross").sort("ward", "day")
    return grid.join_asof(known, on="day", by="ward", check_sortedness=False)


def _as_nights(days: pl.DataFrame) -> pl.DataFrame:
    return days.rename({"errors": "asked_errors"})
