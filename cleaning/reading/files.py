"""ward folder → grids of text cells. The only door of this room: nothing else in it opens a file."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.errors import SourceError
from cleaning.reading import encodings

if TYPE_CHECKING:
    from pathlib import Path

    import fastexcel

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS: Final = (".csv", ".tsv", ".txt")
_SYSTEM_FILES: Final = ("thumbs.db", "desktop.ini")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL_ERRORS: Final = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!",
    "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!",
}  # fmt: skip
_SAVE_AGAIN: Final = "Mở tệp bằng Excel, lưu lại dạng .xlsx không đặt mật khẩu rồi chép lại vào thư mục."


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet or text file, all text; an empty cell is null. Row i is row i + 1 of Excel.

    `widths`: number of fields of the first records of a text file, which shows rows longer than their header; null
    for a worksheet, where every row is as wide as the sheet.
    """

    path: str
    sheet: str | None
    cells: pl.DataFrame
    widths: tuple[int, ...] | None


@dataclass(frozen=True)
class SourceFile:
    """One opened file: path below the ward's folder, SHA-256 of its bytes, its grids in order."""

    path: str
    sha256: str
    grids: tuple[Grid, ...]


def paths(folder: Path) -> list[Path]:
    """The files to read, sorted by name. Hidden files, lock files and notes (.md) are not sources.

    Raises SourceError when the folder is missing or holds a file of another format.
    """
    if not folder.is_dir():
        raise SourceError("Không có thư mục của phường, xã.", remedy="Kiểm tra tên thư mục đầu vào.", file=folder.name)
    found = [path for path in folder.rglob("*") if path.is_file() and not _is_ignored(path.relative_to(folder).parts)]
    for path in found:
        if path.suffix.lower() not in WORKBOOKS + TEXTS:
            raise SourceError(
                "Tệp không thuộc định dạng đọc được (Excel hoặc CSV).",
                remedy="Nếu là tệp nén thì giải nén; nếu không phải danh sách thì bỏ ra khỏi thư mục.",
                file=shown(path, folder),
            )
    return sorted(found, key=lambda path: shown(path, folder))


def opened(path: Path, folder: Path) -> SourceFile:
    """The grids of a file. Raises SourceError when it is empty, damaged or locked with a password."""
    name = shown(path, folder)
    try:
        data = path.read_bytes()
    except OSError:
        raise SourceError("Không mở được tệp.", remedy="Đóng tệp nếu đang mở, kiểm tra quyền đọc.", file=name) from None
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0"):
        raise SourceError("Tệp rỗng.", remedy="Xuất lại danh sách rồi chép lại vào thư mục.", file=name)
    is_workbook = data.startswith((_ZIP, _OLE)) or path.suffix.lower() in WORKBOOKS
    grids = _workbook(data, name) if is_workbook else (_text(data, name),)
    return SourceFile(name, hashlib.sha256(data).hexdigest(), grids)


def shown(path: Path, folder: Path) -> str:
    """Path below the ward's folder, with '/' and in NFC (macOS hands names over decomposed)."""
    return unicodedata.normalize("NFC", path.relative_to(folder).as_posix())


def _is_ignored(parts: tuple[str, ...]) -> bool:
    name = parts[-1].lower()
    is_hidden = any(part.startswith((".", "~$")) for part in parts)
    return is_hidden or name.endswith(".md") or name in _SYSTEM_FILES


def _workbook(data: bytes, name: str) -> tuple[Grid, ...]:
    import fastexcel  # slow to import, and wards of text files do without

    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise SourceError("Tệp Excel đặt mật khẩu.", remedy=_SAVE_AGAIN, file=name)
    try:
        book = fastexcel.read_excel(data)
        # skip_rows=0 keeps the blank rows above the table, so that row numbers are those of Excel
        sheets = [
            book.load_sheet(at, header_row=None, dtypes="string", skip_rows=0) for at in range(len(book.sheet_names))
        ]
        return tuple(Grid(name, sheet.name, _sheet_cells(sheet), None) for sheet in sheets)
    except fastexcel.FastExcelError:
        raise SourceError(
            "Tệp Excel hỏng, đặt mật khẩu hoặc không phải tệp Excel.", remedy=_SAVE_AGAIN, file=name
        ) from None


def _sheet_cells(sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    if sheet.width == 0:
        return pl.DataFrame()
    batch, errors = sheet.to_arrow_with_errors()
    cells = pl.DataFrame(batch)
    # a date without time comes as '1956-03-04 00:00:00'
    named = cells.select(pl.nth(at).str.strip_suffix(" 00:00:00").alias(f"c{at}") for at in range(cells.width))
    return _blank_to_null(_with_error_words(named, errors))


def _with_error_words(cells: pl.DataFrame, errors: fastexcel.CellErrors | None) -> pl.DataFrame:
    """`cells` with '#REF!' and its like, which the library hands over apart, back in their places."""
    places: dict[int, tuple[list[int], list[str]]] = {}
    for error in errors.errors if errors is not None else ():
        row, column = error.position
        kind = re.search(r"Error\((\w+)\)", error.detail)
        rows, words = places.setdefault(column, ([], []))
        rows.append(row)
        words.append(_CELL_ERRORS.get(kind[1] if kind is not None else "", "#VALUE!"))
    return cells.with_columns(cells.to_series(at).clone().scatter(rows, words) for at, (rows, words) in places.items())


def _text(data: bytes, name: str) -> Grid:
    text = encodings.decoded(data, file=name)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<?xml", "<table")):
        raise SourceError("Tệp là trang web hoặc XML, không phải danh sách CSV.", remedy=_SAVE_AGAIN, file=name)
    if "\n" not in text:
        text = text.replace("\r", "\n")
    separator = encodings.delimiter(text)
    widths = encodings.record_widths(text, separator) or (1,)
    # one column more than the first records have: a longer row below shows itself there instead of being cut
    columns = [f"c{at}" for at in range(max(widths) + 1)]
    if encodings.is_well_quoted(utf8 := text.encode(), separator):
        cells = pl.read_csv(  # noqa: TID251  the listed door
            utf8, has_header=False, separator=separator, schema=dict.fromkeys(columns, pl.String),
            missing_columns="insert", extra_columns="ignore",
        )  # fmt: skip
    else:
        cells = _leniently(text, separator, columns, name)
    return Grid(name, None, _blank_to_null(cells), widths)


def _leniently(text: str, separator: str, columns: list[str], name: str) -> pl.DataFrame:
    """As Excel reads it: a quotation mark inside a field is a letter. polars would join lines over it."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    width = len(columns)
    try:
        records = [(record + [""] * width)[:width] for record in reader]
    except csv.Error:
        raise SourceError(
            "Dấu ngoặc kép trong tệp CSV không khép kín.", remedy=_SAVE_AGAIN, file=name, row=reader.line_num
        ) from None
    return pl.DataFrame(records, schema=dict.fromkeys(columns, pl.String), orient="row")


def _blank_to_null(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.select(pl.when(pl.all() != "").then(pl.all()))
