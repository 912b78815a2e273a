"""A clock that jumps changes nobody's sheets: what a night publishes hangs on its day, not on the hour it runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

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
    """Shows what it is told; somebody sets it by `step` whenever it is looked at."""

    def __init__(self, shows: datetime, step: timedelta) -> None:
        self._shows, self._step = shows, step

    def now(self) -> datetime:
        self._shows += self._step
        return self._shows


def test_clock_put_ahead_and_back_between_and_amid_runs_gives_the_same_sheets_and_the_newest_run_is_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, output = tmp_path / HERE, tmp_path / "output"
    write_ward(given)
    days, told = [], dict[str, Any]()
    for clocks in (_Clock(NOON + timedelta(days=400), timedelta(seconds=1)), _Clock(NOON, timedelta(hours=-1))):
        monkeypatch.setattr(clock, "now", clocks.now)
        job = {"ward": HERE, "folder": given, "output": output, "as_of": date(2026, 11, 22), "settings": Settings()}
        told = run_ward(WardJob(run_id=new_run_id(clock.now(), output), force=True, **job))
        days.append(traces(output).days)
    assert days[0] == days[1]
    assert told["finished"] < told["started"]
    assert all(stage["seconds"] >= 0 for stage in told["stages"])
    newest = newest_finished(output, HERE)
    assert newest is not None
    assert newest.path.parent.name == told["run_id"]
    assert [one.file.parent for one in registers_known(output, {})] == [newest.path]
