"""A Dask cluster to carry wards out on: workers of this machine, or those of a scheduler somebody else runs."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import dask.config
from distributed import Client, LocalCluster
from distributed.security import Security
from distributed.system import MEMORY_LIMIT

from cleaning.errors import SourceError
from flows.dask_worker import STAGES_TOPIC, AboutWorker, about_worker, cores_here
from flows.program import program_version
from flows.run_folder import private_folder
from flows.stage_lines import log_in_prefect
from flows.stages import LISTENER, StageEvent

# What a worker may need for a ward of 90,000 land rows, with room to spare.
_GIB_PER_WORKER: Final = 3
_SECONDS_TO_ANSWER: Final = 60
_LOOPBACK: Final = "127.0.0.1"


@contextmanager
def dask_cluster(address: str, workers: int | None, scratch: Path) -> Generator[tuple[Client, int]]:
    """A client of the cluster, and how many wards it works on at once.

    `address` is that of a scheduler; where it is empty, so many `workers` are started here, and end with the run.
    Raises SourceError where there are none, or not such as give the same bytes without fighting for cores.
    """
    logging.getLogger("distributed").setLevel(logging.ERROR)
    listen = LISTENER.get()

    def hear(told: tuple[float, dict[str, Any]]) -> None:
        event = StageEvent(**told[1]["event"])
        log_in_prefect(event)
        listen(event)

    with _workers_here(workers, scratch / "dask") if address == "" else _scheduler_at(address) as client:
        client.subscribe_topic(STAGES_TOPIC, hear)
        yield client, _slots(client)


@contextmanager
def _workers_here(workers: int | None, scratch: Path) -> Generator[Client]:
    """Workers of one thread each, whose polars share the cores; nobody else on the machine can give them work."""
    cores = cores_here()
    count = max(1, min(cores, workers or MEMORY_LIMIT // (_GIB_PER_WORKER << 30)))
    security = Security.temporary()
    environment = {"POLARS_MAX_THREADS": max(1, cores // count), "DASK_LOGGING__DISTRIBUTED": "critical"}
    settings: dict[str, Any] = {f"distributed.nanny.pre-spawn-environ.{name}": v for name, v in environment.items()}
    settings |= {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}
    settings["distributed.scheduler.allowed-failures"] = 1  # a ward that two workers die of is too big for them
    private_folder(scratch, below=scratch.parent)
    try:
        with (
            dask.config.set(settings),
            LocalCluster(
                n_workers=count, threads_per_worker=1, host=_LOOPBACK, protocol="tls", security=security,
                dashboard_address=f"{_LOOPBACK}:0", local_directory=str(scratch), silence_logs=logging.ERROR,
            ) as started,
            Client(started, set_as_default=False) as client,
        ):  # fmt: skip
            yield client
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _scheduler_at(address: str) -> Generator[Client]:
    try:
        client = Client(address, set_as_default=False, timeout=_SECONDS_TO_ANSWER)
        client.wait_for_workers(1, timeout=_SECONDS_TO_ANSWER)
    except (OSError, TimeoutError, ValueError):
        raise SourceError(
            f"Không kết nối được với cụm máy {address}, hoặc cụm máy không có tiến trình nào.",
            remedy="Kiểm tra LANDCLEAN_SCHEDULER, bộ điều phối và các tiến trình của cụm máy, rồi chạy lại.",
        ) from None
    with client:
        yield client


def _slots(client: Any) -> int:
    """Wards worked on at once: the threads of all workers, which are of this code and don't fight for cores."""
    found: dict[str, AboutWorker] = client.run(about_worker)
    if any(told.program != program_version() for told in found.values()):
        raise SourceError(
            "Cụm máy có tiến trình dùng phiên bản chương trình khác.",
            remedy="Cài cùng một phiên bản trên mọi máy, khởi động lại các tiến trình của cụm máy, rồi chạy lại.",
        )
    hosts: dict[str, list[AboutWorker]] = {}
    for address, told in found.items():
        hosts.setdefault(address.rsplit(":", 1)[0], []).append(told)
    if any(sum(told.polars_threads for told in here) > here[0].cores for here in hosts.values() if len(here) > 1):
        raise SourceError(
            "Các tiến trình trên cùng một máy của cụm máy dùng nhiều luồng hơn số nhân của máy.",
            remedy="Khởi động lại các tiến trình ấy với POLARS_MAX_THREADS=1, rồi chạy lại.",
        )
    return sum(client.nthreads().values())
