"""Workbooks of every format: one sheet, one text; what is damaged, locked or boundless stops that file alone."""

from __future__ import annotations

import datetime as dt
import zipfile
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.errors import SourceError
from cleaning.reading import workbooks
from cleaning.reading.files import opened
from tests.fuzzing.binary_workbooks import xlsb_file
from tests.fuzzing.cells import CellError, Row, Table
from tests.fuzzing.old_workbooks import xls_file

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def rows_of(path: Path) -> list[tuple[str | None, ...]]:
    return opened(path, path.parent).grids[0].cells.rows()


def test_cells_as_text(tmp_path: Path) -> None:
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


def test_numbers_shown_short_come_whole_and_dates_of_both_calendars_are_one(tmp_path: Path) -> None:
    for name, calendar in (("a.xlsx", False), ("b.xlsx", True)):
        with xlsxwriter.Workbook(tmp_path / name, {"date_1904": calendar}) as book:
            sheet = book.add_worksheet()
            sheet.write_number(0, 0, 31075000000, book.add_format({"num_format": "0.0000E+00"}))
            sheet.write_datetime(0, 1, dt.datetime(1956, 3, 4, 14, 30), book.add_format({"num_format": "mmm-yy"}))
            sheet.write_number(0, 2, 0.255, book.add_format({"num_format": "0.0%"}))
            sheet.write_number(0, 3, 100.1 + 200.2)
            sheet.write_formula(0, 4, '="a"&"b"', None, "ab")  # pyright: ignore[reportArgumentType]  the hint knows numbers only
        assert rows_of(tmp_path / name) == [("31075000000", "1956-03-04 14:30:00", "0.255", "300.3", "ab")]


