"""An output folder → what stands in it, told so that two runs of the same can be compared, and what should not."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from cleaning.decisions.ledger import open_ledger

RUN: Final = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4}")
_OF_CLOCK: Final = ("taken_at", "run_id")
# What a killed run may leave for good: what tells how far it came, in counts; and where it was killed after it had
# taken answers in, the receipt of the next run, which says that they were taken in before.
_MAY_STAY: Final = re.compile(r"runs/<run>(/\d{5})?(/journal\.jsonl)?|bien-nhan/bien-nhan-[a-z-]+-2\.csv")

Files = dict[str, str]


@dataclass(frozen=True)
class Traces:
    """What nights left: every published day, the decisions taken in, and the names of all files there are."""

    days: dict[str, Files]
    links: Files
    decisions: list[tuple[object, ...]]
    names: frozenset[str]


def traces(output: Path) -> Traces:
    """Those of an output folder."""
    published = output / "published"
    days = {
        path.relative_to(published).as_posix(): _files(path)
        for path in sorted(published.glob("*/*"))
        if path.is_dir() and not path.is_symlink() and not path.name.startswith(".")
    }
    links = {path.parent.name: str(path.readlink()) for path in published.glob("*/*") if path.is_symlink()}
    names = frozenset(_name(path, output) for path in output.rglob("*"))
    return Traces(days, links, _decisions(output), names)


def orphans(after: Traces, undisturbed: Traces) -> list[str]:
    """Names an undisturbed night would not have left. Journals and receipts may stay: see _MAY_STAY."""
    return sorted(name for name in after.names - undisturbed.names if _MAY_STAY.fullmatch(name) is None)


def _name(path: Path, output: Path) -> str:
    return RUN.sub("<run>", path.relative_to(output).as_posix())


def _files(day: Path) -> Files:
    """Name → hash of the bytes and the rights; of what is remembered without the run that asked first."""
    found: Files = {}
    for path in sorted(day.rglob("*")):
        data = b"" if path.is_dir() else _without_run(path)
        found[path.relative_to(day).as_posix()] = f"{path.stat().st_mode:o} {hashlib.sha256(data).hexdigest()}"
    return found


def _without_run(file: Path) -> bytes:
    data = file.read_bytes()
    if file.parent.name == ".state" and file.name == "questions.parquet":
        return pl.read_parquet(BytesIO(data)).drop("run_id").write_json().encode()
    if file.parent.name == ".state" and file.name == "tables.json":
        told = json.loads(data)
        told["tables"].pop("questions")
        return json.dumps(told).encode()
    return data


def _decisions(output: Path) -> list[tuple[object, ...]]:
    ledger = output / "ledger.db"
    if not ledger.exists():
        return []
    return open_ledger(f"sqlite:///{ledger}").decisions().drop(_OF_CLOCK).sort("sequence").rows()
