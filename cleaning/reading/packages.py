"""zip package of a workbook → the room its cells take and the merged ones (XLSX); what the library misreads (ODS)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from cleaning.reading.formats import part_names

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG: Final = rb"<(?:\w+:)?%s\s[^>]*>"
_SHEET: Final = re.compile(_TAG % b"sheet")
_RELATION: Final = re.compile(_TAG % b"Relationship")
_ATTRIBUTE: Final = re.compile(rb"([\w:]+)=[\"']([^\"']*)")
_PLACE: Final = re.compile(rb' r="[A-Z]{0,3}(\d{1,7})"')
# What stands farther out than the cells of a list do. Cells need not stand in order, and one is enough.
_FAR: Final = re.compile(rb' r="(?:([A-Z]{3}|[D-Z][A-Z](?=\d))|[A-Z]{1,2}(\d{6,7})")')
# The same, or a little more, for polars' search: it is twice as fast over the cells of a list, where nothing is far.
_PERHAPS_FAR: Final = r' r="(?:[A-Z]{3}|[D-Z][A-Z][0-9]|[A-Z]{1,2}[0-9]{6})'
_TWO_LETTERS: Final = re.compile(rb' r="([A-Z]{2})')
_MERGED: Final = re.compile(rb'mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_END_OF_CELLS: Final = b"</sheetData>"
_CHUNK: Final = 1 << 18
_OVERLAP: Final = 16  # a place such as ' r="XFD1048576"' may lie across two chunks
_MOST_TAIL: Final = 16 << 20
_MOST_MERGED: Final = 200_000
_UP_TO_Z, _UP_TO_CZ = 26, 104
_CONTENT: Final = "content.xml"
# A cell whose formula fails has an empty text beside the word it shows; tabs and line breaks would join words.
_MISREAD: Final = (
    (b'office:string-value="" calcext:value-type="error"', b'calcext:value-type="error"'),
    (b"<text:tab/>", b"&#9;"),
    (b"<text:line-break/>", b"&#10;"),
)


class Merged(NamedTuple):
    """Cells merged over more than one row: rows and columns of the sheet from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Extent(NamedTuple):
    """`rows` × `columns`: the room the cells of a sheet take. `merged`: sorted; empty where there are absurdly many."""

    rows: int
    columns: int
    merged: tuple[Merged, ...]

    @property
    def corner(self) -> str:
        """The last cell as Excel names it: 'XFD1048576'."""
        letters, left = "", self.columns
        while left > 0:
            left, letter = divmod(left - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.rows}"


def extents(package: zipfile.ZipFile, most_cells: int) -> list[Extent]:
    """One extent per sheet, in the order of the workbook. What a sheet says of its own size is not relied on.

    Columns are counted exactly only where that decides whether there are more than `most_cells`; else rounded up to a
    number of letters. Raises KeyError where a part is missing.
    """
    names = part_names(package)
    relations = map(_attributes, _RELATION.findall(package.read(names["xl/_rels/workbook.xml.rels"])))
    targets = {one.get(b"Id", b""): one.get(b"Target", b"") for one in relations}
    sheets = map(_attributes, _SHEET.findall(package.read(names["xl/workbook.xml"])))
    named = [next((value for name, value in one.items() if name.endswith(b":id")), b"") for one in sheets]
    return [_extent(package, names[_part(targets[name])], most_cells) for name in named]


def legible_ods(data: bytes) -> bytes:
    """An ODS workbook with '#REF!' and its like, tabs and line breaks where the library finds them."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        content = package.read(_CONTENT)
        if not any(text in content for text, _ in _MISREAD):
            return data
        others = {name: package.read(name) for name in ("mimetype", "META-INF/manifest.xml")}
    for text, legible in _MISREAD:
        content = content.replace(text, legible)
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        for name, part in (*others.items(), (_CONTENT, content)):
            package.writestr(name, part)
    return kept.getvalue()


def check_parts(package: zipfile.ZipFile) -> None:
    """Raise BadZipFile where a part is not as long as the package says: the library would unpack all that lies there.

    Left out are sheets, which `extents` reads through.
    """
    for part in package.infolist():
        if not part.filename.startswith("xl/worksheets/"):
            with package.open(part) as stream:
                while stream.read(_CHUNK):
                    pass


def column_number(letters: bytes) -> int:
    """'A' → 1, 'XFD' → 16384; nothing → 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))


def _part(target: bytes) -> str:
    """The name of a part that the workbook's relations name: from the root of the package, or below 'xl/'."""
    name = target.decode().lower().replace("\\", "/")
    return name[1:] if name.startswith("/") else f"xl/{name}"


def _extent(package: zipfile.ZipFile, part: str, most_cells: int) -> Extent:
    rows, letters, tail = 0, b"", b""
    for cells, rest in _chunks(package, part):
        last = _PLACE.match(cells, max(cells.rfind(b' r="'), 0))
        far = _FAR.findall(cells) if _may_be_far(cells) else []
        rows = max(rows, 0 if last is None else int(last[1]), *(int(row) for _, row in far if row))
        letters = max([letters, *(column for column, _ in far)], key=column_number)
        tail = rest
    columns = column_number(letters) or _UP_TO_CZ
    if letters == b"" and rows * columns > most_cells:
        letters = max(max(_TWO_LETTERS.findall(cells), default=b"") for cells, _ in _chunks(package, part))
        columns = column_number(letters) or _UP_TO_Z
    return Extent(rows, columns, _merged(tail))


def _may_be_far(cells: bytes) -> bool:
    return pl.Series([cells.decode("latin-1")]).str.contains(_PERHAPS_FAR).item()


def _chunks(package: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    """The cells of a sheet piece by piece, each with the end of the piece before it; what follows the cells last."""
    cells, tail, is_over = b"", b"", False
    with package.open(part) as stream:
        for chunk in iter(lambda: stream.read(_CHUNK), b""):
            if is_over:
                tail += chunk[: _MOST_TAIL - len(tail)]
                continue
            cells, end, tail = (cells[-_OVERLAP:] + chunk).partition(_END_OF_CELLS)
            is_over = end != b""
            yield cells, b""
    yield b"", tail


def _merged(tail: bytes) -> tuple[Merged, ...]:
    found = _MERGED.findall(tail)
    if len(found) > _MOST_MERGED:
        return ()
    ranges = [
        Merged(int(first_row) - 1, int(last_row) - 1, column_number(first) - 1, column_number(last) - 1)
        for first, first_row, last, last_row in found
    ]
    return tuple(sorted(one for one in ranges if 0 <= one.first_row < one.last_row))
