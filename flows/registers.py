"""Which resident registers there are: those of this run, and for every other ward that of its newest finished run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cleaning.schemas import RESIDENTS
from flows.halfway import kept_half
from flows.run_folder import RunFolder, digest_of_file


@dataclass(frozen=True)
class Register:
    """The standardised residents of one ward, as a checkpoint of a run; `mark` is a hash of them."""

    ward: str
    file: Path
    mark: str


def registers_known(output: Path, running: Iterable[tuple[str, RunFolder]]) -> list[Register]:
    """One register per ward, by code: those of `running` wards are this run's; a ward never run has none."""
    known = _newest_finished(output) | dict(running)
    return [Register(ward, known[ward].file("residents"), register_mark(known[ward])) for ward in sorted(known)]


def register_mark(folder: RunFolder) -> str:
    """A hash of the ward's standardised residents; as a rule the first half of its run wrote it down."""
    half = kept_half(folder)
    return digest_of_file(folder.file("residents")) if half is None else half.register


def mark_of(registers: Iterable[Register]) -> str:
    """A hash of all that stands in them."""
    return hashlib.sha256(json.dumps({one.ward: one.mark for one in registers}, sort_keys=True).encode()).hexdigest()


def _newest_finished(output: Path) -> dict[str, RunFolder]:
    """Of every ward the last run that came to its end, but for those of another version of the table."""
    newest: dict[str, RunFolder] = {}
    for told in sorted((output / "runs").glob("*/*/manifest.json"), reverse=True):
        folder = RunFolder(told.parent)
        if told.parent.name not in newest and _is_register(folder.file("residents")):
            newest[told.parent.name] = folder
    return newest


def _is_register(file: Path) -> bool:
    return file.exists() and dict(pl.scan_parquet(file).collect_schema()) == dict(RESIDENTS.empty().schema)
