"""The tasks a ward's run is made of: plain functions with a name in the UI, and another try where it may help."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from cleaning.errors import SourceChangingError
from flows.across import Across, search_registers
from flows.engine import carry_out
from flows.halfway import Halfway
from flows.inputs import WardJob
from flows.registers import Register
from flows.run_folder import RunFolder
from flows.stage_lines import logged_here
from flows.ward import link_at_home, settle_and_publish

# What the system says of a disk or share that may come back by itself; a full disk or a missing right does not.
_PASSING: Final = frozenset(
    {
        errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ENETDOWN,
        errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ECONNRESET, errno.ENOTCONN, errno.ESHUTDOWN,
    }
)  # fmt: skip


def may_pass_later(_task: object, _run: object, state: State[Any]) -> bool:
    """A file share may come back, a file be copied to its end; bad sources and failed checks stay what they are."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, SourceChangingError) or (isinstance(error, OSError) and error.errno in _PASSING)


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
    with logged_here(job.ward):
        return carry_out(link_at_home, job)


@task(task_run_name="across", **_TRIES)
def across_task(folder: Path, asking: Mapping[str, RunFolder], registers: Sequence[Register]) -> Across:
    """All wards: whom their open rows met in other registers. See flows/across.py."""
    return search_registers(folder, asking, registers)


@task(task_run_name="publish-{half.job.ward}", **_TRIES)
def publish_task(half: Halfway, across: Across) -> dict[str, Any]:
    """The second half of one ward: see flows/ward.py."""
    with logged_here(half.job.ward):
        return carry_out(settle_and_publish, half, across)
