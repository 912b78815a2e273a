"""Answered sheets of discrepancies: told by their headings, every row accounted for, whatever saved them last."""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.errors import SourceError
from cleaning.reading import read_answers, read_ward
from cleaning.reading.answered import with_answers
from cleaning.reading.files import Grid, SourceFile
from cleaning.reading.parts import account, file_parts
from cleaning.schemas import ANSWER_FIELDS, ANSWERS, RAW_ANSWERS, REJECTED

# One small invented sheet, saved by LibreOffice 7.4 in every format it offers.
SAVED = Path(__file__).parents[1] / "cases" / "answered"
SALT = "a salt of the tests"
FIELDS = {
    "Mã sai lệch": "discrepancy_id", "Mã câu hỏi": "question", "Từ ngày": "since", "Quyết định": "answer",
    "Giá trị đúng": "value", "Người quyết định": "decided_by", "Ghi chú": "note", "Loại": "code", "Guid": "guid",
    "Họ tên (đất đai)": "holder_name",
    "Giá trị đất đai": "land_value", "Giá trị dân cư": "resident_value", "Đề xuất": "proposal",
}  # fmt: skip
SHOWN = (
    "Tên sai lệch", "Mức độ", "Người xử lý", "Tờ", "Thửa", "Số phát hành", "Nội dung", "Độ tin cậy",
    "Trạng thái",
)  # fmt: skip
SHEET = [*FIELDS, *SHOWN]
Write = Callable[..., Path]


def row(number: int = 1, /, **given: str) -> list[str]:
    guid = f"7c1f0aaa-0001-4aaa-8aaa-00000000000{number}"
    cells = {
        "discrepancy_id": f"{guid}-07", "question": f"C11557-0A1B2C3D4E5F60718293A4B{number}", "since": "05/11/2026",
        "answer": "sửa theo dân cư", "decided_by": "Trần Thị Mẫu", "guid": guid, "Tờ": "3", "Thửa": "14",
        "holder_name": "Vũ Thị Thử", "resident_value": "031170000011", "code": "id_missing",
    } | given  # fmt: skip
    return [cells.get(FIELDS.get(heading, heading), "") for heading in SHEET]


def only(path: Path) -> Path:
    """The one file of a folder."""
    [file] = path.iterdir()
    return file


def said(answers: pl.DataFrame) -> list[tuple[str | None, ...]]:
    texts = answers.select(f"{field}_raw" for field in ("discrepancy_id", "answer", "value", "decided_by", "note"))
    return [tuple(text and unicodedata.normalize("NFC", text) for text in one) for one in texts.iter_rows()]


def test_answers_conform_and_say_where_they_stand(write_csv: Write) -> None:
    file = only(write_csv("phieu.csv", [SHEET, row(answer=""), row(2, note=" Đã xem thẻ ", value="0311")]))
    sheet = read_answers(file)
    assert_frame_equal(sheet.answers, RAW_ANSWERS.conform(sheet.answers))
    assert_frame_equal(sheet.rejected, REJECTED.empty())
    assert sheet.answers.to_dicts() == [
        {"source_file": "phieu.csv", "source_sheet": None, "source_row": 3,
         "source_sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "signed_alone": 1,
         "discrepancy_id_raw": "7c1f0aaa-0001-4aaa-8aaa-000000000002-07",
         "question_raw": "C11557-0A1B2C3D4E5F60718293A4B2", "since_raw": "05/11/2026", "answer_raw": "sửa theo dân cư",
         "value_raw": "0311", "decided_by_raw": "Trần Thị Mẫu", "note_raw": " Đã xem thẻ ", "code_raw": "id_missing",
         "guid_raw": "7c1f0aaa-0001-4aaa-8aaa-000000000002", "holder_name_raw": "Vũ Thị Thử", "land_value_raw": None,
         "resident_value_raw": "031170000011", "proposal_raw": None},
    ]  # fmt: skip
    assert (sheet.input.rows, sheet.input.accepted, sheet.input.noise, sheet.input.unknown_columns) == (2, 1, 1, ())


