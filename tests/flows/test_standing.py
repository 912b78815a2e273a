"""Whether published sheets stand: as long as nothing they rest on has changed, and all of them are there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cleaning.settings import Settings
from flows import fingerprint
from flows.inputs import WardJob
from flows.standing import standing

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"
DAY = date(2026, 11, 22)


def _stands(output: Path, folder: Path = SAMPLE, *, last: str = "", is_day_asked: bool = False, **job: Any) -> bool:
    wanted = {"as_of": DAY, "settings": Settings()} | job
    given = WardJob(ward="11557", folder=folder, output=output, run_id="new", **wanted)
    return standing(given, last, is_day_asked=is_day_asked) is not None


def test_sheets_stand_while_nothing_changes(night: Path) -> None:
    assert _stands(night)
    assert _stands(night, is_day_asked=True)


def test_sheets_stand_for_a_week_unless_somebody_names_a_later_day(night: Path) -> None:
    assert _stands(night, as_of=DAY + timedelta(days=6))
    assert not _stands(night, as_of=DAY + timedelta(days=7))
    assert not _stands(night, as_of=DAY + timedelta(days=1), is_day_asked=True)
    assert not _stands(night, as_of=DAY - timedelta(days=1))  # an earlier day than any published


def test_other_settings_model_decision_or_program_let_no_sheet_stand(
    night: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "model.json"
    model.write_text("{}")
    assert not _stands(night, settings=Settings(link_at=0.97))
    assert not _stands(night, settings=Settings(model_file=str(model)))
    assert not _stands(night, last="1 ABC")
    monkeypatch.setattr(fingerprint, "program_version", lambda: "other")
    assert not _stands(night)


def _with_a_byte_more(folder: Path) -> None:
    list_of_people = folder / "residents.csv"
    list_of_people.write_bytes(list_of_people.read_bytes() + b" ")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_with_a_byte_more, id="a byte more"),
        pytest.param(lambda folder: (folder / "land.xlsx").rename(folder / "other.xlsx"), id="another name"),
        pytest.param(lambda folder: (folder / "more.csv").write_text("a;b"), id="a file more"),
        pytest.param(lambda folder: (folder / "doi-chieu-to-ban-do.csv").unlink(), id="a file less"),
    ],
)
def test_changed_files_let_no_sheet_stand(night: Path, tmp_path: Path, change: Callable[[Path], object]) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "11557"))
    assert _stands(night, folder)
    change(folder)
    assert not _stands(night, folder)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda day: (day / "doi-khop.csv").unlink(), id="a sheet is gone"),
        pytest.param(lambda day: shutil.rmtree(day), id="the day is gone"),
        pytest.param(lambda day: (day / ".state" / "fingerprint.json").write_text("{}"), id="of what they are made"),
        pytest.param(lambda day: (day / ".state" / "fingerprint.json").write_bytes(b"{"), id="half of that"),
        pytest.param(lambda day: shutil.rmtree(day.parents[2] / "runs"), id="the run is gone"),
        pytest.param(lambda day: next(day.parents[2].glob("runs/*/*/manifest.json")).unlink(), id="never finished"),
    ],
)
def test_sheets_that_are_gone_or_nobody_knows_of_do_not_stand(output: Path, spoil: Callable[[Path], object]) -> None:
    assert _stands(output)
    spoil(output / "published" / "11557" / DAY.isoformat())
    assert not _stands(output)


def test_sheets_somebody_fills_in_where_they_lie_still_stand(output: Path) -> None:
    sheet = output / "published" / "11557" / DAY.isoformat() / "sai-lech.csv"
    sheet.write_bytes(sheet.read_bytes() + b"x")
    assert _stands(output)  # else his answers were written over


def test_older_night_that_was_published_anew_lets_no_sheet_stand(output: Path) -> None:
    days = output / "published" / "11557"
    shutil.copytree(days / DAY.isoformat(), days / "2026-11-20", symlinks=True)
    assert not _stands(output)
