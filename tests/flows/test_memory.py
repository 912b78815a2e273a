"""What a published day remembers comes back the next night, whole or with a clear word."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning.schemas import KNOWN_PEOPLE, LIFE, NIGHTS, QUESTIONS, ROW_FACTS
from flows.memory import NOTHING, Memory, MemoryDamagedError, keep_memory, newest_memory
from flows.publishing import publish, staged

WARD = "11557"
DAYS = [date(2026, 11, day) for day in (20, 21, 22)]


def _questions(*marks: str) -> pl.DataFrame:
    row = dict.fromkeys(QUESTIONS.names) | {"code": "area_invalid", "is_one_of_several": False}
    rows = [row | {"discrepancy_id": f"D{mark}", "question": f"C11557-{mark}"} for mark in marks]
    return pl.DataFrame(rows, schema=QUESTIONS.empty().schema)


def _published(output: Path, day: date, memory: Memory | None) -> Path:
    with staged(output, WARD, f"run-{day}") as staging:
        (staging / "sai-lech.csv").write_text("x", "utf-8")
        if memory is not None:
            keep_memory(staging, memory)
    return publish(staging, day)


def _memory(*marks: str) -> Memory:
    one = dict.fromkeys(KNOWN_PEOPLE.names, "x") | {"resident": "031057000123", "person_mark": "0A1B2C3D"}
    return Memory(
        questions=_questions(*marks), people=pl.DataFrame([one]), life=LIFE.empty(), row_facts=ROW_FACTS.empty(),
        nights=NIGHTS.empty(),
    )  # fmt: skip


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    kept = _memory("a", "b")
    _published(tmp_path, DAYS[0], kept)
    back = newest_memory(tmp_path, WARD)
    assert back.day == DAYS[0]
    for name in ("questions", "people", "life", "row_facts", "nights"):
        assert_frame_equal(getattr(back, name), getattr(kept, name))


def test_a_night_remembers_the_newest_day_before_it_and_taking_in_the_newest_of_all(tmp_path: Path) -> None:
    for day, mark in zip(DAYS, "abc", strict=True):
        _published(tmp_path, day, _memory(mark))
    nights = (date(2026, 11, 19), DAYS[2], date(2026, 11, 30))
    assert [newest_memory(tmp_path, WARD, before=night).day for night in nights] == [None, DAYS[1], DAYS[2]]
    assert newest_memory(tmp_path, WARD).questions["discrepancy_id"].to_list() == ["Dc"]


def test_sheets_of_a_day_that_is_run_again_stay_known(tmp_path: Path) -> None:
    _published(tmp_path, DAYS[0], _memory("a"))
    _published(tmp_path, DAYS[1], _memory("a", "b"))
    again = newest_memory(tmp_path, WARD, before=DAYS[1])
    assert again.day == DAYS[0]
    assert again.questions["discrepancy_id"].to_list() == ["Da", "Db"]


def test_nothing_is_remembered_where_nothing_was_published(tmp_path: Path) -> None:
    assert newest_memory(tmp_path, WARD) is NOTHING
    assert newest_memory(tmp_path, WARD, before=DAYS[0]) is NOTHING
    assert KNOWN_PEOPLE.conform(NOTHING.people).is_empty()


def test_a_day_of_an_older_version_is_passed_over(tmp_path: Path) -> None:
    _published(tmp_path, DAYS[0], _memory("a"))
    _published(tmp_path, DAYS[1], None)
    assert newest_memory(tmp_path, WARD, before=DAYS[2]).day == DAYS[0]
    (tmp_path / "published" / WARD / "2026-11-20" / ".state").rename(tmp_path / "elsewhere")
    assert newest_memory(tmp_path, WARD, before=DAYS[2]) is NOTHING


def _cut_short(state: Path) -> None:
    (state / "life.parquet").write_bytes((state / "life.parquet").read_bytes()[:-9])


def _one_bit(state: Path) -> None:
    data = bytearray((state / "questions.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (state / "questions.parquet").write_bytes(data)


def _lost(state: Path) -> None:
    (state / "nights.parquet").unlink()


def _list_lost(state: Path) -> None:
    (state / "tables.json").unlink()


def _list_empty(state: Path) -> None:
    (state / "tables.json").write_bytes(b"")


def _other_version(state: Path) -> None:
    told = (state / "tables.json").read_text("utf-8")
    (state / "tables.json").write_text(told.replace('"version": 1', '"version": 0'), "utf-8")


@pytest.mark.parametrize("damage", [_cut_short, _one_bit, _lost, _list_lost, _list_empty, _other_version])
def test_damage_is_told_with_the_day_and_the_remedy(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    _published(tmp_path, DAYS[0], _memory("a"))
    damage(_published(tmp_path, DAYS[1], _memory("a", "b")) / ".state")
    with pytest.raises(MemoryDamagedError, match=r"21/11/2026.*11557.*Cách xử lý: .*\.state"):
        newest_memory(tmp_path, WARD)
    assert newest_memory(tmp_path, WARD, before=date(2026, 11, 19)) is NOTHING


def test_the_remedy_told_works(tmp_path: Path) -> None:
    _published(tmp_path, DAYS[0], _memory("a"))
    state = _published(tmp_path, DAYS[1], _memory("b")) / ".state"
    _lost(state)
    for file in state.iterdir():
        file.unlink()
    state.rmdir()
    assert newest_memory(tmp_path, WARD, before=DAYS[2]).day == DAYS[0]


def test_memory_is_for_its_owner_alone(tmp_path: Path) -> None:
    state = _published(tmp_path, DAYS[0], _memory("a")) / ".state"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in state.iterdir()} == {0o600}


def test_same_memory_same_bytes(tmp_path: Path) -> None:
    one, other = (_published(tmp_path / name, DAYS[0], _memory("a", "b")) / ".state" for name in ("one", "other"))
    assert [file.read_bytes() for file in sorted(one.iterdir())] == [
        file.read_bytes() for file in sorted(other.iterdir())
    ]


def test_a_day_published_anew_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _published(tmp_path, DAYS[0], _memory("a"))
    read, swapped = Path.read_bytes, []

    def read_bytes(path: Path) -> bytes:
        if path.name == "questions.parquet" and not swapped:
            swapped.append(path)
            _published(tmp_path, DAYS[0], _memory("b", "c"))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert newest_memory(tmp_path, WARD).questions["discrepancy_id"].to_list() == ["Db", "Dc"]
    assert swapped == [first / ".state" / "questions.parquet"]