@pytest.mark.parametrize(
    ("given", "is_answered"),
    [
        ({"answer": "", "decided_by": "Mẫu"}, False),
        ({"answer": " ", "value": "\t", "decided_by": "Mẫu", "note": "hẹn thứ hai"}, False),
        ({"answer": "", "value": "031170000011"}, True),
        ({"answer": "?", "decided_by": ""}, True),
        ({"discrepancy_id": "", "question": ""}, True),
        ({"discrepancy_id": "#REF!", "answer": "#N/A"}, True),
        ({"discrepancy_id": "", "answer": "", "note": "Người lập biểu"}, False),
    ],
    ids=["signed", "blanks", "value alone", "unknown word", "no id", "errors", "remark below"],
)
def test_what_says_something_is_handed_on_and_the_rest_is_noise(
    write_csv: Write, given: dict[str, str], is_answered: bool
) -> None:
    sheet = read_answers(only(write_csv("phieu.csv", [SHEET, row(1, **given)])))
    assert (sheet.input.accepted, sheet.input.noise, sheet.input.rejected) == (is_answered, not is_answered, 0)


def test_a_row_whose_cells_have_shifted_is_refused(write_csv: Write) -> None:
    good = [row(at) for at in range(1, 4)]
    sheet = read_answers(only(write_csv("phieu.csv", [SHEET, *good, [*row(4), "thừa"], *good])))
    assert sheet.rejected.select("source_file", "source_row").rows() == [("phieu.csv", 5)]
    assert (sheet.input.accepted, sheet.input.rejected) == (6, 1)


def test_headings_come_in_any_order_case_and_without_accents(write_csv: Write) -> None:
    header = ["NGƯỜI QUYẾT ĐỊNH", "ghi chu", " Gia tri dung", "ma sai lech ", "Quyet  Dinh"]
    sheet = read_answers(only(write_csv("phieu.csv", [header, ["Mẫu", "x", "3/45", "a-07", "giá trị khác"]])))
    assert said(sheet.answers) == [("a-07", "giá trị khác", "3/45", "Mẫu", "x")]
    assert sheet.answers.select("question_raw", "since_raw").row(0) == (None, None)


@settings(max_examples=40)
@given(
    columns=st.lists(st.sampled_from([*SHEET[1:3], *SHEET[4:]]), unique=True).flatmap(
        lambda more: st.permutations([SHEET[0], SHEET[3], *more])
    ),
    answers=st.lists(st.sampled_from(["", " ", *ANSWERS.values(), "khác"]), min_size=1, max_size=8),
)
def test_every_row_of_any_sheet_is_an_answer_or_noise(columns: list[str], answers: list[str]) -> None:
    lines = [dict(zip(SHEET, row(answer=answer, value=""), strict=True)) for answer in answers]
    cells = [columns, *([line[name] or None for name in columns] for line in lines)]
    frame = pl.DataFrame(cells, schema={f"c{at}": pl.String for at in range(len(columns))}, orient="row")
    [part] = file_parts(SourceFile("phieu.xlsx", "", (Grid("phieu.xlsx", "Sai lệch", frame, None),)), ("answers",))
    read = with_answers(part)
    assert read.sorted_rows.accepted["answer_raw"].to_list() == [one for one in answers if one.strip()]
    assert account([read]).unknown_columns == ()


def test_rows_of_all_sheets_with_the_heading_are_gathered(write_xlsx: Write) -> None:
    sheets = {
        "Sai lệch 1": [["Sai lệch ngày 05/11/2026"], SHEET, row(1)],
        "Hướng dẫn": [["Sai lệch"], ["Mã sai lệch", "Mã riêng của dòng."], ["Quyết định", "Câu trả lời."]],
        "Tổng hợp": [["Loại", "Người xử lý", "Số dòng"], ["Thiếu số định danh", "công an", "2"]],
        "Chờ xác minh": [SHEET, row(2, answer="chưa rõ")],
        "Danh mục": [["đúng người"], ["chưa rõ"]],
    }
    answers = read_answers(only(write_xlsx("phieu.xlsx", **sheets))).answers
    assert answers.select("source_sheet", "source_row", "answer_raw").rows() == [
        ("Sai lệch 1", 3, "sửa theo dân cư"), ("Chờ xác minh", 2, "chưa rõ"),
    ]  # fmt: skip


def test_answers_copied_to_a_sheet_without_heading_are_not_passed_over(write_xlsx: Write) -> None:
    file = only(write_xlsx("phieu.xlsx", **{"Sai lệch": [SHEET, row(1)], "Trang 2": [row(2), row(3)]}))
    with pytest.raises(SourceError, match="không có hàng tiêu đề") as raised:
        read_answers(file)
    assert raised.value.sheet == "Trang 2"


