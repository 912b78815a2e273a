"""name and bytes of a file → how it is read, or a word on why it is not."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePath
from typing import Final, Literal

from cleaning.errors import SourceError

Format = Literal["xlsx", "xls", "xlsb", "ods", "parquet", "text"]
WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
READABLE: Final = (*WORKBOOKS, ".csv", ".tsv", ".txt", ".parquet")
SAVE_AGAIN: Final = "Mở tệp bằng Excel, lưu lại dạng .xlsx không đặt mật khẩu rồi chép lại vào thư mục."
# What zipfile raises on damaged bytes; ValueError where a part would lie before the beginning of the file
DAMAGED_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, KeyError,
)  # fmt: skip
_REFUSALS: Final = {
    "archive": (
        "Tệp nén (ZIP, RAR, 7z ...) không đọc được trực tiếp.",
        "Giải nén rồi chép các tệp bên trong vào thư mục.",
    ),
    "document": (
        "Tệp là văn bản, bản quét hoặc hình ảnh, không phải bảng dữ liệu.",
        "Xin danh sách gốc dạng Excel hoặc CSV; nếu không phải danh sách thì bỏ tệp ra khỏi thư mục.",
    ),
    "shortcut": (
        "Tệp chỉ là lối tắt đến bảng tính trên mạng, bên trong không có dữ liệu.",
        "Mở bảng tính đó, tải xuống dạng .xlsx rồi chép vào thư mục.",
    ),
    "database": (
        "Tệp là cơ sở dữ liệu, không phải danh sách.",
        "Xuất danh sách ra Excel hoặc CSV rồi chép vào thư mục.",
    ),
    "unknown": (
        "Tệp không thuộc định dạng đọc được (Excel, ODS, CSV hoặc Parquet).",
        "Lưu lại dạng .xlsx; nếu không phải danh sách thì bỏ ra khỏi thư mục.",
    ),
    "damaged": ("Tệp Excel hỏng, đặt mật khẩu hoặc không phải tệp Excel.", SAVE_AGAIN),
    "locked": ("Tệp Excel đặt mật khẩu.", SAVE_AGAIN),
}
_SUFFIXES: Final = {
    "archive": (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".z"),
    "document": (
        ".pdf", ".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff",
        ".bmp", ".heic", ".webp", ".htm", ".html", ".mht",
    ),
    "shortcut": (".gsheet", ".gdoc", ".url", ".lnk", ".webloc"),
    "database": (".mdb", ".accdb", ".dbf", ".sqlite", ".db", ".dgn", ".dwg", ".shp", ".gdb"),
}  # fmt: skip
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS: Final = (
    (b"Rar!", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"), (b"\x1f\x8b", "archive"), (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"), (b"%PDF", "document"), (b"{\\rtf", "document"), (b"\x89PNG", "document"),
    (b"\xff\xd8\xff", "document"), (b"GIF8", "document"), (b"II*\0", "document"), (b"MM\0*", "document"),
    (b"\0\1\0\0Standard ", "database"), (b"SQLite format 3\0", "database"),
)  # fmt: skip


def check_suffix(name: str) -> None:
    """Raise SourceError where the name of a file says that nobody can read a list from it."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in READABLE:
        raise refusal(next((kind for kind, endings in _SUFFIXES.items() if suffix in endings), "unknown"), name)


def told(data: bytes, name: str) -> Format:
    """How a file is read, told by its bytes: offices name text '.xls' and workbooks '.csv'.

    Raises SourceError where it is no list.
    """
    if data.startswith(b"PK"):
        return _packed(data, name)
    if data.startswith(_OLE):
        return _old_office(data, name)
    if data.startswith(b"PAR1") or PurePath(name).suffix.lower() == ".parquet":
        return "parquet"
    if (kind := next((kind for start, kind in _BEGINNINGS if data.startswith(start)), None)) is not None:
        raise refusal(kind, name)
    if PurePath(name).suffix.lower() in WORKBOOKS and not _is_text(data[:4096]):
        raise refusal("damaged", name)
    return "text"


def refusal(kind: str, name: str) -> SourceError:
    """The error for a file of a kind nobody reads, as `_REFUSALS` names it."""
    what, remedy = _REFUSALS[kind]
    return SourceError(what, remedy=remedy, file=name)


def part_names(package: zipfile.ZipFile) -> dict[str, str]:
    """Part in lower case and with slashes → its name as it stands: some programs write capitals and backslashes."""
    return {name.lower().replace("\\", "/"): name for name in package.namelist()}


def _packed(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = part_names(package)
            is_sheet = "mimetype" in parts and b"opendocument.spreadsheet" in package.read("mimetype")[:64]
    except DAMAGED_ZIP:
        raise refusal("damaged", name) from None
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "xl/workbook.bin" in parts:
        return "xlsb"
    if is_sheet:
        return "ods"
    is_document = any(part.startswith(("word/", "ppt/")) for part in parts) or "mimetype" in parts
    raise refusal("document" if is_document else "archive", name)


def _old_office(data: bytes, name: str) -> Format:
    """An OLE file: its directory names the streams inside."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refusal("locked", name)
    if any(stream.encode("utf-16-le") in data for stream in ("WordDocument", "PowerPoint Document")):
        raise refusal("document", name)
    return "xls"


def _is_text(start: bytes) -> bool:
    """Whether the first bytes of a file may be text: no control characters, but for the noughts of UTF-16."""
    is_utf_16 = start.startswith((b"\xff\xfe", b"\xfe\xff")) or start.count(0) * 4 > len(start)
    return is_utf_16 or not any(byte < 9 or 13 < byte < 32 for byte in start)
