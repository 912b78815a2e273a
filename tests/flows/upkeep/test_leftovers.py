"""What killed runs left is cleared; what finished, what is carried on and what tells of the kill stays."""

from __future__ import annotations

from pathlib import Path

from flows.journal import JOURNAL
from flows.receipts import FOLDER
from flows.upkeep.leftovers import clear_leftovers

WARD, OTHER = "11557", "11560"


def _run(output: Path, run_id: str, ward: str, *names: str) -> Path:
    folder = output / "runs" / run_id / ward
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text("")
    return folder


def test_killed_runs_go_and_finished_ones_stay(tmp_path: Path) -> None:
    finished = _run(tmp_path, "1", WARD, "manifest.json", "half.json", "01_raw_land.parquet")
    killed = _run(tmp_path, "2", WARD, "01_raw_land.parquet", ".half.json")
    others = _run(tmp_path, "2", OTHER, "01_raw_land.parquet")
    clear_leftovers(tmp_path, WARD, keep="3")
    assert sorted(path.name for path in finished.iterdir()) == ["01_raw_land.parquet", "half.json", "manifest.json"]
    assert not killed.exists()
    assert others.exists()


def test_run_that_is_carried_on_keeps_all(tmp_path: Path) -> None:
    half = _run(tmp_path, "2", WARD, "half.json", "01_raw_land.parquet")
    clear_leftovers(tmp_path, WARD, keep="2")
    assert sorted(path.name for path in half.iterdir()) == ["01_raw_land.parquet", "half.json"]


def test_journal_of_a_killed_run_goes_on_telling(tmp_path: Path) -> None:
    killed = _run(tmp_path, "2", WARD, JOURNAL, "01_raw_land.parquet")
    empty = _run(tmp_path, "1", WARD, "01_raw_land.parquet")
    clear_leftovers(tmp_path, WARD, keep="")
    assert [path.name for path in killed.iterdir()] == [JOURNAL]
    assert not empty.parent.exists()


def test_published_days_are_mended(tmp_path: Path) -> None:
    folder = tmp_path / "published" / WARD
    (folder / "2026-11-22").mkdir(parents=True)
    (folder / ".staging-killed").mkdir()
    clear_leftovers(tmp_path, WARD, keep="")
    assert sorted(path.name for path in folder.iterdir()) == ["2026-11-22", "latest"]


def test_receipt_begun_and_never_finished_goes(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    for name in (".unfinished", "bien-nhan-phieu.csv"):
        (folder / name).write_text("")
    clear_leftovers(tmp_path, WARD, keep="")
    assert [path.name for path in folder.iterdir()] == ["bien-nhan-phieu.csv"]
