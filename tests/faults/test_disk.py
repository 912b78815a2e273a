"""A disk that is full or refuses to be written stops the ward with a clear word; what was published stays whole."""

from __future__ import annotations

import errno
import resource
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cleaning.settings import Settings
from flows.faults import told, without_data
from flows.inputs import WardJob
from flows.run_folder import RunFolder
from flows.ward import run_ward
from tests.faults.broken_disk import NEEDS_ROOM, refusing
from tests.faults.traces import Traces, orphans, traces
from tests.flows.tiny_wards import HERE, write_ward

_FULL = "Cách xử lý: Ổ đĩa đã đầy: giải phóng chỗ trống, rồi chạy lại"


@dataclass(frozen=True)
class Undisturbed:
    """What a whole night leaves, and how many changes that need room it makes."""

    output: Path
    changes: int
    traces: Traces


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given") / HERE
    write_ward(folder)
    return folder


@pytest.fixture(scope="module")
def undisturbed(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """A night nobody disturbs; never written to."""
    output = tmp_path_factory.mktemp("undisturbed")
    with refusing(output, errno.ENOSPC, passing=10**9, kinds=NEEDS_ROOM) as counted:
        _run(given, output, 0)
    return Undisturbed(output, counted.changes, traces(output))


@pytest.fixture
def output(undisturbed: Undisturbed, tmp_path: Path) -> Path:
    """The same output, to be written to."""
    return Path(shutil.copytree(undisturbed.output, tmp_path / "output", symlinks=True))


def _run(given: Path, output: Path, number: int) -> None:
    job = {"ward": HERE, "folder": given, "output": output, "as_of": date(2026, 11, 22), "settings": Settings()}
    run_ward(WardJob(run_id=f"20261122T00000{number}Z-0000", **job))


@contextmanager
def _largest_file(size: int) -> Generator[None]:
    """No file may grow beyond so many bytes: as a full disk, it fails amid writing, in whatever library writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_full_disk_stops_the_ward_wherever_it_is_and_the_next_run_ends_as_if_nothing_had_been(
    given: Path, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    # amid the first half; amid the second
    for number, passing in enumerate((undisturbed.changes // 4, undisturbed.changes * 3 // 4), 1):
        with refusing(tmp_path, errno.ENOSPC, passing=passing, kinds=NEEDS_ROOM), pytest.raises(OSError) as full:
            _run(given, tmp_path, number)
        assert _FULL in told(full.value)
        assert traces(tmp_path).days == {}
    _run(given, tmp_path, 5)
    assert traces(tmp_path).days == undisturbed.traces.days
    assert orphans(traces(tmp_path), undisturbed.traces) == []


def test_disk_that_fills_amid_a_sheet_stops_the_ward(given: Path, undisturbed: Undisturbed, output: Path) -> None:
    with _largest_file(40_000), pytest.raises(OSError) as full:
        _run(given, output, 1)
    assert _FULL in told(full.value)
    assert traces(output).days == undisturbed.traces.days


def test_disk_that_fills_amid_a_checkpoint_is_told_as_full(tmp_path: Path) -> None:
    table = pl.DataFrame({"row_key": [f"{row * 2654435761 % 2**32:x}" for row in range(50_000)]})
    with _largest_file(9_000), pytest.raises(OSError) as full, without_data(lambda: "chuẩn hóa"):
        RunFolder(tmp_path).keep("land", table)
    assert _FULL in told(full.value)


def test_disk_that_became_read_only_is_told_as_such(given: Path, undisturbed: Undisturbed, output: Path) -> None:
    with refusing(output, errno.EROFS, passing=0), pytest.raises(OSError) as refused:
        _run(given, output, 1)
    assert "Ổ đĩa đang ở chế độ chỉ đọc: nhờ quản trị hệ thống" in told(refused.value)
    assert traces(output) == undisturbed.traces


def test_folder_that_may_not_be_written_is_told_with_who_may_mend_it(given: Path, tmp_path: Path) -> None:
    with refusing(tmp_path, errno.EACCES, passing=0), pytest.raises(OSError) as refused:
        _run(given, tmp_path, 0)
    assert "(Permission denied). Cách xử lý: Cấp quyền đọc và ghi thư mục ấy" in told(refused.value)
