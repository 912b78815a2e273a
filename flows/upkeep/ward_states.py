"""Journals, locks and published days of an output → how each of its wards stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal

from flows.figures import Figures, published_days, read_figures
from flows.journal import entries
from flows.outcomes import CITY
from flows.run_folder import MANIFEST
from flows.upkeep.holders import holder, parsed
from flows.upkeep.recent_runs import RecentRun, recent_runs

State = Literal["running", "waiting", "published", "unchanged", "failed", "cut_off", "unknown"]

_WARD: Final = re.compile(r"\d{5}")
_ENDS: Final[dict[str, State]] = {
    "ward_published": "published",
    "ward_unchanged": "unchanged",
    "ward_failed": "failed",
}


@dataclass(frozen=True)
class WardState:
    """How a ward stands. `at`: when that began to be so, null where nothing tells.

    `stage`: where it is, or was when it was cut off. `told`: why it failed. `day`: the newest published, with its
    `figures`. `drift`: what left the band of its last days, as told when it was published.
    """

    ward: str
    state: State
    at: datetime | None
    stage: str | None
    told: str | None
    day: date | None
    figures: Figures | None
    drift: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its code, or what the roll-up over wards is called, which stands among them where it failed."""
        return "tổng hợp thành phố" if self.ward == CITY else self.ward


@dataclass(frozen=True)
class _Known:
    """What the newest run with a ward in it says of the ward."""

    state: State
    at: datetime | None
    stage: str | None = None
    told: str | None = None


def ward_states(output: Path, *, since: datetime) -> list[WardState]:
    """Every ward that something was published of, that a run held, or that was in a run `since` then, by code."""
    kept = _wards_kept(output)
    runs, manifests = recent_runs(output, kept, since=since), _newest_manifests(output)
    wards = kept.union(*(run.last for run in runs))
    return [_state(output, ward, runs, manifests.get(ward)) for ward in sorted(wards)]


def _wards_kept(output: Path) -> set[str]:
    """Wards something was published of, or that a run has held."""
    published = (path.name for path in (output / "published").glob("*"))
    locked = (path.stem for path in (output / "locks").glob("*.lock"))
    return {name for name in (*published, *locked) if _WARD.fullmatch(name)}


def _newest_manifests(output: Path) -> dict[str, Path]:
    """Of each ward, the manifest of its last run that came to its end."""
    return {path.parent.name: path for path in sorted((output / "runs").glob(f"*/*/{MANIFEST}"))}


def _state(output: Path, ward: str, runs: Sequence[RecentRun], manifest: Path | None) -> WardState:
    run = next((run for run in runs if ward in run.last), None)
    days = published_days(output, ward)
    day = None if len(days) == 0 else days[-1]
    known = _at_work(output, ward) or (None if run is None else _by_journal(run, ward))
    if known is None:
        known = _Known("unknown" if day is None else "published", at=None)
    return WardState(
        ward=ward,
        state=known.state,
        at=known.at,
        stage=known.stage,
        told=known.told,
        day=day,
        figures=None if day is None else read_figures(output, ward, day),
        drift=_drift(manifest),
    )


def _at_work(output: Path, ward: str) -> _Known | None:
    """The ward in the hands of a run: at work, or waiting until others of that run are done; null where none has it."""
    told = holder(output / "locks" / f"{ward}.lock")
    if told is None:
        return None
    stages = entries(output / "runs" / str(told.get("run_id")) / ward)
    if len(stages) == 0:
        return _Known("waiting", _instant(told.get("since")))
    return _Known("running", _instant(told.get("since")), stage=stages[-1].stage)


def _by_journal(run: RecentRun, ward: str) -> _Known:
    last = run.last[ward]
    if last.event in _ENDS:
        return _Known(_ENDS[last.event], last.at, told=last.told)
    if (run.folder / ward / MANIFEST).exists():  # died before it could say so
        return _Known("published", last.at)
    if run.is_alive:
        return _Known("waiting", last.at)
    if run.over is not None and run.over.told is not None:
        return _Known("failed", run.over.at, told=run.over.told)
    stages = entries(run.folder / ward)
    newest = stages[-1] if len(stages) > 0 else last
    return _Known("cut_off", newest.at, stage=newest.stage)


def _drift(manifest: Path | None) -> tuple[str, ...]:
    with suppress(FileNotFoundError):
        return () if manifest is None else tuple(parsed(manifest.read_bytes()).get("drift", ()))
    return ()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)
