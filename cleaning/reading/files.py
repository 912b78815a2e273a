"""ward folder → grids of text cells. The only door of this room: nothing else in it opens a file."""

from __future__ import annotations

import csv
import hashlib
import os
import unicodedata
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.errors import SourceChangingError, SourceError
from cleaning.reading import encodings, formats, workbooks
from cleaning.reading.formats import SAVE_AGAIN
from cleaning.reading.packages import Merged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SYSTEM_FILES: Final = ("thumbs.db", "desktop.ini")
_WEB_PAGES: Final = ("<html", "<!doctype", "<?xml", "<table", "<meta", "<head", "<style", "mime-version:")


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet or text file, all text; an empty cell is null. Row i is row i + 1 of Excel.

    `widths`: number of fields of each record of a text file, which shows rows longer than their header; null for a
    worksheet, where every row is as wide as the sheet. `merged`: cells merged over several rows in an XLSX, sorted,
    whose value stands in their first cell alone; empty for other formats.
    """

    path: str
    sheet: str | None
    cells: pl.DataFrame
    widths: pl.Series | None
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True)
class SourceFile:
    """One opened file: path below the ward's folder, SHA-256 of its bytes, its grids in order."""

    path: str
    sha256: str
    grids: tuple[Grid, ...]


def paths(folder: Path) -> list[Path]:
    """The files to read, sorted by name. Hidden files, lock files and notes (.md) are not sources.

    Raises SourceError when the folder is missing or can't be looked into, or holds a file of another format.
    """
    if not folder.is_dir():
        raise SourceError("Không có thư mục của phường, xã.", remedy="Kiểm tra tên thư mục đầu vào.", file=folder.name)
    found = [path for path in _entries(folder) if not _is_ignored(path.relative_to(folder).parts)]
    for path in found:
        formats.check_suffix(shown(path, folder))
    return sorted(found, key=lambda path: shown(path, folder))


def opened(path: Path, folder: Path) -> SourceFile:
    """The grids of a file. Raises SourceError when it is empty, damaged, locked with a password or no list at all.

    A file that is still being copied looks damaged; where it changed meanwhile, SourceChangingError says so instead.
    """
    name = shown(path, folder)
    try:
        data = path.read_bytes()
    except OSError:
        raise SourceError("Không mở được tệp.", remedy="Đóng tệp nếu đang mở, kiểm tra quyền đọc.", file=name) from None
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return SourceFile(name, sha256, _told(data, name))
    except SourceError:
        check_unchanged({name: sha256}, folder, [path])
        raise


def check_unchanged(read: Mapping[str, str], folder: Path, found: Sequence[Path]) -> None:
    """Raise SourceChangingError where `found` are not the files of `read` (path below `folder` → SHA-256) any more."""
    now = {shown(path, folder): _digest(path) for path in found}
    for name in sorted(read.keys() | now.keys()):
        if read.get(name) != now.get(name):
            raise SourceChangingError(name)


def shown(path: Path, folder: Path) -> str:
    """Path below the ward's folder, with '/' and in NFC (macOS hands names over decomposed)."""
    return unicodedata.normalize("NFC", path.relative_to(folder).as_posix())


def _digest(path: Path) -> str | None:
    """SHA-256 of a file's bytes; null where it can't be read any more."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return None


def _told(data: bytes, name: str) -> tuple[Grid, ...]:
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0"):
        raise SourceError("Tệp rỗng.", remedy="Xuất lại danh sách rồi chép lại vào thư mục.", file=name)
    form = formats.told(data, name)
    return (_text(data, name),) if form == "text" else _grids(workbooks.sheets(data, form, file=name), name)


def _entries(folder: Path) -> list[Path]:
    """Every file below a folder, links that lead nowhere included: what can't be read must not go unnoticed."""

    def refuse(error: OSError) -> None:
        raise SourceError(
            "Không mở được thư mục.",
            remedy="Kiểm tra quyền đọc thư mục và kết nối mạng, rồi chạy lại.",
            file=shown(Path(error.filename), folder),
        ) from None

    found = (Path(at) / name for at, _, names in os.walk(folder, onerror=refuse, followlinks=True) for name in names)
    return [path for path in found if path.is_file() or path.is_symlink()]


def _is_ignored(parts: tuple[str, ...]) -> bool:
    name = parts[-1].lower()
    is_hidden = any(part.startswith((".", "~$")) for part in parts)
    return is_hidden or name.endswith(".md") or name in _SYSTEM_FILES


def _grids(sheets: tuple[workbooks.Sheet, ...], name: str) -> tuple[Grid, ...]:
    return tuple(_grid(sheet, _filled(sheet.cells), name) for sheet in sheets)


def _grid(sheet: workbooks.Sheet, cells: pl.DataFrame, name: str) -> Grid:
    inside = (
        one._replace(last_row=min(one.last_row, cells.height - 1), last_column=min(one.last_column, cells.width - 1))
        for one in sheet.merged
    )
    merged = (one for one in inside if one.first_row < one.last_row and one.first_column <= one.last_column)
    return Grid(name, sheet.name, cells, None, tuple(merged))


def _text(data: bytes, name: str) -> Grid:
    text = encodings.decoded(data, file=name)
    if text.lstrip()[:200].lower().startswith(_WEB_PAGES):
        raise SourceError(
            "Tệp là trang web hoặc XML mang đuôi của bảng tính, không phải danh sách Excel hay CSV.",
            remedy=SAVE_AGAIN,
            file=name,
        )
    if "\n" not in text:
        text = text.replace("\r", "\n")
    separator = encodings.delimiter(text)
    # one column more than the first records have: a longer row below shows itself there instead of being cut
    columns = [f"c{at}" for at in range(max(encodings.record_widths(text, separator), default=1) + 1)]
    if encodings.is_well_quoted(utf8 := text.encode(), separator):
        cells = pl.read_csv(  # noqa: TID251  the listed door
            utf8, has_header=False, separator=separator, schema=dict.fromkeys(columns, pl.String),
            missing_columns="insert", extra_columns="ignore",
        )  # fmt: skip
        widths = encodings.all_widths(utf8, separator)
    else:
        cells, widths = _leniently(text, separator, columns, name)
    if text.count("\n") > widths.len():  # only then has a cell several lines
        line = encodings.line_of_swallowed_rows(cells, widths, separator)
        if line is not None:
            raise _unclosed(name, line)
    return Grid(name, None, _filled(cells), widths)


def _unclosed(name: str, line: int) -> SourceError:
    return SourceError("Dấu ngoặc kép trong tệp CSV không khép kín.", remedy=SAVE_AGAIN, file=name, row=line)


def _leniently(text: str, separator: str, columns: list[str], name: str) -> tuple[pl.DataFrame, pl.Series]:
    """As Excel reads it: a quotation mark inside a field is a letter. polars would join lines over it."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    width = len(columns)
    try:
        records = list(reader)
    except csv.Error:
        raise _unclosed(name, reader.line_num) from None
    cells = [(record + [""] * width)[:width] for record in records]
    widths = pl.Series([len(record) for record in records], dtype=pl.Int64)
    return pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row"), widths


def _filled(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` with null for empty ones, without the empty columns right of the table: formatting leaves thousands."""
    known = cells.select(pl.when(pl.all() != "").then(pl.all()))
    width = max((at + 1 for at, column in enumerate(known) if column.null_count() < known.height), default=0)
    return known[:, :width]
