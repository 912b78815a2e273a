"""A published day is whole or not there: one rename, whatever stood before and whoever was killed."""

from __future__ import annotations

import ctypes
import os
import stat
from datetime import date
from pathlib import Path

import pytest

from flows import publishing
from flows.publishing import publish, staged

DAY = date(2026, 11, 22)


def _publish(output: Path, text: str, *, day: date = DAY, run_id: str = "run") -> Path:
    with staged(output, "11557", run_id) as staging:
        (staging / "to-dan-pho").mkdir()
        (staging / "to-dan-pho" / "1.csv").write_text(text)
        (staging / "sai-lech.csv").write_text(text)
    return publish(staging, day)


def test_published_day_holds_the_files_and_latest_shows_it(tmp_path: Path) -> None:
    folder = _publish(tmp_path, "first")
    assert folder == tmp_path / "published" / "11557" / "2026-11-22"
    assert (folder / "sai-lech.csv").read_text() == "first"
    assert (tmp_path / "published" / "11557" / "latest").readlink() == Path("2026-11-22")


def test_only_the_owner_can_look_in(tmp_path: Path) -> None:
    folder = _publish(tmp_path, "first")
    for path in [tmp_path / "published", folder.parent, folder, *folder.rglob("*")]:
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_same_day_again_replaces_all_and_leaves_nothing_beside(tmp_path: Path) -> None:
    _publish(tmp_path, "first", run_id="one")
    folder = _publish(tmp_path, "second", run_id="two")
    assert (folder / "sai-lech.csv").read_text() == "second"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["2026-11-22", "latest"]


def test_latest_stays_with_the_newest_day_when_an_older_one_is_run_again(tmp_path: Path) -> None:
    _publish(tmp_path, "new")
    _publish(tmp_path, "old", day=date(2026, 11, 1))
    assert (tmp_path / "published" / "11557" / "latest" / "sai-lech.csv").read_text() == "new"


def test_file_system_without_exchange_swaps_by_renames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_more: object())
    _publish(tmp_path, "first", run_id="one")
    folder = _publish(tmp_path, "second", run_id="two")
    assert (folder / "sai-lech.csv").read_text() == "second"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["2026-11-22", "latest"]


def test_day_is_back_after_a_kill_between_the_two_renames(tmp_path: Path) -> None:
    folder = _publish(tmp_path, "first")
    folder.rename(folder.with_name(".aside-2026-11-22"))
    with staged(tmp_path, "11557", "next"):
        assert (folder / "sai-lech.csv").read_text() == "first"


def test_leftovers_of_killed_runs_are_cleared_at_the_next_start(tmp_path: Path) -> None:
    with staged(tmp_path, "11557", "killed") as killed:
        (killed / "half.csv").write_text("half")
    with staged(tmp_path, "11557", "next") as staging:
        assert not killed.exists()
        assert list(staging.iterdir()) == []


def test_failure_leaves_no_half_written_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"), staged(tmp_path, "11557", "full") as staging:
        (staging / "half.csv").write_text("half")
        raise OSError(28, "No space left on device")
    assert list((tmp_path / "published" / "11557").iterdir()) == []


def test_kill_before_the_rename_leaves_the_published_day_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _publish(tmp_path, "first", run_id="one")

    def killed(*_folders: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "_exchange", killed)
    with pytest.raises(KeyboardInterrupt):
        _publish(tmp_path, "second", run_id="two")
    assert (folder / "sai-lech.csv").read_text() == "first"


def test_kill_between_the_day_and_its_link_is_mended(tmp_path: Path) -> None:
    _publish(tmp_path, "old", day=date(2026, 11, 21))
    folder = _publish(tmp_path, "new")
    (folder.parent / "latest").unlink()
    (folder.parent / "latest").symlink_to("2026-11-21")
    (folder.parent / ".latest").symlink_to("2026-11-22")
    publishing.mend(folder.parent)
    assert (folder.parent / "latest").readlink() == Path("2026-11-22")
    assert _names(folder.parent) == ["2026-11-21", "2026-11-22", "latest"]


def test_kill_after_the_exchange_leaves_the_new_day_and_clears_the_old(tmp_path: Path) -> None:
    folder = _publish(tmp_path, "new")
    for left in (".staging-killed", ".aside-2026-11-22"):
        (folder.parent / left).mkdir()
        (folder.parent / left / "sai-lech.csv").write_text("old")
    publishing.mend(folder.parent)
    assert (folder / "sai-lech.csv").read_text() == "new"
    assert _names(folder.parent) == ["2026-11-22", "latest"]


def test_where_nothing_was_published_there_is_nothing_to_mend(tmp_path: Path) -> None:
    publishing.mend(tmp_path / "never")
    assert not (tmp_path / "never").exists()
    (tmp_path / "latest").symlink_to("2026-11-22")
    publishing.mend(tmp_path)
    assert _names(tmp_path) == []


def test_sheet_somebody_has_open_on_a_share_stops_no_publishing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(tmp_path, "first", run_id="one")
    remove = os.rmdir

    def refuses(path: str, **place: int) -> None:
        if str(path).endswith(".staging-two"):
            raise OSError(39, "Directory not empty")
        remove(path, **place)

    monkeypatch.setattr(os, "rmdir", refuses)
    folder = _publish(tmp_path, "second", run_id="two")
    assert (folder / "sai-lech.csv").read_text() == "second"
    monkeypatch.undo()
    publishing.mend(folder.parent)
    assert _names(folder.parent) == ["2026-11-22", "latest"]


def test_folders_are_held_by_the_disk_before_they_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled: list[str] = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        settled.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    _publish(tmp_path, "first")
    assert settled == ["sai-lech.csv", "to-dan-pho", "1.csv", ".staging-run", "11557"]


def test_share_that_settles_no_folders_is_published_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def refuses(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(22, "Invalid argument")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", refuses)
    assert _publish(tmp_path, "first").is_dir()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
