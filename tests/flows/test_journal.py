"""What a run's journal keeps, who writes it, and that it tells a live run from a dead one."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from cleaning.errors import LandCleanError
from flows.journal import JOURNAL, Journal, entries, is_alive, kept, listening
from flows.outcomes import WardOutcome
from flows.stages import LISTENER, StageEvent, StageLog

RUN, WARD, DAY = "20261122T180000Z-0001", "11557", date(2026, 11, 22)
MANIFEST = {"counts": {"source_rows": 9, "link": 4, "discrepancies": {"id_missing": 2}}, "stages": [{"seconds": 1.5}]}


def _stage(output: Path, name: str, *, fails: bool = False) -> None:
    ticks = count(start=0.0, step=1.5)
    (output / "runs" / RUN / WARD).mkdir(parents=True, exist_ok=True)
    log = StageLog(WARD, seconds=lambda: next(ticks), listen=listening(output, RUN, WARD))
    with log.stage(name, rows_in=3) as stage:
        stage.rows_out = 2
        if fails:
            raise ValueError


def test_a_wards_journal_tells_its_stages(tmp_path: Path) -> None:
    _stage(tmp_path, "read")
    with pytest.raises(ValueError):
        _stage(tmp_path, "link", fails=True)
    told = [
        (one.event, one.ward, one.stage, one.seconds, one.rows_out) for one in entries(tmp_path / "runs" / RUN / WARD)
    ]
    assert told == [
        ("stage_begun", WARD, "read", None, None),
        ("stage_done", WARD, "read", 1.5, 2),
        ("stage_begun", WARD, "link", None, None),
        ("stage_failed", WARD, "link", 1.5, 2),
    ]


def test_every_line_is_an_object_with_time_run_and_event(tmp_path: Path) -> None:
    _stage(tmp_path, "read")
    file = tmp_path / "runs" / RUN / WARD / JOURNAL
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [set(line) >= {"at", "run_id", "event"} for line in lines] == [True, True]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_terminal_hears_what_the_journal_keeps(tmp_path: Path) -> None:
    heard: list[StageEvent] = []
    token = LISTENER.set(heard.append)
    try:
        _stage(tmp_path, "read")
    finally:
        LISTENER.reset(token)
    assert [event.state for event in heard] == ["begun", "done"]


def test_run_is_kept_from_begin_to_end(tmp_path: Path) -> None:
    with kept(tmp_path, RUN, wards=[WARD, "11581"], as_of=DAY) as book:
        book.note("ward_begun", WARD)
        book.ended(WardOutcome(WARD, manifest=MANIFEST))
        book.ended(WardOutcome("11581", manifest=MANIFEST, unchanged=True))
    begun, _, published, unchanged, ended = entries(tmp_path / "runs" / RUN)
    assert (begun.event, begun.wards, begun.as_of, begun.pid) == ("run_begun", (WARD, "11581"), DAY, os.getpid())
    assert (published.event, published.seconds, published.counts) == (
        "ward_published",
        1.5,
        {"source_rows": 9, "link": 4},
    )
    assert (unchanged.event, unchanged.ward, unchanged.counts) == ("ward_unchanged", "11581", None)
    assert (ended.event, ended.told) == ("run_ended", None)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (LandCleanError("Hết chỗ. Cách xử lý: Dọn bớt."), "Hết chỗ. Cách xử lý: Dọn bớt."),
        (KeyboardInterrupt(), "Lần chạy bị dừng giữa chừng."),
    ],
)
def test_what_ends_a_run_early_is_told_and_goes_on(tmp_path: Path, error: BaseException, told: str) -> None:
    with pytest.raises(type(error)), kept(tmp_path, RUN, wards=[WARD], as_of=DAY):
        raise error
    last = entries(tmp_path / "runs" / RUN)[-1]
    assert (last.event, last.told) == ("run_failed", told)


def test_words_of_unknown_errors_stay_out(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Nguyễn"), kept(tmp_path, RUN, wards=[WARD], as_of=DAY):
        raise ValueError("Nguyễn Văn Giả")
    assert "Nguyễn" not in (tmp_path / "runs" / RUN / JOURNAL).read_text("utf-8")


def test_run_is_alive_until_it_ends(tmp_path: Path) -> None:
    folder = tmp_path / "runs" / RUN
    assert not is_alive(folder)
    with kept(tmp_path, RUN, wards=[WARD], as_of=DAY):
        assert is_alive(folder)
    assert not is_alive(folder)


def test_killed_run_is_not_alive(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom datetime import date\nfrom pathlib import Path\nfrom flows.journal import kept\n"
        f"with kept(Path(sys.argv[1]), {RUN!r}, wards=[{WARD!r}], as_of=date(2026, 11, 22)):\n"
        "    print('up', flush=True)\n    time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "up\n"
        assert is_alive(tmp_path / "runs" / RUN)
        run.send_signal(signal.SIGKILL)
    assert not is_alive(tmp_path / "runs" / RUN)
    assert [one.event for one in entries(tmp_path / "runs" / RUN)] == ["run_begun"]


def test_line_cut_short_hides_no_other(tmp_path: Path) -> None:
    journal = Journal(tmp_path, RUN)
    journal.note("ward_begun", WARD)
    with (tmp_path / JOURNAL).open("a", encoding="utf-8") as lines:
        lines.write('{"at": "2026-11-22T\n')
    journal.note("ward_waits", "11581")
    assert [one.event for one in entries(tmp_path)] == ["ward_begun", "ward_waits"]


def test_journal_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    Journal(tmp_path / "gone", RUN).note("ward_begun", WARD)
    assert entries(tmp_path / "gone") == []
