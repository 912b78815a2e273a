"""Runs the service left behind when it went down → what becomes of them: broken off, missed, made up for or not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Cancelled, Crashed

from flows.service.plan import Missed

NIGHTLY: Final = "nightly"
MADE_UP: Final = "chay-bu"  # tag of a night that is made up for

_AT_WORK: Final = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
_BROKEN_OFF: Final = (
    "Dịch vụ dừng khi lần chạy này chưa xong. Cách xử lý: Chạy lại; phần đã làm xong được dùng tiếp, kết quả đã công "
    "bố không bị đụng tới."
)
_MISSED: Final = "Dịch vụ không hoạt động vào giờ chạy này."
# Whoever starts the machine at the hour of the night has not missed it.
_STILL_ITS_HOUR: Final = timedelta(minutes=15)
# A machine that goes down whenever the night is run shall not do so for ever.
_MADE_UP_IN_A_DAY: Final = 3


@dataclass(frozen=True)
class LeftBehind:
    """What a service finds of the one before: nights it missed, nights and other runs it broke off."""

    missed: int = 0
    broken_nights: int = 0
    broken_others: int = 0
    still_its_hour: bool = False


def close_left_behind(client: SyncPrefectClient, now: datetime) -> LeftBehind:
    """End in the books what no process does any more, and the nights whose hour has passed.

    Before the deployments are written anew: that removes scheduled runs, missed ones too.
    """
    nights = {run.id for run in _runs(client, _AT_WORK, of=NIGHTLY)}
    broken = _runs(client, _AT_WORK)
    for run in broken:
        client.set_flow_run_state(run.id, Crashed(message=_BROKEN_OFF), force=True)
    waiting = _runs(client, [StateType.SCHEDULED], of=NIGHTLY)
    due = [at for run in waiting if (at := run.expected_start_time) is not None and at <= now]
    for run in waiting:
        if run.expected_start_time in due:
            client.set_flow_run_state(run.id, Cancelled(message=_MISSED), force=True)
    others = sum(run.id not in nights for run in broken)
    just = len(due) > 0 and now - max(due) <= _STILL_ITS_HOUR
    return LeftBehind(len(due), len(broken) - others, others, just)


def make_up(client: SyncPrefectClient, now: datetime, left: LeftBehind, policy: Missed) -> str:
    """Begin one night now for all that were missed or broken off, where the policy is `once`; what to tell of it."""
    counts = {"đêm lỡ giờ": left.missed, "đêm bị ngắt": left.broken_nights, "lần chạy khác bị ngắt": left.broken_others}
    told = ", ".join(f"{count} {words}" for words, count in counts.items() if count > 0)
    if told == "":
        return ""
    told = f"Từ lần dừng trước: {told}."
    if left.missed + left.broken_nights == 0:
        return told
    wanted = policy == "once" or left.still_its_hour
    if not wanted or _made_up_since(client, now - timedelta(days=1)) >= _MADE_UP_IN_A_DAY:
        return f"{told} Không chạy bù."
    night = client.read_deployment_by_name(f"{NIGHTLY}/{NIGHTLY}")
    client.create_flow_run_from_deployment(night.id, tags=[MADE_UP])
    return f"{told} Chạy bù một lần ngay bây giờ."


def _made_up_since(client: SyncPrefectClient, instant: datetime) -> int:
    wanted = FlowRunFilter(
        tags=FlowRunFilterTags(all_=[MADE_UP]),
        expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"after_": instant}),
    )
    return len(client.read_flow_runs(flow_run_filter=wanted, limit=_MADE_UP_IN_A_DAY))


def _runs(client: SyncPrefectClient, states: Collection[StateType], of: str | None = None) -> list[FlowRun]:
    """All runs in one of the states, of one deployment or of any."""
    wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states))))
    named = None if of is None else DeploymentFilter(name=DeploymentFilterName(any_=[of]))
    return client.read_flow_runs(flow_run_filter=wanted, deployment_filter=named, limit=200)
