"""Seeded kills of nights, commands and takings-in → a table: published whole, same bytes after, nothing left behind.

`python -m tests.faults.kills --points 100 --seed 1 --jobs 2`
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from tests.faults.bench import Bench, Undisturbed, bench
from tests.faults.points import Point, drawn
from tests.faults.server import prefect_server
from tests.faults.traces import RUN, Traces, orphans, traces

_SMALLEST: Final = 0.01  # share of a run; a kill before that comes before anything


@dataclass(frozen=True)
class Kill:
    """What came of a kill. `where`: the last change before it, or its second. `faults`: empty where all held."""

    point: Point
    where: str
    published: str
    resumed: bool
    faults: tuple[str, ...]


def kill(on: Bench, point: Point, name: str) -> Kill:
    """Kill a run at the point, look, run again undisturbed, and look again."""
    expected = on.undisturbed(point)
    output, given, ended = _killed(on, point, name, expected)
    where = f"{ended['seconds']:.1f} s" if point.kind == "time" else _last(output.parent / "trace")
    left = traces(output)
    faults = [] if ended["killed"] else ["not killed"]
    faults += ["a server lives on"] if ended.get("lives_on", False) else []
    faults += halves(left, expected)
    again = on.run(point, output, given)
    faults += ["the next run fails"] if again["failed"] else []
    faults += differences(traces(output), expected)
    faults += [f"left in TMPDIR: {path.name}" for path in (output.parent / "temporary").iterdir()]
    ended_so = Kill(point, where, _published(left, expected), _is_resumed(output), tuple(faults))
    if len(faults) == 0:
        shutil.rmtree(output.parent)
    return ended_so


def _killed(on: Bench, point: Point, name: str, expected: Undisturbed) -> tuple[Path, Path, dict[str, Any]]:
    """Output and input of a killed run, and how it ended. A run that is over before its time is killed sooner."""
    share = point.at
    while True:
        output, given = on.copied(point, name)
        if point.kind == "time":
            ended = on.run(point, output, given, kill_after=share * expected.seconds)
        else:
            at = 1 + int(share * len(expected.changes))  # runs of two wards at once differ by a few changes
            ended = on.run(point, output, given, kill_at=at, kill_late=point.late)
        if ended["killed"] or share < _SMALLEST:
            return output, given, ended
        share *= 0.7
        shutil.rmtree(output.parent)


def _last(trace: Path) -> str:
    changes = trace.read_text().splitlines()
    return "before anything" if len(changes) == 0 else RUN.sub("<run>", changes[-1])


def halves(left: Traces, expected: Undisturbed) -> list[str]:
    """Published days that are neither as before the run nor as after it."""
    days = left.days.keys() | expected.before.days.keys()
    whole = [expected.before.days, expected.after.days]
    broken = [day for day in sorted(days) if left.days.get(day) not in [one.get(day) for one in whole]]
    links = [ward for ward, to in left.links.items() if f"{ward}/{to}" not in left.days]
    return [f"half published: {day}" for day in broken] + [f"latest leads nowhere: {ward}" for ward in links]


def _published(left: Traces, expected: Undisturbed) -> str:
    """How many of tonight's folders were those before, and those after."""
    tonight = [day for day, files in expected.after.days.items() if files != expected.before.days.get(day)]
    new = sum(left.days.get(day) == expected.after.days[day] for day in tonight)
    return f"{len(tonight) - new} old, {new} new"


def differences(after: Traces, expected: Undisturbed) -> list[str]:
    """In what the output differs from that of an undisturbed run."""
    wanted = expected.after
    is_, shall_be = _told(after), _told(wanted)
    faults = [f"other bytes: {file}" for file in sorted(is_.keys() | shall_be) if is_.get(file) != shall_be.get(file)]
    faults += ["latest differs"] if after.links != wanted.links else []
    faults += ["other decisions in the ledger"] if after.decisions != wanted.decisions else []
    faults += [f"missing: {name}" for name in sorted(wanted.names - after.names)]
    return faults + [f"orphan: {name}" for name in orphans(after, wanted)]


def _told(found: Traces) -> dict[str, str]:
    """Every published file → its bytes and rights."""
    return {f"{day}/{name}": told for day, files in found.days.items() for name, told in files.items()}


def _is_resumed(output: Path) -> bool:
    """Whether a finished run began before its own id was given: it carried on from another's first half."""
    told = [(file.parent.parent.name, json.loads(file.read_text())) for file in output.glob("runs/*/*/manifest.json")]
    return any(re.sub("[-:]", "", manifest["started"]) < run_id[:16] for run_id, manifest in told)


def killed(points: Sequence[Point], folder: Path, environment: Mapping[str, str], part: int) -> Iterator[Kill]:
    """The points one after the other, on a bench of their own."""
    with bench(folder / str(part), environment) as on:
        for number, point in enumerate(points):
            came_of_it = kill(on, point, f"{number:03}")
            Console(stderr=True).print(came_of_it, soft_wrap=True)
            yield came_of_it


def main() -> int:
    """The command: 0 where everything held at every point."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--points", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--jobs", type=int, default=1)
    given = asked.parse_args()
    points, begun = drawn(given.points, given.seed), time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    with prefect_server(folder / "prefect") as environment, ThreadPoolExecutor(given.jobs) as pool:
        parts = [points[part :: given.jobs] for part in range(given.jobs)]
        done = pool.map(lambda part: list(killed(parts[part], folder, environment, part)), range(given.jobs))
        kills = [one for part in done for one in part]
    _show(Console(width=170), kills, f"seed {given.seed}, {time.monotonic() - begun:.0f} s")
    if any(one.faults for one in kills):
        return 1
    shutil.rmtree(folder)
    return 0


def _show(console: Console, kills: Sequence[Kill], title: str) -> None:
    table = Table("", "work", "wards", "output before", "killed", "at", "then published", "next run", title=title)
    for number, one in enumerate(kills, 1):
        told = "; ".join(one.faults) or f"same bytes, nothing left{', resumed' if one.resumed else ''}"
        point = one.point
        table.add_row(str(number), point.work, point.town, point.start, point.kind, one.where, one.published, told)
    console.print(table)
    faulty, resumed = sum(len(one.faults) > 0 for one in kills), sum(one.resumed for one in kills)
    console.print(f"{len(kills)} kills, {resumed} carried on from a half, {faulty} with faults.")
    for fault, times in Counter(fault for one in kills for fault in one.faults).most_common():
        console.print(f"  {times:3} × {fault}")


if __name__ == "__main__":
    sys.exit(main())
