"""How cells of the book look: a few quiet colours, the same wherever a kind of cell appears."""

from __future__ import annotations

from collections.abc import Mapping
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
_LINES: Final = {"border": 1, "border_color": "#D5DBE0"}


class Formats:
    """The formats of one book. Text columns are text even where empty, so that what staff enter keeps its zeros.

    `columns` are whole columns by kind; `severities` and `answer` colour cells by condition, for a whole column would
    be coloured far below the last row.
    """

    def __init__(self, book: Workbook) -> None:
        def made(look: Mapping[str, object], **more: object):
            return book.add_format({"valign": "top", **look, **more})

        text = {"font_size": 11, "num_format": "@", "text_wrap": True}
        section = {"bold": True, "font_size": 12, "font_color": "#24465C", "bottom": 1, "bottom_color": "#9FB3C1"}
        header = {"bold": True, "font_size": 10, "font_color": "#FFFFFF", "text_wrap": True, **_LINES}
        self.title = made({"bold": True, "font_size": 16, "font_color": "#24465C"})
        self.section = made(section)
        self.text = made(text)
        self.label = made(text, bold=True)
        self.header = made(header, valign="vcenter", bg_color="#2F4F63")
        self.answer_header = made(header, valign="vcenter", bg_color="#8A6D00")
        self.columns = {kind: made({"font_size": 10, "num_format": "@", **look}) for kind, look in _LOOKS.items()}
        self.answer = book.add_format({"bg_color": "#FFFBE3", **_LINES})
        self.severities = {
            severity: book.add_format({"bg_color": ground, "font_color": letters, **_LINES})
            for severity, (ground, letters) in _SEVERITY_COLOURS.items()
        }
