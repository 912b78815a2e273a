"""A lock file → what it tells of the process that holds it, where one does."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path
from typing import Any


def holder(lock: Path) -> dict[str, Any] | None:
    """What stands in a lock file that somebody holds; null where nobody does, or who did has died.

    It may be empty: a holder writes it after it has taken hold.
    """
    try:
        with lock.open("rb") as handle:
            told = handle.read()
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return parsed(told)
    except FileNotFoundError:
        pass
    return None


def parsed(data: bytes) -> dict[str, Any]:
    """The object in a JSON file's bytes; empty where there is none."""
    try:
        read = json.loads(data)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
