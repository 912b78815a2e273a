"""Runs killed at a few points leave nothing half-done: the long table is `python -m tests.faults.kills`."""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.faults.bench import Bench, Undisturbed, bench
from tests.faults.kills import differences, halves, kill
from tests.faults.points import Point, drawn
from tests.faults.server import prefect_server
from tests.faults.traces import Traces, traces

WARD, DAY = "11557", "2026-11-22"


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Generator[Bench]:
    folder = tmp_path_factory.mktemp("kills")
    with prefect_server(folder / "prefect") as environment, bench(folder / "bench", environment) as on:
        yield on


@pytest.mark.server
@pytest.mark.parametrize(
    ("point", "number"),
    [
        (Point("night", "small", "next", "before", 0.45), 1),  # amid the first half
        (Point("night", "small", "next", "before", 0.93), 2),  # amid the sheets
        (Point("take_in", "small", "next", "before", 0.75), 3),  # between ledger and receipt
    ],
    ids=["first-half", "second-half", "taking-in"],
)
def test_next_run_ends_as_if_nobody_had_been_killed(on: Bench, point: Point, number: int) -> None:
    assert kill(on, point, str(number)).faults == ()


def test_a_hundred_points_are_the_same_for_a_seed_and_lie_everywhere() -> None:
    points = drawn(100, 7)
    assert points == drawn(100, 7) != drawn(100, 8)
    assert {(one.work, one.start) for one in points} >= {("night", "first"), ("night", "again"), ("take_in", "next")}
    shares = sorted(one.at for one in points if one.kind == "before" and one.work == "night" and one.town == "small")
    assert max(after - before for before, after in pairwise(shares)) < 0.1


def _left(output: Path, text: str, *, latest: str = DAY) -> Traces:
    folder = output / "published" / WARD / DAY
    folder.mkdir(parents=True)
    for name in ("sai-lech.csv", "thua-dat.csv"):
        (folder / name).write_text(text)
    (folder.parent / "latest").symlink_to(latest)
    return traces(output)


def test_what_should_not_be_is_found(tmp_path: Path) -> None:
    before, after = _left(tmp_path / "before", "old"), _left(tmp_path / "after", "new")
    expected = Undisturbed(before, after, [], 1.0)
    left = _left(tmp_path / "left", "new", latest="2026-11-23")
    assert halves(left, expected) == [f"latest leads nowhere: {WARD}"]
    (tmp_path / "left" / "published" / WARD / DAY / "sai-lech.csv").write_text("old")
    (tmp_path / "left" / "published" / WARD / ".staging-killed").mkdir()
    left = traces(tmp_path / "left")
    assert halves(left, expected) == [f"half published: {WARD}/{DAY}", f"latest leads nowhere: {WARD}"]
    assert differences(left, expected) == [
        f"other bytes: {WARD}/{DAY}/sai-lech.csv",
        "latest differs",
        f"orphan: published/{WARD}/.staging-killed",
    ]
    assert halves(before, expected) == halves(after, expected) == differences(after, expected) == []
