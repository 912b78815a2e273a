"""A ward's stages → lines in the logs of the Prefect run at work, for whoever looks at its page."""

from __future__ import annotations

import sys
from contextlib import suppress

from cleaning.reporting.numerals import thousands
from flows.stages import STAGES, StageEvent


def log_in_prefect(event: StageEvent) -> None:
    """Write the event into the logs of the task or flow run at work, where one is."""
    if "prefect" not in sys.modules:  # else no run can be at work, and importing it takes a second
        return
    from prefect.exceptions import MissingContextError
    from prefect.logging import get_run_logger

    with suppress(MissingContextError):
        log = get_run_logger()
        (log.error if event.state == "failed" else log.info)(_words(event))


def _words(event: StageEvent) -> str:
    stage = f"{event.ward}: {STAGES[event.stage]}"
    if event.state == "begun":
        return f"{stage} …"
    seconds = f"{event.seconds:.1f}".replace(".", ",")
    if event.state == "failed":
        return f"{stage}: dừng lại sau {seconds} giây"
    return f"{stage}: xong, {seconds} giây, {thousands(event.rows_in)} dòng vào, {thousands(event.rows_out)} dòng ra"
