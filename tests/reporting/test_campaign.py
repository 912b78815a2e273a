"""When the campaign is over at the present pace, and the sentences that say so."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.reporting.campaign import FAR_DAYS, Campaign, campaign_so_far, forecast
from cleaning.reporting.campaign_words import outlook_words, pace_words
from cleaning.schemas import NIGHTS
from cleaning.settings import Settings

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "campaign_forecast.csv").open(encoding="utf-8")))
FIRST = date(2026, 9, 1)


def nights_of(counts: list[tuple[date, int, int]], errors: int = 0) -> pl.DataFrame:
    """NIGHTS of day, parcels of group 1, parcels."""
    zero = {column.name: "" if column.dtype == pl.String else 0 for column in NIGHTS.columns}
    rows = [
        {**zero, "day": day, "group_1": good, "parcels": parcels, "asked_errors": errors}
        for day, good, parcels in counts
    ]
    return NIGHTS.conform(pl.DataFrame(rows, schema={column.name: column.dtype for column in NIGHTS.columns}))


def night(told: str) -> tuple[date, int, int]:
    """'05/11 540/1000' of 2026."""
    day, counts = told.split()
    good, parcels = counts.split("/")
    return date(2026, int(day[3:]), int(day[:2])), int(good), int(parcels)


def campaign_of(case: dict[str, str]) -> Campaign:
    """The campaign a case tells of."""
    nights = nights_of([night(told) for told in case["nights"].split("; ") if told])
    ends = {name: date.fromisoformat(case[name]) if case[name] else None for name in ("start", "end")}
    settings = Settings(campaign_start=ends["start"], campaign_end=ends["end"], campaign_target=float(case["target"]))
    return campaign_so_far(nights, settings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_forecast(case: dict[str, str]) -> None:
    campaign = campaign_of(case)
    told = forecast(campaign)
    known = {"finish": told.finish, "gained": told.gained, "needed": told.needed}
    assert told.outlook == case["outlook"], case["why"]
    assert {name: "" if value is None else str(value) for name, value in known.items()} == {
        name: case[name] for name in known
    }, case["why"]
    assert (outlook_words(campaign, told), pace_words(campaign, told)) == (case["said"], case["pace"]), case["why"]


@given(
    shares=st.lists(st.integers(0, 1000), min_size=5, max_size=15),
    target=st.sampled_from([0.1, 0.37, 0.7, 0.95, 1.0]),
)
def test_the_finish_is_the_first_day_that_the_pace_reaches_the_target(shares: list[int], target: float) -> None:
    nights = nights_of([(FIRST + timedelta(days=n), good, 1000) for n, good in enumerate(shares)])
    told = forecast(campaign_so_far(nights, Settings(campaign_target=target)))
    pace = Fraction(shares[-1] - shares[0], len(shares) - 1)

    def is_reached_after(days: int) -> bool:
        return shares[-1] + pace * days >= Fraction(str(target)) * 1000

    if told.finish is not None:
        days = (told.finish - (FIRST + timedelta(days=len(shares) - 1))).days
        assert 1 <= days <= FAR_DAYS
        assert is_reached_after(days)
        assert not is_reached_after(days - 1)
    else:
        slow = "far" if pace > 0 else "standing" if pace == 0 else "falling"
        assert told.outlook == ("reached" if is_reached_after(0) else slow)
        assert is_reached_after(0) or not is_reached_after(FAR_DAYS)


@given(
    shares=st.lists(st.integers(0, 900), min_size=1, max_size=20),
    days=st.integers(1, 400),
)
def test_as_many_parcels_a_day_as_needed_end_in_time(shares: list[int], days: int) -> None:
    last = FIRST + timedelta(days=len(shares) - 1)
    nights = nights_of([(FIRST + timedelta(days=n), good, 1000) for n, good in enumerate(shares)])
    settings = Settings(campaign_target=0.95, campaign_end=last + timedelta(days=days))
    needed = forecast(campaign_so_far(nights, settings)).needed
    assert needed is not None
    assert shares[-1] + needed * days == 950
