"""A run's folder: ids that sort, checkpoints in order, nothing open to others, one run per ward at a time."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.run_folder import CHECKPOINTS, WardBusyError, held, new_run_id, open_run, private_folder

EARLY, LATE = datetime(2026, 11, 21, 18, 0, tzinfo=UTC), datetime(2026, 11, 21, 18, 1, tzinfo=UTC)


def test_run_ids_sort_by_time_and_differ_within_a_second() -> None:
    assert new_run_id(EARLY) < new_run_id(LATE)
    assert len({new_run_id(EARLY) for _ in range(5)}) > 1


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
    with held(tmp_path, "11557"), pytest.raises(WardBusyError, match="11557"), held(tmp_path, "11557"):
        pass


def test_lock_of_one_ward_leaves_others_free_and_is_gone_afterwards(tmp_path: Path) -> None:
    with held(tmp_path, "11557"), held(tmp_path, "11560"):
        pass
    with held(tmp_path, "11557"):
        pass
