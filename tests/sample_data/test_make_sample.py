"""The committed sample is what the generator makes, and it shows every code of the catalogue."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from cleaning.discrepancies.catalogue import CATALOGUE
from sample_data import make_sample
from sample_data.places import AMBIGUOUS_SHEET, geohash, sheet_table

SAMPLE = Path(make_sample.__file__).parent
MADE = (
    "11557/land.xlsx",
    "11557/residents.csv",
    "11557/doi-chieu-to-ban-do.csv",
    "planted.csv",
    "truth.csv",
    "README.md",
)


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    make_sample.main(folder)
    return folder


@pytest.fixture(scope="module")
def planted() -> list[dict[str, str]]:
    with (SAMPLE / "planted.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def residents() -> list[dict[str, str]]:
    with (SAMPLE / "11557/residents.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", MADE)
def test_generator_reproduces_committed_file(remade: Path, name: str) -> None:
    assert (remade / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_every_code_is_planted(planted: list[dict[str, str]]) -> None:
    assert {one["code"] for one in planted} == {entry.code for entry in CATALOGUE}


def test_readme_lists_every_planted_example(planted: list[dict[str, str]]) -> None:
    listed = re.findall(r"^\| `(\w+)` \| (\d+) \|", (SAMPLE / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [(one["code"], one["row"]) for one in planted]


def test_planted_guids_are_unique_per_code(planted: list[dict[str, str]]) -> None:
    assert len({(one["guid"], one["code"]) for one in planted}) == len(planted)
    assert [one["code"] for one in planted if one["guid"] == ""] == ["row_rejected"]


def test_citizen_numbers_fit_the_person_beside_them(residents: list[dict[str, str]]) -> None:
    for one in residents:
        number, year = one["Số ĐDCN (CCCD)"], int(one["Ngày, tháng, năm sinh"][-4:])
        digit = (2 if year >= 2000 else 0) + (0 if one["Giới tính"] == "Nam" else 1)
        assert re.fullmatch(r"0\d{11}", number)
        assert number[3:6] == f"{digit}{year % 100:02d}"


def test_citizen_numbers_are_unique(residents: list[dict[str, str]]) -> None:
    assert len({one["Số ĐDCN (CCCD)"] for one in residents}) == len(residents)


def test_a_living_namesake_stands_beside_the_dead_owner(residents: list[dict[str, str]]) -> None:
    states = sorted(one["Trạng thái"] for one in residents if one["Họ và tên"].casefold() == "mạc đình luân")
    assert states == ["Đang sống", "Đã chết"]


def test_one_old_sheet_has_two_successors() -> None:
    ghi_chu, sheet = f"Xã {AMBIGUOUS_SHEET[0]}", AMBIGUOUS_SHEET[1]
    rows = sheet_table()
    several = [one["soHieuToBanDo"] for one in rows if (one["ghiChu"], one["soHieuToBanDoCu"]) == (ghi_chu, sheet)]
    assert len(set(several)) == 2
    assert len({(one["xaIdCu"], one["soHieuToBanDoCu"]) for one in rows}) == len(rows) - 1


@pytest.mark.parametrize(
    ("longitude", "latitude", "expected"),
    [(10.40744, 57.64911, "u4pruydqqvj8"), (106.65, 20.925, "w7ez")],
    ids=["a point whose GeoHash is published", "inside the ward"],
)
def test_geohash(longitude: float, latitude: float, expected: str) -> None:
    assert geohash(longitude, latitude).startswith(expected)
