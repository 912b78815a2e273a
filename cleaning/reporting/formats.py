"""How cells of a book look: a few quiet colours, the same wherever a kind of cell appears."""

from __future__ import annotations

from typing import Final

from xlsxwriter.workbook import Workbook

from cleaning.reporting.discrepancies import Kind

FONT: Final = "Arial"  # measured alike by Excel and by LibreOffice
CELL_POINTS: Final = 10
_INK, _LINE, _RULE = "#24465C", "#D5DBE0", "#4F6B7D"
_SEVERITY_COLOURS: Final = {"error": ("#F6D5D0", "#8C1D18"), "warning": ("#FCE9BF", "#6B4A00")}
_LINES: Final = {"border": 1, "border_color": _LINE}
_KINDS: Final[dict[Kind, dict[str, object]]] = {
    "machine": {"font_color": "#7A828A"},
    "place": {"num_format": "0", "align": "center", "font_color": "#7A828A"},
    "text": {"text_wrap": True},
    "severity": {"bold": True},
    "share": {"num_format": "0.0%", "align": "center"},
    "answer": {"text_wrap": True, "locked": False, "bg_color": "#FFFBE3"},
}


class Formats:
    """The formats of one book. Texts are text even where empty, so that what staff enter keeps its zeros.

    `cells` are those of rows to fill in, by kind of column. `severities`, `refused`, `awaited` and `rules` are
    conditional: what is laid over a cell according to what stands in the rows. Cells of one column bear one format:
    LibreOffice takes minutes to sort conditional formats over cells that look different.
    """

    def __init__(self, book: Workbook) -> None:
        text = {"font_size": 11, "num_format": "@", "text_wrap": True, "valign": "top"}
        header = {"bold": True, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter", **_LINES}
        counted = {"font_size": 11, "valign": "top", "bottom": 1, "bottom_color": _LINE}
        number = {**counted, "num_format": "#,##0", "align": "right"}
        section = {"bold": True, "font_size": 12, "font_color": _INK, "bottom": 1, "bottom_color": _RULE}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _INK})
        self.section = book.add_format(section)
        self.said = book.add_format({"font_size": 11})
        self.text = book.add_format(text)
        self.label = book.add_format({**text, "bold": True})
        self.header = book.add_format({**header, "bg_color": "#2F4F63"})
        self.number_header = book.add_format({**header, "bg_color": "#2F4F63", "align": "right"})
        self.answer_header = book.add_format({**header, "bg_color": "#8A6D00"})
        self.word = book.add_format({**counted, "num_format": "@", "text_wrap": True})
        self.number = book.add_format(number)
        self.total_word = book.add_format({**counted, "bold": True})
        self.total = book.add_format({**number, "bold": True})
        cell = {"num_format": "@", "valign": "top", **_LINES}
        self.cells = {kind: book.add_format({**cell, **look}) for kind, look in _KINDS.items()}
        self.severities = {
            severity: book.add_format({"bg_color": ground, "font_color": letters, **_LINES})
            for severity, (ground, letters) in _SEVERITY_COLOURS.items()
        }
        self.refused = book.add_format({"bg_color": "#C62828", "font_color": "#FFFFFF", **_LINES})
        self.awaited = book.add_format({"bg_color": "#F5B041", **_LINES})
        self.rules = {
            edges: book.add_format(_LINES | {f"{edge}_color": _RULE for edge in edges})
            for edges in (("top", "bottom"), ("top",), ("bottom",))
        }
