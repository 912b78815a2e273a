"""A ward's stages → lines in the logs of the Prefect run at work, for whoever looks at its page."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from logging import Logger, LoggerAdapter
from typing import Final

from cleaning.reporting.numerals import thousands
from flows.stages import STAGES, StageEvent

RunLog = Logger | LoggerAdapter[Logger]

# Where the stages of wards go that are worked on in other processes, which know of no run.
_LOGS: Final[dict[str, RunLog]] = {}


@contextmanager
def logged_here(ward: str) -> Generator[None]:
    """Have what is heard of the ward, from wherever, written into the logs of the run that this is called in."""
    log = _log_here()
    if log is not None:
        _LOGS[ward] = log
    try:
        yield
    finally:
        _LOGS.pop(ward, None)


def log_in_prefect(event: StageEvent) -> None:
    """Write the event into the logs of the run that waits for its ward, else of the one at work here, where one is."""
    log = _LOGS.get(event.ward) or _log_here()
    if log is not None:
        (log.error if event.state == "failed" else log.info)(_words(event))


def _log_here() -> RunLog | None:
    if "prefect" not in sys.modules:  # else no run can be at work, and importing it takes a second
        return None
    from prefect.exceptions import MissingContextError
    from prefect.logging import get_run_logger

    try:
        return get_run_logger()
    except MissingContextError:
        return None


def _words(event: StageEvent) -> str:
    stage = f"{event.ward}: {STAGES[event.stage]}"
    if event.state == "begun":
        return f"{stage} …"
    seconds = f"{event.seconds:.1f}".replace(".", ",")
    if event.state == "failed":
        return f"{stage}: dừng lại sau {seconds} giây"
    return f"{stage}: xong, {seconds} giây, {thousands(event.rows_in)} dòng vào, {thousands(event.rows_out)} dòng ra"
