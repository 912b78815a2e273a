"""A ward's run on disk: its id, its lock, its numbered checkpoints. Folders are 0700, files 0600."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BufferedWriter, BytesIO
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any, Final

import polars as pl

from cleaning.errors import LandCleanError

# The tables kept of a run, in the order of the route: 01_raw_land.parquet …
CHECKPOINTS: Final = (
    "raw_land", "raw_residents", "raw_sheet_map", "check_answers", "answers", "rejected", "standing", "rounds", "marks",
    "corrections", "conflicts", "land", "residents", "problems", "home_decided", "home_verdicts", "home_candidates",
    "blocking", "met", "bearers", "foreign_residents", "decided", "pair_conflicts", "verdicts", "candidates",
    "discrepancies", "questions", "followed", "parcels", "changes", "sample", "precision",
)  # fmt: skip


MANIFEST: Final = "manifest.json"
_RUN_ID: Final = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]{4}")
_LOOK_AGAIN_SECONDS: Final = 0.1


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
        table = BytesIO()  # polars has no words for a disk that fills up amid a table
        frame.write_parquet(table)
        with _private(self.file(name)) as handle:
            handle.write(table.getbuffer())
            settle(handle)

    def table(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The checkpoint `name`, or only some of its columns."""
        lazy = pl.scan_parquet(self.file(name))
        return (lazy if columns is None else lazy.select(columns)).collect()

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Write `manifest.json`: programs read it while wards run."""
        write_whole(self.path / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2).encode())

    @property
    def is_finished(self) -> bool:
        """Whether the run came to its end."""
        return (self.path / MANIFEST).exists()


def new_run_id(started: datetime, output: Path) -> str:
    """Sortable by time, and different for two runs of the same second.

    Later than all before it, though the clock was put back: what is newest by name is the newest.
    """
    known = [told[1] for path in (output / "runs").glob("*-*") if (told := _RUN_ID.fullmatch(path.name)) is not None]
    after = max((datetime.strptime(f"{one}+0000", "%Y%m%dT%H%M%SZ%z") for one in known), default=started)
    moment = started if after <= started else after + timedelta(seconds=1)
    return f"{moment:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def open_run(output: Path, run_id: str, ward: str) -> RunFolder:
    """The run's folder, made where it is not there yet."""
    return RunFolder(private_folder(output / "runs" / run_id / ward, below=output))


def private_folder(folder: Path, *, below: Path) -> Path:
    """`folder`, made with every parent under `below` for nobody but the owner; folders that stand keep their rights."""
    below.mkdir(mode=0o700, parents=True, exist_ok=True)
    for parent in [*reversed(folder.relative_to(below).parents), folder.relative_to(below)]:
        (below / parent).mkdir(mode=0o700, exist_ok=True)
    return folder


def runs_of(output: Path, ward: str) -> list[RunFolder]:
    """The folders of all runs of a ward, the newest last."""
    return [RunFolder(path) for path in sorted((output / "runs").glob(f"*/{ward}")) if path.is_dir()]


def newest_finished(output: Path, ward: str) -> RunFolder | None:
    """The folder of the ward's last run that came to its end."""
    return next((folder for folder in reversed(runs_of(output, ward)) if folder.is_finished), None)


@contextmanager
def held(output: Path, ward: str, *, run_id: str, since: datetime, wait_seconds: float = 0) -> Generator[None]:
    """Hold the ward against a second run until the holder ends or dies; its lock file tells who holds it.

    Waits for another holder, at most so long. Raises WardBusyError where the ward is held even then.
    """
    folder = private_folder(output / "locks", below=output)
    descriptor = os.open(folder / f"{ward}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as handle:
        _lock(handle, ward, wait_seconds)
        handle.truncate()
        handle.write(
            json.dumps({"pid": os.getpid(), "run_id": run_id, "since": f"{since:%Y-%m-%dT%H:%M:%SZ}"}).encode()
        )
        handle.flush()
        try:
            yield
        finally:
            handle.truncate(0)


def _lock(handle: IO[bytes], ward: str, wait_seconds: float) -> None:
    end = monotonic() + max(wait_seconds, 2 * _LOOK_AGAIN_SECONDS)  # who asks for the state holds it for a moment
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if monotonic() >= end:
                raise WardBusyError(
                    f"Phường, xã {ward} đang được một lần chạy khác xử lý. "
                    "Cách xử lý: Chờ lần chạy ấy xong rồi chạy lại."
                ) from None
            sleep(_LOOK_AGAIN_SECONDS)


def digest_of_file(file: Path) -> str:
    """SHA-256 of its bytes."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_whole(file: Path, data: bytes) -> None:
    """Write a file for nobody but the owner, whole or not at all."""
    unfinished = file.with_name(f".{file.name}")
    with _private(unfinished) as handle:
        handle.write(data)
        settle(handle)
    unfinished.replace(file)


def settle(handle: IO[bytes]) -> None:
    """Have the disk hold a file before another one tells of it: a power cut leaves neither half."""
    handle.flush()
    os.fsync(handle.fileno())


def _private(file: Path) -> BufferedWriter:
    """A file nobody but the owner can open, from its first byte."""
    return open(file, "wb", opener=lambda path, flags: os.open(path, flags, 0o600))
