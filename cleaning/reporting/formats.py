"""How cells of the book look: a few quiet colours, the same wherever a kind of cell appears."""

from __future__ import annotations

from typing import Final

from xlsxwriter.workbook import Workbook

from cleaning.reporting.discrepancies import Kind

_SEVERITY_COLOURS: Final = {"error": ("#F6D5D0", "#8C1D18"), "warning": ("#FCE9BF", "#6B4A00")}
_LOOKS: Final[dict[Kind, dict[str, object]]] = {
    "machine": {"font_color": "#7A828A"},
    "text": {"text_wrap": True},
    "severity": {"bold": True},
    "share": {"num_format": "0.0%", "align": "center"},
    "answer": {"text_wrap": True},
}
_INK: Final = "#24465C"
_LINES: Final = {"border": 1, "border_color": "#D5DBE0"}


class Formats:
    """The formats of one book. Text columns are text even where empty, so that what staff enter keeps its zeros.

    `columns` are whole columns by kind. `lines`, `answer` and `severities` are conditional formats, laid over the rows
    alone: as formats of columns they would go on far below the last row.
    """

    def __init__(self, book: Workbook) -> None:
        text = {"font_size": 11, "num_format": "@", "text_wrap": True, "valign": "top"}
        column = {"font_size": 10, "num_format": "@", "valign": "top"}
        header = {"bold": True, "font_size": 10, "font_color": "#FFFFFF", "text_wrap": True, **_LINES}
        section = {"bold": True, "font_size": 12, "font_color": _INK, "bottom": 1, "bottom_color": "#9FB3C1"}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _INK})
        self.section = book.add_format(section)
        self.text = book.add_format(text)
        self.label = book.add_format({**text, "bold": True})
        self.header = book.add_format({**header, "valign": "vcenter", "bg_color": "#2F4F63"})
        self.answer_header = book.add_format({**header, "valign": "vcenter", "bg_color": "#8A6D00"})
        self.columns = {kind: book.add_format({**column, **look}) for kind, look in _LOOKS.items()}
        self.lines = book.add_format(_LINES)
        self.answer = book.add_format({"bg_color": "#FFFBE3", **_LINES})
        self.severities = {
            severity: book.add_format({"bg_color": ground, "font_color": letters, **_LINES})
            for severity, (ground, letters) in _SEVERITY_COLOURS.items()
        }
