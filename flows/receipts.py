"""RECEIPT of an answered file → `bien-nhan/bien-nhan-<name>.csv`: what became of every answer, for who sent it in."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from pathlib import Path, PurePath
from typing import Final

import polars as pl

from cleaning.reporting.cells import harmless
from cleaning.schemas import RECEIPT
from flows.run_folder import private_folder

FOLDER: Final = "bien-nhan"
OUTCOMES: Final = {
    "taken": "đã nhận",
    "known": "đã nhận từ trước",
    "refused": "từ chối",
    "conflict": "mâu thuẫn",
}
_UNFINISHED: Final = ".unfinished"
_LONGEST_NAME: Final = 200  # bytes of a file's name that go into its receipt's: a name holds 255


@contextmanager
def one_at_a_time(output: Path) -> Generator[None]:
    """Wait until no other file is being taken in on this machine; a process that dies lets the next one in."""
    folder = private_folder(output / "locks", below=output)
    with open(folder / "take-in.lock", "wb", opener=_private) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write_receipt(output: Path, file: str, receipt: pl.DataFrame) -> Path:
    """Where the receipt of `file` stands: written anew, unless one that says the same stands there already.

    None is ever overwritten: the next one of a name gets '-2'. For whoever holds `one_at_a_time`.
    """
    with _unnamed():
        folder = private_folder(output / FOLDER, below=output)
        data = _as_csv(RECEIPT.conform(receipt))
        stem = PurePath(file).stem.encode()[:_LONGEST_NAME].decode(errors="ignore")
        names = (f"bien-nhan-{stem}{'' if number == 1 else f'-{number}'}.csv" for number in count(1))
        place = next(path for path in map(folder.joinpath, names) if not path.exists() or path.read_bytes() == data)
        if not place.exists():
            unfinished = folder / _UNFINISHED
            with open(unfinished, "wb", opener=_private) as handle:
                handle.write(data)
                os.fsync(handle.fileno())
            unfinished.rename(place)
        return place


def clear_unfinished(output: Path) -> None:
    """Remove the receipt a process that was killed has begun; one that is being written now is waited for."""
    unfinished = output / FOLDER / _UNFINISHED
    if unfinished.exists():
        with one_at_a_time(output):
            unfinished.unlink(missing_ok=True)


@contextmanager
def _unnamed() -> Generator[None]:
    """Errors of the disk without the name of a receipt: it may tell who answered."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, FOLDER) from None


def _as_csv(receipt: pl.DataFrame) -> bytes:
    """As Excel likes it: UTF-8 with BOM, CRLF; in the order of the answered sheet."""
    ordered = receipt.sort("source_sheet", "source_row", "discrepancy_id", "words", nulls_last=True)
    shown = ordered.select(
        harmless(pl.col("source_sheet")).alias("Trang"),
        pl.col("source_row").alias("Dòng"),
        harmless(pl.col("discrepancy_id")).alias("Mã sai lệch"),
        pl.col("outcome").replace_strict(OUTCOMES).alias("Kết quả"),
        harmless(pl.col("words")).alias("Nội dung"),
    )
    buffer = BytesIO()
    shown.write_csv(buffer, include_bom=True, line_terminator="\r\n")
    return buffer.getvalue()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
