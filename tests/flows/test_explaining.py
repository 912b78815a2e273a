"""`landclean explain`: the waterfall of a row of the newest run, masked unless asked otherwise."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cleaning.schemas import DECIDED_PAIRS
from cleaning.settings import Settings
from flows import cli
from flows.inputs import WardJob
from flows.run_folder import open_run
from flows.ward import run_ward

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("explained")
    run_ward(
        WardJob(ward="11557", folder=SAMPLE, output=output, run_id="r", as_of=date(2026, 11, 21), settings=Settings())
    )
    return output


@pytest.fixture(scope="module")
def linked(output: Path) -> dict[str, str]:
    """A row linked by its citizen number: its key, the number, the name as displayed."""
    run = open_run(output, "r", "11557")
    verdicts = run.table("verdicts").filter(pl.col("reason") == "citizen_id")
    land = run.table("land", ("row_key", "holder_name_lower"))
    return verdicts.join(land, on="row_key").sort("row_key").row(0, named=True)


def test_a_link_is_explained_and_masked(
    output: Path, linked: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.tell_why(linked["row_key"].upper(), out=output) == 0
    shown = capsys.readouterr().out
    assert "đã khớp" in shown
    assert "Tìm thấy qua: số định danh; " in shown
    assert re.findall(r"[a-z]+_[a-z]+|male", shown) == []  # no code of the machine
    assert linked["resident_id"] not in shown
    assert linked["holder_name_lower"] not in shown
    assert f"{linked['resident_id'][:3]}•••••{linked['resident_id'][-4:]}" in shown


def test_show_tells_the_values(output: Path, linked: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.tell_why(linked["row_key"], linked["resident_id"], out=output, show=True) == 0
    assert linked["resident_id"] in capsys.readouterr().out


def test_a_pair_that_was_never_a_candidate_is_explained_too(
    output: Path, linked: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    others = open_run(output, "r", "11557").table("residents").filter(pl.col("gender") == "female")["row_key"].sort()
    stranger = next(key for key in others if key != linked["resident_key"])
    assert cli.tell_why(linked["row_key"], stranger, out=output) == 0
    assert "Xác suất của cặp này" in capsys.readouterr().out


def test_a_guid_names_every_person_of_its_row(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    land = open_run(output, "r", "11557").table("land", ("row_key", "guid", "holder_ordinal"))
    second = land.filter(pl.col("holder_ordinal") == 2).sort("row_key").row(0, named=True)
    assert cli.tell_why(second["guid"], out=output) == 0
    assert f"xem bằng khóa dòng: {second['row_key']}." in capsys.readouterr().out
    assert cli.tell_why(second["row_key"], out=output) == 0
    assert "đã khớp" in capsys.readouterr().out


def test_decision_of_staff_is_told(
    output: Path, linked: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = shutil.copytree(output, tmp_path / "output", symlinks=True)
    ruled_out = {"row_key": linked["row_key"], "resident_key": linked["resident_key"], "is_same": False}
    open_run(copied, "r", "11557").keep("decided", pl.DataFrame([ruled_out], schema=DECIDED_PAIRS.empty().schema))
    assert cli.tell_why(linked["row_key"], linked["resident_id"], out=copied) == 0
    shown = capsys.readouterr().out
    assert f"Quyết định của cán bộ: không phải người này, {linked['resident_key']} (cặp này)." in shown
    assert "theo chương trình, chưa tính quyết định của cán bộ, đã tính các ứng viên khác: " in shown


@pytest.mark.parametrize("resident", [None, "031000000000"])
def test_unknown_row_or_resident_is_told(
    output: Path, linked: dict[str, str], resident: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "no-such-row" if resident is None else linked["row_key"]
    assert cli.tell_why(row, resident, out=output) == 1
    assert "Cách xử lý:" in capsys.readouterr().err
