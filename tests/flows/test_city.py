"""The roll-up over wards: whose figures it takes, what it says of the others, and where it stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cleaning.settings import Settings
from flows.city import publish_city
from flows.figures import Figures, keep_figures
from flows.outcomes import WardOutcome
from flows.publishing import publish, staged

TODAY = date(2026, 11, 22)
FIRST, SECOND, THIRD = "11506", "11557", "11560"  # all of Hải Phòng


def figures_of(ward: str, day: date, parcels: int, group_1: int) -> Figures:
    """Figures of an invented ward day; what follows from parcels follows from them."""
    counts = dict.fromkeys(
        ("source_rows", "standardised", "rejected", "noise", "residents", "organisations", "residents_linked",
         "parcels_with_id", "parcels_uncertified", "certificates", "certificates_scanned", "open_errors",
         "open_warnings", "answered", "hamlets"),
        parcels // 2,
    )  # fmt: skip
    return Figures(
        ward=ward, ward_name=f"Phường {ward}", as_of=day, code_version="c", model="m", groups_version="g",
        people=parcels, link=parcels - 40, review=30, no_link=10, parcels=parcels, group_1=group_1,
        group_2=parcels - group_1, group_3=0, discrepancies={"id_missing": 70, "parcel_id_missing": 900},
        precision=[], nights=[(day, parcels, group_1, parcels // 2)], **counts,
    )  # fmt: skip


def show(output: Path, ward: str, *, days_ago: int = 0, parcels: int = 1000, group_1: int = 500) -> None:
    """Publish an invented day of a ward that holds its figures only."""
    day = TODAY - timedelta(days=days_ago)
    with staged(output, ward, f"run-{day}") as staging:
        keep_figures(staging, figures_of(ward, day, parcels, group_1))
    publish(staging, day)


def rolled_up(output: Path, outcomes: Sequence[WardOutcome] = (), as_of: date = TODAY) -> dict[str, Any]:
    """The roll-up's JSON, its wards that have counts or did not come to their end by code."""
    folder = publish_city(output, as_of, Settings(), run_id="run-1", outcomes=outcomes)
    assert folder is not None
    told = json.loads((folder / "so-lieu.json").read_text("utf-8"))
    told["wards"] = {one["ward"]: one for one in told["wards"] if one["state"] != "without"}
    return told


def states(told: dict[str, Any]) -> dict[str, str]:
    return {ward: one["state"] for ward, one in told["wards"].items()}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_of_fewer_than_two_wards_there_is_none(tmp_path: Path) -> None:
    assert publish_city(tmp_path, TODAY, Settings(), run_id="r") is None
    show(tmp_path, FIRST)
    assert publish_city(tmp_path, TODAY, Settings(), run_id="r") is None
    assert not (tmp_path / "published" / "thanh-pho").exists()


def test_days_of_versions_without_figures_make_none(tmp_path: Path) -> None:
    for ward in (FIRST, SECOND):
        with staged(tmp_path, ward, "old") as staging:
            (staging / "sai-lech.csv").write_text("x", "utf-8")
        publish(staging, TODAY)
    assert publish_city(tmp_path, TODAY, Settings(), run_id="r") is None


def test_every_unit_of_the_province_is_expected(tmp_path: Path) -> None:
    show(tmp_path, FIRST)
    show(tmp_path, SECOND, parcels=3000, group_1=900)
    told = rolled_up(tmp_path)
    assert told["name"] == "Thành phố Hải Phòng"
    assert told["units"] == {"expected": 114, "counted": 2, "reached_target": 0}
    assert (told["total"]["parcels"], told["total"]["group_1"]) == (4000, 1400)
    assert told["wards"][SECOND]["ward_name"] == "Phường Thiên Hương"


def test_a_code_nobody_knows_is_in_it_all_the_same(tmp_path: Path) -> None:
    show(tmp_path, FIRST)
    show(tmp_path, "99999")
    told = rolled_up(tmp_path)
    assert told["units"]["expected"] == 115
    assert told["wards"]["99999"]["ward_name"] == "99999"


