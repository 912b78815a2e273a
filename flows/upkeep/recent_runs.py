"""Journals of an output's newest runs → the last line on each ward, and whether the run is still at work."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.journal import JOURNAL, Entry, entries, is_alive


@dataclass(frozen=True)
class RecentRun:
    """A run by its journal. `last`: the last line on each of its wards. `over`: the line it ended with, if it did."""

    folder: Path
    begun: datetime | None
    last: dict[str, Entry]
    over: Entry | None

    @property
    def is_alive(self) -> bool:
        """Whether it is at work."""
        return self.over is None and is_alive(self.folder)


def recent_runs(output: Path, wards: Set[str], *, since: datetime) -> list[RecentRun]:
    """The newest runs, newest first: all that began `since`, and as many as it takes to have each ward in one."""
    found: list[RecentRun] = []
    for journal in sorted((output / "runs").glob(f"*/{JOURNAL}"), reverse=True):
        run = _read(journal.parent)
        if len(wards) == 0 and (run.begun is None or run.begun < since):
            break
        found.append(run)
        wards = wards - run.last.keys()
    return found


def _read(folder: Path) -> RecentRun:
    last: dict[str, Entry] = {}
    begun: datetime | None = None
    over: Entry | None = None
    for entry in entries(folder):
        if entry.wards is not None:
            begun, last = entry.at, dict.fromkeys(entry.wards, entry)
        if entry.ward is not None:
            last[entry.ward] = entry
        if entry.event in ("run_ended", "run_failed"):
            over = entry
    return RecentRun(folder, begun, last, over)
