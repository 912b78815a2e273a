"""Two tiny wards in one run: an owner who lives next door is found, kept in a rerun, and the neighbour left alone."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date
from itertools import product
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
from sample_data.form import write_land

AS_OF = date(2026, 11, 22)
HERE, THERE = "11557", "11560"
ADDRESSES = {HERE: "Tổ dân phố Kiền Bái {}, phường Thiên Hương", THERE: "Tổ dân phố Dương Quan {}, phường Thủy Nguyên"}
HEADINGS = (
    "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số ĐDCN (CCCD)", "Số CMND 9 số", "Nơi thường trú",
    "Quan hệ với chủ hộ", "Số hồ sơ cư trú", "Trạng thái", "Tổ dân phố",
)  # fmt: skip
# invented people: name, day of birth, number
PEOPLE = {
    HERE: [("Vũ Đình Khoái", "08/07/1961", "031061000011"), ("Tạ Thị Mận", "02/03/1970", "031170000012")],
    THERE: [("Khổng Văn Nụ", "03/02/1957", "031057000021"), ("Mạc Thị Đào", "04/05/1972", "031172000022")],
}
# A name is rare or common only among many people.
CROWD = [
    (f"{family} {middle} {given}", f"{1 + n % 28:02}/{1 + n % 12:02}/{1940 + n}")
    for n, (family, middle, given) in enumerate(
        product(("Phạm", "Vũ", "Bùi"), ("Đức", "Quang"), ("Sơn", "Toàn", "Lộc"))
    )
]
OWNERS = {
    HERE: {
        "home": ("Vũ Đình Khoái", "1961", "031061000011", f"{ADDRESSES[HERE].format(1)}, thành phố Hải Phòng"),
        "by-number": ("Khổng Văn Nụ", "1957", "031057000021", ""),
        "by-name": ("Mạc Thị Đào", "1972", "", "Thôn Dương Quan 2, xã Dương Quan, huyện Thủy Nguyên, Hải Phòng"),
        "outsider": ("Mạc Thị Đào", "1949", "", "Thôn 2, xã Kênh Giang, huyện Thủy Nguyên, Hải Phòng"),
    },
    THERE: {"home": ("Khổng Văn Nụ", "1957", "031057000021", "")},
}


def _guid(ward: str, row: str) -> str:
    return f"{ward}000-0000-4000-8000-{sorted(OWNERS[ward]).index(row):012}"


def _write_ward(folder: Path) -> None:
    folder.mkdir(parents=True)
    ward = folder.name
    rows: list[dict[str, Any]] = [
        {
            "unit_code": ward, "certificate_serial": f"AB {number:06}", "certificate_date": "01/01/2010",
            "holder_name": name, "holder_birth_date": birth, "holder_id_number": citizen_id, "holder_address": address,
            "holder_kind": "Cá nhân", "holder_role": "Cá nhân", "sheet": "1", "parcel": str(number), "area": "100",
            "parcel_address": ADDRESSES[ward].format(1), "use_1": "ODT", "use_1_area": "100", "guid": _guid(ward, row),
        }
        for number, (row, (name, birth, citizen_id, address)) in enumerate(OWNERS[ward].items(), 1)
    ]  # fmt: skip
    write_land(folder / "land.xlsx", rows)
    with (folder / "residents.csv").open("w", encoding="utf-8-sig", newline="") as file:
        lists = csv.writer(file)
        lists.writerow(HEADINGS)
        others = [(name, born, f"0{ward}{number:06}") for number, (name, born) in enumerate(CROWD)]
        for number, (name, born, citizen_id) in enumerate([*PEOPLE[ward], *others], 1):
            gender, place = "Nữ" if " Thị " in name else "Nam", ADDRESSES[ward].format(number)
            lists.writerow((name, born, gender, citizen_id, "", place, "Chủ hộ", f"{ward}{number}", "Đang sống", ""))


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two-wards")
    for ward in (HERE, THERE):
        _write_ward(folder / ward)
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
    return {row: by_guid[_guid(ward, row)] for row in OWNERS[ward]}


def _codes(output: Path, ward: str, row: str) -> set[str]:
    with (output / "published" / ward / "latest" / "sai-lech.csv").open(encoding="utf-8-sig", newline="") as file:
        return {one["Loại"] for one in csv.DictReader(file) if one["Guid"].removeprefix("'") == _guid(ward, row)}


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
    show_explanation(console, output, row=_guid(HERE, "by-number"), resident="031057000021", unmasked=True)
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
    with held(tmp_path, HERE), pytest.raises(WardBusyError):
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
