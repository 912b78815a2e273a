"""The file that is deployed is the file that is tested: its entry points are flows whose forms explain themselves."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from prefect import Flow
from prefect.flows import load_flow_from_entrypoint

from flows.service.plan import Plan
from tests.flows.service.conftest import ROOT

DEPLOYED: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
NAMES = [one["name"] for one in DEPLOYED]


def flow_of(deployment: dict[str, Any]) -> Flow[..., Any]:
    return load_flow_from_entrypoint(str(ROOT / deployment["entrypoint"]), use_placeholder_flow=False)


@pytest.mark.parametrize("deployment", DEPLOYED, ids=NAMES)
def test_entrypoint_is_a_flow_that_takes_the_parameters_deployed(deployment: dict[str, Any]) -> None:
    flow = flow_of(deployment)
    assert flow.name == deployment["name"]
    assert set(deployment["parameters"]) <= set(flow.parameters.properties)


@pytest.mark.parametrize("deployment", DEPLOYED, ids=NAMES)
def test_every_folder_a_flow_asks_for_is_told_by_the_service(deployment: dict[str, Any]) -> None:
    told = set(Plan(ROOT, ROOT, 4200).places)
    asked = set(flow_of(deployment).parameters.properties)
    assert told & asked == set(deployment["parameters"])


@pytest.mark.parametrize("deployment", DEPLOYED, ids=NAMES)
def test_run_form_explains_every_field_in_vietnamese(deployment: dict[str, Any]) -> None:
    fields = flow_of(deployment).parameters.properties
    assert [name for name, shown in fields.items() if shown.get("description", "").isascii()] == []


def test_one_night_at_a_time_and_none_dropped() -> None:
    limits = {one["name"]: one.get("concurrency_limit") for one in DEPLOYED}
    assert limits["nightly"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
    assert [one["name"] for one in DEPLOYED if len(one["schedules"]) > 0] == ["nightly"]
