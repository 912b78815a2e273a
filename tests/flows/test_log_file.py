"""A run's temporary server ends with it, however the run ended; its log stays small and loses no line."""

from __future__ import annotations

import logging
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaning.errors import LandCleanError, SourceError
from flows import log_file
from flows.log_file import RUN_PROCESS, LogFile, PlainWords

SERVER = """
import sys, time
from flows.log_file import LogFile
LogFile(sys.argv[1])
print("up", flush=True)
time.sleep(60)
"""
RUN = """
import os, subprocess, sys
os.environ[sys.argv[3]] = str(os.getpid())
server = subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]], stdout=subprocess.PIPE)
server.stdout.readline()
print(server.pid, flush=True)
server.wait()
"""


def test_server_ends_when_its_run_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUN, SERVER, str(tmp_path / "log"), RUN_PROCESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as run:
        assert run.stdout is not None
        server = int(run.stdout.readline())
        time.sleep(1.5)
        assert _is_running(server)
        run.send_signal(signal.SIGKILL)
    end = time.monotonic() + 10
    while _is_running(server) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _is_running(server)


def test_line_that_cannot_be_written_is_not_told_on_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(RUN_PROCESS, str(os.getpid()))
    handler = LogFile(str(tmp_path / "log"))
    handler.stream.close()
    handler.emit(logging.makeLogRecord({"msg": "xong"}))
    assert capsys.readouterr().err == ""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs that are full after a thousand bytes."""
    monkeypatch.setattr(log_file, "_MOST_BYTES", 1000)
    monkeypatch.delenv(RUN_PROCESS, raising=False)


@pytest.mark.usefixtures("small")
def test_full_log_is_put_aside_and_only_the_last_are_kept(tmp_path: Path) -> None:
    handler = LogFile(str(tmp_path / "log"))
    for number in range(60):
        handler.emit(logging.makeLogRecord({"msg": f"{number:<100}"}))
    logs = sorted(tmp_path.iterdir())
    assert [log.name for log in logs] == ["log", "log.1", "log.2", "log.3"]
    assert [int(log.read_text("utf-8").split()[0]) for log in logs] == [50, 40, 30, 20]
    assert {stat.S_IMODE(log.stat().st_mode) for log in logs} == {0o600}


@pytest.mark.usefixtures("small")
def test_two_who_write_the_same_log_lose_no_line(tmp_path: Path) -> None:
    handlers = [LogFile(str(tmp_path / "log")) for _ in range(2)]
    for number in range(30):
        handlers[number % 2].emit(logging.makeLogRecord({"msg": f"{number:<100}"}))
    written = [int(line) for log in tmp_path.iterdir() for line in log.read_text("utf-8").split()]
    assert sorted(written) == [*range(30)]


@pytest.mark.parametrize(
    ("error", "tracebacks"),
    [(SourceError("Trang trống.", remedy="Gửi lại tệp."), 0), (LandCleanError("Đã dừng."), 0), (ValueError("x"), 1)],
    ids=["a source's", "ours", "the program's"],
)
def test_only_faults_of_the_program_are_told_with_their_traceback(
    error: Exception, tracebacks: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(RUN_PROCESS, raising=False)
    handler = LogFile(str(tmp_path / "log"))
    handler.addFilter(PlainWords())
    try:
        raise error
    except Exception:
        handler.handle(logging.makeLogRecord({"msg": "stopped", "exc_info": sys.exc_info()}))
    said = (tmp_path / "log").read_text("utf-8")
    assert said.startswith("stopped\n")
    assert said.count("Traceback") == tracebacks


def _is_running(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"  # a dead one nobody has asked about
