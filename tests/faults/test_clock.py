"""A clock that jumps changes nobody's sheets: what a night publishes hangs on its day, not on the hour it runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cleaning.settings import Settings
from flows import clock
from flows.inputs import WardJob
from flows.registers import registers_known
from flows.run_folder import new_run_id, newest_finished
from flows.ward import run_ward
from tests.faults.traces import traces
from tests.flows.tiny_wards import HERE, write_ward

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


class _Clock:
    """Shows what it is told, and goes on by itself."""

    def __init__(self, shows: datetime) -> None:
        self.shows = shows

    def now(self) -> datetime:
        self.shows += timedelta(seconds=1)
        return self.shows


def test_clock_put_back_or_ahead_between_nights_gives_the_same_sheets_and_the_newest_run_is_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, output = tmp_path / HERE, tmp_path / "output"
    write_ward(given)
    on_the_wall = _Clock(NOON)
    monkeypatch.setattr(clock, "now", on_the_wall.now)
    days = []
    for shows in (NOON + timedelta(days=400), NOON - timedelta(days=30)):
        on_the_wall.shows = shows
        run_id = new_run_id(clock.now(), output)
        job = {"ward": HERE, "folder": given, "output": output, "as_of": date(2026, 11, 22), "settings": Settings()}
        run_ward(WardJob(run_id=run_id, force=True, **job))
        days.append(traces(output).days)
    assert days[0] == days[1]
    newest = newest_finished(output, HERE)
    assert newest is not None
    assert newest.path.parent.name == run_id
    assert [one.file.parent for one in registers_known(output, {})] == [newest.path]


def test_clock_put_back_amid_a_run_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / HERE
    write_ward(given)
    shown = iter([NOON + timedelta(days=1)])
    monkeypatch.setattr(clock, "now", lambda: next(shown, NOON - timedelta(days=1)))
    job = {"ward": HERE, "folder": given, "output": tmp_path / "output", "as_of": date(2026, 11, 22)}
    told = run_ward(WardJob(run_id=new_run_id(NOON, tmp_path / "output"), settings=Settings(), **job))
    assert told["finished"] < told["started"]
    assert all(stage["seconds"] >= 0 for stage in told["stages"])
