"""What is kept long enough goes, whole; what somebody still needs never does."""

from __future__ import annotations

import fcntl
import json
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cleaning.settings import Settings
from flows.cli_upkeep import clean
from flows.upkeep.retention import Expired, remove_expired, remove_taken_in

TODAY = date(2026, 11, 22)
SETTINGS = Settings(keep_runs_days=30, keep_published_days=60, keep_receipts_days=90)
WARD, OTHER = "11557", "11581"


def run(output: Path, day: str, ward: str = WARD, *, as_of: str = "", finished: bool = True) -> Path:
    """A run of the ward, begun at noon in Vietnam on `day`."""
    folder = output / "runs" / f"{day.replace('-', '')}T050000Z-00aa" / ward
    folder.mkdir(parents=True)
    (folder / "01_raw_land.parquet").write_bytes(b"x" * 1000)
    (folder.parent / "journal.jsonl").touch()
    if finished:
        (folder / "manifest.json").write_text(json.dumps({"as_of": as_of or day}), "utf-8")
    return folder


def published(output: Path, day: str, ward: str = WARD) -> Path:
    folder = output / "published" / ward / day
    (folder / ".state").mkdir(parents=True)
    (folder / "sai-lech.csv").write_text("x", "utf-8")
    return folder


def receipt(output: Path, name: str, day: date) -> Path:
    file = output / "bien-nhan" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("x", "utf-8")
    written = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    os.utime(file, (written, written))
    return file


def names(expired: list[Expired], root: Path) -> list[str]:
    return sorted(one.path.relative_to(root).as_posix() for one in expired)


def test_runs_go_after_their_days_and_not_a_day_earlier(tmp_path: Path) -> None:
    on_the_last_day, too_old = run(tmp_path, "2026-10-23"), run(tmp_path, "2026-10-22")
    run(tmp_path, "2026-11-21")
    assert names(remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False), tmp_path) == ["runs/20261022T050000Z-00aa"]
    assert on_the_last_day.exists()
    assert not too_old.parent.exists()


def test_day_of_a_run_is_that_in_vietnam(tmp_path: Path) -> None:
    (tmp_path / "runs" / "20261022T170000Z-00aa" / WARD).mkdir(parents=True)  # midnight of the 23rd in Vietnam
    (tmp_path / "runs" / "20261022T165959Z-00aa" / WARD).mkdir(parents=True)
    (expired,) = remove_expired(tmp_path, TODAY, SETTINGS, dry_run=True)
    assert (expired.path.name, expired.day) == ("20261022T165959Z-00aa", date(2026, 10, 22))


def test_newest_finished_run_of_a_ward_stays_however_old(tmp_path: Path) -> None:
    newest = run(tmp_path, "2026-03-02")
    run(tmp_path, "2026-03-01")
    failed_later = run(tmp_path, "2026-03-03", finished=False)
    remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False)
    assert newest.exists()
    assert not failed_later.exists()
    assert len(list((tmp_path / "runs").iterdir())) == 1


def test_run_of_the_newest_published_day_stays_when_an_older_day_was_made_later(tmp_path: Path) -> None:
    shown = run(tmp_path, "2026-05-01")
    run(tmp_path, "2026-06-01", as_of="2026-04-01")
    published(tmp_path, "2026-05-01")
    published(tmp_path, "2026-04-01")
    assert names(remove_expired(tmp_path, TODAY, Settings(), dry_run=False), tmp_path) == []
    assert shown.exists()


def test_of_a_run_only_what_a_ward_still_needs_stays(tmp_path: Path) -> None:
    needed, gone = run(tmp_path, "2026-03-02"), run(tmp_path, "2026-03-02", OTHER)
    run(tmp_path, "2026-11-21", OTHER)
    across = needed.parent / "across"
    across.mkdir()
    remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False)
    assert (needed.exists(), gone.exists(), across.exists()) == (True, False, False)
    assert (needed.parent / "journal.jsonl").exists()


def test_run_at_work_is_left_alone(tmp_path: Path) -> None:
    alive = run(tmp_path, "2026-03-02", finished=False)
    with (alive.parent / "journal.jsonl").open("wb") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        assert remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False) == []
    assert len(remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False)) == 1


def test_what_is_no_run_is_never_touched(tmp_path: Path) -> None:
    for name in ("landclean.log", "bản sao lưu", "20260301", "20260301T000000Z"):
        (tmp_path / "runs" / name / WARD).mkdir(parents=True)
    assert remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False) == []


@pytest.mark.parametrize("place", [WARD, "thanh-pho"])
def test_published_days_go_but_for_the_newest(tmp_path: Path, place: str) -> None:
    days = ["2026-05-01", "2026-05-02", "2026-05-03"]
    folders = [published(tmp_path, day, place) for day in days]
    (tmp_path / "published" / place / "latest").symlink_to(days[-1])
    remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False)
    assert [folder.exists() for folder in folders] == [False, False, True]
    assert (tmp_path / "published" / place / "latest" / "sai-lech.csv").exists()


