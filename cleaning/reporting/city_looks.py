"""How the cells of the roll-up's book look, by kind of value."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.workbook import Workbook

_KINDS: Final[dict[str, dict[str, Any]]] = {
    "text": {"num_format": "@", "indent": 1},
    "count": {"num_format": "#,##0", "align": "right"},
    "decimal": {"num_format": "#,##0.0", "align": "right"},
    "share": {"num_format": "0.0%", "align": "right"},
    "points": {"num_format": "+0.0;-0.0;0.0", "align": "right"},
    "day": {"num_format": "dd/mm/yyyy", "align": "right"},
    "hidden": {"num_format": "@", "align": "right", "font_color": "#8A949B", "italic": True},
}
_INK: Final = "#24465C"


class CityLooks:
    """The formats of one book: `plain` and `total` by kind of cell."""

    def __init__(self, book: Workbook) -> None:
        line: dict[str, Any] = {"valign": "vcenter", "bottom": 1, "bottom_color": "#D5DBE0"}
        header: dict[str, Any] = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#2F4F63", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 15, "font_color": _INK})
        self.said = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.header = book.add_format(
            {**header, "valign": "vcenter", "align": "center", "border": 1, "border_color": _INK}
        )
        self.plain = {kind: book.add_format({**line, **look}) for kind, look in _KINDS.items()}
        self.total = {
            kind: book.add_format({**line, **look, "bold": True, "bg_color": "#E8EEF1"})
            for kind, look in _KINDS.items()
        }
