"""How cells of a book look: a few quiet colours, the same wherever a kind of cell appears."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from cleaning.reporting.discrepancies import COLUMNS, Kind
from cleaning.reporting.words import SEVERITIES

FONT: Final = "Arial"  # measured alike by Excel and by LibreOffice
CELL_POINTS: Final = 10
_INK: Final = "#24465C"
_LINE, _RULE = "#D5DBE0", "#6F8797"  # between cells, and around the rows of one parcel
_SEVERITY_COLOURS: Final = {"error": ("#F6D5D0", "#8C1D18"), "warning": ("#FCE9BF", "#6B4A00")}
_ANSWER_GROUNDS: Final = ("#FFFBE3", "#FCF3C4")
_SHADE: Final = "#F1F5F8"
_KINDS: Final[dict[Kind, dict[str, object]]] = {
    "machine": {"font_color": "#7A828A"},
    "text": {"text_wrap": True},
    "severity": {"bold": True},
    "share": {"num_format": "0.0%", "align": "center"},
    "answer": {"text_wrap": True, "locked": False},
}


@dataclass(frozen=True)
class Look:
    """What the look of a row's cells depends on beside their column: how severe it is, where in its parcel it stands."""

    severity: str
    is_first: bool
    is_last: bool
    is_shaded: bool


LOOKS: Final = tuple(Look(*one) for one in product(SEVERITIES, (False, True), (False, True), (False, True)))


class Formats:
    """The formats of one book. Texts are text even where empty, so that what staff enter keeps its zeros."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        text = {"font_size": 11, "num_format": "@", "text_wrap": True, "valign": "top"}
        header = {"bold": True, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter", "border": 1}
        counted = {"font_size": 11, "valign": "top", "bottom": 1, "bottom_color": _LINE}
        section = {"bold": True, "font_size": 12, "font_color": _INK, "bottom": 1, "bottom_color": _RULE}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _INK})
        self.section = book.add_format(section)
        self.text = book.add_format(text)
        self.said = book.add_format({"font_size": 11})
        self.label = book.add_format({**text, "bold": True})
        self.header = book.add_format({**header, "bg_color": "#2F4F63", "border_color": _LINE})
        self.number_header = book.add_format({**header, "bg_color": "#2F4F63", "border_color": _LINE, "align": "right"})
        self.answer_header = book.add_format({**header, "bg_color": "#8A6D00", "border_color": _LINE})
        self.word = book.add_format({**counted, "num_format": "@", "text_wrap": True})
        self.number = book.add_format({**counted, "num_format": "#,##0", "align": "right"})
        self.total_word = book.add_format({**counted, "bold": True})
        self.total = book.add_format({**counted, "num_format": "#,##0", "align": "right", "bold": True})
        # laid over cells to fill while they wait for something
        self.awaited = book.add_format({"bg_color": "#F8C471", "bold": True})

    def row(self, look: Look) -> list[Format]:
        """The formats of a row's cells, column by column."""
        return [self._book.add_format(self._cell(column.kind, look)) for column in COLUMNS]

    def _cell(self, kind: Kind, look: Look) -> dict[str, object]:
        ground: dict[str, object] = {"bg_color": _SHADE} if look.is_shaded else {}
        if kind == "answer":
            ground = {"bg_color": _ANSWER_GROUNDS[look.is_shaded]}
        if kind == "severity" and look.severity in _SEVERITY_COLOURS:
            background, letters = _SEVERITY_COLOURS[look.severity]
            ground = {"bg_color": background, "font_color": letters}
        lines = {
            "border": 1,
            "border_color": _LINE,
            "top_color": _RULE if look.is_first else _LINE,
            "bottom_color": _RULE if look.is_last else _LINE,
        }
        return {"num_format": "@", "valign": "top", **lines, **_KINDS[kind], **ground}
