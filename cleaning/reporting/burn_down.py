"""Campaign and forecast → two small charts: the share of group 1 on its way to the target, and the errors that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from cleaning.reporting.campaign import Campaign, Forecast, Night
from cleaning.reporting.numerals import share, short_day, thousands
from cleaning.reporting.plot import HEIGHT, Label, Level, Plot, Stroke

_PROGRESS_WIDTH, _ERRORS_WIDTH = 430.0, 230.0
_SHORTEST_DAYS: Final = 14  # of an axis: a single night has no length
_AHEAD: Final = 0.3  # of the axis, that a late finish may add to it
_DOTTED_NIGHTS: Final = 31  # as long as each has room for a dot of its own
_APART: Final = 0.1  # levels nearer to the target than that have no room for their label
_MANY: Final = 100_000  # an axis of so many counts thousands: its labels have room for six characters
_ROUND: Final = (10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100)  # where an axis may end, times a power of ten


@dataclass(frozen=True)
class Chart:
    """What is drawn. `kind` chooses the colour, `line` is a polyline's points, `unit` what the levels count in.

    What does not apply is None or empty.
    """

    kind: Literal["share", "errors"]
    plot: Plot
    line: str
    dots: list[tuple[str, str]]
    levels: list[Level]
    days: list[Label]
    last: Label
    target: Level | None = None
    unit: str = ""
    plan: Stroke | None = None
    pace: Stroke | None = None
    finish: Label | None = None

    @property
    def size(self) -> str:
        """The drawing's viewBox."""
        return f"0 0 {self.plot.width:.0f} {HEIGHT:.0f}"


def progress_chart(campaign: Campaign, told: Forecast) -> Chart | None:
    """Share of group 1 by night, beside the plan and the present pace; None without nights."""
    if not campaign.nights:
        return None
    last, target = campaign.nights[-1], float(campaign.target)
    plot = Plot(_PROGRESS_WIDTH, *_days_shown(campaign, told), 1.0)
    values = [(night.day, float(night.share)) for night in campaign.nights]
    levels = [value for value in (0.0, 0.5, 1.0) if abs(value - target) >= _APART]
    ends = [day for day in (campaign.end, last.day) if day is not None and day >= plot.first]
    return Chart(
        "share",
        plot,
        _polyline(plot, values),
        _dots(plot, values),
        [plot.level(value, f"{value:.0%}") for value in levels],
        plot.days([(day, short_day(day, last.day)) for day in (plot.first, *ends)]),
        plot.label(*values[-1], share(last.group_1, last.parcels)),
        target=plot.level(target, share(target, 1).replace(",0%", "%")),
        plan=_plan(plot, campaign),
        pace=_pace(plot, campaign, told),
        finish=_finish(plot, campaign, told),
    )


def errors_chart(campaign: Campaign) -> Chart | None:
    """Errors that wait for an answer by night; None without nights."""
    if not campaign.nights:
        return None
    first, last = campaign.nights[0], campaign.nights[-1]
    top = _axis_end(max(night.errors for night in campaign.nights))
    scale = 1 if top < _MANY else 1000
    plot = Plot(_ERRORS_WIDTH, first.day, max(last.day, first.day + timedelta(days=1)), top)
    values = [(night.day, float(night.errors)) for night in campaign.nights]
    return Chart(
        "errors",
        plot,
        _polyline(plot, values),
        _dots(plot, values),
        [plot.level(value, thousands(value // scale)) for value in (0, top // 2, top)],
        plot.days([(night.day, short_day(night.day, last.day)) for night in (last, first)]),
        plot.label(*values[-1], thousands(last.errors)),
        unit="" if scale == 1 else " (nghìn)",
    )


def _days_shown(campaign: Campaign, told: Forecast) -> tuple[date, date]:
    """From the start to the end, or to the last night; further where that shows when the target is reached."""
    ends = [night.day for night in (campaign.nights[0], campaign.nights[-1])]
    ends += [day for day in (campaign.start, campaign.end) if day is not None]
    first = min(campaign.nights[0].day, campaign.start or campaign.nights[0].day)
    last = max(first + timedelta(days=_SHORTEST_DAYS), *ends)
    ahead = last + (last - first) * _AHEAD
    return first, last if told.finish is None else max(last, min(told.finish, ahead))


def _polyline(plot: Plot, values: list[tuple[date, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in plot.points(values))


def _dots(plot: Plot, values: list[tuple[date, float]]) -> list[tuple[str, str]]:
    """Every night while there is room, the last one always."""
    return plot.points(values if len(values) <= _DOTTED_NIGHTS else values[-1:])


def _plan(plot: Plot, campaign: Campaign) -> Stroke | None:
    """A straight way from the share the campaign began with, as of its start, to the target on its last day."""
    start = campaign.nights[0].day if campaign.start is None else campaign.start
    begun_with = next((night.share for night in campaign.nights if night.day >= start), campaign.nights[-1].share)
    if campaign.end is None or campaign.end <= start or begun_with >= campaign.target:
        return None
    return plot.stroke((start, float(begun_with)), (campaign.end, float(campaign.target)))


def _pace(plot: Plot, campaign: Campaign, told: Forecast) -> Stroke | None:
    """On from the last night at the present pace, until the target or the edge."""
    if told.gained is None or told.gained <= 0:
        return None
    last, target = campaign.nights[-1], float(campaign.target)
    until = plot.last if told.finish is None else min(told.finish, plot.last)
    if until <= last.day:
        return None
    return plot.stroke((last.day, float(last.share)), (until, min(_share_on(until, last, told), target)))


def _finish(plot: Plot, campaign: Campaign, told: Forecast) -> Label | None:
    """The day the target is reached; with an arrow where that lies beyond the edge."""
    if told.finish is None:
        return None
    last = campaign.nights[-1]
    if told.finish <= plot.last:
        return plot.label(told.finish, float(campaign.target), short_day(told.finish, last.day))
    reached = _share_on(plot.last, last, told)
    return plot.label(plot.last, reached, f"→ {short_day(told.finish, last.day)}")


def _share_on(day: date, last: Night, told: Forecast) -> float:
    gained = 0 if told.gained is None else told.gained / last.parcels
    return float(last.share + gained * (day - last.day).days)


def _axis_end(most: int) -> int:
    """The smallest round number that is not below `most`."""
    scale = 1
    while most > _ROUND[-1] * scale:
        scale *= 10
    return next(step * scale for step in _ROUND if step * scale >= most)
