"""Table → bytes of an XLSB workbook: the parts an XLSX has, in binary records (kinds of them: [MS-XLSB] 2.3)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from tests.fuzzing.cells import CellError, as_text
from tests.fuzzing.packages import Parts, packed, relations

if TYPE_CHECKING:
    from tests.fuzzing.cells import Cell, Table

_ROW, _ERROR_CELL, _NUMBER_CELL, _TEXT_CELL = 0, 3, 5, 6
_BOOK, _BOOK_END, _SHEETS, _SHEETS_END, _SHEET_NAMED = 131, 132, 143, 144, 156
_SHEET, _SHEET_END, _CELLS, _CELLS_END, _EXTENT = 129, 130, 145, 146, 148
_ERRORS: Final = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#N/A": 0x2A}
_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)


def xlsb_file(tables: dict[str, Table]) -> bytes:
    """Texts, whole numbers and decimals, and errors; another cell is the text it shows."""
    parts: Parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.bin")}),
        "xl/workbook.bin": _book(list(tables)),
        "xl/_rels/workbook.bin.rels": relations(
            {f"rId{at}": ("worksheet", f"worksheets/sheet{at}.bin") for at in range(1, len(tables) + 1)}
        ),
        **{f"xl/worksheets/sheet{at}.bin": _sheet(table) for at, table in enumerate(tables.values(), 1)},
    }
    return packed(parts)


def _book(names: list[str]) -> bytes:
    listed = b"".join(
        _record(_SHEET_NAMED, struct.pack("<II", 0, at) + _text(f"rId{at}") + _text(name))
        for at, name in enumerate(names, 1)
    )
    return _record(_BOOK) + _record(_SHEETS) + listed + _record(_SHEETS_END) + _record(_BOOK_END)


def _sheet(table: Table) -> bytes:
    extent = struct.pack("<IIII", 0, max(len(table.rows) - 1, 0), 0, max(table.width - 1, 0))
    cells = b"".join(
        _record(_ROW, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        + b"".join(_cell(column, cell) for column, cell in enumerate(line) if cell is not None)
        for row, line in enumerate(table.rows)
    )
    inside = _record(_EXTENT, extent) + _record(_CELLS) + cells + _record(_CELLS_END)
    return _record(_SHEET) + inside + _record(_SHEET_END)


def _cell(column: int, cell: Cell) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(cell, CellError):
        return _record(_ERROR_CELL, place + bytes([_ERRORS[cell.code]]))
    if isinstance(cell, int | float):
        return _record(_NUMBER_CELL, place + struct.pack("<d", cell))
    return _record(_TEXT_CELL, place + _text(as_text(cell)))


def _text(text: str) -> bytes:
    letters = text.encode("utf-16-le")
    return struct.pack("<I", len(letters) // 2) + letters


def _record(kind: int, data: bytes = b"") -> bytes:
    """Number of the kind and of the bytes, seven bits a byte, the lowest first."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(data)
    lengths = bytearray()
    while size >= 0x80:
        lengths.append(size & 0x7F | 0x80)
        size >>= 7
    return head + bytes(lengths) + bytes([size]) + data
