"""What runs inside a Dask worker: a function of ours, its stages told to the run it works for."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from threading import Lock
from typing import Any, Final

import polars as pl
from distributed import get_worker

from cleaning.errors import LandCleanError
from flows.faults import without_data
from flows.program import program_version
from flows.stages import LISTENER, StageEvent

# Stage events travel by this name, as the fields of StageEvent.
STAGES_TOPIC: Final = "landclean-stages"
_IMPORTING: Final = Lock()


@dataclass(frozen=True)
class AboutWorker:
    """A worker as it is: the code it runs, the threads polars takes there, and the cores of its machine."""

    program: str
    polars_threads: int
    cores: int


def about_worker() -> AboutWorker:
    """What the worker it runs in is."""
    return AboutWorker(program_version(), pl.thread_pool_size(), cores_here())


def cores_here() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0))


def work(function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """What `function` gives, or the error it ends with, returned: Dask would log a raised one with all it was given."""
    if get_worker().state.nthreads > 1:
        with _IMPORTING:  # two threads that import it at once deadlock
            import_module("great_expectations")
    token = LISTENER.set(_tell)
    try:
        with without_data(lambda: "chạy trên cụm máy"):
            return function(*given, **named)
    except (LandCleanError, OSError) as error:
        error.__context__ = None
        return error.with_traceback(None)
    finally:
        LISTENER.reset(token)


def _tell(event: StageEvent) -> None:
    get_worker().log_event(STAGES_TOPIC, {"event": asdict(event)})
