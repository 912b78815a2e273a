"""`landclean run` on good wards among broken ones: the good ones are published, each broken one is told clearly."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from flows.run_folder import CHECKPOINTS
from tests.flows.tiny_wards import HERE, THERE, write_ward
from tests.prefect_tables import with_tables

GOOD, ALSO_GOOD = HERE, THERE  # the second at the same time: wards run in threads
# ward folder → words its message must hold: what is wrong, where, and what to do
BROKEN = {
    "11506": ("Họ và tên", "residents.csv"),  # a required column is missing
    "11503": ("land.xlsx",),  # not a workbook at all
    "11581": ("dân cư", "land.xlsx"),  # land twice, nobody to link to
    "11533": ("residents.csv", "dòng dữ liệu"),  # a heading without rows
    "11542": ("them.zip", "Giải nén"),  # lists in a zipped folder
    "11488": ("ghi-chep.csv", "Tiêu đề"),  # a file that is no known list
    "phuong-moi": ("phuong-moi", "5 chữ số"),
    "99999": ("99999",),
}


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    shown: str
    output: Path


def landclean(*arguments: str | Path, output: Path) -> Ended:
    """Run the command as the shell does, in a process of its own."""
    env = os.environ | {"COLUMNS": "200"}  # noqa: TID251  the command needs the environment of the test
    env.pop("PREFECT_HOME", None)
    with_tables(output / ".prefect")
    code = "from flows.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments), "--out", str(output)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return Ended(done.returncode, done.stdout + done.stderr, output)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """One run over two good wards and all the broken ones."""
    given = tmp_path_factory.mktemp("mixed")
    for ward in (GOOD, ALSO_GOOD):
        write_ward(given / ward)
    for ward in BROKEN:
        shutil.copytree(given / GOOD, given / ward)
    _without_column(given / "11506" / "residents.csv", "Họ và tên")
    (given / "11503" / "land.xlsx").write_bytes(b"PK\x03\x04 cut short")
    (given / "11581" / "residents.csv").unlink()
    listed = given / "11533" / "residents.csv"
    listed.write_text(listed.read_text("utf-8-sig").splitlines()[0], "utf-8")
    (given / "11542" / "them.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    (given / "11488" / "ghi-chep.csv").write_text("Món,Giá\nbút,5\n", "utf-8")
    return landclean("run", given, "--as-of", "2026-11-22", output=tmp_path_factory.mktemp("run") / "output")


def test_run_with_a_broken_ward_fails_but_publishes_the_good_ones(mixed: Ended) -> None:
    published = mixed.output / "published"
    assert mixed.code == 1
    assert sorted(path.name for path in published.iterdir()) == [GOOD, ALSO_GOOD, "thanh-pho"]
    assert (published / GOOD / "latest" / "sai-lech.csv").stat().st_size > 0
    assert sorted(path.name for path in (published / GOOD).iterdir()) == ["2026-11-22", "latest"]


@pytest.mark.parametrize("ward", BROKEN)
def test_broken_ward_is_told_with_place_and_remedy(mixed: Ended, ward: str) -> None:
    (told,) = [line for line in mixed.shown.splitlines() if line.startswith(f"{ward}: ")]
    assert [words for words in BROKEN[ward] if words not in told] == []
    assert "Cách xử lý:" in told
    assert "Lỗi chương trình" not in told


def test_terminal_shows_no_traceback_and_no_chatter(mixed: Ended) -> None:
    assert [word for word in ("Traceback", "prefect", "Error", "INFO") if word in mixed.shown] == []


def test_log_tells_of_broken_wards_in_plain_words(mixed: Ended) -> None:
    log = (mixed.output / "runs" / "landclean.log").read_text("utf-8")
    assert "them.zip" in log
    assert "Traceback" not in log


def test_every_ward_has_a_line_in_the_closing_table(mixed: Ended) -> None:
    assert [ward for ward in (GOOD, ALSO_GOOD, *BROKEN) if f"│ {ward} " not in mixed.shown] == []
    assert "Đã khớp" in mixed.shown


def test_progress_tells_the_stages_of_the_good_ward(mixed: Ended) -> None:
    assert f"{GOOD}  kết nối với dân cư: xong" in mixed.shown


def test_manifest_keeps_its_contract(mixed: Ended) -> None:
    manifest = json.loads(_run_folder(mixed).joinpath("manifest.json").read_text("utf-8"))
    assert set(manifest) >= {
        "run_id", "ward", "started", "finished", "code_version", "settings", "model", "inputs", "counts", "stages",
        "peak_rss_mb", "expectations",
    }  # fmt: skip
    counts = manifest["counts"]
    assert counts["source_rows"] == counts["standardised"] + counts["rejected"] + counts["noise"]
    assert counts["source_rows"] == sum(one["rows"] for one in manifest["inputs"])
    assert set(counts) >= {"people", "organisations", "link", "review", "no_link", "discrepancies"}
    assert counts["link"] > 0
    assert all(set(stage) == {"name", "seconds", "rows_in", "rows_out"} for stage in manifest["stages"])
    assert all(set(one) == {"table", "passed", "warnings", "failed"} for one in manifest["expectations"])
    assert manifest["started"] <= manifest["finished"]


def test_checkpoints_are_numbered_and_private(mixed: Ended) -> None:
    folder = _run_folder(mixed)
    expected = [f"{number:02}_{name}.parquet" for number, name in enumerate(CHECKPOINTS, start=1)]
    assert sorted(path.name for path in folder.glob("*.parquet")) == expected
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_wrong_folder_is_told_at_once(tmp_path: Path) -> None:
    ended = landclean("run", tmp_path / "nowhere", output=tmp_path / "output")
    assert ended.code == 1
    assert "nowhere" in ended.shown
    assert "Cách xử lý:" in ended.shown
    assert "Traceback" not in ended.shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run"], "Thiếu INPUT"),
        (["run", "x", "--frobnicate"], "Không có tùy chọn --frobnicate"),
        (["run", "x", "--as-of", "hôm qua"], "Giá trị của --as-of không hợp lệ"),
        (["train", "x", "--ward", "1155", "--name", "a"], "Giá trị của --ward không hợp lệ"),
        (["train", "x", "--name", "a"], "landclean train --help"),
    ],
)
def test_wrong_command_line_is_told_in_vietnamese(tmp_path: Path, arguments: list[str], words: str) -> None:
    ended = landclean(*arguments, output=tmp_path / "output")
    assert ended.code == 2
    assert words in ended.shown


def _run_folder(ended: Ended) -> Path:
    (folder,) = (ended.output / "runs").glob(f"*/{GOOD}")
    return folder


def _without_column(file: Path, heading: str) -> None:
    frame = pl.read_csv(file, infer_schema=False)  # noqa: TID251  a test damages its own copy
    frame.drop(heading).write_csv(file)
