"""Stages are timed with the clock handed in, and listeners hear counts only."""

from __future__ import annotations

from itertools import count

import pytest

from flows.stages import Stage, StageEvent, StageLog


def _log(heard: list[StageEvent]) -> StageLog:
    ticks = count(start=0.0, step=1.5)
    return StageLog("11557", seconds=lambda: next(ticks), listen=heard.append)


def test_stage_knows_its_seconds_and_rows() -> None:
    log = _log([])
    with log.stage("read", rows_in=3) as stage:
        stage.rows_out = 2
    assert log.passed == [Stage("read", rows_in=3, rows_out=2, seconds=1.5)]


def test_listener_hears_begin_and_end() -> None:
    heard: list[StageEvent] = []
    with _log(heard).stage("link", rows_in=3) as stage:
        stage.rows_out = 3
    assert [(event.stage, event.state, event.rows_in, event.rows_out) for event in heard] == [
        ("link", "begun", 3, 0),
        ("link", "done", 3, 3),
    ]


def test_failed_stage_is_told_and_stays_the_last() -> None:
    heard: list[StageEvent] = []
    log = _log(heard)
    with pytest.raises(ValueError, match="boom"), log.stage("link", rows_in=3):
        raise ValueError("boom")
    assert heard[-1].state == "failed"
    assert log.passed[-1].name == "link"
