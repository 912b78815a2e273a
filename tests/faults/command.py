"""`landclean run` as people type it: killed alone, it must take its temporary server with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_COMMAND: Final = "import sys; from flows.cli import main; sys.exit(main())"
_SERVER_SECONDS: Final = 20


def run_command(
    environment: Mapping[str, str], output: Path, given: Path, day: str, kill_after: float
) -> dict[str, Any]:
    """Run it for `day`, killed after so many seconds; how it ended. whether a server lived on."""
    place = output.parent
    own = dict(environment) | {"TMPDIR": str(place / "temporary")}
    own = {name: value for name, value in own.items() if name not in ("PREFECT_API_URL", "PREFECT_HOME")}
    command = [sys.executable, "-c", _COMMAND, "run", str(given), "--out", str(output), "--as-of", day]
    begun = time.monotonic()
    (place / "temporary").mkdir(exist_ok=True)
    (place / "trace").write_text("")
    with (place / "log").open("ab") as log:
        process = subprocess.Popen(command, env=own, stdout=log, stderr=log, start_new_session=True)
        try:
            killed, status = False, process.wait(kill_after)
        except subprocess.TimeoutExpired:
            process.kill()
            killed, status = True, process.wait()
    seconds = round(time.monotonic() - begun, 2)
    return {"killed": killed, "failed": status != 0, "seconds": seconds, "lives_on": not _alone(process.pid)}


def _alone(session: int) -> bool:
    """Whether all of a session ended; what did not is ended here."""
    end = time.monotonic() + _SERVER_SECONDS
    while (left := _members(session)) and time.monotonic() < end:
        time.sleep(0.2)
    for process in left:
        os.kill(process, signal.SIGKILL)
    return len(left) == 0


def _members(session: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, _group, of_session = status.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(of_session) == session and state != "Z":
            found.append(int(status.parent.name))
    return found
