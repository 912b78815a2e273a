"""The day of a run is the day in Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cleaning.errors import SourceError
from flows import clock


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 11, 21, 16, 59, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 21, 18, 0, tzinfo=UTC), date(2026, 11, 22)),  # 01:00 in Vietnam, when the nightly starts
    ],
)
def test_day_in_vietnam(instant: datetime, expected: date) -> None:
    assert clock.day_in_vietnam(instant) == expected


def test_given_day_wins_over_the_clock() -> None:
    assert clock.run_date("2026-01-31") == date(2026, 1, 31)


def test_day_that_does_not_exist_is_told() -> None:
    with pytest.raises(SourceError, match="2026-02-30"):
        clock.run_date("2026-02-30")


def test_without_a_day_the_clock_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 20, 0, tzinfo=UTC))
    assert clock.run_date("") == date(2026, 11, 22)
