"""Answered sheets become decisions: each file wholly or not at all, whoever is killed, whoever else is at it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning.decisions import ledger as ledger_module
from cleaning.discrepancies import ANSWERING
from cleaning.errors import LandCleanError
from cleaning.reading.answered import read_answers
from cleaning.schemas import DECISIONS
from flows import answer_desk, answered_files, inbox
from flows.answered_files import Taken, take_in, take_in_inbox, take_in_raw
from flows.ledger_place import LEDGER_URL, ledger_of
from tests.decisions.postgres import Postgres
from tests.flows.clerks import COLLEAGUE, Row, answered, filled, read_sheet, write_sheet

NOW = datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC)
# What depends on when a file was taken in, and in which order.
_OF_TAKING = ("sequence", "taken_at")


@pytest.fixture(scope="module")
def rows(night: Path) -> list[Row]:
    return read_sheet(night / "published" / "11557" / "latest" / "sai-lech.csv")


@pytest.fixture(scope="module")
def sheet(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some answers of every kind."""
    return write_sheet(tmp_path_factory.mktemp("sheet") / "sai-lech.csv", answered(rows, per_code=3))


@pytest.fixture(scope="module")
def few(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers that correct nothing: quickly taken in."""
    given = [filled(row, "unclear") for row in rows if "unclear" in ANSWERING[row["Loại"]].answers]
    return write_sheet(tmp_path_factory.mktemp("few") / "sai-lech.csv", given[:200:10])


@pytest.fixture(scope="module")
def few_kept(night: Path, few: Path, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """The ledger after `few` was taken in once, by nobody disturbed."""
    return _taken_undisturbed(night, few, tmp_path_factory.mktemp("few-kept"))


@pytest.fixture(scope="module")
def clean(night: Path, sheet: Path, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """The ledger after `sheet` was taken in once, by nobody disturbed."""
    return _taken_undisturbed(night, sheet, tmp_path_factory.mktemp("clean"))


def _taken_undisturbed(night: Path, sheet: Path, folder: Path) -> pl.DataFrame:
    output = Path(shutil.copytree(night, folder / "output", symlinks=True))
    (taken,) = take_in([sheet], output, NOW)
    assert taken.is_whole
    return _ledger(output)


def _ledger(output: Path) -> pl.DataFrame:
    """What was decided, whenever and in whatever order."""
    return ledger_of(output).decisions().drop(_OF_TAKING).sort("decision_id")


def _receipt(taken: Taken) -> list[Row]:
    assert taken.receipt is not None
    return read_sheet(taken.receipt)


def test_every_answer_is_kept_with_who_what_was_shown_and_where_from(
    output: Path, sheet: Path, clean: pl.DataFrame
) -> None:
    (taken,) = take_in([sheet], output, NOW)
    answers = read_sheet(sheet)
    assert taken.counts == {"taken": len(answers), "known": 0, "refused": 0, "conflict": 0}
    assert [line["Kết quả"] for line in _receipt(taken)] == ["đã nhận"] * len(answers)
    kept = ledger_of(output).decisions()
    assert kept.columns == DECISIONS.names
    assert kept["taken_at"].unique().to_list() == ["2026-11-22T02:03:04Z"]
    assert set(kept["decided_by"]) == {"Trần Thị Mẫu"}
    assert set(kept["source_file"]) == {"sai-lech.csv"}
    assert set(zip(kept["discrepancy_id"], kept["question"], strict=True)) == {
        (row["Mã sai lệch"], row["Mã câu hỏi"]) for row in answers
    }
    assert_frame_equal(_ledger(output), clean)


def test_the_same_file_again_changes_nothing(output: Path, few: Path, few_kept: pl.DataFrame) -> None:
    first, second, third = take_in([few, few, few], output, NOW)
    assert (second.counts["taken"], second.counts["known"]) == (0, first.counts["taken"])
    assert second.is_whole
    assert second.receipt == third.receipt != first.receipt
    assert_frame_equal(_ledger(output), few_kept)


def test_a_bad_file_stops_no_other_and_a_bad_row_no_other(output: Path, rows: list[Row], tmp_path: Path) -> None:
    good, other = answered(rows, per_code=1)[:2]
    files = [
        write_sheet(tmp_path / "no-list.csv", [{"Món": "bút", "Giá": "5"}]),
        write_sheet(tmp_path / "one.csv", [good, other | {"Quyết định": "tùy", "Người quyết định": "Trần Thị Mẫu"}]),
        tmp_path / "nowhere.csv",
        write_sheet(tmp_path / "two.csv", [other]),
    ]
    no_list, one, nowhere, two = take_in(files, output, NOW)
    assert (one.counts["taken"], one.counts["refused"], one.is_whole) == (1, 1, False)
    assert [line["Kết quả"] for line in _receipt(one)] == ["đã nhận", "từ chối"]
    assert two.is_whole
    for failed in (no_list, nowhere):
        assert failed.error is not None
        assert "Cách xử lý:" in failed.error
        assert failed.name not in failed.error
        assert not failed.is_whole
    assert ledger_of(output).decisions().height == 2


def test_a_row_longer_than_its_heading_is_refused_in_the_receipt(output: Path, rows: list[Row], tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "sai-lech.csv", answered(rows, per_code=1)[:2])
    lines = file.read_text("utf-8-sig").splitlines()
    file.write_text("\r\n".join([lines[0], f"{lines[1]},thừa,thừa", *lines[2:]]), "utf-8-sig")
    (taken,) = take_in([file], output, NOW)
    assert (taken.counts["taken"], taken.counts["refused"]) == (1, 1)
    assert [line["Dòng"] for line in _receipt(taken) if line["Kết quả"] == "từ chối"] == ["2"]


def test_two_people_who_differ_are_told_so(output: Path, rows: list[Row], tmp_path: Path) -> None:
    row = next(row for row in rows if row["Loại"] == "name_spelling")
    files = [
        write_sheet(tmp_path / "a.csv", [filled(row, "take_register")]),
        write_sheet(tmp_path / "b.csv", [filled(row, "keep_land", by=COLLEAGUE)]),
    ]
    first, second = take_in(files, output, NOW)
    assert first.counts["taken"] == second.counts["conflict"] == 1
    assert "Trần Thị Mẫu" in _receipt(second)[0]["Nội dung"]
    assert second.is_whole


# Code → a value the next run could use, and one it could not though it looks like one.
_VALUES = {
    "certificate_date_invalid": ("25/03/2010", "25/03/1971"),  # there were no certificates yet
    "unit_unknown": ("11557", "99999"),  # no such unit
    "org_id_invalid": ("0200123457", "0200123458"),  # check digit
    "parcel_id_outside_unit": ("w7eyfguz39kb", "w3gv4d3qdp4b"),  # elsewhere again
    "land_use_unknown": ("ONT", "XYZ"),  # no such use
}


def test_a_value_counts_only_where_the_next_run_could_use_it(output: Path, rows: list[Row], tmp_path: Path) -> None:
    asked = [next(row for row in rows if row["Loại"] == code) for code in _VALUES]
    good, bad = (
        [filled(row, "other_value", _VALUES[row["Loại"]][at], by=by) for row in asked]
        for at, by in enumerate(("Trần Thị Mẫu", COLLEAGUE))
    )
    files = [write_sheet(tmp_path / name, given) for name, given in (("good.csv", good), ("bad.csv", bad))]
    taken, refused = take_in(files, output, NOW)
    assert [line["Kết quả"] for line in _receipt(taken)] == ["đã nhận"] * len(asked), _receipt(taken)
    assert [line["Kết quả"] for line in _receipt(refused)] == ["từ chối"] * len(asked), _receipt(refused)


def test_the_inbox_is_emptied_of_what_was_taken_in(output: Path, few: Path, tmp_path: Path) -> None:
    box = tmp_path / "inbox"
    box.mkdir()
    shutil.copy(few, box / "a.csv")
    (box / "b.xlsx").write_bytes(b"PK\x03\x04 cut short")
    good, bad = take_in_inbox(box, output, NOW)
    assert good.is_whole
    assert bad.error is not None
    assert sorted(path.relative_to(box).as_posix() for path in box.rglob("*") if path.is_file()) == [
        "b.xlsx", "da-nhan/2026-11-22/a.csv",
    ]  # fmt: skip
    (line,) = _receipt(bad)
    assert line["Kết quả"] == "từ chối"
    assert line["Nội dung"] == bad.error
    (again,) = take_in_inbox(box, output, NOW)
    assert again.receipt == bad.receipt


def test_a_file_somebody_is_still_copying_stays_and_is_taken_in_whole_later(
    output: Path, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_kept: pl.DataFrame
) -> None:
    box = tmp_path / "inbox"
    box.mkdir()
    data = few.read_bytes()
    (box / "a.csv").write_bytes(data[: data.index(b"\r\n", len(data) // 2) + 2])
    read = answered_files.read_answers

    def read_then_grows(path: Path) -> object:
        answers = read(path)
        path.write_bytes(data)
        return answers

    monkeypatch.setattr(answered_files, "read_answers", read_then_grows)
    (half,) = take_in_inbox(box, output, NOW)
    assert 0 < half.counts["taken"] < few_kept.height
    assert [path.name for path in box.iterdir()] == ["a.csv"]
    monkeypatch.setattr(answered_files, "read_answers", read)
    (whole,) = take_in_inbox(box, output, NOW)
    assert whole.is_whole
    assert set(ledger_of(output).decisions()["decision_id"]) == set(few_kept["decision_id"])
    assert not (box / "a.csv").exists()


def test_answers_that_lie_in_the_wards_folder_are_taken_in_file_by_file(
    output: Path, rows: list[Row], tmp_path: Path
) -> None:
    given = [filled(row, "unclear") for row in rows if "unclear" in ANSWERING[row["Loại"]].answers]
    one, other = (write_sheet(tmp_path / f"{name}.csv", part) for name, part in (("a", given[:3]), ("b", given[3:6])))
    raw = pl.concat([read_answers(file).answers for file in (other, one)])
    assert take_in_raw(raw, ward="11557", output=output, now=NOW)["taken"] == 6
    assert sorted(path.name for path in (output / "bien-nhan").iterdir()) == ["bien-nhan-a.csv", "bien-nhan-b.csv"]
    assert take_in_raw(raw, ward="11557", output=output, now=NOW)["known"] == 6


def test_without_the_question_column_the_discrepancy_tells_the_ward(
    output: Path, rows: list[Row], tmp_path: Path
) -> None:
    published = output / "published"
    shutil.copytree(published / "11557", published / "11506", symlinks=True)
    state = published / "11506" / "2026-11-22" / ".state"
    _remember_nothing(state)
    bare = [
        {name: cell for name, cell in row.items() if name != "Mã câu hỏi"} for row in answered(rows, per_code=1)[:4]
    ]
    (taken,) = take_in([write_sheet(tmp_path / "a.csv", bare)], output, NOW)
    assert taken.counts["taken"] == 4
    assert set(ledger_of(output).decisions()["ward"]) == {"11557"}


def test_a_sheet_nobody_asked_is_refused_in_words(output: Path, rows: list[Row], tmp_path: Path) -> None:
    (row,) = answered(rows, per_code=1)[:1]
    strange = row | {"Mã sai lệch": "khong-co-01", "Mã câu hỏi": row["Mã câu hỏi"].replace("C11557", "C11506")}
    (taken,) = take_in([write_sheet(tmp_path / "a.csv", [strange])], output, NOW)
    assert taken.counts["refused"] == 1
    assert _receipt(taken)[0]["Mã sai lệch"] == "khong-co-01"


def test_an_output_that_is_not_there_is_no_new_ledger(sheet: Path, tmp_path: Path) -> None:
    with pytest.raises(LandCleanError, match="Không có thư mục kết quả"):
        ledger_of(tmp_path / "typo")
    assert not (tmp_path / "typo").exists()


# ---- killed ----------------------------------------------------------------------------------------------------------


def _die(*_arguments: object, **_options: object) -> object:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _before_commit() -> None:
    append = ledger_module._append

    def append_and_die(*arguments: pl.DataFrame) -> object:
        append(*arguments)
        return _die()

    ledger_module._append = append_and_die


def _before_receipt() -> None:
    answer_desk.receipts = _die


def _before_receipt_is_whole() -> None:
    os.fsync = _die


def _before_moving() -> None:
    answered_files.put_away = _die


_POINTS: dict[str, Callable[[], None]] = {
    "before commit": _before_commit,
    "before receipt": _before_receipt,
    "within receipt": _before_receipt_is_whole,
    "before moving": _before_moving,
}


def _take_and_die(point: str, box: Path, output: Path) -> None:
    _POINTS[point]()
    take_in_inbox(box, output, NOW)


@pytest.mark.parametrize("point", _POINTS)
def test_killed_anywhere_the_next_time_ends_with_the_same_ledger(
    output: Path, few: Path, tmp_path: Path, few_kept: pl.DataFrame, point: str
) -> None:
    box = tmp_path / "inbox"
    box.mkdir()
    shutil.copy(few, box)
    killed = multiprocessing.get_context("spawn").Process(target=_take_and_die, args=(point, box, output))
    killed.start()
    killed.join(120)
    assert killed.exitcode == -signal.SIGKILL
    assert (box / few.name).exists()
    assert ledger_of(output).decisions().height == (0 if point == "before commit" else few_kept.height)
    (taken,) = take_in_inbox(box, output, NOW)
    assert taken.is_whole
    assert inbox.dropped(box) == []
    assert_frame_equal(_ledger(output), few_kept)
    receipts = list((output / "bien-nhan").iterdir())
    assert [path.name for path in receipts if path.name.startswith(".")] == []
    assert {len(read_sheet(path)) for path in receipts} == {few_kept.height}


# ---- two at once -----------------------------------------------------------------------------------------------------


def _take_many(files: list[Path], output: Path) -> None:
    assert all(one.is_whole for one in take_in(files, output, NOW))


def test_two_at_once_lose_nothing(output: Path, few: Path, tmp_path: Path, few_kept: pl.DataFrame) -> None:
    rows = read_sheet(few)
    shares = [rows[at::2] for at in range(2)]
    files = [write_sheet(tmp_path / f"{at}.csv", share) for at, share in enumerate(shares)]
    both = [[*files, few], [few, *reversed(files)]]
    start = multiprocessing.get_context("spawn").Process
    workers = [start(target=_take_many, args=(given, output)) for given in both]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(240)
    assert [worker.exitcode for worker in workers] == [0, 0]
    kept = ledger_of(output).decisions()
    assert kept["sequence"].to_list() == list(range(1, few_kept.height + 1))
    assert_frame_equal(kept.select("decision_id").sort("decision_id"), few_kept.select("decision_id"))


# ---- PostgreSQL ------------------------------------------------------------------------------------------------------


def test_a_server_keeps_the_same_ledger(
    output: Path, sheet: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, clean: pl.DataFrame
) -> None:
    monkeypatch.setenv(LEDGER_URL, postgres.database())
    first, second = take_in([sheet, sheet], output, NOW)
    assert first.counts["taken"] == second.counts["known"] == clean.height
    assert_frame_equal(_ledger(output), clean)
    monkeypatch.delenv(LEDGER_URL)
    assert ledger_of(output).decisions().is_empty()


def _remember_nothing(state: Path) -> None:
    from flows.memory import NOTHING, keep_memory

    shutil.rmtree(state)
    keep_memory(state.parent, NOTHING)
