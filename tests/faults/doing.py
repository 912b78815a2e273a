"""Nights and takings-in, one after the other, or each in a process of its own that is killed where it is told.

`python -m tests.faults.doing MEMORY` reads a task per line and answers with how it ended. It loads everything once, and
forks a process for a task that is to be killed: loading takes longer than the night of a small ward. So do its checks:
see `remembered`. A process that works itself must fork no more: the threads of polars would be missing.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tests.faults.changes import change

Task = dict[str, Any]
_WATCHES: list[Callable[[str, tuple[Any, ...]], None]] = []  # the last one is asked


def main() -> None:
    """Serve tasks until the input ends."""
    works = _works(Path(sys.argv[1]))
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)  # what libraries print is no answer
        answers.write("ready\n")
        answers.flush()
        for line in sys.stdin:
            answers.write(f"{json.dumps(_done(json.loads(line), works))}\n")
            answers.flush()


def _works(memory: Path) -> dict[str, Callable[[Task], None]]:
    import great_expectations  # noqa: F401  loaded once, before any fork

    from flows import clock, passage
    from flows.answered_files import take_in_inbox
    from flows.nightly import nightly
    from tests.faults.remembered import remembering

    passage.check = remembering(passage.check, memory)  # type: ignore[assignment]

    def night(task: Task) -> None:
        nightly(input_dir=task["input"], output_dir=task["output"], date=task["date"])

    def take_in(task: Task) -> None:
        if any(one.error is not None for one in take_in_inbox(Path(task["input"]), Path(task["output"]), clock.now())):
            raise SystemExit(1)

    return {"night": night, "take_in": take_in}


def _done(task: Task, works: dict[str, Callable[[Task], None]]) -> dict[str, Any]:
    begun = time.monotonic()
    work = works[task["work"]]
    if not task["forked"]:
        return {"killed": False, "failed": _ended(task, work) != 0, "seconds": round(time.monotonic() - begun, 2)}
    child = os.fork()
    if child == 0:
        os.setsid()
        os._exit(_ended(task, work))
    status = _waited(child, task.get("kill_after", task["patience"]))
    return {"killed": os.WIFSIGNALED(status), "failed": status != 0, "seconds": round(time.monotonic() - begun, 2)}


def _waited(child: int, seconds: float) -> int:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        gone, status = os.waitpid(child, os.WNOHANG)
        if gone != 0:
            return status
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _ended(task: Task, work: Callable[[Task], None]) -> int:
    """0 where the work came to its end; why it did not stands in the log of the task."""
    os.environ["TMPDIR"], tempfile.tempdir = task["temporary"], None  # noqa: TID251  what the work goes by
    with Path(task["log"]).open("a") as log, Path(task["trace"]).open("w") as trace, _watched(task, trace):
        try:
            work(task)
        except SystemExit:
            return 1
        except BaseException as error:
            log.write(f"{error!r}\n")
            return 1
    return 0


@contextmanager
def _watched(task: Task, trace: IO[str]) -> Generator[None]:
    """Write down every change below the output; at change `kill_at` die, or `kill_late` seconds after it."""
    if len(_WATCHES) == 0:
        sys.addaudithook(lambda event, arguments: _WATCHES[-1](event, arguments))  # for good: Python takes none back
    seen = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        told = change(event, arguments, task["output"])
        if told is None:
            return
        seen += 1
        os.write(trace.fileno(), f"{told}\n".encode())
        if seen == task.get("kill_at"):
            _die(task.get("kill_late", 0.0))

    _WATCHES.append(watch)
    try:
        yield
    finally:
        _WATCHES.append(lambda *_: None)


def _die(late: float) -> None:
    def die() -> None:
        time.sleep(late)
        os.killpg(0, signal.SIGKILL)

    if late == 0:
        die()
    threading.Thread(target=die, daemon=True).start()


if __name__ == "__main__":
    main()
