"""The door: formats, encodings, cell types, and files nobody can use."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.errors import SourceError
from cleaning.reading import encodings
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


@pytest.mark.parametrize("swallowed", [1, 4])
def test_a_quotation_mark_that_closes_rows_below_is_told_with_its_line(tmp_path: Path, swallowed: int) -> None:
    rows = [[f"{name}{at}" for name in "abcdefghij"] for at in range(20)]
    rows[2][3] = '"hai\ndòng, một ô"'  # a cell of two lines, as it should be
    rows[5][4] = f'"{rows[5][4]}'
    rows[5 + swallowed][6] += '"'
    (tmp_path / "a.csv").write_text("".join(f"{','.join(row)}\n" for row in rows))
    with pytest.raises(SourceError, match="ngoặc kép") as raised:
        opened(tmp_path / "a.csv", tmp_path)
    assert (raised.value.file, raised.value.row) == ("a.csv", 7)


def test_many_lines_and_commas_in_one_cell_are_no_rows(tmp_path: Path) -> None:
    note = "thửa 1, tờ 2, xứ đồng Cửa\n" * 5
    rows = [["x"] * 10, ["1", f'"{note}"', *"abcdefgh"], ["2", f'"{note}"'], *(["3", "y"] for _ in range(9))]
    (tmp_path / "a.csv").write_text("".join(f"{','.join(row)}\n" for row in rows))
    assert [row[1] for row in rows_of(tmp_path / "a.csv")[1:3]] == [note, note]


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.csv", b"", "rỗng"),
        ("a.csv", b"\xef\xbb\xbf \r\n", "rỗng"),
        ("a.csv", "STT,Tên\n1,Nguyễn Thử ".encode() + b"\xe1\xbb\n", "UTF-8 bị hỏng"),
        ("a.csv", b"<html><table></table></html>", "trang web"),
        ("a.xls", b"\r\n<html xmlns:x='urn:x'><table></table></html>", "trang web"),
        ("a.xls", "\ufeff<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>".encode(), "trang web"),
        ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "trang web"),
        ("a.csv", 'a,b\n1,"Thử\n2,Ba\n'.encode(), "ngoặc kép"),
    ],
)
def test_unusable_text_says_what_and_how(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=word) as raised:
        opened(tmp_path / name, tmp_path)
    assert raised.value.file == name
    assert "Thử" not in str(raised.value)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_text_that_bears_a_name_of_excel_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TEXT.replace(";", "\t").encode("utf-16"))
    assert rows_of(tmp_path / name)[1][1] == "Nguyễn Thử"


def test_paths_are_sorted_and_leave_out_what_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "cũ").mkdir()
    for name in ("b.csv", "a.XLSX", "cũ/c.csv", ".hidden", "~$a.xlsx", "GHI-CHU.md", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.relative_to(tmp_path).as_posix() for path in paths(tmp_path)] == ["a.XLSX", "b.csv", "cũ/c.csv"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("danh-sach.zip", "Giải nén"),
        ("danh-sach.RAR", "Giải nén"),
        ("danh-sach.7z", "Giải nén"),
        ("danh-sach.pdf", "bản quét"),
        ("danh-sach.docx", "bản quét"),
        ("danh-sach.gsheet", "tải xuống"),
        ("danh-sach.mdb", "cơ sở dữ liệu"),
        ("danh-sach", "không thuộc định dạng"),
    ],
)
def test_other_formats_are_an_error(tmp_path: Path, name: str, word: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SourceError, match=word) as raised:
        paths(tmp_path)
    assert raised.value.file == name


def test_a_link_that_leads_nowhere_is_no_silence(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(SourceError, match="Không mở được tệp"):
        opened(*paths(tmp_path), tmp_path)


def test_a_linked_folder_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "ward").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.csv").write_text(TEXT)
    (tmp_path / "ward" / "linked").symlink_to(tmp_path / "elsewhere")
    assert [path.name for path in paths(tmp_path / "ward")] == ["a.csv"]


def test_a_folder_nobody_may_look_into_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "khóa").mkdir()

    def scandir(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "khóa":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    real = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(SourceError, match="Không mở được thư mục.*khóa"):
        paths(tmp_path)


def test_a_file_that_goes_while_the_folder_is_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT)
    [path] = paths(tmp_path)
    path.unlink()
    with pytest.raises(SourceError, match="Không mở được tệp"):
        opened(path, tmp_path)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Không có thư mục"):
        paths(tmp_path / "11557")
