"""Nights and settings → the campaign so far, and when it reaches its target at the present pace."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal

import polars as pl

from cleaning.settings import Settings

PACE_DAYS: Final = 14  # the present pace is that of two weeks: every weekday counts twice
NIGHTS_NEEDED: Final = 5  # of them; fewer say more of chance than of work
FAR_DAYS: Final = 3 * 365  # a date beyond would only pretend to know

Outlook = Literal["too_few", "reached", "standing", "falling", "far", "expected"]


@dataclass(frozen=True)
class Night:
    """What one published night counted; `share` is that of parcels in group 1, exactly."""

    day: date
    parcels: int
    group_1: int
    errors: int

    @property
    def share(self) -> Fraction:
        """0 to 1."""
        return Fraction(self.group_1, self.parcels)


@dataclass(frozen=True)
class Campaign:
    """`nights` that found parcels, oldest first, from `start` on; all of them where none is as late as that.

    `end` is None where no end is set; `target` is the share of parcels that shall be in group 1 then.
    """

    nights: tuple[Night, ...]
    start: date | None
    end: date | None
    target: Fraction


@dataclass(frozen=True)
class Forecast:
    """When the target is reached at the pace of the last PACE_DAYS days.

    `nights` are those the pace is taken from, the first of them on `since`. `gained` parcels a day come into group 1
    (None of too few nights); `needed` would be enough for the end in time (None without an end, or once it has come).
    `finish` is None unless `expected`.
    """

    outlook: Outlook
    nights: int
    since: date | None = None
    gained: Fraction | None = None
    needed: Fraction | None = None
    finish: date | None = None


def campaign_so_far(nights: pl.DataFrame, settings: Settings) -> Campaign:
    """The campaign of the settings as NIGHTS show it."""
    counted = (
        nights.filter(pl.col("parcels") > 0).sort("day").select("day", "parcels", "group_1", errors="asked_errors")
    )
    every = tuple(Night(**row) for row in counted.iter_rows(named=True))
    start = settings.campaign_start
    begun = tuple(night for night in every if start is None or night.day >= start)
    return Campaign(begun or every, start, settings.campaign_end, Fraction(str(settings.campaign_target)))


def forecast(campaign: Campaign) -> Forecast:
    """What the nights so far promise. Shares are compared, not parcels: their number changes with the source."""
    if not campaign.nights:
        return Forecast("too_few", 0)
    last = campaign.nights[-1]
    recent = [night for night in campaign.nights if (last.day - night.day).days <= PACE_DAYS]
    first = recent[0]
    missing = campaign.target - last.share
    needed = _needed(campaign, last, missing)
    if missing <= 0:
        return Forecast("reached", len(recent), first.day)
    if len(recent) < NIGHTS_NEEDED:
        return Forecast("too_few", len(recent), first.day, needed=needed)
    pace = (last.share - first.share) / (last.day - first.day).days
    gained = pace * last.parcels
    if pace <= 0:
        return Forecast("falling" if pace < 0 else "standing", len(recent), first.day, gained, needed)
    days = math.ceil(missing / pace)
    if days > FAR_DAYS:
        return Forecast("far", len(recent), first.day, gained, needed)
    return Forecast("expected", len(recent), first.day, gained, needed, last.day + timedelta(days=days))


def _needed(campaign: Campaign, last: Night, missing: Fraction) -> Fraction | None:
    if campaign.end is None or campaign.end <= last.day or missing <= 0:
        return None
    return missing * last.parcels / (campaign.end - last.day).days
