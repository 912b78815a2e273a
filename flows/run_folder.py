"""A ward's run on disk: its id, its lock, its numbered checkpoints. Folders are 0700, files 0600."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedWriter
from pathlib import Path
from typing import Any, Final

import polars as pl

from cleaning.errors import LandCleanError

# The tables kept of a run, in the order of the route: 01_raw_land.parquet …
CHECKPOINTS: Final = (
    "raw_land", "raw_residents", "raw_sheet_map", "check_answers", "answers", "rejected", "standing", "rounds", "marks",
    "corrections", "conflicts", "land", "residents", "problems", "home_decided", "home_verdicts", "home_candidates",
    "blocking", "met", "bearers", "foreign_residents", "decided", "pair_conflicts", "verdicts", "candidates",
    "discrepancies", "questions", "followed", "parcels", "changes", "sample", "precision",
)  # fmt: skip


class WardBusyError(LandCleanError):
    """Another run holds this ward."""


@dataclass(frozen=True)
class RunFolder:
    """`runs/<run id>/<ward>/` of one run."""

    path: Path

    def file(self, name: str) -> Path:
        """Where the checkpoint `name`, one of CHECKPOINTS, is or will be."""
        return self.path / f"{CHECKPOINTS.index(name) + 1:02}_{name}.parquet"

    def keep(self, name: str, frame: pl.DataFrame) -> None:
        """Write the checkpoint `name`."""
        with _private(self.file(name)) as handle:
            frame.write_parquet(handle)

    def table(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The checkpoint `name`, or only some of its columns."""
        lazy = pl.scan_parquet(self.file(name))
        return (lazy if columns is None else lazy.select(columns)).collect()

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Write `manifest.json`, whole or not at all: programs read it while wards run."""
        unfinished = self.path / ".manifest.json"
        with _private(unfinished) as handle:
            handle.write(json.dumps(manifest, ensure_ascii=False, indent=2).encode())
        unfinished.replace(self.path / "manifest.json")


def new_run_id(started: datetime) -> str:
    """Sortable by time, and different for two runs of the same second."""
    return f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def open_run(output: Path, run_id: str, ward: str) -> RunFolder:
    """The run's folder, made where it is not there yet."""
    return RunFolder(private_folder(output / "runs" / run_id / ward, below=output))


def private_folder(folder: Path, *, below: Path) -> Path:
    """`folder`, made with every parent under `below` for nobody but the owner; folders that stand keep their rights."""
    below.mkdir(mode=0o700, parents=True, exist_ok=True)
    for parent in [*reversed(folder.relative_to(below).parents), folder.relative_to(below)]:
        (below / parent).mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def held(output: Path, ward: str) -> Generator[None]:
    """Hold the ward against a second run until the holder ends or dies. Raises WardBusyError where it is held."""
    folder = private_folder(output / "locks", below=output)
    with _private(folder / f"{ward}.lock") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WardBusyError(
                f"Phường, xã {ward} đang được một lần chạy khác xử lý. Cách xử lý: Chờ lần chạy ấy xong rồi chạy lại."
            ) from None
        yield


def _private(file: Path) -> BufferedWriter:
    """A file nobody but the owner can open, from its first byte."""
    return open(file, "wb", opener=lambda path, flags: os.open(path, flags, 0o600))