def test_empty_columns_at_the_left_and_hidden_sheets_are_there(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Một").write_string(0, 2, "x")
        hidden = book.add_worksheet("Ẩn")
        hidden.hide()
        hidden.write_string(0, 0, "y")
        book.add_chartsheet("Biểu đồ")
    grids = opened(tmp_path / "a.xlsx", tmp_path).grids
    assert [(grid.sheet, grid.cells.rows()) for grid in grids[:2]] == [("Một", [(None, None, "x")]), ("Ẩn", [("y",)])]


def test_merged_cells_are_told_with_their_places(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Trống")
        sheet = book.add_worksheet("R&D")
        sheet.write_row(0, 1, ["Tên", "Thửa"])
        sheet.merge_range(3, 1, 4, 1, "Vũ Ví")
        sheet.merge_range(1, 1, 2, 1, "Vũ Thử")
        sheet.merge_range(5, 1, 5, 2, "một hàng")
        sheet.merge_range(6, 20, 90, 21, "")
    [_, grid] = opened(tmp_path / "a.xlsx", tmp_path).grids
    assert grid.sheet == "R&D"
    assert grid.merged == ((1, 2, 1, 1), (3, 4, 1, 1))
    assert grid.cells["c1"][grid.merged[0].first_row] == "Vũ Thử"


def test_a_cell_at_the_end_of_the_world_stops_before_memory_does(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Một")
        sheet.write_string(0, 0, "STT")
        sheet.write_string(1_048_575, 16_383, " ")
    with pytest.raises(SourceError, match=r"XFD1048576.*a\.xlsx"):
        opened(tmp_path / "a.xlsx", tmp_path)
    _change(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", b'ref="A1:XFD1048576"', b'ref="A1"')
    with pytest.raises(SourceError, match="XFD1048576"):
        opened(tmp_path / "a.xlsx", tmp_path)


def test_a_far_cell_that_stands_out_of_order_stops_too(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Một")
        for row in range(3):
            sheet.write_row(row, 0, ["x"] * 61)
    _change(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", b'r="B2"', b'r="B1048576"')
    with pytest.raises(SourceError, match="1048576"):
        opened(tmp_path / "a.xlsx", tmp_path)


def test_a_far_column_or_a_far_row_alone_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Rộng").write_string(99, 16_383, "x")
        book.add_worksheet("Dài").write_string(200_000, 70, "y")
    assert [grid.cells.shape for grid in opened(tmp_path / "a.xlsx", tmp_path).grids] == [(100, 16_384), (200_001, 71)]


def test_what_unpacks_beyond_all_measure_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_BYTES", 1 << 20)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * (2 << 20))
    with pytest.raises(SourceError, match="quá lớn"):
        opened(tmp_path / "a.xlsx", tmp_path)


def test_a_part_longer_than_the_package_says_is_not_unpacked(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write_string(0, 0, "x" * 30_000)
    assert rows_of(tmp_path / "a.xlsx") == [("x" * 30_000,)]
    data = bytearray((tmp_path / "a.xlsx").read_bytes())
    with zipfile.ZipFile(BytesIO(data)) as package:
        size = package.getinfo("xl/sharedStrings.xml").file_size.to_bytes(4, "little")
    (tmp_path / "a.xlsx").write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(SourceError, match="hỏng"):
        opened(tmp_path / "a.xlsx", tmp_path)


def test_ods_shows_what_a_workbook_of_excel_would(tmp_path: Path) -> None:
    cells = [
        'office:value-type="float" office:value="31170000011"><text:p>31170000011</text:p>',
        'office:value-type="date" office:date-value="1956-03-04"><text:p>04/03/56</text:p>',
        'office:value-type="date" office:date-value="1956-03-04T14:30:00"><text:p>04/03/56</text:p>',
        'office:value-type="time" office:time-value="PT14H30M00S"><text:p>14:30</text:p>',
        'office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p>',
        'office:value-type="string"><text:p>Vũ<text:tab/>Thử<text:line-break/>Ví</text:p><text:p>Ba</text:p>',
    ]
    _write_ods(tmp_path / "a.ods", "".join(f"<table:table-cell {cell}</table:table-cell>" for cell in cells))
    assert rows_of(tmp_path / "a.ods") == [
        ("31170000011", "1956-03-04", "1956-03-04 14:30:00", "14:30:00", "#REF!", "Vũ\tThử\nVí\nBa")
    ]


def test_binary_parts_of_a_workbook_are_read_as_others(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["Họ tên", None, "031170000011"],
        [],
        [None, 12.5, 31095012345],
        [CellError("#REF!"), "x" * 200, "a\nb"],
    ]
    (tmp_path / "a.xlsb").write_bytes(xlsb_file({"Một": Table(0, rows), "Hai": Table(0, [["x"]])}))
    grids = opened(tmp_path / "a.xlsb", tmp_path).grids
    assert [grid.sheet for grid in grids] == ["Một", "Hai"]
    assert grids[0].cells.rows() == [
        ("Họ tên", None, "031170000011"), (None,) * 3, (None, "12.5", "31095012345"), ("#REF!", "x" * 200, "a\nb"),
    ]  # fmt: skip


def test_a_bomb_in_an_old_format_ends_its_own_process_only(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
    rows = f"{cell}</table:table-cell></table:table-row><table:table-row>{cell}</table:table-cell>"
    _write_ods(tmp_path / "a.ods", rows, rows_repeated=1_000_000)
    with pytest.raises(SourceError, match="quá lớn"):
        opened(tmp_path / "a.ods", tmp_path)


def test_a_far_cell_in_an_old_workbook_ends_its_own_process_only(tmp_path: Path) -> None:
    rows: list[list[str | None]] = [["x"] for _ in range(65_536)]
    rows[-1] = [None] * 255 + ["x"]
    (tmp_path / "a.xls").write_bytes(xls_file(Table(0, rows)))
    with pytest.raises(SourceError, match="quá lớn"):
        opened(tmp_path / "a.xls", tmp_path)


def test_parquet_is_read_as_text_under_its_column_names(tmp_path: Path) -> None:
    frame = pl.DataFrame({"CCCD": ["031170000011", None], "Năm": [1970, 1971], "Ngày": [dt.date(1970, 3, 5), None]})
    frame.with_columns(Diện_tích=pl.Series([412.5, 31.0])).write_parquet(tmp_path / "a.parquet")
    assert rows_of(tmp_path / "a.parquet") == [
        ("CCCD", "Năm", "Ngày", "Diện_tích"),
        ("031170000011", "1970", "1970-03-05", "412.5"),
        (None, "1971", None, "31"),
    ]


def test_damaged_parquet_is_an_error(tmp_path: Path) -> None:
    pl.DataFrame({"CCCD": ["031170000011"] * 99}).write_parquet(tmp_path / "a.parquet")
    data = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(data[: len(data) // 2])
    with pytest.raises(SourceError, match="hỏng"):
        opened(tmp_path / "a.parquet", tmp_path)


@settings(deadline=None)
@given(at=st.integers(min_value=0), byte=st.integers(0, 255))
def test_damaged_workbooks_are_read_or_refused(at: int, byte: int) -> None:
    data = bytearray(workbook_bytes())
    data[at % len(data)] = byte
    with suppress(SourceError):
        workbooks.sheets(bytes(data), "xlsx", file="a.xlsx")


def test_a_workbook_whose_parts_would_begin_before_the_file_is_refused() -> None:
    data = bytearray(workbook_bytes())
    data[data.rindex(b"PK\x05\x06") + 18] = 1  # the place of its directory, 64 KB further on than it is
    with pytest.raises(SourceError, match="hỏng"):
        workbooks.sheets(bytes(data), "xlsx", file="a.xlsx")


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
        ("a.xlsx", b"\x09\x08\x10\x01\x06\x05", "hỏng"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "văn bản"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "hỏng"),
        ("a.xlsx", b"%PDF-1.7", "văn bản"),
        ("a.csv", b"Rar!\x1a\x07\x01\0", "Giải nén"),
        ("a.csv", b"\x89PNG\r\n", "hình ảnh"),
    ],
)
def test_unusable_workbooks_say_what_and_how(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=word) as raised:
        opened(tmp_path / name, tmp_path)
    assert raised.value.file == name


@pytest.mark.parametrize(("part", "word"), [("word/document.xml", "văn bản"), ("danh-sach.csv", "Giải nén")])
def test_other_packages_under_the_name_of_a_workbook_are_named(tmp_path: Path, part: str, word: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr(part, "x")
    with pytest.raises(SourceError, match=word):
        opened(tmp_path / "a.xlsx", tmp_path)


def test_a_workbook_under_the_name_of_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(workbook_bytes())
    assert rows_of(tmp_path / "a.csv") == [("STT", "1", "2.5")]


def _write_ods(path: Path, cells: str, rows_repeated: int = 1) -> None:
    spaces = "".join(f' xmlns:{name}="urn:{name}"' for name in ("office", "table", "text", "calcext"))
    row = f'<table:table-row table:number-rows-repeated="{rows_repeated}">'
    table = f'<table:table table:name="Một">{row}{cells}</table:table-row></table:table>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", ODS_TYPE)
        package.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        package.writestr("content.xml", f"<office:document-content{spaces}>{table}</office:document-content>")


def _change(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts[part]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data.replace(old, new) if name == part else data)
