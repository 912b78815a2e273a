"""A disk that is full or refuses to be written stops the ward with a clear word; what was published stays whole."""

from __future__ import annotations

import errno
import resource
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from cleaning.errors import LandCleanError
from cleaning.settings import Settings
from flows.faults import told
from flows.inputs import WardJob
from flows.ward import run_ward
from tests.faults.broken_disk import NEEDS_ROOM, refusing
from tests.faults.traces import orphans, traces
from tests.flows.tiny_wards import HERE, write_ward

_FULL = "Cách xử lý: Ổ đĩa đã đầy: giải phóng chỗ trống, rồi chạy lại"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given") / HERE
    write_ward(folder)
    return folder


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
    given: Path, tmp_path: Path
) -> None:
    undisturbed, output = tmp_path / "undisturbed", tmp_path / "output"
    with refusing(undisturbed, errno.ENOSPC, passing=10**9, kinds=NEEDS_ROOM) as counted:
        _run(given, undisturbed, 0)
    for number, share in enumerate((0.05, 0.4, 0.7, 0.97), 1):
        passing = int(counted.changes * share)
        with refusing(output, errno.ENOSPC, passing=passing, kinds=NEEDS_ROOM), pytest.raises(OSError) as full:
            _run(given, output, number)
        assert _FULL in told(full.value)
        assert traces(output).days == {}
    _run(given, output, 5)
    assert traces(output).days == traces(undisturbed).days
    assert orphans(traces(output), traces(undisturbed)) == []


def test_disk_that_fills_amid_a_file_is_told_as_full_whichever_library_writes(given: Path, tmp_path: Path) -> None:
    _run(given, tmp_path, 0)
    before = traces(tmp_path).days
    for number, size in enumerate((100, 5_000, 9_000), 1):
        with _largest_file(size), pytest.raises((OSError, LandCleanError)) as full:
            _run(given, tmp_path, number)
        assert "đã đầy" in told(full.value), told(full.value)
        assert traces(tmp_path).days == before


def test_disk_that_became_read_only_is_told_as_such(given: Path, tmp_path: Path) -> None:
    _run(given, tmp_path, 0)
    before = traces(tmp_path)
    with refusing(tmp_path, errno.EROFS, passing=0), pytest.raises(OSError) as refused:
        _run(given, tmp_path, 1)
    assert "Ổ đĩa đang ở chế độ chỉ đọc: nhờ quản trị hệ thống" in told(refused.value)
    assert traces(tmp_path) == before


def test_folder_that_may_not_be_written_is_told_with_whom_it_concerns(given: Path, tmp_path: Path) -> None:
    with refusing(tmp_path, errno.EACCES, passing=0), pytest.raises(OSError) as refused:
        _run(given, tmp_path, 0)
    assert "(Permission denied). Cách xử lý: Cấp quyền đọc và ghi thư mục ấy" in told(refused.value)
