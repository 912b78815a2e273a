"""The service from up to down: server, deployments, what was missed, worker; then the watch, until a signal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

import httpx

from flows import clock
from flows.service import children
from flows.service.children import Child
from flows.service.home import HOST, ServiceHome, ServiceRefusedError
from flows.service.inbox_watch import InboxWatch
from flows.service.nights import Missed, close_interrupted, settle_missed

RUNS_AT_ONCE: Final = 4  # the night's, and what operators start beside it; a ward's second run waits for its first

_SERVER_SECONDS: Final = 180.0  # a new database on a slow disk
_STOP_SECONDS: Final = 20.0
_TURN_SECONDS: Final = 1.0


@dataclass(frozen=True)
class Plan:
    """What the service is to do: its folders, its port, its policy for missed nights."""

    home: ServiceHome
    input: Path
    output: Path
    inbox: Path
    port: int
    missed: Missed
    still_seconds: float
    settings_file: str

    @property
    def places(self) -> dict[str, str]:
        """The parameters of the deployments that tell folders."""
        return {
            "input_dir": str(self.input),
            "output_dir": str(self.output),
            "inbox": str(self.inbox),
            "settings_file": self.settings_file,
        }


def serve(plan: Plan, environment: Mapping[str, str], stop: Event, say: Callable[[str], None]) -> None:
    """Bring all up, watch until `stop` is set, bring all down. Raises ServiceRefusedError where a part doesn't come up."""
    with ExitStack() as down:
        server = children.start("server", _SERVER, plan.home, environment)
        down.callback(server.stop, _STOP_SECONDS)
        _await_server(server, plan, stop)
        _deploy(plan, environment)
        if stop.is_set():
            return
        from prefect.client.orchestration import get_client  # reads the environment when it is first imported

        client = down.enter_context(get_client(sync_client=True))
        interrupted = close_interrupted(client)
        told = settle_missed(client, clock.now(), plan.missed, interrupted)
        if told != "":
            say(told)
        worker = children.start("worker", _WORKER, plan.home, environment)
        down.callback(worker.stop, _STOP_SECONDS)
        say(f"Dịch vụ đã sẵn sàng: http://{HOST}:{plan.port}")
        watch = InboxWatch(plan.inbox, plan.still_seconds)
        while not stop.wait(_TURN_SECONDS):
            for child in (server, worker):
                if child.has_ended():
                    raise ServiceRefusedError(f"{child.name} đã dừng. Xem {child.name}.log")
            if watch.look(client, time.monotonic()):
                say("Có phiếu mới trong thư mục nhận phiếu: bắt đầu nhận.")


_SERVER: Final = ("-m", "prefect", "server", "start")
_WORKER: Final = (
    "-m", "prefect", "worker", "start", "--pool", "landclean", "--type", "process", "--name", "landclean",
    "--limit", str(RUNS_AT_ONCE), "--install-policy", "never",
)  # fmt: skip


def _await_server(server: Child, plan: Plan, stop: Event) -> None:
    end = time.monotonic() + _SERVER_SECONDS
    while time.monotonic() < end and not server.has_ended() and not stop.is_set():
        try:
            if httpx.get(f"http://{HOST}:{plan.port}/api/health").is_success:
                return
        except httpx.TransportError:
            pass  # not up yet
        stop.wait(0.3)
    if not stop.is_set():
        raise ServiceRefusedError(
            f"Máy chủ của dịch vụ không khởi động được. Cách xử lý: Xem {plan.home.path / 'server.log'}, báo cho "
            "người phụ trách chương trình."
        )


def _deploy(plan: Plan, environment: Mapping[str, str]) -> None:
    arguments = [f"{name}={value}" for name, value in plan.places.items()]
    command = [sys.executable, "-m", "flows.service.deployments", *arguments]
    log = plan.home.path / "deployments.log"
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
        done = subprocess.run(command, env=environment, stdout=handle, stderr=handle)
    if done.returncode != 0:
        raise ServiceRefusedError(
            f"Không ghi được các việc của dịch vụ vào máy chủ. Cách xử lý: Xem {log}, báo cho người phụ trách chương trình."
        )
