"""How long things are kept → what is older goes: runs, published days, receipts, answered sheets; never the ledger."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from cleaning.settings import Settings
from flows.clock import day_in_vietnam
from flows.inbox import DONE
from flows.journal import is_alive
from flows.memory import days_published
from flows.receipts import FOLDER as RECEIPTS
from flows.run_folder import MANIFEST, newest_finished, private_folder

Kind = Literal["run", "published", "receipt", "sheet"]

_RUN: Final = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]+")
_WARD: Final = re.compile(r"\d{5}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_AWAY: Final = ".removing"


@dataclass(frozen=True)
class Expired:
    """A folder or file older than its kind is kept. `day` is that of the run, publication, receipt or taking in.

    `removed` is false in a dry run, and where the disk refused. The name of a receipt or sheet may tell who answered:
    `path` is for no log and no page.
    """

    kind: Kind
    path: Path
    day: date
    size_bytes: int
    removed: bool = False


def remove_expired(output: Path, today: date, settings: Settings, *, dry_run: bool) -> list[Expired]:
    """Remove what is kept long enough below OUTPUT; with `dry_run` only tell what would go. `today`: of the clock.

    Kept however old: each ward's newest finished run, on whose register other wards rely; the runs of its newest
    published day, which explain its sheets; runs still at work; the newest published day. What is removed disappears
    whole: it is renamed away first.
    """
    expired = [
        *_expired_runs(output, _before(today, settings.keep_runs_days)),
        *_expired_days(output, _before(today, settings.keep_published_days)),
        *_expired_receipts(output, _before(today, settings.keep_receipts_days)),
    ]
    return expired if dry_run else _removed(expired, output)


def remove_taken_in(inbox: Path, today: date, settings: Settings, *, dry_run: bool) -> list[Expired]:
    """Remove the answered sheets that were taken in long enough ago: what they said stands in the ledger."""
    before = _before(today, settings.keep_receipts_days)
    folders = [(date.fromisoformat(path.name), path) for path in _named(inbox / DONE, _DAY)]
    expired = [Expired("sheet", path, day, _size(path)) for day, path in folders if day < before]
    return expired if dry_run else _removed(expired, inbox)


def _before(today: date, days: int) -> date:
    """The first day that is still kept; 0 days keep everything."""
    return date.min if days == 0 or days >= today.toordinal() else today - timedelta(days=days)


def _named(folder: Path, form: re.Pattern[str]) -> list[Path]:
    """The folders in `folder` whose name is of the form, sorted; none where it does not exist."""
    return [path for path in sorted(folder.glob("*")) if form.fullmatch(path.name) and path.is_dir()]


def _expired_runs(output: Path, before: date) -> list[Expired]:
    runs = [(_day_of(run), run) for run in _named(output / "runs", _RUN)]
    old = [(day, run) for day, run in runs if day < before and not is_alive(run)]
    kept = _runs_needed(output, [ward for _, run in old for ward in _named(run, _WARD)])
    return [Expired("run", path, day, _size(path)) for day, run in old for path in _without(run, kept)]


def _without(run: Path, kept: set[Path]) -> list[Path]:
    """What can go of a run: its folder, or, where a ward in it is kept, all other folders in there."""
    folders = sorted(path for path in run.iterdir() if path.is_dir())
    return [run] if kept.isdisjoint(folders) else [path for path in folders if path not in kept]


def _runs_needed(output: Path, old: Iterable[Path]) -> set[Path]:
    """Those of the `old` folders of wards that are needed however old they are."""
    by_ward: dict[str, list[Path]] = {}
    for folder in old:
        by_ward.setdefault(folder.name, []).append(folder)
    needed: set[Path] = set()
    for ward, folders in by_ward.items():
        newest, days = newest_finished(output, ward), days_published(output, ward)
        shown = [folder for folder in folders if len(days) > 0 and _as_of(folder) == days[-1].isoformat()]
        needed |= {*shown, *([] if newest is None else [newest.path])}
    return needed


def _as_of(folder: Path) -> str | None:
    """The day a finished run published; null where the run did not finish or its manifest is damaged."""
    try:
        return json.loads((folder / MANIFEST).read_bytes())["as_of"]
    except (OSError, ValueError, KeyError):
        return None


def _expired_days(output: Path, before: date) -> list[Expired]:
    """Published days of wards and of the city's roll-up, but for the newest of each."""
    found: list[Expired] = []
    for place in sorted(path for path in (output / "published").glob("*") if path.is_dir()):
        days = [(date.fromisoformat(path.name), path) for path in _named(place, _DAY)]
        found += [Expired("published", path, day, _size(path)) for day, path in days[:-1] if day < before]
    return found


def _expired_receipts(output: Path, before: date) -> list[Expired]:
    files = sorted((output / RECEIPTS).glob("*.csv"))
    written = [(day_in_vietnam(datetime.fromtimestamp(file.stat().st_mtime, UTC)), file) for file in files]
    return [Expired("receipt", file, day, _size(file)) for day, file in written if day < before]


def _day_of(run: Path) -> date:
    return day_in_vietnam(datetime.strptime(run.name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files)


def _removed(expired: list[Expired], root: Path) -> list[Expired]:
    """All of it gone from its place, each in one step, then from the disk; so is what a killed removal left."""
    away = root / _AWAY
    shutil.rmtree(away, ignore_errors=True)
    places = [away / "__".join(one.path.relative_to(root).parts) for one in expired]
    with suppress(OSError):  # what could not be removed is told so
        private_folder(away, below=root)
    for one, place in zip(expired, places, strict=True):
        with suppress(OSError):
            one.path.rename(place)
    shutil.rmtree(away, ignore_errors=True)
    gone = [not one.path.exists() and not place.exists() for one, place in zip(expired, places, strict=True)]
    return [replace(one, removed=is_gone) for one, is_gone in zip(expired, gone, strict=True)]
