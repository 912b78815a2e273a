"""Headings of land forms and resident lists, and rows of a list under them → rows of cells."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from cleaning.schemas import LAND_FIELDS

from .ward import REGISTER, Row

Cells = list[list[str]]
# The form's header as Excel saves it: blanks where cells are merged, item numbers last.
_FORM_HEADER: Final = Path(__file__).parents[2] / "cases" / "reading_form_header.csv"
# A column nobody knows: where a list has no Guid, its rows are told by it.
TAG: Final = "Mã theo dõi"
_FLAT: Final = {
    "current_user_id_number": "Số định danh cá nhân người sử dụng hiện tại",
    "current_user_address": "Địa chỉ người sử dụng hiện tại",
} | {
    f"use_{n}{part}": f"{heading} {n}"
    for n in (1, 2, 3)
    for part, heading in {
        "": "Loại đất",
        "_area": "Diện tích loại đất",
        "_origin": "Nguồn gốc sử dụng",
        "_form": "Hình thức sử dụng",
        "_term": "Thời hạn sử dụng",
    }.items()
}


class Column(NamedTuple):
    """One column of a list: which field it holds, its header texts from the group down, the form's item number."""

    field: str
    texts: tuple[str, ...]
    item: str = ""


@cache
def form() -> tuple[Column, ...]:
    """The 61 columns of the campaign form."""
    with _FORM_HEADER.open(encoding="utf-8", newline="") as lines:
        *levels, items = csv.reader(lines)
    columns: list[Column] = []
    above = ["", ""]
    for at, field in enumerate(LAND_FIELDS):
        own = [level[at] for level in levels]
        above = [own[0] or above[0], own[1] if own[0] or own[1] else above[1]]
        texts = own if own[0] and not any(own[1:]) else [above[0], own[1] or (above[1] if own[2] else ""), own[2]]
        columns.append(Column(field, tuple(filter(None, texts)), items[at]))
    return tuple(columns)


def flat(columns: Iterable[Column] | None = None) -> tuple[Column, ...]:
    """The form's columns, each under one header text that stands for itself."""
    chosen = form() if columns is None else columns
    return tuple(Column(one.field, (_FLAT.get(one.field, one.texts[-1]),)) for one in chosen)


def register(rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns of a resident list, under the usual headings."""
    return tuple(Column(field, (REGISTER[field],)) for field in rows[0])


def renamed(headings: dict[str, str]) -> tuple[Column, ...]:
    """Columns field → heading, each under one header text."""
    return tuple(Column(field, (heading,)) for field, heading in headings.items())


def header(columns: Sequence[Column], *, items: bool = True, item: str = "{}") -> Cells:
    """The header rows of `columns` as merged cells come: a group's text in its first column, blanks to the right."""
    depth = max(len(column.texts) for column in columns)
    full = [(*column.texts, *[""] * (depth - len(column.texts))) for column in columns]
    rows = [
        [
            "" if at > 0 and texts[level] and texts[: level + 1] == full[at - 1][: level + 1] and level < depth - 1
            and _goes_on(texts, full[at - 1], level) else texts[level]
            for at, texts in enumerate(full)
        ]
        for level in range(depth)
    ]  # fmt: skip
    return [*rows, [item.format(one.item) if one.item else "" for one in columns]] if items else rows


def body(rows: Iterable[Row], columns: Sequence[Column]) -> Cells:
    """The values of each row under `columns`."""
    return [[row.get(column.field, "") for column in columns] for row in rows]


def changed(cells: Cells, change: Callable[[str], str]) -> Cells:
    """Every cell changed."""
    return [[change(cell) for cell in row] for row in cells]


def _goes_on(texts: tuple[str, ...], left: tuple[str, ...], level: int) -> bool:
    """Whether both columns have a text of their own below `level`."""
    return any(texts[level + 1 :]) and any(left[level + 1 :])
