"""Variants of the resident list, as the police print it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from .declared import Variant, form_cells, register_cells
from .files import write_book, write_text
from .layouts import Cells, Column, body, header, register
from .ward import Row, Ward, only, residents_with, without

_POLICE: Final = {
    "order_number": ("Số TT",),
    "name": ("Họ, chữ đệm và tên khai sinh",),
    "birth_date": ("Ngày sinh",),
    "gender": ("Nam/Nữ",),
    "citizen_id": ("Mã định danh cá nhân",),
    "cmnd": ("Số CMND cũ",),
    "ethnicity": ("Dân tộc",),
    "residence": ("Nơi đăng ký thường trú",),
    "hamlet": ("Thôn, tổ dân phố",),
    "head_name": ("Chủ hộ", "Họ và tên"),
    "relation": ("Chủ hộ", "Quan hệ"),
    "household_number": ("Số hộ khẩu",),
    "status": ("Tình trạng cư trú",),
    "death_date": ("Năm chết/mất tích",),
}
_PARTS: Final = {"day": "Ngày", "month": "Tháng", "year": "Năm"}
_SHORT: Final = ("order_number", "name", "birth_date", "gender", "citizen_id", "residence")


def _residents(write: Callable[[Sequence[Row], Path], None]) -> Callable[[Ward, Path], None]:
    def both(ward: Ward, folder: Path) -> None:
        write_text(folder / "land.csv", form_cells(ward.land))
        write(ward.residents, folder)

    return both


def _police(rows: Sequence[Row], folder: Path) -> None:
    columns = [Column(field, texts) for field, texts in _POLICE.items()]
    titles: Cells = [["CÔNG AN PHƯỜNG"], ["DANH SÁCH NHÂN KHẨU THƯỜNG TRÚ"], ["(tính đến 20/11/2026)"], []]
    write_book(folder / "residents.xlsx", {"Nhân khẩu": [*titles, *header(columns, items=False), *body(rows, columns)]})


def _without_cmnd_column(rows: Sequence[Row], folder: Path) -> None:
    columns = [column for column in register(rows) if column.field != "cmnd"]
    write_text(folder / "residents.csv", [*header(columns, items=False), *body(rows, columns)])


def _sheet_per_hamlet(rows: Sequence[Row], folder: Path) -> None:
    """Neither hamlet nor residence is a column: the name of the sheet tells."""
    columns = [column for column in register(rows) if column.field not in ("hamlet", "residence")]
    sheets: dict[str, Sequence[Sequence[str]]] = {}
    for hamlet in sorted({row["hamlet"] for row in rows}):
        own = [row for row in rows if row["hamlet"] == hamlet]
        sheets[hamlet.replace("Tổ dân phố", "TDP")] = [*header(columns, items=False), *body(own, columns)]
    write_book(folder / "residents.xlsx", sheets)


def _noted(rows: Sequence[Row], folder: Path) -> None:
    """Death and departure stand in the remarks only."""
    columns = [column for column in register(rows) if column.field not in ("status", "death_date", "note")]
    columns.append(Column("note", ("Ghi chú",)))
    noted = [row | {"note": _note(row)} for row in rows]
    write_text(folder / "residents.csv", [*header(columns, items=False), *body(noted, columns)])


def _note(row: Row) -> str:
    words = {"Đã chết": f"Đã chết ngày {row['death_date']}", "Đã đi": "Đã chuyển đi nơi khác"}
    return words.get(row["status"], "")


def _two_registers(rows: Sequence[Row], folder: Path) -> None:
    half = len(rows) // 2
    write_text(folder / "residents 1.csv", register_cells(rows[:half]))
    write_book(folder / "residents 2.xlsx", {"Sheet1": register_cells(rows[half:])})


def _short_register(rows: Sequence[Row], folder: Path) -> None:
    """Only what every list has."""
    columns = [column for column in register(rows) if column.field in _SHORT]
    write_text(folder / "residents.csv", [*header(columns, items=False), *body(rows, columns)])


def _births_in_three(rows: Sequence[Row], folder: Path) -> None:
    """Day, month and year in columns of their own; of who has a year alone, the year."""
    spread = [Column(f"birth_{part}", ("Ngày sinh", text)) for part, text in _PARTS.items()]
    columns = [one for column in register(rows) for one in (spread if column.field == "birth_date" else [column])]
    parted = [row | _parts(row["birth_date"]) for row in rows]
    write_text(folder / "residents.csv", [*header(columns, items=False), *body(parted, columns)])


def _parts(birth: str) -> Row:
    parts = birth.split("/")
    whole = parts if len(parts) == len(_PARTS) else ["", "", birth]
    return {f"birth_{part}": text for part, text in zip(_PARTS, whole, strict=True)}


VARIANTS: Final = (
    Variant("residents: birth in three columns", _residents(_births_in_three)),
    Variant("residents: police headings, titles, grouped header", _residents(_police)),
    Variant(
        "residents: no CMND",
        _residents(_without_cmnd_column),
        residents_with(without("cmnd")),
        "CMND",
    ),
    Variant(
        "residents: a sheet per hamlet, no hamlet column",
        _residents(_sheet_per_hamlet),
        residents_with(without("residence")),
        "residence, but for the hamlet",
    ),
    Variant("residents: death and departure in the remarks", _residents(_noted)),
    Variant("residents: two files", _residents(_two_registers)),
    Variant(
        "residents: name, birth, gender, number, residence alone",
        _residents(_short_register),
        residents_with(only(*_SHORT)),
        "CMND, household, status",
    ),
)
