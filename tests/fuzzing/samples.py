"""sample_data/ → small lists of real rows: a land form, its residents, a village list, a sheet map."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import openpyxl

from cleaning.schemas import LAND_FIELDS
from tests.fuzzing.cells import Cell, Row, Table, as_text

SAMPLE: Final = Path(__file__).parents[2] / "sample_data" / "11557"
WINDOWS: Final = 12
_ROWS: Final = 60
_HEADER_ROWS: Final = 4
_VILLAGE_HEADER: Final = (
    "STT", "Họ và tên", "Số CCCD", "Ngày sinh", "Số tờ", "Số thửa", "Diện tích (m2)", "Xứ đồng", "Số GCN",
)  # fmt: skip
_VILLAGE_FIELDS: Final = (
    "order_number", "holder_name", "holder_id_number", "holder_birth_date", "sheet", "parcel", "area",
    "parcel_address", "certificate_serial",
)  # fmt: skip


@dataclass(frozen=True)
class Lists:
    """The lists of one window. `keys`: list → texts that name its rows, one a row; `secrets`: names and numbers."""

    tables: dict[str, Table]
    keys: dict[str, frozenset[str]]
    secrets: frozenset[str]


@cache
def lists(window: int) -> Lists:
    """The window-th sixty rows of the sample's land form, and the residents they name."""
    land = _land_rows()
    first = _HEADER_ROWS + window * ((len(land) - _HEADER_ROWS - _ROWS) // (WINDOWS - 1))
    rows = land[first : first + _ROWS]
    residents = _residents_of(rows)
    village = [[row[LAND_FIELDS.index(field)] for field in _VILLAGE_FIELDS] for row in rows]
    tables = {
        "land": Table(_HEADER_ROWS, land[:_HEADER_ROWS] + rows),
        "residents": Table(1, residents),
        "village": Table(1, [list(_VILLAGE_HEADER), *village]),
        "sheet_map": Table(1, _csv_rows("doi-chieu-to-ban-do.csv")),
    }
    return Lists(tables, {name: _keys(name, table) for name, table in tables.items()}, _secrets(rows, residents))


@cache
def sample_bytes() -> bytes:
    """The sample's own workbook, as Excel-like programs write it."""
    return (SAMPLE / "land.xlsx").read_bytes()


def row_keys(name: str, table: Table) -> dict[int, str]:
    """Row number as Excel shows it → the text that names the row, of rows below the header that have one."""
    at = {"land": len(LAND_FIELDS) - 1, "residents": 4, "village": 2, "sheet_map": 2}[name]
    texts = {number: as_text(row[at]) for number, row in enumerate(table.rows, 1) if number > table.header and row[at]}
    unique = [text for text in texts.values() if len(text) > 8 and list(texts.values()).count(text) == 1]
    return {number: text for number, text in texts.items() if text in unique}


def _keys(name: str, table: Table) -> frozenset[str]:
    return frozenset(row_keys(name, table).values())


@cache
def _land_rows() -> list[Row]:
    sheet = openpyxl.load_workbook(SAMPLE / "land.xlsx", read_only=True).worksheets[0]
    return [[_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def _plain(cell: Any) -> Cell:
    return cell.date() if isinstance(cell, datetime) else cell


@cache
def _csv_rows(name: str, folder: Path = SAMPLE) -> list[Row]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as lines:
        return [list(row) for row in csv.reader(lines)]


def _residents_of(land: list[Row]) -> list[Row]:
    """The header of the register and sixty people: those the land rows truly name come first."""
    header, *everybody = _csv_rows("residents.csv")
    truth = {str(guid): number for guid, number in _csv_rows("truth.csv", SAMPLE.parent)}
    named = {truth.get(as_text(row[-1])) for row in land}
    return [header, *sorted(everybody, key=lambda row: row[4] not in named)[:_ROWS]]


def _secrets(land: list[Row], residents: list[Row]) -> frozenset[str]:
    fields = [LAND_FIELDS.index(field) for field in ("holder_name", "holder_id_number", "current_user_name")]
    cells = [as_text(row[at]) for row in land for at in fields] + [
        as_text(row[at]) for row in residents[1:] for at in (1, 4, 5)
    ]
    people = (cell for cell in cells if not isinstance(cell, date))
    return frozenset(cell for cell in people if " " in cell.strip() or (cell.isdigit() and len(cell) > 8))
