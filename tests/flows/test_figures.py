"""What a published day counts is kept beside it, and read back; a day without is passed over."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from flows.figures import Figures, newest_figures, published_days, read_figures
from flows.run_folder import RunFolder

WARD, DAY = "11557", date(2026, 11, 22)


@pytest.fixture(scope="module")
def figures(night: Path) -> Figures:
    read = read_figures(night, WARD, DAY)
    assert read is not None
    return read


def _file(output: Path) -> Path:
    return output / "published" / WARD / DAY.isoformat() / ".state" / "figures.json"


def test_the_figures_are_those_of_the_manifest(night: Path, figures: Figures) -> None:
    (manifest,) = (json.loads(path.read_text("utf-8")) for path in night.glob(f"runs/*/{WARD}/manifest.json"))
    counts = manifest["counts"]
    names = ("source_rows", "standardised", "rejected", "noise", "people", "organisations", "link", "review", "no_link")
    told = figures.model_dump()
    assert {name: told[name] for name in names} == {name: counts[name] for name in names}
    assert figures.discrepancies == counts["discrepancies"]
    assert (figures.ward_name, figures.model) == ("Phường Thiên Hương", manifest["model"])
    assert figures.precision[-1]["links"] == figures.link


def test_the_sums_add_up(figures: Figures) -> None:
    assert figures.source_rows == figures.standardised + figures.rejected + figures.noise
    assert figures.parcels == figures.group_1 + figures.group_2 + figures.group_3
    assert figures.people == figures.link + figures.review + figures.no_link
    assert 0 < figures.residents_linked <= figures.link
    assert 0 < figures.parcels_with_id < figures.parcels
    assert 0 < figures.certificates_scanned <= figures.certificates
    assert 0 < figures.parcels_uncertified < figures.parcels
    assert figures.nights == [(DAY, figures.parcels, figures.group_1, figures.open_errors)]


def test_neither_the_run_nor_the_clock_is_in_it(night: Path) -> None:
    text = _file(night).read_text("utf-8")
    assert "20261121T" not in text
    assert "seconds" not in text


def test_no_person_is_in_it(night: Path) -> None:
    (run,) = night.glob(f"runs/*/{WARD}")
    people = RunFolder(run).table("residents", ["name", "citizen_id", "cmnd"])
    text = _file(night).read_text("utf-8")
    named = [one for column in people for one in column.drop_nulls().unique() if one in text]
    assert people.height > 500
    assert named == []


def test_the_newest_day_until_a_day(output: Path) -> None:
    assert published_days(output, WARD) == [DAY]
    assert newest_figures(output, WARD, until=DAY) is not None
    assert newest_figures(output, WARD, until=date(2026, 11, 21)) is None
    assert newest_figures(output, "11560", until=DAY) is None


@pytest.mark.parametrize("damage", ["", "{}", '{"version": 1', "[1]"])
def test_a_damaged_file_is_none(output: Path, damage: str) -> None:
    _file(output).write_text(damage, "utf-8")
    assert read_figures(output, WARD, DAY) is None
    assert newest_figures(output, WARD, until=DAY) is None


def test_of_another_version_or_none_at_all_there_are_none(output: Path) -> None:
    told = json.loads(_file(output).read_text("utf-8"))
    _file(output).write_text(json.dumps(told | {"version": 2}), "utf-8")
    assert read_figures(output, WARD, DAY) is None
    _file(output).unlink()
    assert read_figures(output, WARD, DAY) is None
