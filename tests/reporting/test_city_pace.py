"""How fast wards come into group 1: on the roll-up's day, not on their own last night."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.reporting.city_pace import pace_of
from cleaning.settings import Settings
from tests.reporting.invented_city import TODAY, Nights, city_of, ward_row


def paces(nights: dict[str, Nights], parcels: int = 1000) -> dict[str, float | None]:
    """Parcels a day of every ward and, under '', of all."""
    report = city_of([ward_row(ward, parcels, of_ward[-1][1]) for ward, of_ward in nights.items()], nights)
    told = pace_of(report.nights, TODAY, Settings())
    found = {ward: one.gained for ward, one in told.wards.items()} | {"": told.city.gained}
    return {ward: None if gained is None else float(gained) for ward, gained in found.items()}


EVERY_NIGHT = [(ago, 400 - 10 * ago) for ago in range(14, -1, -1)]


@pytest.mark.parametrize(
    ("nights", "expected", "why"),
    [
        (EVERY_NIGHT, 10.0, "ten parcels a day"),
        ([(14, 260), (7, 330), (0, 400)], 10.0, "nights between are not needed: unchanged wards have none"),
        ([(21, 190), (7, 330)], 0.0 + (330 - 190) / 14, "what was gained a week ago is spread over the days since"),
        ([(20, 100), (15, 300)], 0.0, "a ward nobody has worked on for two weeks stands still"),
        ([(3, 100), (0, 300)], None, "four days say more of chance than of work"),
        ([(4, 100), (0, 300)], 50.0, "five days are enough"),
        ([(40, 900), (0, 300)], (300 - 900) / 14, "falling is told as well"),
    ],
)
def test_the_pace_of_a_ward(nights: Nights, expected: float | None, why: str) -> None:
    assert paces({"00001": nights, "00002": EVERY_NIGHT})["00001"] == expected, why


def test_the_pace_of_all_is_that_of_the_wards_together() -> None:
    assert paces({"00001": EVERY_NIGHT, "00002": EVERY_NIGHT})[""] == 20.0


def test_a_ward_that_joins_is_no_step() -> None:
    assert paces({"00001": EVERY_NIGHT, "00002": [(5, 0), (0, 0)]})[""] == 10.0


def test_nights_after_the_day_are_not_known() -> None:
    report = city_of([ward_row("00001", 1000, 400)], {"00001": EVERY_NIGHT})
    later = pl.concat([report.nights, report.nights.with_columns(pl.col("day").dt.offset_by("20d"))])
    assert pace_of(later, TODAY, Settings()) == pace_of(report.nights, TODAY, Settings())


def test_without_nights_nothing_is_promised() -> None:
    told = pace_of(city_of([]).nights, TODAY, Settings())
    assert told.wards == {}
    assert told.city.outlook == "too_few"