def test_each_ward_counts_with_its_newest_day_until_then(tmp_path: Path) -> None:
    for days_ago, group_1 in ((4, 100), (2, 200), (-1, 900)):
        show(tmp_path, FIRST, days_ago=days_ago, group_1=group_1)
    show(tmp_path, SECOND)
    told = rolled_up(tmp_path)
    assert told["wards"][FIRST]["day"] == "2026-11-20"
    assert told["total"]["group_1"] == 700


def test_how_each_ward_ended_is_told(tmp_path: Path) -> None:
    show(tmp_path, FIRST)
    show(tmp_path, SECOND, days_ago=3)
    show(tmp_path, THIRD, days_ago=1)
    outcomes = [
        WardOutcome(FIRST, manifest={}), WardOutcome(SECOND, manifest={}, unchanged=True),
        WardOutcome(THIRD, error="lỗi"), WardOutcome("11473", error="lỗi"), WardOutcome("thanh-pho", error="lỗi"),
    ]  # fmt: skip
    told = rolled_up(tmp_path, outcomes)
    assert states(told) == {
        FIRST: "tonight", SECOND: "unchanged", THIRD: "failed", "11473": "failed_without",
    }  # fmt: skip
    assert told["units"]["counted"] == 3


def test_a_later_run_of_some_wards_leaves_standing_what_was_said_of_others(tmp_path: Path) -> None:
    show(tmp_path, FIRST, days_ago=1)
    show(tmp_path, SECOND, days_ago=3)
    rolled_up(tmp_path, [WardOutcome(FIRST, error="lỗi"), WardOutcome(SECOND, manifest={}, unchanged=True)])
    show(tmp_path, FIRST)
    assert states(rolled_up(tmp_path, [WardOutcome(FIRST, manifest={})])) == {FIRST: "tonight", SECOND: "unchanged"}
    tomorrow = rolled_up(tmp_path, as_of=TODAY + timedelta(days=1))
    assert states(tomorrow) == {FIRST: "earlier", SECOND: "earlier"}


@pytest.mark.parametrize("damage", ["", "no json"])
def test_what_was_said_before_may_be_damaged(tmp_path: Path, damage: str) -> None:
    show(tmp_path, FIRST, days_ago=1)
    show(tmp_path, SECOND)
    rolled_up(tmp_path, [WardOutcome(FIRST, error="lỗi")])
    (tmp_path / "published" / "thanh-pho" / "2026-11-22" / ".state" / "ended.json").write_text(damage, "utf-8")
    assert states(rolled_up(tmp_path)) == {FIRST: "earlier", SECOND: "tonight"}


def test_a_ward_skipped_after_a_killed_run_leaves_the_same_bytes(tmp_path: Path) -> None:
    """What the killed run published is unchanged to the next, yet of tonight."""
    for place in ("one", "other"):
        show(tmp_path / place, FIRST)
        show(tmp_path / place, SECOND)
    skipped = WardOutcome(FIRST, manifest={}, unchanged=True)
    found = [
        publish_city(tmp_path / place, TODAY, Settings(), run_id=place, outcomes=[first, WardOutcome(SECOND, {})])
        for place, first in (("one", WardOutcome(FIRST, manifest={})), ("other", skipped))
    ]
    one, other = (bytes_of(folder) for folder in found if folder is not None)
    assert one == other
    assert sorted(one) == [".state/ended.json", "so-lieu.json", "tong-hop.csv", "tong-hop.html", "tong-hop.xlsx"]


def test_it_is_published_as_a_ward_is(tmp_path: Path) -> None:
    show(tmp_path, FIRST)
    show(tmp_path, SECOND)
    rolled_up(tmp_path)
    folder = tmp_path / "published" / "thanh-pho"
    assert (folder / "latest").resolve() == (folder / "2026-11-22").resolve()
    assert sorted(path.name for path in folder.iterdir()) == ["2026-11-22", "latest"]
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (folder / "2026-11-22", folder)} == {0o700}


def test_what_waits_for_nobody_is_no_open_discrepancy(tmp_path: Path) -> None:
    show(tmp_path, FIRST)
    show(tmp_path, SECOND)
    rolled_up(tmp_path)
    html = (tmp_path / "published" / "thanh-pho" / "latest" / "tong-hop.html").read_text("utf-8")
    assert "Thiếu số định danh cá nhân" in html
    assert "Thiếu mã định danh thửa đất" not in html
