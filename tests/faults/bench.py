"""Towns and output folders as they stand before a kill, and what an undisturbed run makes of each."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.faults.command import run_command
from tests.faults.points import Point, Start, Town, Work
from tests.faults.server import wait_for_server
from tests.faults.towns import TODAY, YESTERDAY, write_answers, write_town
from tests.faults.traces import Traces, traces
from tests.flows.tiny_wards import HERE

_PATIENCE: Final = 300


@dataclass(frozen=True)
class Undisturbed:
    """What a run that nobody kills leaves, all it changes on disk in order, and how long it takes."""

    before: Traces
    after: Traces
    changes: list[str]
    seconds: float


@dataclass
class Bench:
    """A folder to work in, who works to the end and who is killed, and what was prepared so far."""

    folder: Path
    environment: Mapping[str, str]
    steady: subprocess.Popen[str]
    killable: subprocess.Popen[str]
    prepared: dict[tuple[Work, Town, Start], Undisturbed] = field(default_factory=dict)

    def given(self, point: Point) -> Path:
        """What the run of a point reads: the town, after the first night with answers; or the inbox."""
        kind = "inbox" if point.work == "take_in" else "answered" if point.start != "first" else "plain"
        return self.folder / point.town / kind

    def base(self, town: Town, start: Start) -> Path:
        """An output folder in this state; to be copied, never written to."""
        place = self.folder / town / start
        if place.exists():
            return place
        plain = self.folder / town / "plain"
        if not plain.exists():
            write_town(plain, sample=town == "sample")
        if start == "first":
            place.mkdir()
            return place
        shutil.copytree(self.base(town, "first" if start == "next" else "next"), place, symlinks=True)
        self._night(plain, place, YESTERDAY if start == "next" else TODAY)
        if start == "next":
            self._answer(town, place)
        return place

    def undisturbed(self, point: Point) -> Undisturbed:
        """What becomes of the point's output where nobody kills the run."""
        key = (point.work, point.town, point.start)
        if key not in self.prepared:
            base = self.base(point.town, point.start)
            output, given = self.copied(point, f"undisturbed-{'-'.join(key)}")
            ended = self.run(point, output, given)
            if ended["failed"]:
                raise RuntimeError(f"the undisturbed {'-'.join(key)} fails: see {output.parent / 'log'}")
            changes = (output.parent / "trace").read_text().splitlines()
            self.prepared[key] = Undisturbed(traces(base), traces(output), changes, ended["seconds"])
        return self.prepared[key]

    def copied(self, point: Point, name: str) -> tuple[Path, Path]:
        """Output and input of one point, for itself."""
        place = self.folder / "points" / name
        output = Path(shutil.copytree(self.base(point.town, point.start), place / "output", symlinks=True))
        given = Path(shutil.copytree(self.given(point), place / "given"))
        (place / "temporary").mkdir()
        return output, given

    def run(self, point: Point, output: Path, given: Path, **kill: float) -> dict[str, Any]:
        """Do the work of the point once, to its end or its kill; how it ended."""
        if point.work == "command":
            return run_command(self.environment, output, given, TODAY, kill.get("kill_after", _PATIENCE))
        return self._ask(point.work, given, output, TODAY, **kill)

    def _answer(self, town: Town, output: Path) -> None:
        """The answers to a first night: beside the lists of the ward, and in an inbox."""
        answered, inbox = self.folder / town / "answered", self.folder / town / "inbox"
        shutil.copytree(self.folder / town / "plain", answered)
        inbox.mkdir()
        sheet = write_answers(output / "published" / HERE / YESTERDAY, answered / HERE)
        shutil.copy(sheet, inbox)

    def _night(self, given: Path, output: Path, day: str) -> None:
        if self._ask("night", given, output, day)["failed"]:
            raise RuntimeError(f"the night of {day} fails: see {output.parent / 'log'}")

    def _ask(self, work: Work, given: Path, output: Path, day: str, **kill: float) -> dict[str, Any]:
        place = output.parent
        (place / "temporary").mkdir(exist_ok=True)
        told = {"log": str(place / "log"), "trace": str(place / "trace"), "temporary": str(place / "temporary")}
        task = {"work": work, "input": str(given), "output": str(output), "date": day, "patience": _PATIENCE}
        worker, forked = (self.steady, False) if len(kill) == 0 else (self.killable, True)
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(f"{json.dumps({**task, **told, **kill, 'forked': forked})}\n")
        worker.stdin.flush()
        return json.loads(worker.stdout.readline())


@contextmanager
def bench(folder: Path, environment: Mapping[str, str]) -> Generator[Bench]:
    """A bench whose processes and server are ready, and end with it."""
    memory = folder / "memory"
    memory.mkdir(parents=True)
    with _worker(memory, environment) as steady, _worker(memory, environment) as killable:
        for worker in (steady, killable):
            assert worker.stdout is not None
            worker.stdout.readline()
        wait_for_server(environment)  # it comes up meanwhile
        yield Bench(folder, environment, steady, killable)


def _worker(memory: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.doing", str(memory)]
    with (memory.parent / "log").open("ab") as log:
        return subprocess.Popen(
            command, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