# ---- as other programs save it ---------------------------------------------------------------------------------------

TAKEN = [
    ("7c1f0aaa-0001-4aaa-8aaa-000000000001-07", "sửa theo dân cư", None, "Trần Văn Mẫu",
     "Đã xem thẻ, có chữ ký; đúng, khớp\nngày 6/11"),
    ("7c1f0aaa-0001-4aaa-8aaa-000000000002-07", "giá trị khác", "06/03/1970", "Trần Văn Mẫu", None),
    ("7c1f0aaa-0001-4aaa-8aaa-000000000003-07", "Gia tri khac", "31170000011", "Trần Văn Mẫu", None),
    ("7c1f0aaa-0001-4aaa-8aaa-000000000005-07", "đúng người", None, None, None),
]  # fmt: skip
WAITING = ("7c1f0aaa-0001-4aaa-8aaa-000000000006-07", "chưa rõ", None, "Trần Văn Mẫu", None)


@pytest.mark.parametrize("name", ["utf-8.csv", "tabs.csv", "utf-16.csv"])
def test_text_saved_by_libreoffice_says_the_same(name: str) -> None:
    sheet = read_answers(SAVED / name)
    assert said(sheet.answers) == TAKEN
    assert sheet.answers["source_row"].to_list() == [2, 3, 4, 6]
    assert sheet.input.noise == 1


@pytest.mark.parametrize("name", ["saved.xlsx", "saved.ods", "saved.xls"])
def test_workbooks_saved_by_libreoffice_say_the_same(name: str) -> None:
    sheet = read_answers(SAVED / name)
    in_a_workbook = [tuple("1970-03-06" if cell == "06/03/1970" else cell for cell in one) for one in TAKEN]
    assert said(sheet.answers) == [*in_a_workbook, WAITING]
    assert sheet.answers["source_sheet"].to_list() == [*["Sai lệch"] * 4, "Chờ xác minh"]


def test_letters_a_code_page_lacks_are_lost_and_no_others() -> None:
    answers = read_answers(SAVED / "windows-1252.csv").answers
    assert answers["answer_raw"].to_list() == ["s?a theo dân c?", "giá tr? khác", "Gia tri khac", "?úng ng??i"]
    assert answers["note_raw"][0] == "?ã xem th?, có ch? ký; ?úng, kh?p\nngày 6/11"
    assert answers["question_raw"].str.len_chars().to_list() == [31] * 4


def test_a_letter_libreoffice_confuses_in_the_vietnamese_code_page_is_lost() -> None:
    """It writes 'ý' as it writes 'ỳ': what came back as one may have been the other."""
    sheet = read_answers(SAVED / "windows-1258.csv")
    first, *others = TAKEN
    assert said(sheet.answers) == [tuple(cell and cell.replace("ký", "k?") for cell in first), *others]


@pytest.mark.parametrize(
    ("encoding", "header"),
    [
        ("cp1258", ["M? sai l?ch", "Quy?t đ?nh", "Giá tr? đúng", "Ngư?i quy?t đ?nh", "T? ngày", "M? câu h?i"]),
        ("cp1252", ["Mã sai l?ch", "Quy?t ??nh", "Giá tr? ?úng", "Ng??i quy?t ??nh", "T? ngày", "Mã câu h?i"]),
        ("cp1252", ["Mã sai l?ch", "Quy?t d?nh", "Giá tr? dúng", "Ngu?i quy?t d?nh", "T? ngày", "Mã câu h?i"]),
    ],
)
def test_sheets_saved_by_excel_in_a_code_page_are_told(write_csv: Write, encoding: str, header: list[str]) -> None:
    cells = ["a-07", "gi? theo", "Lý Hòa", "M?u", "05/11/2026", "C11557-0A1B2C3D4E5F60718293A4B1"]
    file = only(write_csv("phieu.csv", [header, cells if encoding == "cp1252" else [*cells[:2], "", *cells[3:]]],
                          encoding=encoding, delimiter=";"))  # fmt: skip
    [answer] = read_answers(file).answers.to_dicts()
    assert [answer[f"{field}_raw"] for field in ANSWER_FIELDS[:7]] == [
        "a-07", cells[5], "05/11/2026", "gi? theo", "Lý Hòa" if encoding == "cp1252" else None, "M?u", None,
    ]  # fmt: skip


