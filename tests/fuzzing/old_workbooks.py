"""Table → bytes of an XLS workbook (BIFF8 in an OLE file): one sheet of texts and numbers."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from tests.fuzzing.cells import as_text

if TYPE_CHECKING:
    from tests.fuzzing.cells import Cell, Table

_SECTOR: Final = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_MOST_LETTERS: Final = 2000
_BOF, _EOF, _BOUNDSHEET, _LABEL, _NUMBER, _CODEPAGE = 0x0809, 0x000A, 0x0085, 0x0204, 0x0203, 0x0042


def xls_file(table: Table) -> bytes:
    """At most 256 columns and 65,536 rows; long texts are cut, as the format does."""
    return _ole(_workbook(table))


def _workbook(table: Table) -> bytes:
    name = b"\x06\x00Sheet1"
    before = _record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6)) + _record(_CODEPAGE, b"\xb0\x04")
    start = len(before) + 4 + 6 + len(name) + 4
    listed = _record(_BOUNDSHEET, struct.pack("<IH", start, 0) + name)
    cells = b"".join(
        _cell(row, column, cell)
        for row, line in enumerate(table.rows[:65536])
        for column, cell in enumerate(line[:256])
        if cell is not None
    )
    sheet = _record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6)) + cells + _record(_EOF, b"")
    return before + listed + _record(_EOF, b"") + sheet


def _cell(row: int, column: int, cell: Cell) -> bytes:
    if isinstance(cell, int | float):
        return _record(_NUMBER, struct.pack("<HHHd", row, column, 0, float(cell)))
    text = as_text(cell)[:_MOST_LETTERS].encode("utf-16-le", errors="surrogatepass")
    return _record(_LABEL, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _ole(stream: bytes) -> bytes:
    """A file with the one stream 'Workbook', after one directory sector and as many of the table of sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    tables = next(count for count in range(1, 110) if count * 128 >= sectors + 1 + count)
    chain = [*range(tables + 2, tables + 1 + sectors), _END]
    entries = [_FAT] * tables + [_END] + chain
    fat = struct.pack(f"<{tables * 128}I", *entries, *([_FREE] * (tables * 128 - len(entries))))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, tables, tables, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    places = struct.pack("<109I", *range(tables), *([_FREE] * (109 - tables)))
    root = _entry("Root Entry", 5, _END, 0, child=1)
    return head + places + fat + root + _entry("Workbook", 2, tables + 1, len(stream)) + bytes(256) + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + bytes(36) + struct.pack("<IQ", start, size)
