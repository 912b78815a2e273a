"""The file that is deployed is the file that is tested: a real server takes it and really creates the nightly run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from prefect.exceptions import ParameterTypeError
from prefect.flows import load_flow_from_entrypoint

from tests.flows.clerks import answered, read_sheet, write_sheet

ROOT = Path(__file__).parents[2]
DEPLOYED: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
NIGHTLY, RERUN, TAKE_IN = DEPLOYED["deployments"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[dict[str, str]]:
    """The environment of a fresh server that runs as long as the tests of this file."""
    home, port = tmp_path_factory.mktemp("server"), _free_port()
    env = os.environ | {  # noqa: TID251  the server needs the environment of the test
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_UI_ENABLED": "false",
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            _wait_until(lambda: httpx.get(f"{env['PREFECT_API_URL']}/health").is_success, seconds=90)
            yield env
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


@pytest.mark.server
def test_deployed_nightly_gets_scheduled_at_one_in_the_morning(server: dict[str, str]) -> None:
    _prefect(server, "work-pool", "create", "landclean", "--type", "process")
    _prefect(server, "--no-prompt", "deploy", "--all")
    api = server["PREFECT_API_URL"]
    scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    _wait_until(lambda: httpx.post(f"{api}/flow_runs/count", json=scheduled).json() > 0, seconds=60)
    runs = httpx.post(f"{api}/flow_runs/filter", json=scheduled).json()
    assert {run["expected_start_time"][11:16] for run in runs} == {"18:00"}  # 01:00 in Vietnam, in UTC
    deployments = httpx.post(f"{api}/deployments/filter", json={}).json()
    assert {one["name"]: one["entrypoint"] for one in deployments} == {
        "nightly": NIGHTLY["entrypoint"],
        "rerun-ward": RERUN["entrypoint"],
        "take-in-decisions": TAKE_IN["entrypoint"],
    }


@pytest.mark.server
def test_operators_rerun_publishes_the_ward_and_tells_a_wrong_one(server: dict[str, str], tmp_path: Path) -> None:
    rerun = "import sys; from flows.ward import rerun_ward; rerun_ward(*sys.argv[1:])"
    given, output = str(ROOT / "sample_data"), str(tmp_path)
    commands = [[sys.executable, "-c", rerun, ward, "2026-11-22", given, output] for ward in ("11557", "11560")]
    with (tmp_path / "rerun.log").open("wb") as log:
        begun = [subprocess.Popen(command, env=server, cwd=ROOT, stdout=log, stderr=log) for command in commands]
        assert [process.wait(180) for process in begun] == [0, 1]
    assert [path.name for path in (tmp_path / "published").iterdir()] == ["11557"]
    runs = httpx.post(f"{server['PREFECT_API_URL']}/flow_runs/filter", json=_named("rerun-11557-2026-11-22")).json()
    assert [run["state_type"] for run in runs] == ["COMPLETED"]
    failed = httpx.post(f"{server['PREFECT_API_URL']}/flow_runs/filter", json=_named("rerun-11560-2026-11-22")).json()
    assert [run["state_type"] for run in failed] == ["FAILED"]
    assert "Cách xử lý:" in failed[0]["state"]["message"]  # what the page of the run shows first
    artifacts = httpx.post(f"{server['PREFECT_API_URL']}/artifacts/filter", json={}).json()
    assert sum("| 11557 | 1." in artifact["data"] for artifact in artifacts) == 1


@pytest.mark.server
def test_operators_take_in_an_inbox_and_see_counts_alone(server: dict[str, str], output: Path, tmp_path: Path) -> None:
    rows = read_sheet(output / "published" / "11557" / "latest" / "sai-lech.csv")
    box = tmp_path / "inbox"
    box.mkdir()
    good, bad = answered(rows, per_code=1)[:2]
    answers = [good, bad | {"Quyết định": "tùy", "Người quyết định": "Trần Thị Mẫu"}]
    write_sheet(box / "Trần Thị Mẫu.csv", answers)
    (box / "hỏng của Mẫu.xlsx").write_bytes(b"PK\x03\x04 cut short")
    command = [sys.executable, "-c", "import sys; from flows.take_in import take_in_decisions as f; f(*sys.argv[1:])"]
    with (tmp_path / "take-in.log").open("wb") as log:
        done = subprocess.run([*command, str(box), str(output)], env=server, cwd=ROOT, stdout=log, stderr=log)
    assert done.returncode == 1  # one of the files cannot be read
    assert sorted(path.name for path in box.iterdir()) == ["da-nhan", "hỏng của Mẫu.xlsx"]
    api = server["PREFECT_API_URL"]
    (run,) = [
        run for run in httpx.post(f"{api}/flow_runs/filter", json={}).json() if run["name"].startswith("take-in-")
    ]
    assert run["state"]["message"].count("1 trên 2 tệp không nhận được. Cách xử lý:") == 1
    (artifact,) = httpx.post(f"{api}/artifacts/filter", json=_keyed("take-in-decisions")).json()
    assert "| 1 | 1 | 0 | 1 | 0 |" in artifact["data"]
    assert "- **Tệp 2**: " in artifact["data"]
    logs = httpx.post(f"{api}/logs/filter", json={}).json()
    told = str([run, artifact, logs]) + (tmp_path / "take-in.log").read_text("utf-8")
    shown = [row[name] for row in answers for name in ("Họ tên (đất đai)", "Giá trị đất đai", "Giá trị dân cư", "Guid")]
    assert [value for value in ("Mẫu", *filter(None, shown)) if value.removeprefix("'") in told] == []


@pytest.mark.parametrize("deployment", [NIGHTLY, RERUN, TAKE_IN], ids=["nightly", "rerun-ward", "take-in-decisions"])
def test_entrypoint_is_a_flow_that_takes_the_parameters_deployed(deployment: dict[str, Any]) -> None:
    flow = load_flow_from_entrypoint(str(ROOT / deployment["entrypoint"]), use_placeholder_flow=False)
    assert flow.name == deployment["name"]
    assert set(deployment["parameters"]) <= set(flow.parameters.properties)


def test_run_form_explains_every_parameter_in_vietnamese() -> None:
    for deployment in (NIGHTLY, RERUN, TAKE_IN):
        flow = load_flow_from_entrypoint(str(ROOT / deployment["entrypoint"]), use_placeholder_flow=False)
        undescribed = [name for name, shown in flow.parameters.properties.items() if not shown.get("description")]
        assert undescribed == [], deployment["name"]


def test_run_form_refuses_what_is_no_ward_code_or_no_day() -> None:
    flow = load_flow_from_entrypoint(str(ROOT / RERUN["entrypoint"]), use_placeholder_flow=False)
    assert flow.validate_parameters({"ward": "11557", "date": "2026-11-22"})["ward"] == "11557"
    for wrong in ({"ward": "115"}, {"ward": "11557", "date": "22/11/2026"}):
        with pytest.raises(ParameterTypeError):
            flow.validate_parameters(wrong)


def _keyed(key: str) -> dict[str, Any]:
    return {"artifacts": {"key": {"any_": [key]}}}


def _named(name: str) -> dict[str, Any]:
    return {"flow_runs": {"name": {"any_": [name]}}}


def _prefect(env: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "prefect", *arguments], env=env, cwd=ROOT, check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def _wait_until(holds: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if holds():
                return
        except httpx.TransportError:
            pass  # the server is not up yet
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(0.3)
