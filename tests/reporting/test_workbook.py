"""sai-lech.xlsx as Excel sees it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import fastexcel
import openpyxl
import polars as pl
import pytest
from openpyxl.cell.rich_text import CellRichText
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cleaning.reading.answered import read_answers
from cleaning.reporting import WardReport
from cleaning.reporting.books import books_of
from cleaning.reporting.discrepancies import COLUMNS, discrepancy_rows
from cleaning.reporting.workbook import write_book
from cleaning.schemas import ANSWERS

HEADINGS = [column.heading for column in COLUMNS]
ONLY_HERE = ["Lượt", "Tên sai lệch", "Tổ dân phố"]
OFFERED = "OFFSET(CauTraLoi,MATCH($B2,MaLoai,0)-1,0,1,INDEX(SoCauTraLoi,MATCH($B2,MaLoai,0)))"


@pytest.fixture(scope="module")
def book(written: Path) -> Workbook:
    return openpyxl.load_workbook(written / "sai-lech.xlsx")


@pytest.fixture(scope="module")
def sheet(book: Workbook) -> Worksheet:
    return book["Sai lệch"]


def column(sheet: Worksheet, heading: str) -> list[object]:
    return [row[HEADINGS.index(heading)].value for row in sheet.iter_rows(min_row=2)]


def test_header_is_that_of_the_list_with_what_is_for_people_alone(sheet: Worksheet, written: Path) -> None:
    listed = (written / "sai-lech.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    header = [str(cell.value) for cell in sheet[1]]
    assert sorted(header) == sorted([*listed, *ONLY_HERE])
    answers = ["Quyết định", "Mã câu hỏi", "Giá trị đúng", "Người quyết định", "Ghi chú"]
    assert listed[-5:] == answers == header[header.index("Quyết định") :][:5]


def test_only_errors_and_warnings_are_asked(sheet: Worksheet) -> None:
    assert sorted(column(sheet, "Mã sai lệch")) == [f"d-{n:03d}" for n in range(1, 41) if n % 3 != 2]
    assert column(sheet, "Mức độ") == ["Lỗi"] * 13 + ["Cảnh báo"] * 14
    assert column(sheet, "Lượt") == list(range(1, 28))
    assert sheet.dimensions == "A1:X28"


def test_texts_are_text_cells_and_bear_no_mark(sheet: Worksheet) -> None:
    row = dict(zip(HEADINGS, sheet[2], strict=True))
    identifiers = ("Guid", "Tờ", "Thửa", "Giá trị đất đai", "Giá trị dân cư", "Nội dung", "Từ ngày", "Mã câu hỏi")
    assert {row[heading].data_type for heading in identifiers} == {"s"}
    assert (row["Tờ"].value, row["Thửa"].value, row["Giá trị đất đai"].value) == ("007", "12-3", "031170000001")
    assert (row["Giá trị dân cư"].value, row["Từ ngày"].value) == ("=cmd()", "05/11/2026")
    assert row["Nội dung"].value == "Bà Trần Thị Mẫu 6 chưa có <số> & dấu."


def test_no_cell_is_a_formula(book: Workbook) -> None:
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_confidence_is_a_number_rounded_down(sheet: Worksheet) -> None:
    assert set(column(sheet, "Độ tin cậy")) == {None, 0.999}


def test_every_code_offers_its_own_answers(book: Workbook, sheet: Worksheet, report: WardReport) -> None:
    (validation,) = sheet.data_validations.dataValidation
    assert (validation.type, str(validation.sqref)) == ("list", "P2:P28")
    assert validation.formula1 == OFFERED
    names = {name: one.attr_text for name, one in book.defined_names.items() if name[0] != "_"}
    assert names == {
        "CauTraLoi": "'Danh mục'!$C$1", "MaLoai": "'Danh mục'!$A$1:$A$2", "SoCauTraLoi": "'Danh mục'!$B$1:$B$2",
    }  # fmt: skip
    offered = {code: answers for code, _, *answers in book["Danh mục"].iter_rows(values_only=True)}
    for code, answers in offered.items():
        allowed = report.answers.get(code, tuple(ANSWERS))
        assert [one for one in answers if one is not None] == [ANSWERS[key] for key in allowed]
    assert book["Danh mục"].sheet_state == "hidden"


def test_only_answers_can_be_changed_and_never_sorted_alone(book: Workbook, sheet: Worksheet) -> None:
    assert all(one.protection.sheet for one in book)
    assert not sheet.protection.autoFilter
    assert sheet.protection.sort
    unlocked = {HEADINGS[cell.column - 1] for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {"Quyết định", "Giá trị đúng", "Người quyết định", "Ghi chú"}
    assert {cell.number_format for cell in sheet[2] if not cell.protection.locked} == {"@"}
    assert all(cell.protection.locked for cell in sheet[1])


def test_what_is_laid_over_ends_with_the_rows(sheet: Worksheet) -> None:
    laid = {(str(where.sqref), rule.formula[0]) for where in sheet.conditional_formatting for rule in where.rules}
    assert laid == {
        ("F2:F28", '$F2="Lỗi"'),
        ("F2:F28", '$F2="Cảnh báo"'),
        ("P2:P28", f'AND($P2<>"",OR(COUNTIF({OFFERED},$P2)=0,AND($P2="sửa theo dân cư",$O2="")))'),
        ("R2:R28", 'AND($P2="giá trị khác",$R2="")'),
        ("S2:S28", 'AND($P2<>"",$S2="")'),
        ("A2:X28", "AND($D2<>$D1,$D2<>$D3)"),
        ("A2:X28", "$D2<>$D1"),
        ("A2:X28", "$D2<>$D3"),
    }


def test_the_sheet_is_set_up_for_work_and_for_print(sheet: Worksheet) -> None:
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("J2", "A1:X28")
    assert {letter for letter, made in sheet.column_dimensions.items() if made.hidden} == {"A", "B", "C", "Q"}
    assert sheet["L2"].alignment.wrap_text
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, sheet.print_title_rows) == ("landscape", 9, "$1:$1")
    assert sheet.print_area == "'Sai lệch'!$D$1:$T$28"
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)


def test_long_sentences_get_higher_rows(report: WardReport) -> None:
    long = report.followed.head(3).with_columns(sentence=pl.Series(["Ngắn.", "Một câu dài. " * 20, "Ngắn."]))
    asked = long.with_columns(
        severity=pl.lit("error"),
        confidence=None,
        land_value=pl.Series([None, None, "ă" * 40_000]),
        parcel=pl.Series(["1", "2", "3"]),
    )
    sheet = _book(replace(report, followed=asked, titles={}))["Sai lệch"]
    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4)]
    assert heights[0] < 40
    assert heights[1] > 5 * 13
    assert heights[2] == 409  # a higher row damages the book


def test_differences_are_marked_and_the_text_is_whole(report: WardReport) -> None:
    asked = report.followed.head(1).with_columns(
        land_value=pl.lit("Tran <Van> A"), resident_value=pl.lit("Trần <Văn> A")
    )
    target = _written(replace(report, followed=asked))
    sheet = openpyxl.load_workbook(target, rich_text=True)["Sai lệch"]
    land = sheet.cell(2, HEADINGS.index("Giá trị đất đai") + 1).value
    assert isinstance(land, CellRichText)
    assert [(str(run), getattr(run, "font", None) is not None and bool(run.font.b)) for run in land] == [
        ("Tr", False), ("a", True), ("n <V", False), ("a", True), ("n> A", False),
    ]  # fmt: skip
    read = fastexcel.read_excel(target.getvalue()).load_sheet("Sai lệch", dtypes="string").to_polars()
    assert read.select("Giá trị đất đai", "Giá trị dân cư").row(0) == ("Tran <Van> A", "Trần <Văn> A")


def test_what_waits_stands_on_a_sheet_of_its_own_with_its_answer(report: WardReport) -> None:
    waits = pl.col("discrepancy_id") == "d-003"
    followed = report.followed.with_columns(
        state=pl.when(waits).then(pl.lit("waiting")).otherwise("state"),
        answer=pl.when(waits).then(pl.lit("unclear")), answered_by=pl.when(waits).then(pl.lit("Lê Thị Thử")),
        answer_note=pl.when(waits).then(pl.lit("chờ hồ sơ")),
    )  # fmt: skip
    book = _book(replace(report, followed=followed))
    assert book.sheetnames == ["Sai lệch", "Chờ xác minh", "Hướng dẫn", "Tổng hợp", "Danh mục"]
    assert "d-003" not in column(book["Sai lệch"], "Mã sai lệch")
    row = dict(zip(HEADINGS, (cell.value for cell in book["Chờ xác minh"][2]), strict=True))
    assert [row[heading] for heading in ("Mã sai lệch", "Trạng thái", "Quyết định", "Người quyết định", "Ghi chú")] == [
        "d-003", "chờ xác minh", "chưa rõ", "Lê Thị Thử", "chờ hồ sơ",
    ]  # fmt: skip
    assert book["Chờ xác minh"].max_row == 2


def test_guidance_tells_columns_answers_and_examples(book: Workbook) -> None:
    said = {row[0] for row in book["Hướng dẫn"].iter_rows(values_only=True) if row[0] is not None}
    assert {*HEADINGS, *ANSWERS.values(), "Ví dụ 1", "Ví dụ 6", "Trang được bảo vệ"} <= said


def test_the_summary_counts_every_row_once(book: Workbook) -> None:
    rows = list(book["Tổng hợp"].iter_rows(values_only=True))
    totals = [row for row in rows if row[0] == "Cộng"]
    assert [row[4] for row in totals] == [27, 27, 27, 27]
    assert ("Thiếu số định danh", "địa chính", "Lỗi", 13, 13, 0) in rows
    assert ("mới", 27, 13, 14, 27, 0) in rows


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('</t></si><c r="A9"><f>1+1</f></c>', '</t></si><c r="A9"><f>1+1</f></c>'),
        ("<r><t>a</t></r>", "'<r><t>a</t></r>"),
        ("<r></si>\n</r>", "'<r></si>\n</r>"),
        ("_x0041_", "_x0041_"),
        ("a\x00\x0bb\ufffe", "a_x0000__x000B_b_xFFFE_"),  # Excel's own escapes
        ("x\r\ny", "x\ny"),
        ("a\ue000b\ue001", "a\ufffdb\ufffd"),
        (" a  b ", " a  b "),
        ("ă" * 32_767, "ă" * 32_767),
        ("ă" * 32_768, "ă" * 32_766 + "…"),
    ],
    ids=[
        "end tags", "markup", "broken markup", "escape", "control", "line end", "our own marks", "spaces", "longest",
        "too long",
    ],
)  # fmt: skip
def test_any_text_stays_inside_its_cell(report: WardReport, text: str, kept: str) -> None:
    one = report.followed.head(1).with_columns(sentence=pl.lit(text), land_value=pl.lit(text), severity=pl.lit("error"))
    shown = _book(replace(report, followed=one))["Sai lệch"]["M2"]
    assert (shown.data_type, shown.value) == ("s", kept)


def test_a_book_without_rows_has_its_header(empty_report: WardReport) -> None:
    sheet = _book(empty_report)["Sai lệch"]
    assert ([cell.value for cell in sheet[1]], sheet.max_row) == (HEADINGS, 1)


def test_no_personal_data_passes_through_temporary_files(report: WardReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(tempfile, "mkstemp")
    assert len(_book(report).sheetnames) == 4


def test_the_clock_does_not_get_in(book: Workbook, written: Path) -> None:
    assert f"{book.properties.created:%Y-%m-%d %H:%M}" == "2026-11-05 00:00"
    with zipfile.ZipFile(written / "sai-lech.xlsx") as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_handlers_book_has_the_handlers_rows(written: Path) -> None:
    sheet = openpyxl.load_workbook(written / "theo-nguoi-xu-ly" / "dia-chinh.xlsx")["Sai lệch"]
    assert set(column(sheet, "Người xử lý")) == {"địa chính"}
    assert sheet.max_row == 28


def _written(report: WardReport) -> io.BytesIO:
    target = io.BytesIO()
    write_book(target, report, books_of(report, discrepancy_rows(report))[0])
    return target


def _book(report: WardReport) -> Workbook:
    return openpyxl.load_workbook(_written(report))


def test_a_filled_book_is_read_back_with_its_identifiers(written: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written / "sai-lech.xlsx")
    sheet = book["Sai lệch"]
    for heading, text in (("Quyết định", "giá trị khác"), ("Giá trị đúng", "031170000001"), ("Người quyết định", "A")):
        sheet.cell(3, HEADINGS.index(heading) + 1).value = text
    book.save(tmp_path / "tra-loi.xlsx")
    answers = read_answers(tmp_path / "tra-loi.xlsx").answers
    assert answers.select("discrepancy_id_raw", "question_raw", "since_raw", "answer_raw", "value_raw").rows() == [
        (sheet["A3"].value, sheet["Q3"].value, "05/11/2026", "giá trị khác", "031170000001")
    ]
