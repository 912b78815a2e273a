"""A ward's folder → its two lists as rows of text by field, which the variants write down again in other ways."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple

import openpyxl

from cleaning.schemas import LAND_FIELDS

Row = dict[str, str]
_HOLDER_COLUMN: Final = LAND_FIELDS.index("holder_name")
_ITEM_OF_HOLDER: Final = "7"
# field of a resident list → its usual heading
REGISTER: Final = {
    "order_number": "STT",
    "name": "Họ và tên",
    "birth_date": "Ngày, tháng, năm sinh",
    "gender": "Giới tính",
    "citizen_id": "Số ĐDCN (CCCD)",
    "cmnd": "Số CMND 9 số",
    "ethnicity": "Dân tộc",
    "religion": "Tôn giáo",
    "native_place": "Quê quán",
    "residence": "Nơi thường trú",
    "temporary_residence": "Nơi tạm trú/Nơi ở hiện tại",
    "head_name": "Họ tên chủ hộ",
    "relation": "Quan hệ với chủ hộ",
    "household_number": "Số hồ sơ cư trú",
    "status": "Trạng thái",
    "death_date": "Ngày chết",
    "hamlet": "Tổ dân phố",
    "note": "Ghi chú",
}


class Ward(NamedTuple):
    """`land`: rows of the form by its fields, those without Guid being totals; `residents`: rows of the register."""

    code: str
    land: tuple[Row, ...]
    residents: tuple[Row, ...]

    def with_land(self, change: Callable[[Row], Row]) -> Ward:
        """The ward with every land row of somebody changed; totals stay."""
        return self._replace(land=tuple(change(row) if row["guid"] else row for row in self.land))

    def with_residents(self, change: Callable[[Row], Row]) -> Ward:
        """The ward with every resident changed."""
        return self._replace(residents=tuple(map(change, self.residents)))


def ward_of(folder: Path) -> Ward:
    """The lists of `folder`: a campaign form with its item numbers, and a resident list with one header row."""
    land, residents = (next(folder.glob(f"{name}.*")) for name in ("land", "residents"))
    form, register = list(_cells(land)), list(_cells(residents))
    first = next(at for at, row in enumerate(form) if row[_HOLDER_COLUMN] == _ITEM_OF_HOLDER) + 1
    headings = {heading: field for field, heading in REGISTER.items()}
    fields = [headings[text] for text in register[0]]
    return Ward(
        folder.name,
        tuple(dict(zip(LAND_FIELDS, row, strict=False)) for row in form[first:]),
        tuple(dict(zip(fields, row, strict=True)) for row in register[1:]),
    )


def without(*fields: str) -> Callable[[Row], Row]:
    """A row with `fields` left blank."""
    return lambda row: row | {field: "" for field in fields if field in row}


def only(*fields: str) -> Callable[[Row], Row]:
    """A row with all but `fields` left blank."""
    return lambda row: {field: value if field in fields else "" for field, value in row.items()}


def land_with(change: Callable[[Row], Row]) -> Callable[[Ward], Ward]:
    """A ward with its land rows changed."""
    return lambda ward: ward.with_land(change)


def residents_with(change: Callable[[Row], Row]) -> Callable[[Ward], Ward]:
    """A ward with its residents changed."""
    return lambda ward: ward.with_residents(change)


def without_noughts(ward: Ward) -> Ward:
    """The ward with numbers as Excel keeps them, where nothing beside them tells that a nought was lost.

    So it is with tax codes, and with a current user's number of two noughts: neither birth nor gender bears it out.
    """

    def bare(row: Row) -> Row:
        number = row["current_user_id_number"]
        lost = {"current_user_id_number": number.lstrip("0")} if number.startswith("00") else {}
        code = row["organisation_id"]
        return row | lost | ({"organisation_id": code.lstrip("0")} if code.isdigit() else {})

    return ward.with_land(bare)


def _cells(path: Path) -> Iterator[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.reader(lines)
        return
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    for row in sheet.iter_rows(values_only=True):
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    if isinstance(value, date | datetime):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
