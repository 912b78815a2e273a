"""Work carried out here or by Dask workers: the same results, errors and stages; no words of data; nothing left."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest
from distributed.scheduler import KilledWorker

import flows.engine
from cleaning.errors import LandCleanError, SourceError
from flows import dask_cluster
from flows.engine import carry_out, cluster, engine
from flows.faults import ProgramFaultError
from flows.stages import LISTENER, StageEvent
from tests.flows import carried

HEARD: list[StageEvent] = []


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module")
def workers(scratch: Path) -> Generator[None]:
    """Everything is carried out by two workers of this machine."""
    token = LISTENER.set(HEARD.append)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANDCLEAN_WORKERS", "2")
        with engine("dask", scratch=scratch):
            yield
    LISTENER.reset(token)
    assert list(scratch.iterdir()) == []


def test_threads_work_in_this_process(scratch: Path) -> None:
    with engine("threads", scratch=scratch):
        assert cluster() is None
        assert carry_out(carried.where_am_i)[0] == os.getpid()


@pytest.mark.usefixtures("workers")
def test_workers_are_other_processes_that_share_the_cores() -> None:
    client = cluster()
    assert client is not None
    processes = dict(client.run(carried.where_am_i).values())
    assert len(processes) == client.nthreads().__len__() == min(2, dask_cluster.cores_here())
    assert os.getpid() not in processes
    assert sum(processes.values()) <= dask_cluster.cores_here()
    assert carry_out(carried.where_am_i)[0] in processes


@pytest.mark.usefixtures("workers")
def test_workers_listen_on_loopback_only_and_to_nobody_without_their_key() -> None:
    client = cluster()
    assert client is not None
    addresses = [client.scheduler.address, *client.nthreads()]
    assert all(address.startswith("tls://127.0.0.1:") for address in addresses)
    mine = [process.net_connections("inet") for process in [psutil.Process(), *psutil.Process().children()]]
    listening = {one.laddr.ip for connections in mine for one in connections if one.status == psutil.CONN_LISTEN}
    assert listening == {"127.0.0.1"}


@pytest.mark.usefixtures("workers")
def test_what_workers_keep_on_disk_is_private_and_below_the_scratch_folder(scratch: Path) -> None:
    (kept,) = scratch.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o700
    assert any(kept.rglob("*"))


@pytest.mark.usefixtures("workers")
def test_stages_are_told_to_the_run_that_waits() -> None:
    HEARD.clear()
    assert carry_out(carried.read_stage, "11557", rows=7) == 7
    end = time.monotonic() + 10
    while len(HEARD) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert [(one.ward, one.stage, one.state, one.rows_out) for one in HEARD] == [
        ("11557", "read", "begun", 0), ("11557", "read", "done", 7)
    ]  # fmt: skip


@pytest.mark.usefixtures("workers")
def test_errors_come_back_whole_but_for_words_that_may_be_data(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        carry_out(carried.refuse, "a.xlsx")
    assert (refused.value.file, refused.value.row, refused.value.remedy) == ("a.xlsx", 3, "Sửa tệp.")
    with pytest.raises(FileNotFoundError):
        carry_out(carried.miss, tmp_path / "gone")
    with pytest.raises(ProgramFaultError) as fault:
        carry_out(carried.blunder)
    told = repr(fault.value), repr(fault.value.__cause__), repr(fault.value.__context__)
    assert "carried.py" in told[0]
    assert carried.SECRET not in "".join(told)


@pytest.mark.usefixtures("workers")
def test_work_of_a_worker_that_dies_is_done_by_another(tmp_path: Path) -> None:
    assert carry_out(carried.die_once, tmp_path / "seen") == "worked"


def test_work_no_worker_survives_is_an_error_that_may_pass() -> None:
    class Cluster:
        def submit(self, *_given: object, **_named: object) -> Cluster:
            return self

        def result(self) -> None:
            raise KilledWorker("work", None, 4)

    token = flows.engine._CLUSTER.set(Cluster())
    with pytest.raises(OSError, match="thiếu bộ nhớ") as lost:
        carry_out(carried.where_am_i)
    flows.engine._CLUSTER.reset(token)
    assert lost.value.errno == errno.EIO


def test_missing_extra_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "flows.dask_cluster", None)
    with pytest.raises(SourceError, match=r"dask.*Cách xử lý"), engine("dask", scratch=tmp_path):
        pass


@pytest.mark.parametrize(
    ("engine_asked", "workers", "words"), [("spark", "", "spark"), ("threads", "two", "LANDCLEAN_WORKERS")]
)
def test_what_is_no_engine_is_said(
    engine_asked: str, workers: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDCLEAN_ENGINE", engine_asked)
    monkeypatch.setenv("LANDCLEAN_WORKERS", workers)
    with pytest.raises(SourceError, match=f"{words}.*Cách xử lý"), engine("", scratch=tmp_path):
        pass


def test_scheduler_that_does_not_answer_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "_SECONDS_TO_ANSWER", 0.2)
    monkeypatch.setenv("LANDCLEAN_SCHEDULER", "tcp://127.0.0.1:9")
    with pytest.raises(SourceError, match=r"127\.0\.0\.1:9.*Cách xử lý"), engine("dask", scratch=tmp_path):
        pass


def test_every_error_for_people_survives_the_way_back() -> None:
    def all_below(kind: type[LandCleanError]) -> set[type[LandCleanError]]:
        return {kind}.union(*(all_below(one) for one in kind.__subclasses__()))

    for kind in all_below(LandCleanError):
        error = kind.__new__(kind)
        assert type(error).__reduce__ is not Exception.__reduce__ or type(error).__init__ is Exception.__init__, kind


_KILLED = """
import os, sys
from pathlib import Path
from flows.engine import cluster, engine
if __name__ == "__main__":
    with engine("dask", scratch=Path(sys.argv[1])):
        from tests.flows.carried import where_am_i
        print(*dict(cluster().run(where_am_i).values()), flush=True)
        os.kill(os.getpid(), 9)
"""


def test_workers_die_with_a_run_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "killed.py"
    program.write_text(_KILLED)
    env = os.environ | {"PYTHONPATH": os.getcwd(), "LANDCLEAN_WORKERS": "1"}  # noqa: TID251, PTH109  the program's
    done = subprocess.run([sys.executable, program, tmp_path], env=env, capture_output=True, text=True, check=False)
    workers = [int(pid) for pid in done.stdout.split()]
    assert len(workers) > 0, done.stderr
    gone, alive = psutil.wait_procs([psutil.Process(pid) for pid in workers if psutil.pid_exists(pid)], timeout=10)
    assert alive == [], gone
