"""The door: formats, encodings, cell types, and files nobody can use."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cleaning.errors import SourceError
from cleaning.reading import encodings, workbooks
from cleaning.reading.files import opened, paths

TEXT = "STT;Họ và tên;Địa chỉ\n1;Nguyễn Thử;Thôn Mẫu 1, xã Thử, Hải Phòng\n"
WINDOWS_1258 = "Nguyê\u0303n Thư\u0309"  # that code page keeps the tone apart from its vowel


def rows_of(path: Path) -> list[tuple[str | None, ...]]:
    return opened(path, path.parent).grids[0].cells.rows()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), "Nguyễn Thử"),
        (TEXT.encode("utf-8-sig"), "Nguyễn Thử"),
        (TEXT.encode("utf-16"), "Nguyễn Thử"),
        (TEXT.encode("utf-16-le"), "Nguyễn Thử"),
        (TEXT.encode("utf-16-be"), "Nguyễn Thử"),
        (TEXT.replace("\n", "\r").encode(), "Nguyễn Thử"),
        (f"STT;Ten;Tuoi\n1;{WINDOWS_1258};3\n".encode("cp1258"), WINDOWS_1258),
        (TEXT.encode() + b"2;Th\0u;\n", "Nguyễn Thử"),
        ("STT;Ten;Tuoi\n1;NguyÔn ThÞ Phòng;3\n".encode("cp1252"), "NguyÔn ThÞ Phòng"),
    ],
    ids=["utf8", "bom", "utf16", "utf16le", "utf16be", "old-mac", "cp1258", "stray-nul", "tcvn3"],
)
def test_encodings(tmp_path: Path, data: bytes, expected: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert rows_of(tmp_path / "a.csv")[1][1] == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_decided_from_the_content(write_csv: Callable[..., Path], delimiter: str) -> None:
    rows = [
        ["STT", "Ngày, tháng; năm sinh", "Địa chỉ"],
        *([str(at), "01/02/1990", "Thôn 1, xã A; huyện B"] for at in range(9)),
    ]
    path = write_csv("a.csv", rows, delimiter=delimiter) / "a.csv"
    assert [list(row[:3]) for row in rows_of(path)] == rows


def test_delimiter_among_unquoted_commas(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT + "2;Trần Thử;Thôn Mẫu 2\n3;Lê Thử;Thôn Mẫu 3, xã Thử\n")
    assert [len([cell for cell in row if cell]) for row in rows_of(tmp_path / "a.csv")] == [3, 3, 3, 3]


def test_text_cells_stay_as_received(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b,c\n 031 ,"dòng 1\ndòng 2","",\n\n00012,"nói ""thử""",#REF!\n')
    assert [row[:3] for row in rows_of(tmp_path / "a.csv")] == [
        ("a", "b", "c"), (" 031 ", "dòng 1\ndòng 2", None), (None, None, None), ("00012", 'nói "thử"', "#REF!"),
    ]  # fmt: skip


@given(rows=st.lists(st.lists(st.text('a",;\n\r', max_size=3), min_size=1, max_size=4), min_size=1, max_size=8))
def test_fields_are_counted_record_by_record(rows: list[list[str]]) -> None:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    widths = encodings.all_widths(text.getvalue().encode(), ",")
    assert widths.to_list() == [len(row) for row in rows]


def test_a_stray_quotation_mark_is_a_letter_and_joins_no_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n1,Thử "Ví\n2,Mẫu"\n3,Ba\n')
    assert [row[:2] for row in rows_of(tmp_path / "a.csv")] == [
        ("a", "b"),
        ("1", 'Thử "Ví'),
        ("2", 'Mẫu"'),
        ("3", "Ba"),
    ]


def test_workbook_cells_as_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Một")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_number(2, 0, 31095012345)
        sheet.write_number(2, 1, 12.5)
        sheet.write_datetime(2, 2, dt.datetime(1956, 3, 4), day)
        sheet.write_boolean(2, 3, True)
        sheet.write_formula(2, 4, "=1/0", None, "#DIV/0!")  # pyright: ignore[reportArgumentType]  the hint knows numbers only
        sheet.write_string(2, 5, "  00031 ")
        sheet.write_formula(3, 4, "=NA()", None, "#N/A")  # pyright: ignore[reportArgumentType]  the hint knows numbers only
    rows = rows_of(tmp_path / "a.xlsx")
    assert rows[:2] == [(None,) * 6] * 2, "blank rows above keep their numbers"
    assert rows[2] == ("31095012345", "12.5", "1956-03-04", "true", "#DIV/0!", "  00031 ")
    assert rows[3][4] == "#N/A"


def test_a_cell_at_the_end_of_the_world_stops_before_memory_does(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Một")
        sheet.write_string(0, 0, "STT")
        sheet.write_string(1_048_575, 16_383, " ")
    with pytest.raises(SourceError, match=r"XFD1048576.*a\.xlsx"):
        opened(tmp_path / "a.xlsx", tmp_path)


def test_what_unpacks_beyond_all_measure_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_BYTES", 1 << 20)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b" " * (2 << 20))
    with pytest.raises(SourceError, match="quá lớn"):
        opened(tmp_path / "a.xlsx", tmp_path)


@given(at=st.integers(min_value=0), byte=st.integers(0, 255))
def test_damaged_workbooks_are_read_or_refused(at: int, byte: int) -> None:
    data = bytearray(workbook_bytes())
    data[at % len(data)] = byte
    with suppress(SourceError):
        workbooks.sheets(bytes(data), file="a.xlsx")


def test_a_workbook_whose_parts_would_begin_before_the_file_is_refused() -> None:
    data = bytearray(workbook_bytes())
    data[data.rindex(b"PK\x05\x06") + 18] = 1  # the place of its directory, 64 KB further on than it is
    with pytest.raises(SourceError, match="hỏng"):
        workbooks.sheets(bytes(data), file="a.xlsx")


@cache
def workbook_bytes() -> bytes:
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        book.add_worksheet("Một").write_row(0, 0, ["STT", 1, 2.5])
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.xlsx", b"PK\x03\x04 cut short", "hỏng"),
        ("a.xlsx", b"STT,Ten", "hỏng"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.csv", b"", "rỗng"),
        ("a.csv", b"\xef\xbb\xbf \r\n", "rỗng"),
        ("a.csv", "STT,Tên\n1,Nguyễn Thử ".encode() + b"\xe1\xbb\n", "UTF-8 bị hỏng"),
        ("a.csv", b"<html><table></table></html>", "trang web"),
        ("a.csv", 'a,b\n1,"Thử\n2,Ba\n'.encode(), "ngoặc kép"),
    ],
)
def test_unusable_files_say_what_and_how(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=word) as raised:
        opened(tmp_path / name, tmp_path)
    assert raised.value.file == name
    assert "Thử" not in str(raised.value)


def test_paths_are_sorted_and_leave_out_what_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "cũ").mkdir()
    for name in ("b.csv", "a.XLSX", "cũ/c.csv", ".hidden", "~$a.xlsx", "GHI-CHU.md", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.relative_to(tmp_path).as_posix() for path in paths(tmp_path)] == ["a.XLSX", "b.csv", "cũ/c.csv"]


@pytest.mark.parametrize("name", ["danh-sach.zip", "danh-sach.pdf", "danh-sach"])
def test_other_formats_are_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SourceError, match=name):
        paths(tmp_path)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Không có thư mục"):
        paths(tmp_path / "11557")
