"""What can fail in the ledger's database → what happened and what to do about it, in words."""

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from cleaning.errors import LandCleanError

_UNREACHABLE: Final = (
    "Không kết nối được với máy chủ PostgreSQL của sổ quyết định.",
    "Kiểm tra máy chủ có đang chạy không, rồi địa chỉ, tên cơ sở dữ liệu, tên người dùng và mật khẩu trong "
    "LANDCLEAN_LEDGER_URL; chạy lại sau, chưa có gì được ghi dở.",
)
_BUSY: Final = (
    "Sổ quyết định đang được một tiến trình khác ghi quá lâu.",
    "Chờ tiến trình ấy xong rồi chạy lại; chưa có gì được ghi dở.",
)
_FULL: Final = ("Ổ đĩa chứa sổ quyết định đã đầy.", "Giải phóng chỗ trống rồi chạy lại; chưa có gì được ghi dở.")
_DISK: Final = (
    "Ổ đĩa chứa sổ quyết định báo lỗi khi đọc hoặc ghi.",
    "Kiểm tra ổ đĩa (tệp sổ không được nằm trên ổ mạng) rồi chạy lại; chưa có gì được ghi dở.",
)
_READ_ONLY: Final = (
    "Không có quyền ghi vào sổ quyết định.",
    "Cấp quyền ghi cho người dùng chạy chương trình (với SQLite: cả tệp và thư mục chứa nó), rồi chạy lại.",
)
_DAMAGED: Final = (
    "Tệp sổ quyết định bị hỏng hoặc không phải là sổ quyết định.",
    "Giữ nguyên tệp ấy, chép bản sao lưu gần nhất vào chỗ của nó rồi chạy lại.",
)
_NO_PLACE: Final = (
    "Không mở được tệp sổ quyết định.",
    "Kiểm tra ổ đĩa và đường dẫn của thư mục chứa tệp, rồi chạy lại.",
)
# By SQLite's result code, PostgreSQL's SQLSTATE or its class, or the system's name of an error.
_FAILURES: Final[dict[str, tuple[str, str]]] = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _DISK,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CANTOPEN": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "55P03": _BUSY,
    "53100": _FULL,
    "42501": _READ_ONLY,
    "25006": _READ_ONLY,
    "08": _UNREACHABLE,
    "28": _UNREACHABLE,
    "3D": _UNREACHABLE,
    "EACCES": _READ_ONLY,
    "EPERM": _READ_ONLY,
    "EROFS": _READ_ONLY,
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "57P01": _UNREACHABLE,
    "57P03": _UNREACHABLE,
}


@contextmanager
def told() -> Generator[None]:
    """Turn errors of the database into words, and let nothing of theirs out: they may quote data or the URL."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise LandCleanError("{} Cách xử lý: {}".format(*_words(error))) from None


def _words(error: SQLAlchemyError | OSError) -> tuple[str, str]:
    if isinstance(error, OSError):
        return _FAILURES.get(errno.errorcode.get(error.errno or 0, ""), _NO_PLACE)
    cause = getattr(error, "orig", None)
    code: str | None = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    if code is None and isinstance(error, OperationalError):
        return _UNREACHABLE
    code = code or type(cause or error).__name__
    kinds = (code, "_".join(code.split("_")[:2]), code[:2])  # 'SQLITE_IOERR_WRITE' is 'SQLITE_IOERR', '28P01' is '28'
    return next((_FAILURES[kind] for kind in kinds if kind in _FAILURES), _unknown(code))


def _unknown(code: str) -> tuple[str, str]:
    return (
        f"Không đọc hoặc ghi được sổ quyết định ({code}).",
        "Báo cho người phụ trách chương trình; chưa có gì được ghi dở.",
    )
