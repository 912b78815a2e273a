"""The published files as a whole: names, form, modes, and the same bytes for the same ward."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cleaning.reporting import WardReport, write_reports

Write = Callable[[WardReport], dict[str, bytes]]
NAMES = [
    "cap-nhat.xlsx",
    "chua-co-giay.csv",
    "doi-khop.csv",
    "kiem-tra.csv",
    "mo-hinh.html",
    "sai-lech.csv",
    "sai-lech.xlsx",
    "thay-doi.csv",
    "theo-nguoi-xu-ly/cong-an.xlsx",
    "theo-nguoi-xu-ly/dia-chinh.xlsx",
    "theo-nguoi-xu-ly/to-dan-pho.xlsx",
    "theo-nguoi-xu-ly/van-phong-dang-ky.xlsx",
    "thua-dat.csv",
    "tong-hop.html",
    "tu-choi.csv",
    "ung-vien.csv",
]
UNORDERED = ("land", "residents", "verdicts", "candidates", "parcels", "rejected", "sample")


def test_every_file_is_written_and_named(report: WardReport, tmp_path: Path) -> None:
    written = write_reports(tmp_path, report)
    assert written.files == NAMES
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")) == NAMES
    assert written.books[0] == {"file": "sai-lech.xlsx", "asked": 27, "waiting": 0}


def test_only_the_owner_may_read(written: Path) -> None:
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in written.rglob("*")}
    assert modes == {(False, 0o600), (True, 0o700)}


def test_nothing_is_overwritten(report: WardReport, tmp_path: Path) -> None:
    (tmp_path / "doi-khop.csv").write_text("có sẵn", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_reports(tmp_path, report)


def test_lists_are_utf8_with_bom_and_crlf(written: Path) -> None:
    for path in written.glob("*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        assert content.count(b"\n") == content.count(b"\r\n") >= 1


def test_same_ward_same_bytes(report: WardReport, write: Write) -> None:
    shuffled = {name: getattr(report, name).sample(fraction=1, shuffle=True, seed=3) for name in UNORDERED}
    first = write(report)
    assert write(report) == first
    assert write(replace(report, **shuffled)) == first


def test_another_day_is_another_report(report: WardReport, write: Write) -> None:
    first, later = write(report), write(replace(report, as_of=date(2026, 11, 6)))
    dated = {name for name in NAMES if name.endswith((".xlsx", ".html"))}
    assert {name for name in NAMES if first[name] != later[name]} == dated


def test_a_ward_without_rows_still_gets_its_files(empty_report: WardReport, write: Write) -> None:
    written = write(empty_report)
    assert list(written) == NAMES
    assert all(content.count(b"\r\n") == 1 for name, content in written.items() if name.endswith(".csv"))
