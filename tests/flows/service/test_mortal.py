"""A process that was begun as mortal ends with the one that began it, however that one ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.service.children import MORTAL, start
from flows.service.home import open_home
from tests.flows.service.conftest import wait_until

_SLEEP = ["-c", "import sys, time; print(sys.argv[1:], flush=True); time.sleep(60)"]
_PARENT = """
import subprocess, sys
child = subprocess.Popen([*sys.argv[1:]])
print(child.pid, flush=True)
child.wait()
"""


def test_killed_parent_takes_its_child_with_it() -> None:
    command = [sys.executable, "-c", _PARENT, *MORTAL, "-c", "import time; time.sleep(60)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = Path("/proc", parent.stdout.readline().strip())
        wait_until(lambda: b"sleep(60)" in (child / "cmdline").read_bytes() and not _is_mortal_yet(child), seconds=20)
        parent.kill()
        wait_until(lambda: not child.exists() or _state(child) == "Z", seconds=20)


def test_child_is_stopped_and_what_it_said_is_kept(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    said = home.path / "worker.log"
    for words in ("first", "second"):
        child = start("worker", [*_SLEEP, words], home, {})
        wait_until(lambda: said.stat().st_size > 0, seconds=20)
        child.stop(20)
        assert child.process.returncode == -signal.SIGTERM
    assert (home.path / "worker.log").read_text("utf-8") == "['second']\n"
    assert (home.path / "worker.log.1").read_text("utf-8") == "['first']\n"
    assert "worker.log" in str(child.fault())


def test_child_that_waits_goes_on_when_it_is_told(tmp_path: Path) -> None:
    child = start("deployments", ["-c", "import sys; sys.stdin.read(); print(1)"], open_home(tmp_path), {}, told=True)
    with pytest.raises(subprocess.TimeoutExpired):
        child.process.wait(0.3)
    child.go_on()
    assert child.process.wait(20) == 0


def test_child_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = start("worker", ["-c", deaf], open_home(tmp_path), {})
    wait_until(lambda: child.said.stat().st_size > 0, seconds=20)
    child.stop(0.2)
    assert child.process.returncode == -signal.SIGKILL


def _is_mortal_yet(child: Path) -> bool:
    return b"flows.service.mortal" in (child / "cmdline").read_bytes()


def _state(child: Path) -> str:
    try:
        return (child / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
