"""A disk that refuses: from the n-th change below a folder on, whoever asks gets an error of the system."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.changes import change

# What needs room on the disk; a full one still lets files be removed.
NEEDS_ROOM = ("write", "mkdir", "symlink")


@dataclass
class Refusal:
    """What is refused, of `kinds` or all, once so many changes passed; how many were asked for so far."""

    folder: str
    error: int
    passing: int
    kinds: tuple[str, ...]
    changes: int = 0

    def refuse(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise OSError where the change is refused."""
        told = change(event, arguments, self.folder)
        if told is None or (self.kinds and told.partition(" ")[0] not in self.kinds):
            return
        self.changes += 1
        if self.changes > self.passing:
            raise OSError(self.error, os.strerror(self.error))


class _Disk:
    """The hook of this process, which Python never takes back, and what refuses at the moment."""

    hooked = False
    refusal: Refusal | None = None


@contextmanager
def refusing(folder: Path, error: int, *, passing: int, kinds: tuple[str, ...] = ()) -> Generator[Refusal]:
    """Let so many changes below `folder` pass, then refuse. What polars and SQLite do by themselves is not refused."""
    if not _Disk.hooked:
        _Disk.hooked = True
        sys.addaudithook(lambda event, arguments: _Disk.refusal and _Disk.refusal.refuse(event, arguments))
    _Disk.refusal = Refusal(str(folder), error, passing, kinds)
    try:
        yield _Disk.refusal
    finally:
        _Disk.refusal = None
