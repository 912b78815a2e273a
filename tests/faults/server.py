"""A Prefect server of the tests' own, on loopback, and the environment to reach it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flows.ephemeral import QUIET
from tests.prefect_tables import with_tables

_PATIENCE = 120
# What a server does by itself, and these runs don't need.
_IDLE = ("SCHEDULER", "LATE_RUNS", "CANCELLATION_CLEANUP", "PAUSE_EXPIRATIONS", "FOREMAN", "REPOSSESSOR", "TRIGGERS")


@contextmanager
def prefect_server(home: Path) -> Generator[dict[str, str]]:
    """The environment in which runs find the server, once `wait_for_server` returned; it is gone at the end."""
    port = _free_port()
    environment = os.environ | QUIET | {  # noqa: TID251  handed on to the processes of the tests
        "PREFECT_HOME": str(home), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_UI_ENABLED": "false", "PREFECT_LOGGING_LEVEL": "ERROR", "POLARS_MAX_THREADS": "2",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        **{f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in _IDLE},
    }  # fmt: skip
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with_tables(home)
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield environment
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def wait_for_server(environment: Mapping[str, str]) -> None:
    """Return once the server of this environment answers."""
    address = environment["PREFECT_API_URL"] + "/health"
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(address)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
