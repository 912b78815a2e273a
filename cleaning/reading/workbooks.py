"""bytes of a workbook → the cells of its sheets, all text."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.errors import SourceError

if TYPE_CHECKING:
    import fastexcel

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC: Final = (_ZIP, _OLE)
SAVE_AGAIN: Final = "Mở tệp bằng Excel, lưu lại dạng .xlsx không đặt mật khẩu rồi chép lại vào thư mục."
_CELL_ERRORS: Final = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!",
    "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!",
}  # fmt: skip
_MOST_BYTES: Final = 2 << 30
_MOST_CELLS: Final = 64 << 20  # the form's 61 columns down to the last row Excel has
# What zipfile raises on damaged bytes; ValueError where a part would lie before the beginning of the file
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError)
_DIMENSION: Final = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')


def sheets(data: bytes, *, file: str) -> dict[str, pl.DataFrame]:
    """Sheet name → its cells, columns c0, c1 …; hidden sheets and rows are read as the others are.

    A date is 'YYYY-MM-DD', a formula its last result. Raises SourceError when the workbook is damaged, locked with a
    password or too large to open.
    """
    import fastexcel  # slow to import, and wards of text files do without

    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise SourceError("Tệp Excel đặt mật khẩu.", remedy=SAVE_AGAIN, file=file)
    try:
        _check_size(data, file)
        book = fastexcel.read_excel(data)
        # skip_rows=0 keeps the blank rows above the table, so that row numbers are those of Excel
        loaded = [
            book.load_sheet(at, header_row=None, dtypes="string", skip_rows=0) for at in range(len(book.sheet_names))
        ]
        return {sheet.name: _cells(sheet) for sheet in loaded}
    except (fastexcel.FastExcelError, *_DAMAGED):
        raise SourceError(
            "Tệp Excel hỏng, đặt mật khẩu hoặc không phải tệp Excel.", remedy=SAVE_AGAIN, file=file
        ) from None


def _check_size(data: bytes, file: str) -> None:
    """Raise SourceError before a workbook fills the memory, which would take the other wards down with it.

    The library makes room for every cell up to the last: one space in XFD1048576 is 17 thousand million cells.
    """
    if not data.startswith(_ZIP):
        return
    with zipfile.ZipFile(BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
            raise SourceError("Tệp Excel quá lớn khi giải nén.", remedy="Chia danh sách thành nhiều tệp.", file=file)
        for part in parts.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                with parts.open(part) as sheet:
                    _check_corner(_DIMENSION.search(sheet.read(4096)), file)


def _check_corner(dimension: re.Match[bytes] | None, file: str) -> None:
    if dimension is None:
        return
    columns = 0
    for letter in dimension[1]:
        columns = columns * 26 + letter - ord("A") + 1
    if columns * int(dimension[2]) > _MOST_CELLS:
        corner = (dimension[1] + dimension[2]).decode()
        raise SourceError(
            f"Một trang tính có ô ở rất xa bảng (ô cuối: {corner}).",
            remedy="Nhấn Ctrl+End để thấy ô đó, xóa các hàng và cột trống thừa, lưu lại rồi chép lại vào thư mục.",
            file=file,
        )


def _cells(sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    if sheet.width == 0:
        return pl.DataFrame()
    batch, errors = sheet.to_arrow_with_errors()
    cells = pl.DataFrame(batch)
    # a date without time comes as '1956-03-04 00:00:00'
    named = cells.select(pl.nth(at).str.strip_suffix(" 00:00:00").alias(f"c{at}") for at in range(cells.width))
    return _with_error_words(named, errors)


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
