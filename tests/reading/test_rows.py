"""Rows beside the rule: columns nobody knows, hamlets of whole sheets, and what a rejected row shows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from cleaning.reading import WardSources, read_ward
from cleaning.reading.masking import masked_content

CASES = Path(__file__).parents[1] / "cases"
VILLAGE = ["STT", "Họ và tên (Tên hộ)", "CCCD", "Số tờ", "Số thửa", "Diện tích"]
REGISTER = ["STT", "Họ và tên", "CCCD", "Ngày sinh"]
Write = Callable[..., Path]


def read(folder: Path) -> WardSources:
    return read_ward(folder, ward="11557", salt="a salt of the tests")


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", cases("masked_content"), ids=lambda case: case["case"])
def test_what_a_rejected_row_shows(case: dict[str, str]) -> None:
    assert pl.DataFrame({"cell": [case["cell"]]}).select(masked_content(["cell"])).item() == case["expected"], case[
        "why"
    ]


def test_a_rejected_row_shows_its_first_cells_and_no_more() -> None:
    cells = pl.DataFrame(
        {"one": ["Thôn\nMẫu"], "none": [None], "long": ["chữ " * 300_000]}, schema_overrides={"none": pl.String}
    )
    content = cells.select(masked_content(cells.columns)).item()
    assert content.startswith("Thôn Mẫu | chữ chữ")
    assert len(content) == 120


def test_every_reason_is_a_sentence(residents: Path, write_csv: Write) -> None:
    rows = [
        ["1", "Vũ Thử", "", "3", "14", "100"],
        ["", "", "", "", "", "540"],
        ["#REF!", "#REF!", "#N/A", "#REF!", "#REF!", "#REF!"],
        ["2", "Vũ Ví", "", "3", "15", "1", "2", "3"],
        ["3", "Vũ Và", "", "3", "16", "100"],
        ["", "Người lập biểu", "", "", "", ""],
        ["", "", "", "", "", "Đồng Cửa"],
    ]
    rejected = read(write_csv("land.csv", [VILLAGE, *rows])).rejected.sort("source_row")
    assert rejected["source_row"].to_list() == [3, 4, 5, 8]
    assert rejected["reason"].n_unique() == 4
    assert rejected["reason"].str.contains(r"^(Dòng|Các ô) .+\.$").all()


def test_columns_nobody_knows_are_kept(residents: Path, write_csv: Write) -> None:
    header = [*VILLAGE, "Người đi đo", 'Mã "nội bộ"']
    rows = [
        ["1", "Vũ Thử", "", "3", "14", "100", 'Tổ "đo"\n\\ 5', " 007 "],
        ["2", "Vũ Ví", "", "3", "15", "100", " ", "8"],
        ["3", "Vũ Và", "", "3", "16", "100", "", ""],
    ]
    others = read(write_csv("land.csv", [header, *rows])).land.sort("source_row")["other_cells"].to_list()
    assert json.loads(others[0]) == {"Người đi đo": 'Tổ "đo"\n\\ 5', 'Mã "nội bộ"': " 007 "}
    assert others[1:] == ['{"Mã \\"nội bộ\\"":"8"}', None]


@pytest.mark.parametrize("case", cases("sheet_hamlets"), ids=lambda case: case["case"])
def test_hamlet_of_a_sheet(write_csv: Write, write_xlsx: Write, case: dict[str, str]) -> None:
    write_csv("land.csv", [VILLAGE, ["1", "Vũ Thử", "", "3", "14", "100"]])
    sheet = [[case["title"], ""], REGISTER, ["1", "Vũ Ví", "031099000022", "1999"]]
    ward = read(write_xlsx("residents.xlsx", **{case["sheet"]: sheet}))
    expected = (case["expected"], "hamlet") if case["expected"] else (None, None)
    assert ward.residents.select("hamlet_raw", "inherited").rows() == [expected], case["why"]


def test_each_sheet_has_its_hamlet_and_a_column_of_its_own_outranks_it(write_csv: Write, write_xlsx: Write) -> None:
    write_csv("land.csv", [VILLAGE, ["1", "Vũ Thử", "", "3", "14", "100"]])
    sheets = {
        "TDP 1": [[*REGISTER, "Tổ dân phố"], ["1", "Vũ A", "", "1990", ""], ["2", "Vũ B", "", "1990", " "]],
        "TDP 2": [REGISTER, ["1", "Vũ C", "", "1990"]],
        "TDP 3": [[*REGISTER, "Tổ dân phố"], ["1", "Vũ D", "", "1990", "TDP 9"], ["2", "Vũ E", "", "1990", ""]],
    }
    told = read(write_xlsx("residents.xlsx", **sheets)).residents
    assert dict(told.select("name_raw", "hamlet_raw").rows()) == {
        "Vũ A": "TDP 1", "Vũ B": "TDP 1", "Vũ C": "TDP 2", "Vũ D": "TDP 9", "Vũ E": None,
    }  # fmt: skip


def test_titles_between_the_rows_tell_the_hamlet(write_csv: Write) -> None:
    write_csv("land.csv", [VILLAGE, ["1", "Vũ Thử", "", "3", "14", "100"]])
    one, two = ["", "Tổ dân phố số 1", "", ""], ["Thôn Hoàng Lâm", "", "", ""]
    people = [["1", "Vũ A", "", "1990"], ["2", "Vũ B", "", "1990"], ["1", "Vũ C", "", "1990"]]
    ward = read(write_csv("residents.csv", [REGISTER, one, *people[:2], two, people[2]]))
    assert ward.residents.sort("source_row")["hamlet_raw"].to_list() == ["Tổ dân phố số 1"] * 2 + ["Thôn Hoàng Lâm"]
    assert [account.noise for account in ward.inputs] == [0, 2]
    ward = read(write_csv("residents.csv", [REGISTER, *people, one, two]))
    assert ward.residents["hamlet_raw"].null_count() == 3


@pytest.mark.parametrize(
    ("label", "is_noise"),
    [("Tæng DT", True), ("Toång coäng", True), ("Tá»•ng cá»™ng", True), ("TỔNG CỘNG", True), ("Tống Cộng", False)],
)
def test_totals_in_old_encodings(residents: Path, write_csv: Write, label: str, is_noise: bool) -> None:
    rows = [["1", "Vũ Thử", "", "3", "14", "100"], ["", label, "", "", "", "100"]]
    assert read(write_csv("land.csv", [VILLAGE, *rows])).land.height == 2 - is_noise


def test_a_cell_longer_than_excel_holds_rejects_its_row(residents: Path, write_csv: Write) -> None:
    rows = [["1", "Vũ " * 10_922 + "V", "", "3", "14", "100"], ["2", "Vũ " * 10_922 + "Ví", "", "3", "15", "100"]]
    ward = read(write_csv("land.csv", [VILLAGE, *rows]))
    assert ward.land["source_row"].to_list() == [2]
    assert ward.rejected["source_row"].to_list() == [3]
    assert "32.767" in ward.rejected["reason"].item()
    assert ward.rejected["content"].str.len_chars().item() < 500
