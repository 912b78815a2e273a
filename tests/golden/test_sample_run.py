"""The whole route on the sample ward: planted examples found, nothing lost, the agreed bytes in any row order."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from tests.golden.renew import EXPECTED, FILES, SAMPLE, run_sample, write_shuffled

README = SAMPLE.parent.parent / "README.md"
Published = tuple[dict[str, Any], Path]


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return run_sample(SAMPLE, tmp_path_factory.mktemp("sample-run"))


@pytest.fixture(scope="session")
def shuffled_run(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("shuffled-run")
    return run_sample(write_shuffled(folder / "input" / SAMPLE.name), folder / "output")


def test_every_planted_example_is_found(sample_run: Published) -> None:
    found = {(one["Guid"].removeprefix("'"), one["Loại"]) for one in _rows(sample_run[1] / "sai-lech.csv")}
    planted = {(one["guid"], one["code"]) for one in _rows(SAMPLE.parent / "planted.csv")}
    assert sorted(planted - found, key=lambda pair: pair[1]) == []


def test_every_source_row_is_accounted_for(sample_run: Published) -> None:
    manifest, published = sample_run
    counts = manifest["counts"]
    assert counts["source_rows"] == counts["standardised"] + counts["rejected"] + counts["noise"]
    assert (counts["rejected"], counts["noise"]) == (1, 9)
    assert len(_rows(published / "tu-choi.csv")) == 1


def test_every_land_row_has_one_verdict(sample_run: Published) -> None:
    manifest, published = sample_run
    verdicts = [one["verdict"] for one in _rows(published / "doi-khop.csv")]
    assert {name: verdicts.count(name) for name in ("link", "review", "no_link")} == {
        name: manifest["counts"][name] for name in ("link", "review", "no_link")
    }


def test_nobody_is_linked_to_somebody_else(sample_run: Published) -> None:
    truth = {one["guid"]: one["resident_id"] for one in _rows(SAMPLE.parent / "truth.csv")}
    linked = {
        one["row_key"]: one["resident_id"] for one in _rows(sample_run[1] / "doi-khop.csv") if one["verdict"] == "link"
    }
    assert {guid for guid, resident in linked.items() if truth[guid] != resident} == set()
    assert len(linked) > 0.9 * sum(resident != "" for resident in truth.values())


def test_both_people_of_one_cell_are_linked(sample_run: Published) -> None:
    truth = {one["guid"]: one["resident_id"] for one in _rows(SAMPLE.parent / "truth.csv")}
    linked = {one["row_key"]: one["resident_id"] for one in _rows(sample_run[1] / "doi-khop.csv")}
    seconds = [guid for guid in truth if guid.endswith("/2")]
    assert len(seconds) == 3
    for second in seconds:
        assert [linked[second.removesuffix("/2")], linked[second]] == [truth[second.removesuffix("/2")], truth[second]]


def test_the_dead_owner_is_linked_to_himself_and_not_to_his_living_son(sample_run: Published) -> None:
    states = {one["Số ĐDCN (CCCD)"]: one["Trạng thái"] for one in _rows(SAMPLE / "residents.csv")}
    dead = {one["guid"] for one in _rows(SAMPLE.parent / "planted.csv") if one["code"] == "owner_deceased"}
    linked = [one["resident_id"] for one in _rows(sample_run[1] / "doi-khop.csv") if one["guid"] in dead]
    assert [states[resident] for resident in linked] == ["Đã chết"] * 3


@pytest.mark.parametrize("name", FILES)
def test_published_file_is_the_expected_one(sample_run: Published, name: str) -> None:
    expected = EXPECTED / name
    assert expected.exists(), f"no expected {name}: write it with `python -m tests.golden.renew` and read the change"
    assert (sample_run[1] / name).read_bytes() == expected.read_bytes()


@pytest.mark.parametrize(
    "name",
    ["doi-khop.csv", "sai-lech.csv", "sai-lech.xlsx", "thua-dat.csv", "ung-vien.csv", "kiem-tra.csv", "tong-hop.html"],
)
def test_row_order_changes_no_byte(sample_run: Published, shuffled_run: Published, name: str) -> None:
    assert (shuffled_run[1] / name).read_bytes() == (sample_run[1] / name).read_bytes()


def test_row_order_changes_only_the_row_number_of_a_rejected_row(
    sample_run: Published, shuffled_run: Published
) -> None:
    ordered, shuffled = (_rows(published / "tu-choi.csv") for _, published in (sample_run, shuffled_run))
    assert [one | {"Dòng": ""} for one in shuffled] == [one | {"Dòng": ""} for one in ordered]


def test_readme_shows_rows_of_the_real_sheet(sample_run: Published) -> None:
    shown = re.findall(
        r"^\| ([a-z_]+) \| (?:[^|]+ \| ){4}([^|]+) \| ?([^|]*?) ?\|$", README.read_text("utf-8"), re.MULTILINE
    )
    sheet = _rows(sample_run[1] / "sai-lech.csv")
    real = {(one["Loại"], one["Nội dung"], one["Đề xuất"].removeprefix("'")) for one in sheet}
    assert len(shown) == 3
    assert set(shown) <= real


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
