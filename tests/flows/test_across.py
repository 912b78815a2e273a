"""Two tiny wards in one night: an owner who lives next door is found, kept in a rerun, and the neighbour left alone."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from distributed import Client
from rich.console import Console

from cleaning.schemas import DECIDED_PAIRS, RESIDENTS
from cleaning.settings import Settings
from flows import engine
from flows.across import Across, search_registers
from flows.explaining import show_explanation
from flows.inputs import WardJob
from flows.registers import registers_known
from flows.run_folder import RunFolder, WardBusyError, held, open_run
from flows.stages import STAGES
from flows.ward import link_at_home, run_ward, settle_and_publish
from tests.flows.tiny_wards import HERE, HOLDER, OWNERS, THERE, guid, write_ward

AS_OF = date(2026, 11, 22)
_ANSWERS = ("met", "bearers", "found")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two-wards")
    for ward in (HERE, THERE):
        write_ward(folder / ward)
    return folder


@pytest.fixture(scope="module")
def output(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a night makes of both wards."""
    return _night(given, tmp_path_factory.mktemp("night") / "output", (HERE, THERE))


def _night(given: Path, output: Path, wards: Sequence[str]) -> Path:
    output.mkdir(exist_ok=True)
    halves = {ward: link_at_home(_job(given, output, ward, "20261121T180000Z-0001")) for ward in wards}
    across = _search(output, {ward: half.folder for ward, half in halves.items()})
    for ward in wards:
        settle_and_publish(halves[ward], across)
    return output


def _job(given: Path, output: Path, ward: str, run_id: str) -> WardJob:
    return WardJob(ward=ward, folder=given / ward, output=output, run_id=run_id, as_of=AS_OF, settings=Settings())


def _search(output: Path, asking: dict[str, RunFolder]) -> Across:
    return search_registers(output / "across", asking, registers_known(output, asking.items()))


def _published(output: Path, ward: str) -> dict[str, bytes]:
    """What people get, byte by byte; what the night remembers names its run."""
    files = sorted(path for path in (output / "published" / ward / "latest").rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in files if path.parent.name != ".state"}


def _links(output: Path, ward: str) -> dict[str, dict[str, str]]:
    with (output / "published" / ward / "latest" / "doi-khop.csv").open(encoding="utf-8-sig", newline="") as file:
        by_guid = {row["guid"]: row for row in csv.DictReader(file)}
    return {row: by_guid[guid(ward, row)] for row in OWNERS[ward]}


def _codes(output: Path, ward: str, row: str) -> set[str]:
    with (output / "published" / ward / "latest" / "sai-lech.csv").open(encoding="utf-8-sig", newline="") as file:
        return {one["Loại"] for one in csv.DictReader(file) if one["Guid"].removeprefix("'") == guid(ward, row)}


def _manifest(output: Path, ward: str) -> dict[str, Any]:
    newest = sorted((output / "runs").glob(f"*/{ward}/manifest.json"))[-1]
    return json.loads(newest.read_text("utf-8"))


def test_owners_next_door_are_linked_and_an_outsider_is_not(output: Path) -> None:
    links = _links(output, HERE)
    assert {row: (one["verdict"], one["reason"], one["resident_id"]) for row, one in links.items()} == {
        "home": ("link", "citizen_id", "031061000011"),
        "by-number": ("link", "citizen_id_other_ward", "031057000021"),
        "by-name": ("link", "name_birth_place_other_ward", "031172000022"),
        "outsider": ("no_link", "nothing_found", ""),
    }
    assert _links(output, THERE)["home"]["reason"] == "citizen_id"


def test_discrepancies_know_the_resident_next_door(output: Path) -> None:
    assert "person_not_found" not in _codes(output, HERE, "by-name")
    assert {"id_missing", "birth_date_incomplete"} <= _codes(output, HERE, "by-name")
    assert "address_differs" not in _codes(output, HERE, "by-name")
    assert "person_not_found" in _codes(output, HERE, "outsider")


def test_manifest_tells_what_was_asked_of_whom(output: Path) -> None:
    here, there = _manifest(output, HERE), _manifest(output, THERE)
    assert here["across"] == {"registers": 1, "residents": 40, "asked": 3, "link": 2, "review": 0}
    assert there["across"] == {"registers": 1, "residents": 40, "asked": 0, "link": 0, "review": 0}


def test_only_residents_met_are_kept(output: Path) -> None:
    run = open_run(output, _manifest(output, HERE)["run_id"], HERE)
    foreign = run.table("foreign_residents")
    assert sorted(foreign["citizen_id"]) == ["031057000021", "031172000022"]
    assert foreign["ward"].unique().to_list() == [THERE]
    there = open_run(output, _manifest(output, THERE)["run_id"], THERE)
    assert there.table("foreign_residents").is_empty()


