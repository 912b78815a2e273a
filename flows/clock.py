"""The only door to the clock: an instant in UTC, and the date on the wall in Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from cleaning.errors import SourceError

# Vietnam has kept UTC+7 without summer time since 1975: no time-zone database is needed on the machine.
_VIETNAM = timezone(timedelta(hours=7))


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)  # noqa: TID251  the door


def day_in_vietnam(instant: datetime) -> date:
    """The calendar day in Vietnam at `instant`."""
    return instant.astimezone(_VIETNAM).date()


def as_asked(text: str) -> str:
    """The day a run is for: `text`, or today in Vietnam where it is empty; yyyy-mm-dd."""
    return day_in_vietnam(now()).isoformat() if text == "" else text


def run_date(text: str) -> date:
    """The day a run is for, as `as_asked`. Raises SourceError where there is no such day."""
    try:
        return date.fromisoformat(as_asked(text))
    except ValueError:
        remedy = "Ghi ngày theo dạng năm-tháng-ngày, ví dụ 2026-11-21, rồi chạy lại."
        raise SourceError(f"Không có ngày {text}.", remedy=remedy) from None


def wall_time(instant: datetime) -> str:
    """What a clock in Vietnam shows at `instant`: 22/11/2026 09:03."""
    return f"{instant.astimezone(_VIETNAM):%d/%m/%Y %H:%M}"
