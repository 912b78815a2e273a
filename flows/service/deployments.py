"""prefect.yaml and the folders of the command line → the deployments the server keeps.

A schedule is written once: from then on the hour is the operators', who change it or pause it in the UI.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentUpdate, WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyOptions
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.flows import load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema
from prefect.workers.process import ProcessWorker

from flows.service.children import MORTAL, ROOT

POOL: Final = "landclean"

_PULL: Final = [{"prefect.deployments.steps.set_working_directory": {"directory": str(ROOT)}}]


@dataclass(frozen=True)
class Deployment:
    """A deployment as declared: whose flow it is, when it runs by itself, and the rest as the server takes it."""

    name: str
    flow: str
    schedules: list[DeploymentScheduleCreate]
    body: dict[str, Any]


def declared(places: Mapping[str, str]) -> list[Deployment]:
    """All deployments of prefect.yaml; a parameter that `places` knows by name gets its value from there."""
    os.chdir(ROOT)  # entry points are relative to it
    return [
        _deployment(one, places)
        for one in yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    ]


def write(deployments: Sequence[Deployment]) -> None:
    """Make the work pool and the deployments in the server, or change them to what is declared now."""
    with get_client(sync_client=True) as client:
        template = ProcessWorker.get_default_base_job_template()
        with suppress(ObjectAlreadyExists):
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process", base_job_template=template))
        for one in deployments:
            _write(client, one)


def _write(client: SyncPrefectClient, one: Deployment) -> None:
    try:
        known = client.read_deployment_by_name(f"{one.flow}/{one.name}")
    except ObjectNotFound:
        flow = client.create_flow_from_name(one.flow)
        client.create_deployment(flow, one.name, schedules=one.schedules, **one.body)
    else:
        client.update_deployment(known.id, DeploymentUpdate(**one.body))


def _deployment(told: dict[str, Any], places: Mapping[str, str]) -> Deployment:
    flow = load_flow_from_entrypoint(told["entrypoint"], use_placeholder_flow=False)
    limit, pool = told.get("concurrency_limit"), told["work_pool"]
    body: dict[str, Any] = {
        "description": told["description"],
        "entrypoint": told["entrypoint"],
        "parameters": {name: places.get(name, value) for name, value in told["parameters"].items()},
        "parameter_openapi_schema": parameter_schema(flow).model_dump(exclude_unset=True),
        "enforce_parameter_schema": True,
        "work_pool_name": pool["name"],
        "work_queue_name": pool["work_queue_name"],
        "job_variables": pool["job_variables"] | {"command": shlex.join([*MORTAL, "-m", "prefect.engine"])},
        "pull_steps": _PULL,
    }
    if limit is not None:
        options = ConcurrencyOptions(collision_strategy=limit["collision_strategy"])
        body |= {"concurrency_limit": limit["limit"], "concurrency_options": options}
    return Deployment(told["name"], flow.name, [_schedule(one) for one in told["schedules"]], body)


def _schedule(declared: dict[str, Any]) -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate(
        schedule=CronSchedule(cron=declared["cron"], timezone=declared["timezone"]),
        active=declared["active"],
        slug=declared["slug"],
    )


if __name__ == "__main__":  # a process of its own: what flows import shall not stay in the service's memory
    read = declared(dict(argument.split("=", 1) for argument in sys.argv[1:]))
    sys.stdin.read()  # until the server is up, which takes as long
    write(read)