def test_a_csv_excel_has_saved_with_semicolons_and_its_own_first_line_is_read(tmp_path: Path) -> None:
    lines = [";".join(SHEET), ";".join(row()), ""]
    (tmp_path / "phieu.csv").write_bytes("\r\n".join(["sep=;", *lines]).encode("utf-8"))
    assert read_answers(tmp_path / "phieu.csv").answers.height == 1


# ---- what is no answered sheet ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        ["STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Diện tích"],
        ["Mã kiểm tra", "Tờ", "Thửa", "Kết luận", "Người kiểm tra", "Ghi chú"],
        ["Tờ", "Thửa", "Nhóm", "Lý do", "Số người"],
    ],
    ids=["land list", "check sheet", "parcels"],
)
def test_a_file_that_is_something_else_says_what_headings_it_has(write_csv: Write, header: list[str]) -> None:
    file = only(write_csv("khac.csv", [header, ["1"] * len(header)]))
    with pytest.raises(SourceError, match="Tệp không phải phiếu sai lệch đã trả lời") as raised:
        read_answers(file)
    assert (raised.value.file, "'Thửa'" in str(raised.value) or "'Số thửa'" in str(raised.value)) == ("khac.csv", True)


@pytest.mark.parametrize("missing", ["Mã sai lệch", "Quyết định"])
def test_a_sheet_that_has_lost_a_column_it_needs_names_it(write_csv: Write, missing: str) -> None:
    at = SHEET.index(missing)
    file = only(write_csv("phieu.csv", [one[:at] + one[at + 1 :] for one in (SHEET, row())]))
    with pytest.raises(SourceError, match=f"Thiếu cột bắt buộc '{missing}'") as raised:
        read_answers(file)
    assert raised.value.file == "phieu.csv"


@pytest.mark.parametrize("name", ["phieu.pdf", "phieu.csv", "khong-co.csv"])
def test_a_file_nobody_can_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "phieu.csv").touch()
    with pytest.raises(SourceError) as raised:
        read_answers(tmp_path / name)
    assert raised.value.file == name


# ---- in a ward's folder ----------------------------------------------------------------------------------------------


@pytest.fixture
def ward(residents: Path, write_csv: Write, form_header: list[list[str]], land_row: Callable[..., list[str]]) -> Path:
    return write_csv("land.csv", [*form_header, land_row(holder_name="Vũ Thị Thử", sheet="3", parcel="14")])


def test_answered_sheets_lie_beside_the_lists(ward: Path, write_csv: Write) -> None:
    write_csv("phieu-1.csv", [SHEET, row(1), row(2, answer="")])
    write_csv("phieu-2.csv", [SHEET, row(1)])
    sources = read_ward(ward, ward="11557", salt=SALT)
    assert_frame_equal(sources.answers, RAW_ANSWERS.conform(sources.answers))
    assert sources.answers["source_file"].to_list() == ["phieu-1.csv", "phieu-2.csv"]
    assert [(one.kind, one.rows, one.accepted, one.noise) for one in sources.inputs] == [
        ("land", 1, 1, 0), ("answers", 2, 1, 1), ("answers", 1, 1, 0), ("residents", 2, 2, 0),
    ]  # fmt: skip
    assert sources.check_answers.is_empty()


def test_a_sheet_nobody_has_filled_in_stops_nothing(ward: Path, write_csv: Write) -> None:
    write_csv("phieu.csv", [SHEET, row(answer="")])
    sources = read_ward(ward, ward="11557", salt=SALT)
    assert_frame_equal(sources.answers, RAW_ANSWERS.empty())


def test_a_land_list_with_remarks_copied_into_it_stays_a_land_list(residents: Path, write_csv: Write) -> None:
    header = ["STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Mã sai lệch", "Quyết định", "Người quyết định"]
    lines = [["1", "Vũ Thử", "031170000011", "3", "14", "a-07", "đúng người", "Mẫu"]]
    sources = read_ward(write_csv("land.csv", [header, *lines]), ward="11557", salt=SALT)
    assert (sources.land.height, sources.answers.height) == (1, 0)


def test_cells_for_answers_are_those_of_the_contract() -> None:
    with (SAVED / "utf-8.csv").open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines, delimiter=";"))
    assert set(header) == set(SHEET)
    assert set(FIELDS.values()) == set(ANSWER_FIELDS)
