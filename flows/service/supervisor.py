"""The service from up to down: server, what was left behind, deployments, worker; then the watch, until a signal."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from threading import Event
from typing import Final

import httpx
from prefect.client.orchestration import get_client

from flows import clock
from flows.alarms import Alarms
from flows.service.children import Child, start
from flows.service.home import HOST
from flows.service.inbox_watch import InboxWatch
from flows.service.nights import close_left_behind, make_up
from flows.service.plan import Plan
from flows.service.watch import Watch

_RUNS_AT_ONCE: Final = 4  # the night's, and what operators start beside it; a ward's second run waits for its first
_SERVER: Final = ("-m", "prefect", "server", "start")
_DEPLOYMENTS: Final = ("-m", "flows.service.deployments")
_WORKER: Final = (
    "-m", "prefect", "worker", "start", "--pool", "landclean", "--name", "landclean", "--type", "process",
    "--limit", str(_RUNS_AT_ONCE), "--install-policy", "never",
)  # fmt: skip

_UP_SECONDS: Final = 300.0  # a new database, or one to be migrated, on a slow disk
_DOWN_SECONDS: Final = 15.0


def keep_up(plan: Plan, environment: Mapping[str, str], stop: Event, say: Callable[[str], None]) -> None:
    """Bring all up, watch until `stop` is set, bring all down.

    From the main thread: see `children.start`. Raises ServiceError where a part does not come up, PartEndedError where
    one ends while all were.
    """
    alarms = Alarms.from_environment(plan.home.path)
    with ExitStack() as down:
        server = start("server", _SERVER, plan.home, environment)
        down.callback(server.stop, _DOWN_SECONDS)
        arguments = (f"{name}={value}" for name, value in plan.places.items())
        writing = start("deployments", [*_DEPLOYMENTS, *arguments], plan.home, environment, told=True)
        down.callback(writing.stop, 0)
        if not _is_up(server, plan.port, stop):
            return
        plan.home.close_pages()
        client = down.enter_context(get_client(sync_client=True))
        left = close_left_behind(client, clock.now())
        if not _is_written(writing, stop):
            return
        told = make_up(client, clock.now(), left, plan.missed)
        if told != "":
            say(told)
        worker = start("worker", _WORKER, plan.home, environment)
        down.callback(worker.stop, _DOWN_SECONDS)
        say(f"Dịch vụ đã sẵn sàng: http://{HOST}:{plan.port}")
        Watch(client, (server, worker), alarms, InboxWatch(plan.watched, plan.still_seconds), say).until(stop)


def _is_up(server: Child, port: int, stop: Event) -> bool:
    """Whether the server answers; false where `stop` was set before. Raises ServiceError where it won't."""
    end = time.monotonic() + _UP_SECONDS
    while not stop.wait(0.2):
        if server.has_ended() or time.monotonic() > end:
            raise server.fault()
        try:
            if httpx.get(f"http://{HOST}:{port}/api/health", trust_env=False).is_success:
                return True
        except httpx.TransportError:
            pass  # not yet
    return False


def _is_written(writing: Child, stop: Event) -> bool:
    """Whether the deployments are written; false where `stop` was set before. Raises ServiceError where they can't."""
    writing.go_on()
    while not stop.wait(0.1):
        if writing.has_ended():
            if writing.process.returncode != 0:
                raise writing.fault()
            return True
    return False
