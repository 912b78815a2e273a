"""The scheduled flow: every ward one task, none stopped by another; fails at the end where a ward did."""

from __future__ import annotations

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

from flows import clock
from flows.faults import told
from flows.inputs import Day, Ward, WardFolder, WardJob, find_wards, read_settings
from flows.outcomes import WardOutcome, WardsFailedError, as_markdown
from flows.run_folder import new_run_id
from flows.ward import run_ward

# Two wards in the air keep the cores busy while one waits for the disk; polars spreads each over all cores anyway.
WARDS_AT_ONCE: Final = 2


def _run_name() -> str:
    return f"nightly-{clock.as_asked(flow_run.parameters['date'])}"


def may_pass_later(_task: object, _run: object, state: State[Any]) -> bool:
    """A file share or disk may come back; bad sources and failed checks stay what they are."""
    return isinstance(state.result(raise_on_failure=False), OSError)


@task(
    task_run_name="ward-{job.ward}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[5, 60],
    retry_condition_fn=may_pass_later,
)
def ward_task(job: WardJob) -> dict[str, Any]:
    """One ward. The work is a plain function: see flows/ward.py."""
    return run_ward(job)


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
    run_id = new_run_id(clock.now())
    import_module("great_expectations")  # and pandas with it: first imported by two wards at once, they deadlock
    begun: list[tuple[WardFolder, PrefectFuture[dict[str, Any]] | None]] = []
    for one in find_wards(Path(input_dir), wards):
        job = WardJob(
            ward=one.ward, folder=one.folder, output=Path(output_dir), run_id=run_id, as_of=as_of, settings=settings
        )
        begun.append((one, ward_task.submit(job) if one.problem is None else None))
    outcomes = [_outcome(one, future) for one, future in begun]
    create_markdown_artifact(as_markdown(outcomes), key="nightly-wards", description="Kết quả theo phường, xã")
    if any(one.error is not None for one in outcomes):
        raise WardsFailedError(outcomes)
    return outcomes


def _outcome(ward: WardFolder, future: PrefectFuture[dict[str, Any]] | None) -> WardOutcome:
    ended = ward.problem if future is None else future.result(raise_on_failure=False)
    if isinstance(ended, dict):
        return WardOutcome(ward.ward, manifest=ended)
    return WardOutcome(ward.ward, error=told(ended if isinstance(ended, BaseException) else RuntimeError()))
