"""When a run of take-in-decisions is begun, and when not: the server is a stand-in, the folder a real one."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from flows.service.inbox_watch import InboxWatch


@dataclass
class Server:
    """As much of Prefect's client as the watch asks."""

    running: bool = False
    begun: list[UUID] = field(default_factory=list)

    def read_deployment_by_name(self, name: str) -> Any:
        assert name == "take-in-decisions/take-in-decisions"
        return SimpleNamespace(id=uuid4())

    def create_flow_run_from_deployment(self, _deployment: UUID) -> Any:
        self.begun.append(uuid4())
        return SimpleNamespace(id=self.begun[-1])

    def read_flow_run(self, run: UUID) -> Any:
        assert run == self.begun[-1]
        return SimpleNamespace(state=SimpleNamespace(is_final=lambda: not self.running))


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def watch(tmp_path: Path) -> InboxWatch:
    return InboxWatch(tmp_path, still_seconds=30)


def drop(inbox: Path, name: str, content: str = "x") -> Path:
    (inbox / name).write_text(content, encoding="utf-8")
    return inbox / name


def looks(watch: InboxWatch, server: Server, *at: float) -> list[bool]:
    return [watch.look(server, second) for second in at]  # pyright: ignore[reportArgumentType]


def test_nothing_lies_there_nothing_is_run(watch: InboxWatch, server: Server) -> None:
    assert looks(watch, server, 0, 100, 200) == [False, False, False]


def test_sheet_is_taken_in_once_when_it_has_lain_still(watch: InboxWatch, server: Server, tmp_path: Path) -> None:
    drop(tmp_path, "a.xlsx")
    assert looks(watch, server, 0, 29, 30, 31, 100) == [False, False, True, False, False]


def test_sheet_somebody_is_still_copying_is_waited_for(watch: InboxWatch, server: Server, tmp_path: Path) -> None:
    drop(tmp_path, "a.xlsx", "half")
    assert looks(watch, server, 0, 20) == [False, False]
    drop(tmp_path, "a.xlsx", "half, and the rest")
    assert looks(watch, server, 25, 40, 54, 55) == [False, False, False, True]


def test_many_sheets_are_one_run(watch: InboxWatch, server: Server, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.csv", "c.csv"):
        drop(tmp_path, name)
    assert looks(watch, server, 0, 30, 60).count(True) == 1


def test_sheet_that_could_not_be_read_is_not_tried_for_ever_but_again_when_mended(
    watch: InboxWatch, server: Server, tmp_path: Path
) -> None:
    drop(tmp_path, "bad.xlsx", "cut")
    assert looks(watch, server, 0, 30, 60, 600) == [False, True, False, False]
    drop(tmp_path, "bad.xlsx", "mended")
    assert looks(watch, server, 601, 631) == [False, True]


def test_refused_sheet_is_not_tried_again_because_those_beside_it_were_taken_in(
    watch: InboxWatch, server: Server, tmp_path: Path
) -> None:
    drop(tmp_path, "bad.xlsx", "cut")
    good = drop(tmp_path, "good.csv")
    assert looks(watch, server, 0, 30) == [False, True]
    good.unlink()
    assert looks(watch, server, 40, 100) == [False, False]


def test_sheet_dropped_while_a_run_goes_on_waits_for_its_end(watch: InboxWatch, server: Server, tmp_path: Path) -> None:
    drop(tmp_path, "a.xlsx")
    server.running = True
    assert looks(watch, server, 0, 30) == [False, True]
    drop(tmp_path, "b.xlsx")
    assert looks(watch, server, 40, 80) == [False, False]
    server.running = False
    assert looks(watch, server, 90) == [True]


def test_same_name_with_same_length_is_another_sheet(watch: InboxWatch, server: Server, tmp_path: Path) -> None:
    file = drop(tmp_path, "a.xlsx", "1234")
    assert looks(watch, server, 0, 30) == [False, True]
    file.unlink()
    assert looks(watch, server, 40) == [False]
    drop(tmp_path, "a.xlsx", "5678")
    os.utime(file, ns=(1, 1))
    assert looks(watch, server, 50, 80) == [False, True]


@pytest.mark.parametrize("name", ["~$a.xlsx", ".a.xlsx.part", "Thumbs.db", "desktop.ini"])
def test_what_is_no_sheet_begins_no_run(watch: InboxWatch, server: Server, tmp_path: Path, name: str) -> None:
    drop(tmp_path, name)
    assert looks(watch, server, 0, 60) == [False, False]


def test_share_that_is_away_for_a_while_is_waited_for(server: Server, tmp_path: Path) -> None:
    watch = InboxWatch(tmp_path / "share", still_seconds=30)
    assert looks(watch, server, 0, 60) == [False, False]
    (tmp_path / "share").mkdir()
    drop(tmp_path / "share", "a.xlsx")
    assert looks(watch, server, 70, 100) == [False, True]
