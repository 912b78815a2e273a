"""A small invented ward folder, written the ways offices write it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from cleaning.schemas import LAND_FIELDS

CASES = Path(__file__).parents[1] / "cases"
RESIDENT_HEADER = (
    "STT",
    "Họ và tên",
    "Ngày, tháng, năm sinh",
    "Giới tính",
    "Số ĐDCN (CCCD)",
    "Số CMND 9 số",
    "Tổ dân phố",
)
RESIDENT_ROWS = (
    ("1", "Vũ Thị Thử", "05/03/1970", "Nữ", "031170000011", "031000011", "Tổ dân phố Mẫu 1"),
    ("2", "Vũ Văn Ví", "1999", "Nam", "031099000022", "", "Tổ dân phố Mẫu 1"),
)
Rows = Sequence[Sequence[str]]


@pytest.fixture(scope="session")
def form_header() -> list[list[str]]:
    """The campaign form's header as Excel saves it in a CSV: blanks where cells are merged, item numbers last."""
    with (CASES / "reading_form_header.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.fixture
def land_row() -> Callable[..., list[str]]:
    """A row of the form: everything blank but the fields given."""

    def row(**values: str) -> list[str]:
        assert set(values) <= set(LAND_FIELDS)
        return [values.get(field, "") for field in LAND_FIELDS]

    return row


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write rows into the ward folder as CSV."""

    def write(name: str, rows: Rows, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
        with (tmp_path / name).open("w", encoding=encoding, newline="") as lines:
            csv.writer(lines, delimiter=delimiter).writerows(rows)
        return tmp_path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write sheets of text cells into the ward folder as one workbook."""

    def write(name: str, **sheets: Rows) -> Path:
        with xlsxwriter.Workbook(tmp_path / name) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for at, row in enumerate(rows):
                    for column, text in enumerate(row):
                        if text:
                            sheet.write_string(at, column, text)
        return tmp_path

    return write


@pytest.fixture
def residents(write_csv: Callable[..., Path]) -> Path:
    """A ward folder that has its resident list."""
    return write_csv("residents.csv", [RESIDENT_HEADER, *RESIDENT_ROWS])
