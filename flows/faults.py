"""Errors on their way to people → clear words; those of the program are told by place, for theirs may quote data."""

from __future__ import annotations

import errno
import os
import re
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

from polars.exceptions import PanicException

from cleaning.errors import LandCleanError

# Polars tells errors of the disk in types and words of its own; only the number is the system's.
_DISK_ERROR: Final = re.compile(r"\(os error (\d+)\)")
_REMEDY: Final = "Kiểm tra ổ đĩa, quyền truy cập và kết nối mạng, rồi chạy lại."
_FULL: Final = "Ổ đĩa đã đầy: giải phóng chỗ trống, rồi chạy lại; kết quả đã công bố vẫn còn nguyên."
_NOT_ALLOWED: Final = "Cấp quyền đọc và ghi thư mục ấy cho người dùng chạy chương trình, rồi chạy lại."
# By the system's name of an error.
_REMEDIES: Final = {
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "EFBIG": _FULL,
    "EACCES": _NOT_ALLOWED,
    "EPERM": _NOT_ALLOWED,
    "EROFS": "Ổ đĩa đang ở chế độ chỉ đọc: nhờ quản trị hệ thống kiểm tra ổ đĩa, rồi chạy lại.",
    "EMFILE": "Chương trình mở quá nhiều tệp: nhờ quản trị hệ thống tăng giới hạn số tệp mở (ulimit -n), rồi chạy lại.",
}


class ProgramFaultError(LandCleanError):
    """A fault of the program, told without the words of the original error: those may quote somebody's data."""


@contextmanager
def without_data(doing: Callable[[], str]) -> Generator[None]:
    """Let only errors out that quote nobody's data, and none of their causes: all that is logged or shown is theirs.

    LandCleanError leaves as it is, an error of the disk as OSError, every other as ProgramFaultError, which tells
    what was done (`doing`) and where in the program.
    """
    try:
        yield
    except LandCleanError as error:
        raise error from None
    except (Exception, PanicException) as fault:
        disk = _DISK_ERROR.search(str(fault))
        if disk is not None:
            raise OSError(int(disk[1]), os.strerror(int(disk[1]))) from None
        if isinstance(fault, OSError):
            raise fault from None
        raise ProgramFaultError(
            f"Lỗi chương trình ở bước {doing()} ({type(fault).__name__} tại {_places(fault.__traceback__)}). "
            "Cách xử lý: Báo cho người phụ trách chương trình."
        ) from None


def told(error: BaseException) -> str:
    """One clear sentence for staff, without the words of errors that may quote somebody's data."""
    if isinstance(error, LandCleanError):
        return str(error)
    if isinstance(error, OSError):
        named = "" if error.filename is None else f" {Path(error.filename).name}"
        remedy = _REMEDIES.get(errno.errorcode.get(error.errno or 0, ""), _REMEDY)
        return f"Không đọc hoặc ghi được tệp{named} ({error.strerror or type(error).__name__}). Cách xử lý: {remedy}"
    return f"Lỗi chương trình ({type(error).__name__}). Cách xử lý: Báo cho người phụ trách chương trình, kèm nhật ký."


def _places(trace: TracebackType | None) -> str:
    """The last lines of our own that led to a fault, after the `yield` above; those of libraries tell nothing more."""
    lines = [at for at in traceback.extract_tb(trace)[1:] if "site-packages" not in at.filename]
    return " > ".join(f"{Path(at.filename).name}:{at.lineno}" for at in lines[-5:])
