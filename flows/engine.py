"""Where wards are worked on: in threads of this process, or by workers of a Dask cluster; by configuration alone.

Prefect's tasks stay in threads of the flow's process: their states, retries and logs are the same on every engine. What
a task has to do is *carried out* there, or by a worker, which needs nothing but this package and the shared folder: no
Prefect server, which listens on loopback only, and no password of it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeAlias, TypeVar, cast

from cleaning.errors import SourceError

if TYPE_CHECKING:
    from distributed import Client
    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner

# A name only: workers import this module, and need no Prefect.
Runner: TypeAlias = "TaskRunner[PrefectFuture[Any]]"
Given = ParamSpec("Given")
Result = TypeVar("Result")

# Two wards in the air keep the cores busy while one waits for the disk; polars spreads each over all cores anyway.
_WARDS_AT_ONCE: Final = 2
_CLUSTER: Final[ContextVar[Client | None]] = ContextVar("landclean_cluster", default=None)


@contextmanager
def engine(name: str, *, scratch: Path) -> Generator[Runner]:
    """What wards are submitted to, inside a flow: `threads`, or `dask`; empty means as LANDCLEAN_ENGINE says.

    Dask: the cluster whose scheduler LANDCLEAN_SCHEDULER names, else workers of this machine, which keep what does not
    fit into their memory in `scratch`. LANDCLEAN_WORKERS is how many wards are worked on at once. Raises SourceError
    where there is no such engine, or it can't be reached.
    """
    chosen = name or _asked("LANDCLEAN_ENGINE") or "threads"
    if chosen == "threads":
        with _threads(workers_asked() or _WARDS_AT_ONCE) as runner:
            yield runner
    elif chosen == "dask":
        try:
            from flows.dask_cluster import dask_cluster  # the `dask` extra, and seconds of import
        except ModuleNotFoundError:
            remedy = "Cài thêm phần mở rộng dask của chương trình, hoặc chọn threads, rồi chạy lại."
            raise SourceError("Máy này chưa cài phần chạy trên cụm máy (dask).", remedy=remedy) from None

        with dask_cluster(_asked("LANDCLEAN_SCHEDULER"), workers_asked(), scratch) as (client, slots):
            token = _CLUSTER.set(client)
            try:
                with _threads(slots) as runner:
                    yield runner
            finally:
                _CLUSTER.reset(token)
    else:
        remedy = "Đặt LANDCLEAN_ENGINE là threads hoặc dask, rồi chạy lại."
        raise SourceError(f"Không có cách chạy nào tên là {chosen}.", remedy=remedy)


def carry_out(function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """What the module-level `function` gives, worked out here or by a Dask worker, whose errors are raised here.

    A worker that dies on the way is an OSError: another one may do better.
    """
    client = cluster()
    if client is None:
        return function(*given, **named)
    from distributed.scheduler import KilledWorker

    from flows.dask_worker import work

    try:
        ended = client.submit(work, function, given, named, pure=False).result()
    except KilledWorker:
        raise OSError(errno.EIO, "một tiến trình của cụm máy dừng giữa chừng, có thể vì thiếu bộ nhớ") from None
    if isinstance(ended, BaseException):
        raise ended from None
    return cast("Result", ended)


def cluster() -> Client | None:
    """The Dask cluster that work is carried out on; None where it is done in this process."""
    return _CLUSTER.get()


def workers_asked() -> int | None:
    """How many wards shall be worked on at once; None where nobody said. Raises SourceError where it is no number."""
    text = _asked("LANDCLEAN_WORKERS")
    if text == "":
        return None
    if not text.isdecimal() or int(text) == 0:
        remedy = "Đặt LANDCLEAN_WORKERS là một số nguyên dương, hoặc bỏ biến này, rồi chạy lại."
        raise SourceError(f"LANDCLEAN_WORKERS không phải là số: {text}.", remedy=remedy)
    return int(text)


def _asked(variable: str) -> str:
    return os.environ.get(variable, "").strip()  # noqa: TID251  a door to the environment


@contextmanager
def _threads(wards_at_once: int) -> Generator[Runner]:
    """Prefect's threads; they inherit the context of who submits, and the cluster with it."""
    from prefect.task_runners import ThreadPoolTaskRunner

    runner = ThreadPoolTaskRunner[Any](max_workers=wards_at_once)
    with cast("Runner", runner) as started:  # Prefect declares it too narrowly
        yield started
