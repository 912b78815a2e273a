"""Two tiny wards in one run: an owner who lives next door is found, kept in a rerun, and the neighbour left alone."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console

from cleaning.schemas import RESIDENTS
from cleaning.settings import Settings
from flows.across import search_registers
from flows.explaining import show_explanation
from flows.inputs import WardJob
from flows.registers import registers_known
from flows.run_folder import WardBusyError, held, open_run
from flows.stages import STAGES
from flows.ward import link_at_home, run_ward, settle_and_publish
from tests.flows.tiny_wards import HERE, HOLDER, OWNERS, THERE, guid, write_ward

AS_OF = date(2026, 11, 22)
@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two-wards")
    for ward in (HERE, THERE):
        write_ward(folder / ward)
    return folder


@pytest.fixture(scope="module")
def output(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the nightly flow makes of both wards."""
    output = tmp_path_factory.mktemp("nightly") / "output"
    env = os.environ | {"COLUMNS": "200"}  # noqa: TID251  the command needs the environment of the test
    env.pop("PREFECT_HOME", None)
    code = "import sys; from flows.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "run", str(given), "--out", str(output), "--as-of", AS_OF.isoformat()]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


def _job(given: Path, output: Path, ward: str, run_id: str) -> WardJob:
    return WardJob(ward=ward, folder=given / ward, output=output, run_id=run_id, as_of=AS_OF, settings=Settings())


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
    """The flow takes the wards in the order of their codes; here they go the other way."""
    halves = {ward: link_at_home(_job(given, tmp_path, ward, "run")) for ward in (THERE, HERE)}
    across = search_registers(tmp_path, {ward: half.folder for ward, half in halves.items()})
    for ward in (HERE, THERE):
        settle_and_publish(halves[ward], across)
        assert _published(tmp_path, ward) == _published(output, ward)


def test_ward_alone_knows_no_other_register_also_when_its_second_half_is_tried_again(
    given: Path, tmp_path: Path
) -> None:
    half = link_at_home(_job(given, tmp_path, HERE, "run"))
    across = search_registers(tmp_path, {HERE: half.folder})
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
    known = registers_known(tmp_path, {"11560": now}.items())
    assert [(one.ward, one.file) for one in known] == [
        ("11533", older), ("11557", newest), ("11560", now.file("residents"))
    ]  # fmt: skip
