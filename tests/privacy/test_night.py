"""A night of good and broken wards, from the shell: nothing of its people stands outside officers' files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from tests.flows.tiny_wards import THERE, write_ward
from tests.privacy.faulty_night import FIRST_HALF, SECOND_HALF
from tests.privacy.needles import needles_of
from tests.privacy.scanning import SAMPLE, Searched, search
from tests.privacy.traces import Trace, exposed
from tests.privacy.unpacking import texts
from tests.privacy.watched import Ended, World, is_local, new_world, run_in, told

GOOD, TINY, WITHOUT_HEADINGS, WITHOUT_NUMBERS = "11557", THERE, "11506", "11503"
BROKEN = (WITHOUT_HEADINGS, WITHOUT_NUMBERS, FIRST_HALF, SECOND_HALF)


@dataclass(frozen=True)
class Night:
    """One night, over."""

    world: World
    ended: Ended
    searched: Searched


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The sample ward, a tiny one, and four that fail, each in another way."""
    given, world = tmp_path_factory.mktemp("given"), new_world(tmp_path_factory.mktemp("world"))
    shutil.copytree(SAMPLE, given / GOOD)
    write_ward(given / TINY)
    for ward in BROKEN:
        shutil.copytree(given / TINY, given / ward)
    _without_headings(given / WITHOUT_HEADINGS / "residents.csv")
    _without_numbers(given / WITHOUT_NUMBERS / "residents.csv")
    script = str(Path(__file__).with_name("faulty_night.py"))
    ended = run_in(world, [script, "run", str(given), "--out", str(world.output), "--as-of", "2026-11-22"])
    return Night(world, ended, search(told(world, ended), needles_of(SAMPLE, given / TINY)))


def test_good_wards_are_published_and_the_others_told(night: Night) -> None:
    assert night.ended.code == 1
    published = {path.parent.name for path in (night.world.output / "published").glob("*/latest")}
    assert published == {GOOD, TINY, "thanh-pho"}
    assert [ward for ward in BROKEN if f"{ward}: " not in night.ended.said] == []


def test_nothing_of_people_stands_outside_officers_files(night: Night) -> None:
    found = sorted({f"{hit.kind} in {hit.where}" for hit in night.searched.hits})
    assert found == [], f"\n{night.searched}"


def test_all_kinds_of_places_were_searched(night: Night) -> None:
    read = {kind for kind, letters in night.searched.letters.items() if letters > 0}
    assert read >= {
        "Prefect's database", "logs", "journals", "manifests and halves", "pages for leaders",
        "figures and fingerprints", "names of files", "shown or sent",
    }  # fmt: skip
    assert night.searched.needles > 10_000
    assert night.searched.rows["Prefect's database"] > 100


def test_everything_is_readable_by_its_owner_alone(night: Night) -> None:
    assert [path.relative_to(night.world.root).as_posix() for path in exposed([night.world.output])] == []


def test_nothing_is_called_but_this_machine(night: Night) -> None:
    calls = night.world.notes("call")
    assert any("127.0.0.1" in address for address in calls)  # the run's own server: the watch hears
    assert [address for address in calls if not is_local(address)] == []


def test_nothing_is_left_outside_the_output(night: Night) -> None:
    left = [path for folder in night.world.others[:3] for path in folder.rglob("*")]
    assert [path.relative_to(night.world.root).as_posix() for path in left] == []


def test_papers_of_hamlets_tell_no_number_and_no_day_of_birth(night: Night) -> None:
    found = search(_sheets(night, "to-dan-pho/*"), needles_of(SAMPLE)).hits
    plain = [hit for hit in found if hit.kind == "birth date" or (hit.kind == "number" and hit.needle.isdigit())]
    assert sorted({hit.where for hit in plain}) == []
    assert {hit.kind for hit in found} >= {"name", "number"}  # names, and numbers with their middle hidden


def test_book_of_the_land_registration_office_tells_no_number(night: Night) -> None:
    found = search(_sheets(night, "theo-nguoi-xu-ly/van-phong-dang-ky.xlsx"), needles_of(SAMPLE)).hits
    assert {hit.kind for hit in found} & {"number", "birth date", "address"} == set()
    assert "certificate" in {hit.kind for hit in found}


def _sheets(night: Night, names: str) -> list[Trace]:
    """Officers' files of the good ward, read as traces."""
    folder = night.world.output / "published" / GOOD / "latest"
    return [
        Trace("sheets", f"{path.name} {one.where}", one.text)
        for path in sorted(folder.glob(names))
        for one in texts(path.read_bytes())
    ]


def _without_headings(file: Path) -> None:
    """A list whose first row is a person: whoever tells its headings tells who that is."""
    lines = file.read_text("utf-8-sig").splitlines(keepends=True)
    file.write_text("".join(lines[1:]), "utf-8")


def _without_numbers(file: Path) -> None:
    residents = pl.read_csv(file, infer_schema=False)  # noqa: TID251  a test damages its own copy
    residents.with_columns(pl.lit(None, pl.String).alias("Số ĐDCN (CCCD)")).write_csv(file, include_bom=True)
