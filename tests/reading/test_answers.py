"""Answered check sheets: told by their headings, judged row by row, whatever Excel has done to them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from cleaning.errors import SourceError
from cleaning.reading import WardSources, read_ward
from cleaning.schemas import RAW_CHECK_ANSWERS

SALT = "a salt of the tests"
SHEET = [
    "Mã kiểm tra", "Tờ", "Thửa", "Số phát hành", "Họ tên (đất đai)", "Họ tên (dân cư)", "Số giấy tờ (đất đai)",
    "Số định danh (dân cư)", "Số CMND (dân cư)", "Ngày sinh (đất đai)", "Ngày sinh (dân cư)", "Giới tính (đất đai)",
    "Giới tính (dân cư)", "Địa chỉ (đất đai)", "Địa chỉ (dân cư)", "Tổ dân phố (dân cư)", "Tình trạng (dân cư)",
    "Quan hệ với chủ hộ (dân cư)", "Kết luận", "Người kiểm tra", "Ghi chú",
]  # fmt: skip
ID = "K11557-3F9C0A17D2E4B8A5T"
Write = Callable[..., Path]

with (Path(__file__).parents[1] / "cases" / "check_answers.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))


def row(check_id: str = ID, conclusion: str = "đúng người", checker: str = "Mẫu", note: str = "") -> list[str]:
    shown = ["3", "14", "", "Vũ Thị Thử", "Vũ Thị Thử", "031170000011", "031170000011", *[""] * 10]
    return [check_id, *shown, conclusion, checker, note]


@pytest.fixture
def ward(residents: Path, write_csv: Write, form_header: list[list[str]], land_row: Callable[..., list[str]]) -> Path:
    return write_csv("land.csv", [*form_header, land_row(holder_name="Vũ Thị Thử", sheet="3", parcel="14")])


def read(folder: Path) -> WardSources:
    return read_ward(folder, ward="11557", salt=SALT)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_row_is_an_answer_noise_or_refused_with_its_reason(
    ward: Path, write_csv: Write, case: dict[str, str]
) -> None:
    write_csv("phieu.csv", [SHEET, row(case["check_id"], case["conclusion"], case["checker"])])
    sources = read(ward)
    [account] = [one for one in sources.inputs if one.kind == "check_answers"]
    reached = sources.check_answers["conclusion"].to_list() + sources.rejected["reason"].to_list() + ["noise"]
    assert (account.rows, account.accepted + account.rejected + account.noise) == (1, 1)
    assert reached[0].startswith(case["expected"]), case["why"]


def test_answers_conform_and_say_who_and_where(ward: Path, write_csv: Write) -> None:
    write_csv("phieu.csv", [SHEET, row(conclusion=""), row(f" {ID.lower()}", note="Đã gặp, có ở nhà")])
    answers = read(ward).check_answers
    assert_frame_equal(answers, RAW_CHECK_ANSWERS.conform(answers))
    assert answers.to_dicts() == [
        {"source_file": "phieu.csv", "source_sheet": None, "source_row": 3, "check_id": ID, "conclusion": "right",
         "checker": "Mẫu", "note": "Đã gặp, có ở nhà"},
    ]  # fmt: skip


def test_columns_may_be_moved_and_those_of_no_use_deleted(ward: Path, write_csv: Write) -> None:
    write_csv("phieu.csv", [["Người kiểm tra", "Thửa", "Kết luận", "Mã kiểm tra"], ["Mẫu", "14", "chưa rõ", ID]])
    assert read(ward).check_answers["conclusion"].to_list() == ["unclear"]


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("cp1258", [["M? ki?m tra", "K?t lu?n", "Ngư?i ki?m tra"], [ID, "đúng ngư?i", "M?u"]]),
        ("cp1252", [["Mã ki?m tra", "K?t lu?n", "Ng??i ki?m tra"], [ID, "?úng ng??i", "M?u"]]),
        ("utf-16", [["Mã kiểm tra", "Kết luận", "Người kiểm tra"], [ID, "đúng người", "Mẫu"]]),
    ],
)
def test_sheets_saved_in_another_encoding_are_read(
    ward: Path, write_csv: Write, encoding: str, written: list[list[str]]
) -> None:
    write_csv("phieu.csv", written, encoding=encoding, delimiter=";")
    assert read(ward).check_answers["conclusion"].to_list() == ["right"]


def test_a_sheet_saved_as_a_workbook_is_read(ward: Path, write_xlsx: Write) -> None:
    write_xlsx("phieu.xlsx", **{"kiem-tra": [SHEET, row()]})
    assert read(ward).check_answers["source_sheet"].to_list() == ["kiem-tra"]


def test_a_sheet_nobody_has_filled_in_stops_nothing(ward: Path, write_csv: Write) -> None:
    write_csv("phieu.csv", [SHEET, row(conclusion="", checker="")])
    sources = read(ward)
    assert_frame_equal(sources.check_answers, RAW_CHECK_ANSWERS.empty())
    assert (sources.inputs[0].rows, sources.inputs[1].noise, sources.rejected.height) == (1, 1, 0)


def test_the_same_sheet_twice_stops_nothing(ward: Path, write_csv: Write) -> None:
    write_csv("phieu.csv", [SHEET, row()])
    write_csv("phieu (1).csv", [SHEET, row()])
    assert read(ward).check_answers["check_id"].to_list() == [ID, ID]


def test_a_sheet_without_its_conclusions_is_named(ward: Path, write_csv: Write) -> None:
    write_csv("phieu.csv", [SHEET[:-3], row()[:-3]])
    with pytest.raises(SourceError, match="Thiếu cột bắt buộc 'Kết luận'") as raised:
        read(ward)
    assert raised.value.file == "phieu.csv"


def test_a_land_list_with_remarks_of_a_check_stays_a_land_list(residents: Path, write_csv: Write) -> None:
    header = ["STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Kết luận", "Người kiểm tra", "Ghi chú"]
    sources = read(write_csv("land.csv", [header, ["1", "Vũ Thử", "031170000011", "3", "14", "đúng người", "Mẫu", ""]]))
    assert (sources.land.height, sources.check_answers.height) == (1, 0)


def test_numbers_typed_into_an_answer_are_masked_where_it_is_refused(ward: Path, write_csv: Write) -> None:
    write_csv("phieu.csv", [SHEET, row(conclusion="là bà 031170000011")])
    [refused] = read(ward).rejected.to_dicts()
    assert refused["content"] == f"{ID} | là bà 031•••••0011 | Mẫu"