def test_link_across_is_explained(output: Path) -> None:
    console = Console(width=200, record=True, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    show_explanation(console, output, row=guid(HERE, "by-number"), resident="031057000021", unmasked=True)
    told = console.export_text()
    assert "đã khớp (số định danh cá nhân trùng khớp với dữ liệu dân cư của phường, xã khác)" in told
    assert "khổng văn nụ" in told


def test_rerun_of_one_ward_keeps_its_links_and_leaves_the_other_alone(given: Path, output: Path) -> None:
    before = {ward: _published(output, ward) for ward in (HERE, THERE)}
    run_ward(_job(given, output, HERE, "99991231T000000Z-later"))
    assert {ward: _published(output, ward) for ward in (HERE, THERE)} == before
    assert _manifest(output, HERE)["across"]["registers"] == 1
    assert not (output / "runs" / "99991231T000000Z-later" / THERE).exists()


def test_order_of_wards_changes_no_byte(given: Path, output: Path, tmp_path: Path) -> None:
    _night(given, tmp_path, (THERE, HERE))
    for ward in (HERE, THERE):
        assert _published(tmp_path, ward) == _published(output, ward)


@pytest.fixture(scope="module")
def halves(given: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, RunFolder]:
    """Both wards linked at home. People call one land user somebody next door, and one somebody nobody knows."""
    output = tmp_path_factory.mktemp("halves")
    runs = {ward: link_at_home(_job(given, output, ward, "run")).folder for ward in (HERE, THERE)}
    unnumbered = runs[THERE].table("residents").sort("row_key").row(-1, named=True)
    called = [("by-name", unnumbered["row_key"], True), ("outsider", "031999999999", True), ("home", "nobody", False)]
    decided = [{"row_key": guid(HERE, row), "resident_key": who, "is_same": same} for row, who, same in called]
    runs[HERE].keep("home_decided", DECIDED_PAIRS.empty().vstack(pl.DataFrame(decided)))
    return runs


def test_workers_find_whom_this_process_finds_byte_by_byte(halves: dict[str, RunFolder], tmp_path: Path) -> None:
    output = halves[HERE].path.parents[2]
    registers = registers_known(output, halves.items())
    here = search_registers(tmp_path / "here", halves, registers)
    with Client(
        processes=False, n_workers=2, threads_per_worker=1, dashboard_address=None, set_as_default=False
    ) as client:
        token = engine._CLUSTER.set(client)
        there = search_registers(tmp_path / "there", halves, registers)
        engine._CLUSTER.reset(token)
    found = {
        path.relative_to(here.folder): path.read_bytes() for path in here.folder.glob("*/*") if path.stem in _ANSWERS
    }
    assert len(found) == 2 * len(_ANSWERS)
    assert found == {name: (there.folder / name).read_bytes() for name in found}
    assert (here.residents, here.registers) == (there.residents, there.registers)
    met = pl.read_parquet(here.folder / HERE / "met.parquet").rows_by_key("row_key", named=True)
    assert len(met[guid(HERE, "by-number")]) == 1
    assert len(met[guid(HERE, "by-name")]) == 2  # whom the name fits, and whom people call so


@pytest.mark.parametrize(
    ("who", "change", "is_told_otherwise"),
    [
        ("Khổng Văn Nụ", pl.col("gender_raw").fill_null("") + "!", True),  # met: all that stands there of him counts
        ("Phạm Đức Sơn", pl.col("gender_raw").fill_null("") + "!", False),  # met by nobody
    ],
)
def test_ward_is_told_otherwise_only_where_those_it_met_changed(
    who: str, change: pl.Expr, is_told_otherwise: bool, halves: dict[str, RunFolder], tmp_path: Path
) -> None:
    output = halves[HERE].path.parents[2]
    before, after = registers_known(output, halves.items()), registers_known(output, halves.items())
    changed = tmp_path / "residents.parquet"
    is_who = pl.col("name") == who
    people = pl.read_parquet(after[1].file)
    assert people.filter(is_who).height == 1
    people.with_columns(gender_raw=pl.when(is_who).then(change).otherwise("gender_raw")).write_parquet(changed)
    after[1] = replace(after[1], file=changed)
    marks = [
        search_registers(tmp_path / name, {HERE: halves[HERE]}, registers).found(HERE).mark
        for name, registers in (("before", before), ("after", after))
    ]
    assert (marks[0] != marks[1]) == is_told_otherwise


def test_ward_alone_knows_no_other_register_also_when_its_second_half_is_tried_again(
    given: Path, tmp_path: Path
) -> None:
    half = link_at_home(_job(given, tmp_path, HERE, "run"))
    across = _search(tmp_path, {HERE: half.folder})
    first, again = (settle_and_publish(half, across) for _ in range(2))
    assert first["across"] == {"registers": 0, "residents": 20, "asked": 3, "link": 0, "review": 0}
    assert _links(tmp_path, HERE)["by-number"]["verdict"] == "no_link"
    assert "person_not_found" in _codes(tmp_path, HERE, "by-number")
    assert first["counts"] == again["counts"]
    assert [stage["name"] for stage in first["stages"]] == [stage["name"] for stage in again["stages"]] == list(STAGES)


def test_both_halves_run_only_for_who_holds_the_ward(given: Path, tmp_path: Path) -> None:
    with held(tmp_path, HERE, **HOLDER), pytest.raises(WardBusyError):
        run_ward(_job(given, tmp_path, HERE, "run"))


def test_registers_are_this_runs_else_the_newest_finished(tmp_path: Path) -> None:
    def register(run_id: str, ward: str, *, finished: bool = True, residents: pl.DataFrame | None = None) -> Path:
        run = open_run(tmp_path, run_id, ward)
        run.keep("residents", RESIDENTS.empty() if residents is None else residents)
        if finished:
            run.write_manifest({})
        return run.file("residents")

    register("1", "11557")
    newest = register("2", "11557")
    register("3", "11557", finished=False)
    register("2", "11560")
    older = register("1", "11533")
    register("2", "11533", residents=pl.DataFrame({"row_key": ["of another version"]}))
    now = open_run(tmp_path, "3", "11560")
    now.keep("residents", RESIDENTS.empty())
    known = registers_known(tmp_path, {"11560": now}.items())
    assert [(one.ward, one.file) for one in known] == [
        ("11533", older), ("11557", newest), ("11560", now.file("residents"))
    ]  # fmt: skip
