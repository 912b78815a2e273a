"""A run's folder: ids that sort, checkpoints in order, nothing open to others, one run per ward at a time."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.run_folder import CHECKPOINTS, WardBusyError, held, new_run_id, open_run, private_folder
from tests.flows.tiny_wards import HOLDER

EARLY, LATE = datetime(2026, 11, 21, 18, 0, tzinfo=UTC), datetime(2026, 11, 21, 18, 1, tzinfo=UTC)


def test_run_ids_sort_by_time_and_differ_within_a_second(tmp_path: Path) -> None:
    assert new_run_id(EARLY, tmp_path) < new_run_id(LATE, tmp_path)
    assert len({new_run_id(EARLY, tmp_path) for _ in range(5)}) > 1


def test_run_after_the_clock_was_put_back_is_still_the_newest(tmp_path: Path) -> None:
    before = new_run_id(LATE, tmp_path)
    (tmp_path / "runs" / before).mkdir(parents=True)
    assert new_run_id(EARLY, tmp_path) > before


def test_checkpoints_are_numbered_in_the_order_of_the_route(tmp_path: Path) -> None:
    run = open_run(tmp_path, "run", "11557")
    frame = pl.DataFrame({"row_key": ["k"]})
    run.keep(CHECKPOINTS[-1], frame)
    run.keep("raw_land", frame)
    assert sorted(path.name for path in run.path.iterdir()) == [
        "01_raw_land.parquet",
        f"{len(CHECKPOINTS):02}_{CHECKPOINTS[-1]}.parquet",
    ]
    assert pl.read_parquet(run.path / "01_raw_land.parquet").equals(frame)


def test_run_folder_is_for_the_owner_alone(tmp_path: Path) -> None:
    run = open_run(tmp_path / "output", "run", "11557")
    run.keep("land", pl.DataFrame({"row_key": ["k"]}))
    run.write_manifest({"ward": "11557"})
    for path in [run.path, run.path.parent, run.path.parent.parent]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in run.path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_output_folder_is_made_private_but_one_that_stands_keeps_its_rights(tmp_path: Path) -> None:
    new, shared = tmp_path / "new", tmp_path / "shared"
    shared.mkdir(mode=0o755)
    for output in (new, shared):
        private_folder(output / "runs", below=output)
    assert stat.S_IMODE(new.stat().st_mode) == 0o700
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


def test_ward_cannot_run_twice_at_once(tmp_path: Path) -> None:
    with held(tmp_path, "11557", **HOLDER), pytest.raises(WardBusyError, match="11557"):
        _hold_once(tmp_path, wait_seconds=0)


def test_second_run_waits_for_the_first(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool, ExitStack() as first:
        first.enter_context(held(tmp_path, "11557", **HOLDER))
        second = pool.submit(_hold_once, tmp_path)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        first.close()
        assert second.result(timeout=10)["run_id"] == "second"


def test_lock_tells_who_holds_it_and_nothing_when_nobody_does(tmp_path: Path) -> None:
    lock = tmp_path / "locks" / "11557.lock"
    with held(tmp_path, "11557", **HOLDER):
        told = json.loads(lock.read_bytes())
    assert (told["pid"], told["run_id"], told["since"]) == (os.getpid(), "another", "2026-11-22T00:00:00Z")
    assert lock.read_bytes() == b""


def test_lock_of_a_dead_process_is_free_again(tmp_path: Path) -> None:
    code = (
        "import os, sys; from datetime import *; from pathlib import Path; from flows.run_folder import held\n"
        "with held(Path(sys.argv[1]), '11557', run_id='dead', since=datetime.now(UTC)): os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == -signal.SIGKILL
    assert b'"dead"' in (tmp_path / "locks" / "11557.lock").read_bytes()
    assert _hold_once(tmp_path)["run_id"] == "second"


def test_lock_of_one_ward_leaves_others_free_and_is_gone_afterwards(tmp_path: Path) -> None:
    with held(tmp_path, "11557", **HOLDER), held(tmp_path, "11560", **HOLDER):
        pass
    with held(tmp_path, "11557", **HOLDER):
        pass


def _hold_once(output: Path, wait_seconds: float = 10) -> dict[str, Any]:
    with held(output, "11557", run_id="second", since=LATE, wait_seconds=wait_seconds):
        return json.loads((output / "locks" / "11557.lock").read_bytes())
