"""The campaign form's header: texts in merged cells over three rows, the item numbers in the fourth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cleaning import reference

HEADER_ROWS: Final = 4
_LAST_TEXT_ROW, _ITEM_ROW = 2, 3


@dataclass(frozen=True)
class FormColumn:
    """One column of the form. `group`, `subgroup`: the merged texts above its own `heading`; "" where there is none.

    `item`: its number in the form ('8'), "" where it has none.
    """

    field: str
    group: str
    subgroup: str
    heading: str
    item: str

    @property
    def level(self) -> int:
        """The header row, from 0, in which the heading stands; it is merged down to the last one of texts."""
        return 2 if self.subgroup != "" else 1 if self.group != "" else 0

    @property
    def name(self) -> str:
        """What people call it where it stands alone: 'Mục 26: Loại đất 1, Diện tích'."""
        within = f"{self.subgroup.split(' (')[0]}, " if self.item.isdigit() and self.subgroup != "" else ""
        return f"Mục {self.item}: {within}{self.heading}" if self.item.isdigit() else self.heading


@cache
def form_columns() -> tuple[FormColumn, ...]:
    """The 61 columns, in order."""
    return tuple(
        FormColumn(**{name: text or "" for name, text in row.items()})
        for row in reference.table("form_headings").iter_rows(named=True)
    )


def write_form_header(sheet: Worksheet, look: Format) -> None:
    """Write the first HEADER_ROWS rows of `sheet`."""
    columns = form_columns()
    _write_groups(sheet, look, 0, [(one.group,) for one in columns])
    _write_groups(sheet, look, 1, [(one.group, one.subgroup) for one in columns])
    for at, one in enumerate(columns):
        _write(sheet, (one.level, at, _LAST_TEXT_ROW, at), one.heading, look)
        sheet.write_string(_ITEM_ROW, at, one.item, look)


def _write_groups(sheet: Worksheet, look: Format, level: int, named: list[tuple[str, ...]]) -> None:
    """Names of header row `level`, each merged across its columns."""
    first = 0
    for names, columns in groupby(named):
        last = first + len(list(columns)) - 1
        if names[-1] != "":
            _write(sheet, (level, first, level, last), names[-1], look)
        first = last + 1


def _write(sheet: Worksheet, cells: tuple[int, int, int, int], text: str, look: Format) -> None:
    if cells[:2] == cells[2:]:
        sheet.write_string(*cells[:2], text, look)
    else:
        sheet.merge_range(*cells, text, look)
