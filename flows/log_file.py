"""The log of a run, opened by its temporary server as well, which must not outlive the run. It never grows large."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import time
from functools import partial
from io import TextIOWrapper
from logging.handlers import WatchedFileHandler
from pathlib import Path
from threading import Thread
from typing import Final

from cleaning.errors import LandCleanError

# Environment variable with the process id of the run, which its server inherits.
RUN_PROCESS: Final = "LANDCLEAN_PROCESS"

_MOST_BYTES: Final = 10_000_000
_KEPT: Final = 3  # older logs: landclean.log.1 is the last one


class LogFile(WatchedFileHandler):
    """Lines appended to a file, by several processes at once; a full one is put aside and a new one begun.

    In the server of a run, known by the environment, it also watches the run, which can't end its server when killed.
    """

    def __init__(self, filename: str) -> None:
        super().__init__(filename, encoding="utf-8")
        run = os.environ.get(RUN_PROCESS)  # noqa: TID251  a door to the environment
        if run is not None and int(run) != os.getpid():
            Thread(target=_end_after, args=(int(run),), daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Append the line, to a new file where this one is full."""
        try:
            _put_aside(Path(self.baseFilename))
            super().emit(record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name logging calls
        """Drop the line: where the disk is full, logging would print a traceback for each."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=partial(os.open, mode=0o600))


class PlainWords(logging.Filter):
    """An error we say ourselves is told in its own words: where in the program it came by helps nobody who reads it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, those of such an error without its traceback."""
        if record.exc_info is not None and isinstance(record.exc_info[1], LandCleanError):
            record.exc_info = None
        return True


def _put_aside(log: Path) -> None:
    """Rename a log that is full, and the older ones with it; the oldest goes. Other writers follow by themselves."""
    if not log.exists() or log.stat().st_size < _MOST_BYTES:
        return
    with log.open("rb") as full:
        fcntl.flock(full, fcntl.LOCK_EX)
        if not log.exists() or log.stat().st_ino != os.fstat(full.fileno()).st_ino:
            return  # another process just did it
        for number in range(_KEPT, 0, -1):
            younger = log if number == 1 else log.with_name(f"{log.name}.{number - 1}")
            if younger.exists():
                younger.replace(log.with_name(f"{log.name}.{number}"))


def _end_after(run: int) -> None:
    while os.getppid() == run:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
