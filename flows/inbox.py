"""A folder answered sheets are dropped into → the files to take in; what was taken in moves to `da-nhan/<day>/`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final

from cleaning.errors import SourceError
from flows.run_folder import private_folder

DONE: Final = "da-nhan"
_SYSTEM_FILES: Final = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Dropped:
    """A file somebody dropped, as it was when it was found: `mark` changes when the file does."""

    path: Path
    mark: tuple[int, int, int]


def dropped(inbox: Path) -> list[Dropped]:
    """The files lying in the inbox itself, by name; hidden files and Excel's locks are none.

    Raises SourceError where there is no such folder.
    """
    if not inbox.is_dir():
        raise SourceError(
            f"Không có thư mục nhận phiếu {inbox}.", remedy="Tạo thư mục ấy, hoặc ghi lại đúng đường dẫn, rồi chạy lại."
        )
    return [Dropped(path, _mark(path)) for path in sorted(inbox.iterdir()) if _is_sheet(path)]


def is_unchanged(file: Dropped) -> bool:
    """Whether the file is still there as it was found: nobody took it away, nobody is still copying into it."""
    return file.path.exists() and _mark(file.path) == file.mark


def put_away(file: Dropped, day: date) -> Path:
    """Move a file that was taken in to `da-nhan/<day>/`; another file of its name there keeps its place."""
    inbox = file.path.parent
    folder = private_folder(inbox / DONE / day.isoformat(), below=inbox)
    stem, suffix = file.path.stem, file.path.suffix
    names = (f"{stem}{'' if number == 1 else f'-{number}'}{suffix}" for number in count(1))
    place = next(path for path in map(folder.joinpath, names) if not path.exists())
    return file.path.rename(place)


def _is_sheet(path: Path) -> bool:
    name = path.name.lower()
    return path.is_file() and not name.startswith((".", "~$")) and name not in _SYSTEM_FILES


def _mark(path: Path) -> tuple[int, int, int]:
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
