"""sai-lech.xlsx as Excel sees it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cleaning.reporting import WardReport, workbook
from cleaning.reporting.discrepancies import COLUMNS, discrepancy_rows
from cleaning.reporting.words import ANSWERS

HEADINGS = [column.heading for column in COLUMNS]


@pytest.fixture(scope="module")
def book(written: Path) -> Workbook:
    return openpyxl.load_workbook(written / "sai-lech.xlsx")


@pytest.fixture(scope="module")
def sheet(book: Workbook) -> Worksheet:
    return book["Sai lệch"]


def column(sheet: Worksheet, heading: str) -> list[object]:
    return [row[HEADINGS.index(heading)] for row in sheet.iter_rows(min_row=2)]


def test_header_is_that_of_the_list_with_the_title_beside_the_code(sheet: Worksheet, written: Path) -> None:
    headings = [cell.value for cell in sheet[1]]
    listed = (written / "sai-lech.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert headings == [*listed[:2], "Tên sai lệch", *listed[2:]]


def test_only_errors_and_warnings_are_asked_in_the_given_order(sheet: Worksheet) -> None:
    assert [cell.value for cell in column(sheet, "Mã sai lệch")] == [f"d-{n:03d}" for n in range(1, 41) if n % 3 != 2]
    assert {cell.value for cell in column(sheet, "Mức độ")} == {"Lỗi", "Cảnh báo"}
    assert sheet.dimensions == "A1:U28"


def test_texts_are_text_cells_and_bear_no_mark(sheet: Worksheet) -> None:
    row = dict(zip(HEADINGS, sheet[2], strict=True))
    identifiers = ("Guid", "Tờ", "Thửa", "Giá trị đất đai", "Giá trị dân cư", "Nội dung")
    assert {row[heading].data_type for heading in identifiers} == {"s"}
    assert (row["Tờ"].value, row["Thửa"].value, row["Giá trị đất đai"].value) == ("007", "12-3", "031170000001")
    assert row["Giá trị dân cư"].value == "=cmd()"
    assert row["Nội dung"].value == "Bà Trần Thị Mẫu 1 chưa có <số> & dấu."


def test_no_cell_is_a_formula(book: Workbook) -> None:
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_confidence_is_a_number_rounded_down(sheet: Worksheet) -> None:
    assert [cell.value for cell in column(sheet, "Độ tin cậy")[:3]] == [None, None, 0.999]


def test_titles_stand_beside_codes(sheet: Worksheet) -> None:
    assert (sheet["B2"].value, sheet["C2"].value) == ("name_spelling", "Họ tên khác cách viết")


def test_answers_come_from_the_hidden_list(book: Workbook, sheet: Worksheet) -> None:
    (validation,) = sheet.data_validations.dataValidation
    assert (validation.type, str(validation.sqref)) == ("list", "R2:R28")
    assert validation.formula1 == f"'Danh mục'!$A$1:$A${len(ANSWERS)}"
    assert book["Danh mục"].sheet_state == "hidden"
    assert [cell.value for cell in book["Danh mục"]["A"]] == [
        "đúng người", "không phải người này", "sửa theo dân cư", "giữ theo đất đai", "giá trị khác", "chưa rõ",
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["Quyết định", "Giá trị đúng", "Người quyết định", "Ghi chú"])
def test_cells_to_fill_are_text_even_where_empty(sheet: Worksheet, heading: str) -> None:
    number = HEADINGS.index(heading) + 1
    (made,) = [one for one in sheet.column_dimensions.values() if one.min <= number <= one.max]
    assert made.number_format == "@"
    assert {cell.value for cell in column(sheet, heading)} == {None}


def test_colours_end_with_the_rows(sheet: Worksheet) -> None:
    colours = {
        (str(where.sqref), rule.type, *rule.formula, rule.dxf.fill and rule.dxf.fill.bgColor.rgb)
        for where in sheet.conditional_formatting
        for rule in where.rules
    }
    assert colours == {
        ("D2:D28", "cellIs", '"Lỗi"', "FFF6D5D0"),
        ("D2:D28", "cellIs", '"Cảnh báo"', "FFFCE9BF"),
        ("A2:Q28", "expression", "TRUE", None),
        ("R2:U28", "expression", "TRUE", "FFFFFBE3"),
    }


def test_the_sheet_is_set_up_for_work_and_for_print(sheet: Worksheet) -> None:
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", "A1:U28")
    assert {letter for letter, made in sheet.column_dimensions.items() if made.hidden} == {"A", "B", "F"}
    assert sheet["K2"].alignment.wrap_text
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        9,
        "$1:$1",
    )
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_long_sentences_get_higher_rows(report: WardReport) -> None:
    long = report.discrepancies.head(3).with_columns(sentence=pl.Series(["Ngắn.", "Một câu dài. " * 20, "Ngắn."]))
    asked = long.with_columns(severity=pl.lit("error"), land_value=pl.Series([None, None, "ă" * 40_000]))
    sheet = _sheets(replace(report, followed=asked, titles={}))[0]
    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height > 5 * 13
    assert 400 < sheet.row_dimensions[4].height <= 409  # a higher row damages the book


def test_guidance_tells_columns_answers_and_counts(book: Workbook) -> None:
    said = {row[0]: row[1] for row in book["Hướng dẫn"].iter_rows(values_only=True) if row[0] is not None}
    assert {*HEADINGS, *ANSWERS, "Ví dụ 1", "Ví dụ 2"} <= said.keys()
    assert (said["Lỗi"], said["Cảnh báo"]) == ("13 dòng, trong trang Sai lệch.", "14 dòng, trong trang Sai lệch.")
    assert str(said["Thông tin"]).startswith("13 dòng, chỉ có trong tệp sai-lech.csv")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('</t></si><c r="A9"><f>1+1</f></c>', '</t></si><c r="A9"><f>1+1</f></c>'),
        ("<r><t>a</t></r>", "'<r><t>a</t></r>"),
        ("<r></si>\n</r>", "'<r></si>\n</r>"),
        ("_x0041_", "_x0041_"),
        ("a\x00\x0bb\ufffe", "a_x0000__x000B_b_xFFFE_"),  # Excel's own escapes
        ("x\r\ny", "x\ny"),
        ("ă" * 32_767, "ă" * 32_767),
        ("ă" * 32_768, "ă" * 32_766 + "…"),
    ],
    ids=["end tags", "markup", "broken markup", "escape", "control", "line end", "longest", "too long"],
)
def test_any_text_stays_inside_its_cell(report: WardReport, text: str, kept: str) -> None:
    one = report.discrepancies.head(1).with_columns(sentence=pl.lit(text), land_value=pl.lit(text))
    shown = _sheets(replace(report, followed=one))[0]["K2"]
    assert (shown.data_type, shown.value) == ("s", kept)


def test_too_many_rows_go_on_on_a_second_sheet(report: WardReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS_PER_SHEET", 20)
    sheets = _sheets(report)
    assert [sheet.title for sheet in sheets] == ["Sai lệch 1", "Sai lệch 2", "Hướng dẫn", "Danh mục"]
    assert [sheet.max_row for sheet in sheets[:2]] == [21, 8]
    assert str(sheets[1].data_validations.dataValidation[0].sqref) == "R2:R8"
    assert sheets[1]["A2"].value == "d-031"


def test_a_book_without_rows_has_its_header(empty_report: WardReport) -> None:
    sheet = _sheets(empty_report)[0]
    assert ([cell.value for cell in sheet[1]], sheet.max_row) == (HEADINGS, 1)


def test_no_personal_data_passes_through_temporary_files(report: WardReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(tempfile, "mkstemp")
    assert len(_sheets(report)) == 3


def test_the_clock_does_not_get_in(book: Workbook, written: Path) -> None:
    assert f"{book.properties.created:%Y-%m-%d %H:%M}" == "2026-11-05 00:00"
    with zipfile.ZipFile(written / "sai-lech.xlsx") as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def _sheets(report: WardReport) -> list[Worksheet]:
    target = io.BytesIO()
    workbook.write_workbook(target, report, discrepancy_rows(report))
    return openpyxl.load_workbook(target).worksheets
