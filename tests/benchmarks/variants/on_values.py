"""Variants of single values: fillers, signs around numbers, units, several land uses in one cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from .declared import Variant, form_cells, with_land_in, write_plain
from .files import write_text
from .on_cells import NUMBERS
from .ward import Row, Ward, land_with

_USES: Final = ("use_1", "use_2", "use_3")
_ID_NUMBERS: Final = ("holder_id_number", "current_user_id_number", "paper_1", "paper_2", "citizen_id", "cmnd")
_TWELVE: Final = r"^(\d{3})(\d{3})(\d{3})(\d{3})$"
_AREAS: Final = ("area", "use_1_area", "use_2_area", "use_3_area")


def _each(change: Callable[[str, str], str]) -> Callable[[Ward, Path], None]:
    """Plain lists, every value changed. `change`: field and text → text."""

    def changed(row: Row) -> Row:
        return {field: change(field, text) if text else text for field, text in row.items()}

    return lambda ward, folder: write_plain(ward.with_land(changed).with_residents(changed), folder)


def _on(fields: Sequence[str], pattern: str, written: str) -> Callable[[str, str], str]:
    return lambda field, text: re.sub(pattern, written, text) if field in fields else text


def _filled(rows: Sequence[Row], folder: Path) -> None:
    """Blank cells hold what people type for 'nothing'."""
    fillers = {
        "holder_id_number": ("không có", "0", "-", "chưa có", "000000000000"),
        "holder_birth_date": ("00/00/0000", "01/01/1900", "-", "không rõ", "0"),
        "holder_gender": ("-", "không rõ", ".", "x", "-"),
        "organisation_name": ("-", "không", "0", "N/A", "/"),
        "current_user_name": ("-", "không", "0", "N/A", "/"),
    }
    filled = [
        row | {field: words[at % len(words)] for field, words in fillers.items() if row["guid"] and not row[field]}
        for at, row in enumerate(rows)
    ]
    write_text(folder / "land.csv", form_cells(filled))


def _joined_uses(*, areas: bool) -> Callable[[Sequence[Row], Path], None]:
    """All land uses of a row in the first cell: 'ONT 200; CLN 150.5', or 'ONT+CLN'."""

    def joined(row: Row) -> Row:
        parts = [f"{row[use]} {row[f'{use}_area']}".strip() if areas else row[use] for use in _USES if row[use]]
        blank = {field: "" for use in _USES[1:] for field in (use, f"{use}_area")} | {"use_1_area": ""}
        return row | blank | {"use_1": ("; " if areas else "+").join(parts)} if len(parts) > 1 else row

    return lambda rows, folder: write_text(folder / "land.csv", form_cells([joined(row) for row in rows]))


def _without_part_areas(row: Row) -> Row:
    """The areas by use are lost where several uses are joined."""
    several = sum(bool(row[use]) for use in _USES) > 1
    return row | {f"{use}_area": "" for use in _USES} if several else row


VARIANTS: Final = (
    Variant("value: numbers end in '.0'", _each(_on(NUMBERS, r"^(\d+)$", r"\1.0"))),
    Variant("value: apostrophes before numbers", _each(_on(_ID_NUMBERS, r"^(?=\d)", "'"))),
    Variant(
        "value: numbers in groups", _each(_on(_ID_NUMBERS, r"^(\d{3})(\d{3})(\d{3})(\d{3})$", "\\1 \\2\u00a0\\3.\\4"))
    ),
    Variant("value: decimal commas", _each(_on(_AREAS, r"^(\d+)\.(\d+)$", r"\1,\2"))),
    Variant("value: areas with their unit", _each(_on(_AREAS, r"^([\d.,]*\d)$", r"\1 m2"))),
    Variant("value: Ð of Icelandic for Đ", _each(lambda _, text: text.replace("Đ", "Ð"))),
    Variant("value: fillers in blank cells", with_land_in(_filled)),
    Variant("value: land uses in one cell, with areas", with_land_in(_joined_uses(areas=True))),
    Variant(
        "value: land uses in one cell, 'ONT+CLN'",
        with_land_in(_joined_uses(areas=False)),
        land_with(_without_part_areas),
        "areas by land use",
    ),
)
