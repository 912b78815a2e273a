"""A receipt per answered file, none ever overwritten, none half-written."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import polars as pl
import pytest

from cleaning.schemas import RECEIPT
from flows.receipts import FOLDER, one_at_a_time, write_receipt


def _receipt(*words: str, outcome: str = "taken", sheet: str | None = None) -> pl.DataFrame:
    rows = [
        {"source_sheet": sheet, "source_row": at, "discrepancy_id": f"g-{at}", "outcome": outcome, "words": said}
        for at, said in enumerate(words, start=2)
    ]
    return pl.DataFrame(rows, schema=RECEIPT.empty().schema)


def test_it_is_a_csv_excel_opens_and_its_owner_alone_reads(tmp_path: Path) -> None:
    place = write_receipt(tmp_path, "phiếu/sai-lech.xlsx", _receipt("Đã nhận.", "=1+1"))
    assert place == tmp_path / FOLDER / "bien-nhan-sai-lech.csv"
    assert place.read_bytes().decode("utf-8-sig").split("\r\n") == [
        "Trang,Dòng,Mã sai lệch,Kết quả,Nội dung",
        ",2,g-2,đã nhận,Đã nhận.",
        ",3,g-3,đã nhận,'=1+1",
        "",
    ]
    assert place.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (place.parent, place)] == [0o700, 0o600]


def test_rows_stand_as_in_the_sheet(tmp_path: Path) -> None:
    receipt = pl.concat([_receipt("b", "c", sheet="Tổ 2"), _receipt("a", "d", sheet="Tổ 1")])
    one, other = (write_receipt(tmp_path / name, "x.csv", receipt.sample(fraction=1, shuffle=True, seed=seed))
                  for seed, name in enumerate(("one", "other")))  # fmt: skip
    assert one.read_bytes() == other.read_bytes()
    rows = [line.split(",")[:2] for line in one.read_text("utf-8-sig").splitlines()[1:]]
    assert rows == [["Tổ 1", "2"], ["Tổ 1", "3"], ["Tổ 2", "2"], ["Tổ 2", "3"]]


def test_none_is_overwritten_and_none_written_twice(tmp_path: Path) -> None:
    files = [write_receipt(tmp_path, "x.csv", _receipt(said)).name for said in ("a", "b", "b", "a", "c")]
    assert files == [f"bien-nhan-x{number}.csv" for number in ("", "-2", "-2", "", "-3")]


def test_a_name_too_long_for_the_disk_is_cut(tmp_path: Path) -> None:
    place = write_receipt(tmp_path, f"{'ữ' * 84}.csv", _receipt("a"))
    assert place.exists()
    assert set(place.stem.removeprefix("bien-nhan-")) == {"ữ"}


@pytest.mark.parametrize("left", [b"", b"half a rec"])
def test_what_a_killed_process_left_is_in_nobodys_way(tmp_path: Path, left: bytes) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / ".unfinished").write_bytes(left)
    place = write_receipt(tmp_path, "x.csv", _receipt("a"))
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def _write_many(output: Path, who: str) -> None:
    for at in range(20):
        with one_at_a_time(output):
            write_receipt(output, "x.csv", _receipt(f"{who} {at}"))


def test_two_at_once_lose_no_receipt(tmp_path: Path) -> None:
    start = multiprocessing.get_context("spawn").Process
    workers = [start(target=_write_many, args=(tmp_path, who)) for who in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    said = {path.read_text("utf-8-sig").splitlines()[1].split(",")[-1] for path in (tmp_path / FOLDER).iterdir()}
    assert said == {f"{who} {at}" for who in "ab" for at in range(20)}