def test_published_days_and_receipts_stay_for_ever_by_default(tmp_path: Path) -> None:
    for day in ("2020-05-01", "2026-05-02"):
        published(tmp_path, day)
    receipt(tmp_path, "bien-nhan-a.csv", date(2020, 5, 1))
    assert remove_expired(tmp_path, TODAY, Settings(), dry_run=False) == []


def test_receipts_go_and_the_ledger_stays(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    ledger.touch()
    os.utime(ledger, (0, 0))
    old, young = (receipt(tmp_path, f"bien-nhan-{name}.csv", day) for name, day in _AGES)
    (expired,) = remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False)
    assert (expired.kind, expired.day, expired.removed) == ("receipt", date(2026, 8, 23), True)
    assert (old.exists(), young.exists(), ledger.exists()) == (False, True, True)


_AGES = (("cu", date(2026, 8, 23)), ("moi", date(2026, 8, 24)))


def test_dry_run_tells_the_same_and_removes_nothing(tmp_path: Path) -> None:
    run(tmp_path, "2026-03-01"), run(tmp_path, "2026-03-02"), published(tmp_path, "2026-05-01")
    published(tmp_path, "2026-05-02")
    before = sorted(tmp_path.rglob("*"))
    told = remove_expired(tmp_path, TODAY, SETTINGS, dry_run=True)
    assert sorted(tmp_path.rglob("*")) == before
    assert [one.removed for one in told] == [False, False]
    done = remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False)
    assert (
        names(done, tmp_path) == names(told, tmp_path) == ["published/11557/2026-05-01", "runs/20260301T050000Z-00aa"]
    )
    assert [one.size_bytes for one in done] == [one.size_bytes for one in told]
    assert all(one.removed for one in done)


def test_what_a_killed_removal_left_goes_with_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".removing" / "runs__20260101T000000Z-00aa"
    left.mkdir(parents=True)
    (left / "01_raw_land.parquet").touch()
    assert remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False) == []
    assert not (tmp_path / ".removing").exists()


def test_what_cannot_be_removed_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = run(tmp_path, "2026-03-01")
    run(tmp_path, "2026-03-02")

    def refuse(*_given: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", refuse)
    (expired,) = remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False)
    assert (expired.removed, old.exists()) == (False, True)


def test_a_night_that_never_ends_keeps_everything(tmp_path: Path) -> None:
    """A clock that fell back years, or a term of centuries, removes nothing."""
    run(tmp_path, "2026-03-01"), run(tmp_path, "2026-03-02")
    assert remove_expired(tmp_path, date(1970, 1, 1), SETTINGS, dry_run=False) == []
    assert remove_expired(tmp_path, TODAY, Settings(keep_runs_days=10**9), dry_run=False) == []


def test_sheets_taken_in_go_by_the_day_of_taking_in(tmp_path: Path) -> None:
    for day in ("2026-08-23", "2026-08-24"):
        (tmp_path / "da-nhan" / day).mkdir(parents=True)
        (tmp_path / "da-nhan" / day / "phiếu.xlsx").touch()
    (tmp_path / "phiếu mới.xlsx").touch()
    assert remove_taken_in(tmp_path, TODAY, Settings(), dry_run=False) == []
    assert names(remove_taken_in(tmp_path, TODAY, SETTINGS, dry_run=False), tmp_path) == ["da-nhan/2026-08-23"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["da-nhan", "phiếu mới.xlsx"]


def test_command_tells_counts_and_no_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text('{"keep_receipts_days": 30}', "utf-8")
    old = receipt(tmp_path, "bien-nhan-Trần Thị Mẫu.csv", date(2020, 1, 1))
    assert clean(out=tmp_path, settings=settings, dry_run=True) == 0
    assert "chưa xóa gì" in capsys.readouterr().out
    assert old.exists()
    assert clean(out=tmp_path, settings=settings) == 0
    shown = capsys.readouterr().out
    assert ("Biên nhận" in shown, "Mẫu" in shown, old.exists()) == (True, False, False)
    assert clean(out=tmp_path, settings=settings) == 0
    assert "Không có gì" in capsys.readouterr().out


def test_command_tells_a_wrong_settings_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clean(out=tmp_path, settings=tmp_path / "không có.toml") == 1
    assert "Cách xử lý" in capsys.readouterr().err


def test_folder_of_what_is_removed_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, "2026-03-01"), run(tmp_path, "2026-03-02")
    modes: list[int] = []
    rename = Path.rename

    def watched(path: Path, target: Path) -> Path:
        modes.append(stat.S_IMODE(target.parent.stat().st_mode))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", watched)
    remove_expired(tmp_path, TODAY, SETTINGS, dry_run=False)
    assert modes == [0o700]
