"""One night, or one taking in of answers, in a process of its own that is killed where it is told.

`python -m tests.faults.doing MEMORY` reads a task per line and answers with how it ended. It loads everything once and
forks a process for each: loading takes longer than the night of a small ward. So do its checks: see `remembered`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.changes import change

Task = dict[str, Any]


def main() -> None:
    """Serve tasks until the input ends."""
    works = _works(Path(sys.argv[1]))
    _say("ready")
    for line in sys.stdin:
        _say(json.dumps(_done(json.loads(line), works)))


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


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
    child = os.fork()
    if child == 0:
        _be(task, works[task["work"]])
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


def _be(task: Task, work: Callable[[Task], None]) -> None:
    """The child: never returns."""
    os.setsid()
    log = os.open(task["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ["TMPDIR"], tempfile.tempdir = task["temporary"], None  # noqa: TID251  what the child goes by
    trace = os.open(task["trace"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    _watch(task["output"], trace, task.get("kill_at"), task.get("kill_late", 0.0))
    ended = 1
    try:
        work(task)
        ended = 0
    except SystemExit:
        pass
    except BaseException as error:
        sys.stderr.write(f"{error!r}\n")
    sys.stderr.flush()
    sys.stdout.flush()
    os._exit(ended)


def _watch(output: str, trace: int, kill_at: int | None, kill_late: float) -> None:
    """Write down every change below `output`; at change `kill_at` die, or so many seconds later, amid what follows."""
    seen = 0

    def die() -> None:
        time.sleep(kill_late)
        os.killpg(0, signal.SIGKILL)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        told = change(event, arguments, output)
        if told is None:
            return
        seen += 1
        os.write(trace, f"{told}\n".encode())
        if seen == kill_at:
            if kill_late == 0:
                os.killpg(0, signal.SIGKILL)
            threading.Thread(target=die, daemon=True).start()

    sys.addaudithook(hook)


if __name__ == "__main__":
    main()
