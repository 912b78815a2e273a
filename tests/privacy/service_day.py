"""A day of the service, every deployment run, good and failing → what of people it left, and whom it called.

`python -m tests.privacy.service_day FOLDER [--strace]`, FOLDER new. Takes minutes; `make test` has the night alone.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

import httpx

from tests.flows.clerks import CLERK, answered, read_sheet, write_sheet
from tests.flows.tiny_wards import THERE, write_ward
from tests.privacy.needles import needles_of
from tests.privacy.scanning import SAMPLE, search
from tests.privacy.traces import Trace, exposed, shown
from tests.privacy.watched import World, is_local, new_world, run_in

_ACCOUNT: Final = ("canbo", "mat-khau-thu-nghiem")
_PORT: Final = 4397
_LANDCLEAN: Final = ["-c", "from flows.cli import main; main()"]
_READY: Final = "đã sẵn sàng"
_ENDED: Final = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
_ASKED: Final = (  # every kind of object the API tells, and how many of them at once
    "flow_runs", "task_runs", "flow_run_states", "task_run_states", "logs", "artifacts", "deployments", "flows",
    "work_pools", "events", "variables", "block_documents",
)  # fmt: skip


def main(root: Path, *, strace: bool) -> int:
    """Live through the day, then search all of it."""
    world, given = new_world(root / "world"), root / "given"
    shutil.copytree(SAMPLE, given / SAMPLE.name)
    write_ward(given / THERE)
    shutil.copytree(given / THERE, given / "11506")
    file = given / "11506" / "residents.csv"
    file.write_text("".join(file.read_text("utf-8-sig").splitlines(keepends=True)[1:]), "utf-8")
    with _receiver() as (address, alarms), _service(world, given, address, strace=strace) as api:
        said = _live(api, world)
    said += [shown("alarms", text) for text in alarms]
    for command in (["status"], ["clean", "--dry-run"]):
        ended = run_in(world, [*_LANDCLEAN, *command, "--out", str(world.output)])
        said.append(shown(" ".join(command), ended.said))
    said.append(shown("terminal of serve", (root / "serve.log").read_text("utf-8")))
    (root / "said.json").write_text(json.dumps([trace[1:3] for trace in said], ensure_ascii=False), "utf-8")
    searched = search([*world.left(), *said], needles_of(SAMPLE, given / THERE, names=[CLERK]))
    open_to_others = exposed([world.output])
    calls = world.notes("call")
    outside = [address for address in calls if not is_local(address)]
    left = [path for folder in world.others[:3] for path in folder.rglob("*")]
    lines = [str(searched), *sorted({f"HIT {hit.kind}: {hit.where}" for hit in searched.hits})]
    lines += [f"OPEN TO OTHERS {path}" for path in open_to_others]
    lines += [f"LEFT OUTSIDE OUTPUT {path}" for path in left]
    lines += [f"addresses called (audit hooks): {len(calls)}, not of this machine: {outside}", f"alarms: {len(alarms)}"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if len(searched.hits) == len(open_to_others) == len(outside) == len(left) == 0 else 1


def _live(api: httpx.Client, world: World) -> list[Trace]:
    """Run every deployment; what the API and the runs' pages tell of it all."""
    deployed = {one["name"]: one["id"] for one in api.post("/deployments/filter", json={}).json()}
    wanted: list[tuple[str, dict[str, Any]]] = [
        ("nightly", {"date": "2026-11-22"}),
        ("rerun-ward", {"wards": [SAMPLE.name], "date": "2026-11-22", "force": True}),
        ("rerun-ward", {"wards": ["11506"]}),
        ("train-model", {"ward": SAMPLE.name, "name": "thu-nghiem"}),
        ("train-model", {"ward": "11506", "name": "hong"}),
    ]
    for name, parameters in wanted:
        _start(api, deployed[name], parameters)
        _wait(lambda: _states(api) <= _ENDED, seconds=600)
    _drop_answers(world)
    _wait(lambda: any(one["name"].startswith("take-in") for one in _runs(api)), seconds=120)
    _wait(lambda: _states(api) <= _ENDED, seconds=300)
    told = {(one["name"], one["state_type"]) for one in _runs(api)}
    sys.stdout.write("".join(f"run {name}: {state}\n" for name, state in sorted(told)))
    return [shown(f"API {kind}", text) for kind in _ASKED for text in _told(api, kind)]


def _start(api: httpx.Client, deployment: str, parameters: dict[str, Any]) -> None:
    body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
    api.post(f"/deployments/{deployment}/create_flow_run", json=body).raise_for_status()


def _runs(api: httpx.Client) -> list[dict[str, Any]]:
    """All runs but those scheduled for the nights to come."""
    runs = api.post("/flow_runs/filter", json={}).json()
    return [run for run in runs if not run["auto_scheduled"]]


def _states(api: httpx.Client) -> set[str]:
    return {run["state_type"] for run in _runs(api)}


def _told(api: httpx.Client, kind: str) -> Generator[str]:
    """All pages of what the API tells of a kind; a kind it does not know tells nothing."""
    for offset in range(0, 10_000, 200):
        page = api.post(f"/{kind}/filter", json={"limit": 200, "offset": offset})
        if page.status_code != 200 or page.json() in ([], {}):
            return
        yield json.dumps(page.json(), ensure_ascii=False)


def _drop_answers(world: World) -> None:
    """Answers of a clerk whose name stands in the files, one of which cannot be read."""
    inbox = world.output / "phieu-nop"
    rows = read_sheet(world.output / "published" / SAMPLE.name / "latest" / "sai-lech.csv")
    good, bad = answered(rows, per_code=1)[:2]
    write_sheet(inbox / f".{CLERK}.csv", [good, bad | {"Quyết định": "tùy", "Người quyết định": CLERK}])
    (inbox / f"hỏng {CLERK}.xlsx").write_bytes(b"PK\x03\x04 cut short")
    (inbox / f".{CLERK}.csv").rename(inbox / f"{CLERK}.csv")


@contextmanager
def _service(world: World, given: Path, alarms: str, *, strace: bool) -> Generator[httpx.Client]:
    """The service, up as long as it is needed; the API as its operators reach it."""
    traced = ["-m", "tests.privacy.network", sys.executable] if strace else []
    serve = ["serve", str(given), "--out", str(world.output), "--port", str(_PORT), "--still", "3"]
    env = world.environment | {"LANDCLEAN_SERVER_AUTH": ":".join(_ACCOUNT), "LANDCLEAN_ALARM_WEBHOOK": alarms}
    with (world.root.parent / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *traced, *_LANDCLEAN, *serve],
            env=env, cwd=world.root / "cwd", umask=0, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{_PORT}/api", auth=_ACCOUNT, timeout=60) as api:
                _wait(lambda: process.poll() is not None or _READY in Path(log.name).read_text("utf-8"), seconds=300)
                token = api.get("/csrf-token", params={"client": "privacy"}).json()["token"]
                api.headers.update({"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "privacy"})
                yield api
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(120)


@contextmanager
def _receiver() -> Generator[tuple[str, list[str]]]:
    """A receiver of alarms on this machine, and what it was sent."""
    taken: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            taken.append(f"{self.headers}\n{body}")
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_given: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", taken
    server.shutdown()


def _wait(holds: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), strace="--strace" in sys.argv))
