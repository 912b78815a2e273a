"""The scheduled flow: every ward two tasks, none stopped by another, and between them one across all wards.

It fails at the end where a ward did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from cleaning.errors import LandCleanError
from flows import clock
from flows.across import Across, search_registers
from flows.faults import told
from flows.inputs import Day, Ward, WardFolder, WardJob, find_wards, read_settings
from flows.outcomes import WardOutcome, WardsFailedError, as_markdown
from flows.run_folder import held, new_run_id
from flows.ward import Halfway, link_at_home, settle_and_publish

# Two wards in the air keep the cores busy while one waits for the disk; polars spreads each over all cores anyway.
WARDS_AT_ONCE: Final = 2


def _run_name() -> str:
    return f"nightly-{clock.as_asked(flow_run.parameters['date'])}"


def may_pass_later(_task: object, _run: object, state: State[Any]) -> bool:
    """A file share or disk may come back; bad sources and failed checks stay what they are."""
    return isinstance(state.result(raise_on_failure=False), OSError)


# Of every task: nothing is cached, and what may pass later is tried again.
_TRIES: Final[dict[str, Any]] = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": 2,
    "retry_delay_seconds": [5, 60],
    "retry_condition_fn": may_pass_later,
}


@task(task_run_name="link-{job.ward}", **_TRIES)
def link_task(job: WardJob) -> Halfway:
    """The first half of one ward. The work is a plain function: see flows/ward.py."""
    return link_at_home(job)


@task(task_run_name="across", **_TRIES)
def across_task(output: Path, halves: Sequence[Halfway]) -> Across:
    """All wards: whom their open rows met in other registers. See flows/across.py."""
    return search_registers(output, {half.job.ward: half.folder for half in halves})


@task(task_run_name="publish-{half.job.ward}", **_TRIES)
def publish_task(half: Halfway, across: Across) -> dict[str, Any]:
    """The second half of one ward: see flows/ward.py."""
    return settle_and_publish(half, across)


# Prefect declares the runner of a flow too narrowly for its own thread runner.
_RUNNER: Final = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner[Any](max_workers=WARDS_AT_ONCE))


@flow(name="nightly", flow_run_name=_run_name, task_runner=_RUNNER, persist_result=False)
def nightly(
    input_dir: str = "input",
    output_dir: str = "output",
    wards: list[Ward] = [],  # noqa: B006  the run form shows a plain list; nothing changes it
    date: Day = "",
    settings_file: str = "",
) -> list[WardOutcome]:
    """Chuẩn hóa, kết nối và đối soát dữ liệu đất đai của các phường, xã.

    Args:
        input_dir: Thư mục đầu vào, mỗi phường, xã một thư mục con mang mã của mình
        output_dir: Thư mục kết quả
        wards: Chỉ các phường, xã này (mã gồm 5 chữ số); để trống là tất cả
        date: Ngày công bố, dạng năm-tháng-ngày; để trống là hôm nay
        settings_file: Tệp cài đặt (TOML hoặc JSON); để trống là cài đặt mặc định
    """
    settings, as_of = read_settings(settings_file), clock.run_date(date)
    run_id, output = new_run_id(clock.now()), Path(output_dir)
    import_module("great_expectations")  # and pandas with it: first imported by two wards at once, they deadlock
    found = find_wards(Path(input_dir), wards)
    jobs = {
        one.ward: WardJob(
            ward=one.ward, folder=one.folder, output=output, run_id=run_id, as_of=as_of, settings=settings
        )
        for one in found
    }
    ended = _run_wards(found, jobs)
    outcomes = [_outcome(one.ward, ended[one.ward]) for one in found]
    create_markdown_artifact(as_markdown(outcomes), key="nightly-wards", description="Kết quả theo phường, xã")
    if any(one.error is not None for one in outcomes):
        raise WardsFailedError(outcomes)
    return outcomes


def _run_wards(found: Sequence[WardFolder], jobs: Mapping[str, WardJob]) -> dict[str, object]:
    """How each ward ended: its manifest, or an error. Each is held from its first half to the end of its second."""
    ended: dict[str, object] = {}
    with ExitStack() as locks:
        holds: dict[str, ExitStack] = {}
        for one in found:
            try:
                holds[one.ward] = locks.enter_context(_hold(jobs[one.ward].output, one))
            except (LandCleanError, OSError) as refused:
                ended[one.ward] = refused
        begun = {ward: link_task.submit(jobs[ward]) for ward in holds}
        ended |= {ward: future.result(raise_on_failure=False) for ward, future in begun.items()}
        halves = [half for half in ended.values() if isinstance(half, Halfway)]
        for ward, future in _publishing(halves).items():
            ended[ward] = future if isinstance(future, Exception) else future.result(raise_on_failure=False)
            holds[ward].close()
    return ended


def _hold(output: Path, ward: WardFolder) -> ExitStack:
    """The ward held until the stack is closed. Raises what keeps it from being run."""
    if ward.problem is not None:
        raise ward.problem
    with ExitStack() as hold:
        hold.enter_context(held(output, ward.ward))
        return hold.pop_all()


def _publishing(halves: Sequence[Halfway]) -> dict[str, PrefectFuture[dict[str, Any]] | Exception]:
    """The second halves, begun once all registers are searched; where that failed, its error for every ward."""
    if len(halves) == 0:
        return {}
    across = cast("object", across_task.submit(halves[0].job.output, halves).result(raise_on_failure=False))
    if not isinstance(across, Across):
        error = across if isinstance(across, Exception) else RuntimeError()
        return {half.job.ward: error for half in halves}
    return {half.job.ward: publish_task.submit(half, across) for half in halves}


def _outcome(ward: str, ended: object) -> WardOutcome:
    if isinstance(ended, dict):
        return WardOutcome(ward, manifest=cast("dict[str, Any]", ended))
    return WardOutcome(ward, error=told(ended if isinstance(ended, BaseException) else RuntimeError()))
