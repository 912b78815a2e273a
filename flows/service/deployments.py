"""prefect.yaml and the folders of the command line → the deployments the server keeps.

A schedule is written once: from then on the hour is the operators', who change it or pause it in the UI.
"""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress
from typing import Any, Final

import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import (
    DeploymentScheduleCreate,
    DeploymentUpdate,
    WorkPoolCreate,
)
from prefect.client.schemas.objects import ConcurrencyOptions
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.flows import load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema
from prefect.workers.process import ProcessWorker

from flows.service.children import MORTAL, ROOT

POOL: Final = "landclean"

_PULL: Final = [{"prefect.deployments.steps.set_working_directory": {"directory": str(ROOT)}}]


def deploy(places: dict[str, str]) -> None:
    """Make the work pool and all deployments; a parameter that `places` knows by name gets its value from there."""
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    os.chdir(ROOT)  # entry points are relative to it
    with get_client(sync_client=True) as client:
        template = ProcessWorker.get_default_base_job_template()
        with suppress(ObjectAlreadyExists):
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process", base_job_template=template))
        for one in declared:
            _deploy(client, one, places)


def _deploy(client: SyncPrefectClient, declared: dict[str, Any], places: dict[str, str]) -> None:
    flow = load_flow_from_entrypoint(declared["entrypoint"], use_placeholder_flow=False)
    schema = parameter_schema(flow).model_dump(exclude_unset=True)
    limit = declared.get("concurrency_limit") or {}
    body: dict[str, Any] = {
        "description": declared["description"],
        "entrypoint": declared["entrypoint"],
        "parameters": {key: places.get(key, value) for key, value in declared["parameters"].items()},
        "parameter_openapi_schema": schema,
        "enforce_parameter_schema": True,
        "work_pool_name": declared["work_pool"]["name"],
        "work_queue_name": declared["work_pool"]["work_queue_name"],
        "job_variables": declared["work_pool"]["job_variables"]
        | {"command": shlex.join([*MORTAL, "-m", "prefect.engine"])},
        "pull_steps": _PULL,
        "concurrency_limit": limit.get("limit"),
        "concurrency_options": None
        if limit == {}
        else ConcurrencyOptions(collision_strategy=limit["collision_strategy"]),
    }
    try:
        known = client.read_deployment_by_name(f"{flow.name}/{declared['name']}")
    except ObjectNotFound:
        flow_id = client.create_flow_from_name(flow.name)
        schedules = [_schedule(one) for one in declared["schedules"]]
        client.create_deployment(flow_id, declared["name"], schedules=schedules, **body)
    else:
        client.update_deployment(known.id, DeploymentUpdate(**body))


def _schedule(declared: dict[str, Any]) -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate(
        schedule=CronSchedule(cron=declared["cron"], timezone=declared["timezone"]),
        active=declared["active"],
        slug=declared["slug"],
    )


if __name__ == "__main__":  # a process of its own: the flows and all they import shall not stay in the service's memory
    deploy(dict(argument.split("=", 1) for argument in sys.argv[1:]))
