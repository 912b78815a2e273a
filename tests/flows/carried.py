"""Work for a Dask worker to carry out, in a module it can import."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter

import polars as pl

from cleaning.errors import SourceError
from flows.stages import LISTENER, StageLog

SECRET = "Nguyễn Thị Bí Mật"


def where_am_i() -> tuple[int, int]:
    """The process, and the threads polars takes in it."""
    return os.getpid(), pl.thread_pool_size()


def read_stage(ward: str, *, rows: int) -> int:
    """One stage of a ward, told to whoever listens."""
    log = StageLog(ward, seconds=perf_counter, listen=LISTENER.get())
    with log.stage("read", rows_in=rows) as stage:
        stage.rows_out = rows
    return rows


def refuse(file: str) -> None:
    """Refuse a source file."""
    raise SourceError("Tệp hỏng.", remedy="Sửa tệp.", file=file, row=3)


def miss(file: Path) -> bytes:
    """Read a file that is not there."""
    return file.read_bytes()


def blunder() -> None:
    """A fault of the program whose words quote somebody."""
    try:
        {}[SECRET]
    except KeyError:
        raise RuntimeError(SECRET) from None


def die_once(seen: Path) -> str:
    """Die like a process the system kills, but for the second time."""
    if not seen.exists():
        seen.touch()
        os._exit(9)
    return "worked"
