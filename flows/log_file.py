"""The log of a run, opened by its temporary server as well, which must not outlive the run."""

from __future__ import annotations

import logging
import os
import signal
import time
from threading import Thread
from typing import Final

# Environment variable with the process id of the run, which its server inherits.
RUN_PROCESS: Final = "LANDCLEAN_PROCESS"


class LogFile(logging.FileHandler):
    """Lines appended to a file. In the run's server it also watches the run, which can't end its server when killed."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename, encoding="utf-8")
        run = int(os.environ[RUN_PROCESS])  # noqa: TID251  a door to the environment
        if run != os.getpid():
            Thread(target=_end_after, args=(run,), daemon=True).start()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name logging calls
        """Drop the line: where the disk is full, logging would print a traceback for each."""


def _end_after(run: int) -> None:
    while os.getppid() == run:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
