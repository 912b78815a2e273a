"""All wards of an order on a real Prefect server: unchanged ones are skipped, others are not, nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from prefect import flow
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.server.api.server import SubprocessASGIServer

from cleaning.errors import GateError
from flows import ward_tasks
from flows.halfway import Halfway
from flows.inputs import WardJob
from flows.order import Order
from flows.outcomes import WardOutcome, WardsFailedError
from flows.stages import STAGES
from flows.ward import link_at_home
from flows.wards import run_wards
from tests.flows.tiny_wards import HERE, THERE, write_ward
from tests.prefect_tables import with_tables

DAY = "2026-11-22"


@pytest.fixture(scope="module", autouse=True)
def server() -> Generator[None]:
    """The server Prefect begins for the first flow, ended before the streams it tells so are closed."""
    with_tables(Path(os.environ["PREFECT_HOME"]))  # noqa: TID251  the tests' own, see conftest
    yield
    APILogWorker.instance().drain()
    EventsWorker.drain_all()
    SubprocessASGIServer().stop()


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    for ward in (HERE, THERE):
        write_ward(folder / ward)
    return folder


@pytest.fixture(scope="module")
def first_night(lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("first") / "output"
    assert _states(_run(lists, output)) == {HERE: "new", THERE: "new"}
    return output


@pytest.fixture
def given(lists: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lists, tmp_path / "given"))


@pytest.fixture
def output(first_night: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_night, tmp_path / "output", symlinks=True))


def test_unchanged_wards_are_left_as_they_are(given: Path, output: Path) -> None:
    before = _tree(output / "published")
    outcomes = _run(given, output)
    assert _states(outcomes) == {HERE: "unchanged", THERE: "unchanged"}
    assert _tree(output / "published") == before
    assert outcomes[0].manifest is not None
    assert outcomes[0].manifest["counts"]["source_rows"] > 0


def test_changed_register_recomputes_its_ward_and_those_alone_whom_it_tells_something_else(
    given: Path, output: Path
) -> None:
    before = _tree(output / "published" / THERE)
    _rename(given / HERE / "residents.csv", "Vũ Đình Khoái", "Vũ Đình Khoải")
    assert _states(_run(given, output)) == {HERE: "new", THERE: "unchanged"}  # nobody there ever met him
    assert _tree(output / "published" / THERE) == before
    _rename(given / THERE / "residents.csv", "Khổng Văn Nụ", "Khổng Văn Na")
    assert _states(_run(given, output)) == {HERE: "new", THERE: "new"}  # he holds land here


def test_failed_ward_stops_no_other_and_a_forced_one_gets_the_same_bytes(given: Path, output: Path) -> None:
    (given / THERE / "residents.csv").write_bytes(b"")
    before = _tree(output / "published")
    with pytest.raises(WardsFailedError) as failed:
        _run(given, output, force=True)
    assert _states(failed.value.outcomes) == {HERE: "new", THERE: "failed"}
    assert "Tệp rỗng." in str(failed.value)
    assert "Cách xử lý" in str(failed.value)
    after = _tree(output / "published")
    assert {name: data for name, data in after.items() if not name.startswith("thanh-pho")} == {
        name: data for name, data in before.items() if not name.startswith("thanh-pho")
    }


def test_failed_search_of_the_registers_ends_every_ward_once_and_publishes_none(
    given: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []

    def fails(folder: Path, *_asked: object) -> None:
        searched.append(folder.name)
        raise GateError("Không tìm được.")

    before = _tree(output / "published" / HERE)
    monkeypatch.setattr(ward_tasks, "search_registers", fails)
    with pytest.raises(WardsFailedError) as failed:
        _run(given, output, wards=[HERE], force=True)
    assert _states(failed.value.outcomes) == {HERE: "failed"}
    assert searched == ["across"]
    assert _tree(output / "published" / HERE) == before


def test_killed_run_is_carried_on_from_its_half(given: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _tree(output / "published" / HERE)
    for folder in (output / "published" / HERE, *(output / "runs").glob(f"*/{HERE}")):
        shutil.rmtree(folder)

    def and_die(job: WardJob) -> Halfway:
        link_at_home(job)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(ward_tasks, "link_at_home", and_die)
        with pytest.raises(BaseException):  # noqa: B017  as Prefect hands it on
            _run(given, output, wards=[HERE])
    (left,) = (output / "runs").glob(f"*/{HERE}/half.json")
    read = (left.parent / "01_raw_land.parquet").stat().st_ino
    assert _states(_run(given, output, wards=[HERE])) == {HERE: "new"}
    (finished,) = (output / "runs").glob(f"*/{HERE}/manifest.json")
    assert (finished.parent / "01_raw_land.parquet").stat().st_ino == read  # nothing was read again
    assert json.loads(finished.read_bytes())["run_id"] == finished.parents[1].name
    assert _tree(output / "published" / HERE) == before


def test_dask_publishes_the_same_bytes_and_leaves_nothing_behind(
    lists: Path, first_night: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDCLEAN_WORKERS", "1")
    outcomes = _run(lists, tmp_path / "output", engine="dask")
    assert _states(outcomes) == {HERE: "new", THERE: "new"}
    assert _tree(tmp_path / "output" / "published") == _tree(first_night / "published")
    assert [list(STAGES)] * 2 == [
        [stage["name"] for stage in one.manifest["stages"]] for one in outcomes if one.manifest is not None
    ]
    assert not [path for path in (tmp_path / "output").rglob("*") if "dask" in path.name]


def _run(given: Path, output: Path, **order: Any) -> list[WardOutcome]:
    wanted = {"date": DAY} | order

    @flow(name="any", persist_result=False)
    def any_flow() -> list[WardOutcome]:
        return run_wards(Order(key="any", input_dir=given, output_dir=output, **wanted))

    return any_flow()


def _rename(register: Path, name: str, other: str) -> None:
    register.write_text(register.read_text("utf-8-sig").replace(name, other), encoding="utf-8-sig")


def _states(outcomes: Any) -> dict[str, str]:
    def state(one: WardOutcome) -> str:
        return "failed" if one.error is not None else "unchanged" if one.unchanged else "new"

    return {one.ward: state(one) for one in outcomes if one.ward.isdecimal()}


def _tree(folder: Path) -> dict[str, bytes]:
    """All below a folder, but which run asked first: another run has another name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {"questions.parquet", "tables.json", "fingerprint.json"}
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.name not in named}
