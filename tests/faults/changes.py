"""What Python tells of a process → the changes it makes on disk below a folder, in words."""

from __future__ import annotations

import os
from typing import Any, Final

# What changes the disk, as Python tells it; what polars and SQLite do by themselves is met by kills at random times.
_CHANGES: Final = frozenset(
    {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.chmod", "os.truncate", "shutil.rmtree"}
    | {"fcntl.flock", "ctypes.dlsym", "sqlite3.connect"}
)
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def change(event: str, arguments: tuple[Any, ...], output: str) -> str | None:
    """A change in words; null for an event that is none, or none below `output`."""
    if event == "open":
        path, _mode, flags = arguments
        is_ours = isinstance(path, str | bytes | os.PathLike) and bool(flags & _WRITING)
        place = _below(path, output) if is_ours else None
        return None if place is None else f"write {place}"
    if event not in _CHANGES:
        return None
    if event == "fcntl.flock":
        return "lock"
    if event == "ctypes.dlsym":
        return "exchange folders" if arguments[1] == "renameat2" else None
    first = arguments[0]
    within = event in ("os.remove", "os.rmdir") and arguments[-1] != -1  # by rmtree, in a folder it holds open
    place = _below(arguments[1] if event in ("os.rename", "os.symlink") else first, output)
    if within and place is None and isinstance(first, str):
        place = first
    return None if place is None else f"{event.rpartition('.')[2]} {place}"


def _below(path: Any, output: str) -> str | None:
    if not isinstance(path, str | bytes | os.PathLike):
        return None
    place = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  Path would be audited for nothing
    return os.path.relpath(place, output) if place.startswith(f"{output}{os.sep}") else None
