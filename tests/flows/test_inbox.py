"""Files dropped into the inbox: found, and put away only as they were found."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from cleaning.errors import SourceError
from flows.inbox import dropped, is_unchanged, put_away

DAY = date(2026, 11, 22)


def _drop(inbox: Path, *names: str) -> Path:
    inbox.mkdir(exist_ok=True)
    for name in names:
        (inbox / name).write_text(name, "utf-8")
    return inbox


def test_sheets_are_found_by_name_and_nothing_else(tmp_path: Path) -> None:
    inbox = _drop(
        tmp_path / "inbox", "b.csv", "a.xlsx", "~$a.xlsx", ".~lock.a.xlsx#", ".DS_Store", "Thumbs.db", "c.pdf"
    )
    _drop(inbox / "da-nhan", "z.csv")
    assert [file.path.name for file in dropped(inbox)] == ["a.xlsx", "b.csv", "c.pdf"]


def test_no_inbox_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere.*Cách xử lý"):
        dropped(tmp_path / "nowhere")


def test_what_was_taken_in_lies_under_its_day_for_the_owner_alone(tmp_path: Path) -> None:
    (file,) = dropped(_drop(tmp_path / "inbox", "a.csv"))
    place = put_away(file, DAY)
    assert place == tmp_path / "inbox" / "da-nhan" / "2026-11-22" / "a.csv"
    assert place.read_text("utf-8") == "a.csv"
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert dropped(tmp_path / "inbox") == []


def test_a_second_file_of_the_name_takes_nobodys_place(tmp_path: Path) -> None:
    for _ in range(3):
        put_away(dropped(_drop(tmp_path / "inbox", "a.csv"))[0], DAY)
    done = tmp_path / "inbox" / "da-nhan" / "2026-11-22"
    assert sorted(path.name for path in done.iterdir()) == ["a-2.csv", "a-3.csv", "a.csv"]


def test_a_file_somebody_still_writes_is_not_as_it_was_found(tmp_path: Path) -> None:
    one, other, gone = dropped(_drop(tmp_path / "inbox", "a.csv", "b.csv", "c.csv"))
    with one.path.open("a") as handle:
        handle.write("more")
    os.utime(other.path, (0, 0))
    gone.path.unlink()
    assert [is_unchanged(file) for file in (one, other, gone)] == [False, False, False]
    assert all(is_unchanged(file) for file in dropped(tmp_path / "inbox"))
