"""One real service for the tests of this folder: `landclean serve` on the sample ward, spoken to as the UI does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[3]
READY = "Dịch vụ đã sẵn sàng"


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def wait_until(holds: Callable[[], bool], *, seconds: float, every: float = 0.3) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(every)


def serving(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", "from flows.cli import main; main()", "serve", *map(str, arguments)]


@dataclass
class Service:
    """A service in `output`, up or down."""

    output: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        return self.output / ".service"

    @property
    def said(self) -> str:
        return (self.output.parent / "serve.out").read_text("utf-8")

    def start(self) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}  # noqa: TID251
        with (self.output.parent / "serve.out").open("wb") as out:
            command = serving(ROOT / "sample_data", "--out", self.output, "--port", self.port, "--still", "1")
            self.process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=out)
        wait_until(lambda: READY in self.said or self.process_ended, seconds=300)
        assert READY in self.said, self.said

    @property
    def process_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def end(self, by: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(by)
        return self.process.wait(60)

    def family(self) -> list[int]:
        """Every process that lives by this service's folder, the service's own apart."""
        mark = f"PREFECT_HOME={self.home.resolve() / 'prefect'}".encode()
        own = -1 if self.process is None else self.process.pid
        return [pid for pid in _processes() if pid != own and mark in _environment(pid)]

    @cached_property
    def account(self) -> tuple[str, str]:
        user, _colon, password = (self.home / "dang-nhap.txt").read_text("utf-8").strip().partition(":")
        return user, password

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> Any:
        return self._ask("GET", path)

    def post(self, path: str, body: Any) -> Any:
        token = self.get("/csrf-token?client=tests")["token"]
        return self._ask("POST", path, body, {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "tests"})

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """All runs of a deployment, those of longer ago first."""
        wanted = {"deployments": {"name": {"any_": [deployment]}}, "sort": "EXPECTED_START_TIME_ASC"}
        return self.post("/flow_runs/filter", wanted)

    def begin(self, deployment: str, **parameters: Any) -> str:
        """Begin a run as the form of the UI does; returns its id."""
        known = self.get(f"/deployments/name/{deployment}/{deployment}")
        return self.post(f"/deployments/{known['id']}/create_flow_run", {"parameters": parameters})["id"]

    def ended(self, run: str) -> dict[str, Any]:
        """The run once it has ended."""
        final = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
        wait_until(lambda: self.get(f"/flow_runs/{run}")["state_type"] in final, seconds=300, every=1)
        return self.get(f"/flow_runs/{run}")

    def _ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        url = f"{self.address}/api{path}"
        for _try in range(20):  # a busy SQLite database answers 503, as Prefect's own client knows
            answer = httpx.request(method, url, json=body, headers=headers, auth=self.account, timeout=180)
            if answer.status_code != 503:
                break
            time.sleep(0.5)
        assert answer.is_success, answer.text
        return answer.json() if answer.text != "" else None


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    """The service, up; it is ended after the tests, and with it all that it began."""
    serving = Service(tmp_path_factory.mktemp("service") / "output")
    try:
        serving.start()
        yield serving
    finally:
        if serving.process is not None and not serving.process_ended:
            serving.end(signal.SIGKILL)


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _environment(pid: int) -> bytes:
    try:
        return Path("/proc", str(pid), "environ").read_bytes()
    except OSError:
        return b""
