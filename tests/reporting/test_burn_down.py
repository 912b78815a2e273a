"""The charts of the leaders' page: every line within the drawing, at the place its day and value have."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.reporting.burn_down import Chart, errors_chart, progress_chart
from cleaning.reporting.campaign import Campaign, campaign_so_far, forecast
from cleaning.reporting.plot import HEIGHT, Label, Stroke
from cleaning.settings import Settings
from tests.reporting.test_campaign import nights_of

FIRST = date(2026, 11, 1)
LEFT, RIGHT, TOP, BOTTOM = 36.0, 422.0, 13.0, 97.0  # the plane of the progress chart


def campaign(shares: list[int], errors: int = 0, **settings: object) -> Campaign:
    nights = nights_of([(FIRST + timedelta(days=n), good, 1000) for n, good in enumerate(shares)], errors)
    return campaign_so_far(nights, Settings.model_validate(settings))


def progress(shares: list[int], **settings: object) -> Chart:
    so_far = campaign(shares, **settings)
    drawn = progress_chart(so_far, forecast(so_far))
    assert drawn is not None
    return drawn


def at(stroke: Stroke | None) -> tuple[float, ...]:
    assert stroke is not None
    return tuple(float(place) for place in (stroke.x1, stroke.y1, stroke.x2, stroke.y2))


def test_lines_stand_where_days_and_shares_are() -> None:
    drawn = progress([0, 250, 500, 500, 750], campaign_end=date(2026, 12, 1), campaign_target=1.0)
    # 30 days on 386 units, all parcels on 84; the pace is 18.75 % a day: 2 days to the target
    assert drawn.line == "36.0,97.0 48.9,76.0 61.7,55.0 74.6,55.0 87.5,34.0"
    assert at(drawn.plan) == (LEFT, BOTTOM, RIGHT, TOP)
    assert at(drawn.pace) == (87.5, 34.0, 113.2, TOP)
    assert drawn.finish == Label("113.2", "25.0", "07/11", "middle")
    assert (drawn.last.text, drawn.last.x, drawn.last.y) == ("75,0%", "87.5", "29.0")
    assert [(day.text, day.x, day.anchor) for day in drawn.days] == [
        ("01/11", "36.0", "start"), ("01/12", "422.0", "end"), ("05/11", "87.5", "middle"),
    ]  # fmt: skip


def test_a_plan_begins_with_the_campaign() -> None:
    drawn = progress([100, 200], campaign_start=date(2026, 10, 22), campaign_end=date(2026, 12, 1))
    # the share of the first night, ten days before it
    assert at(drawn.plan) == (LEFT, pytest.approx(BOTTOM - 8.4), RIGHT, TOP)
    assert drawn.days[0].text == "22/10"


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"campaign_end": FIRST},
        {"campaign_end": date(2026, 10, 1)},
        {"campaign_end": date(2026, 12, 1), "campaign_target": 0.1},
    ],
    ids=["no end", "no days", "over before it began", "reached on the first night"],
)
def test_there_is_no_plan_without_days_or_distance(settings: dict[str, object]) -> None:
    assert progress([100, 200], **settings).plan is None


def test_a_finish_far_ahead_is_an_arrow_at_the_edge() -> None:
    drawn = progress([500, 510, 520, 530, 540], campaign_end=date(2026, 11, 20), campaign_target=0.9)
    assert drawn.finish is not None
    assert (drawn.finish.text, drawn.finish.x, drawn.finish.anchor) == ("→ 11/12", "422.0", "end")
    assert at(drawn.pace)[2] == RIGHT
    assert at(drawn.pace)[3] > BOTTOM - 0.9 * 84  # below the target's line


@pytest.mark.parametrize("shares", [[500], [500] * 5, [540, 530, 520, 510, 500]], ids=["one", "standing", "falling"])
def test_no_pace_no_line(shares: list[int]) -> None:
    drawn = progress(shares)
    assert (drawn.pace, drawn.finish) == (None, None)
    assert len(drawn.dots) == len(shares)


def test_many_nights_are_a_line_with_its_end() -> None:
    assert len(progress(list(range(31))).dots) == 31
    assert progress(list(range(32))).dots == [tuple(progress(list(range(32))).line.split()[-1].split(","))]


@pytest.mark.parametrize(
    ("errors", "levels"),
    [
        (0, ["0", "5", "10"]), (10, ["0", "5", "10"]), (11, ["0", "6", "12"]), (161, ["0", "100", "200"]),
        (18_587, ["0", "10.000", "20.000"]), (20_001, ["0", "12.000", "24.000"]), (80_000, ["0", "40.000", "80.000"]),
        (99_999, ["0", "50", "100"]), (915_206, ["0", "500", "1.000"]),
    ],
)  # fmt: skip
def test_errors_stand_under_a_round_number(errors: int, levels: list[str]) -> None:
    drawn = errors_chart(campaign([1, 2], errors))
    assert drawn is not None
    assert [level.text for level in drawn.levels] == levels
    assert drawn.unit == (" (nghìn)" if errors > 80_000 else "")
    assert (drawn.pace, drawn.plan, drawn.target) == (None, None, None)


def test_without_nights_there_is_no_chart() -> None:
    nothing = campaign([])
    assert (progress_chart(nothing, forecast(nothing)), errors_chart(nothing)) == (None, None)


@given(
    shares=st.lists(st.integers(0, 1000), min_size=1, max_size=40),
    errors=st.integers(0, 200_000),
    start=st.none() | st.dates(date(2026, 8, 1), date(2027, 3, 1)),
    end=st.none() | st.dates(date(2026, 8, 1), date(2027, 12, 1)),
    target=st.sampled_from([0.05, 0.5, 0.93, 1.0]),
)
def test_nothing_leaves_the_drawing(
    shares: list[int], errors: int, start: date | None, end: date | None, target: float
) -> None:
    so_far = campaign(shares, errors, campaign_start=start, campaign_end=end, campaign_target=target)
    for drawn in (progress_chart(so_far, forecast(so_far)), errors_chart(so_far)):
        assert drawn is not None
        strokes = [stroke for stroke in (drawn.plan, drawn.pace) if stroke is not None]
        labels = [label for label in (*drawn.days, drawn.last, drawn.finish) if label is not None]
        points = [tuple(point.split(",")) for point in drawn.line.split()] + drawn.dots
        points += [point for one in strokes for point in ((one.x1, one.y1), (one.x2, one.y2))]
        for x, y in [*points, *((label.x, label.y) for label in labels)]:
            assert 0 <= float(x) <= drawn.plot.width
            assert 0 <= float(y) <= HEIGHT
            assert re.fullmatch(r"\d+\.\d", x)
