"""A run's own folder for temporary files, `OUTPUT/.tmp/<run id>`: for nobody else, and gone with the run."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flows.run_folder import private_folder

_FOLDER: Final = ".tmp"
_VARIABLE: Final = "TMPDIR"  # what processes the run starts go by


@contextmanager
def own_temporary(output: Path, run_id: str) -> Generator[Path]:
    """The folder all temporary files of this process go to meanwhile; those of runs that were killed are cleared."""
    folder = private_folder(output / _FOLDER, below=output) / run_id
    before, before_there = tempfile.tempdir, os.environ.get(_VARIABLE)  # noqa: TID251  a door to the environment
    held = _made(folder)
    try:
        _go_by(str(folder), str(folder))
        yield folder
    finally:
        _go_by(before, before_there)
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _made(folder: Path) -> int:
    """The folder, made and held, by its descriptor, while no other run looks whose is whose."""
    looking = os.open(folder.parent, os.O_RDONLY)
    try:
        fcntl.flock(looking, fcntl.LOCK_EX)
        _clear_dead(folder.parent)
        folder.mkdir(mode=0o700)
        held = os.open(folder, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        return held
    finally:
        os.close(looking)


def _go_by(folder: str | None, variable: str | None) -> None:
    tempfile.tempdir = folder
    if variable is None:
        os.environ.pop(_VARIABLE, None)  # noqa: TID251
    else:
        os.environ[_VARIABLE] = variable  # noqa: TID251


def _clear_dead(parent: Path) -> None:
    """The system lets go of what a dead process held, so a folder nobody holds is nobody's."""
    for folder in parent.iterdir():
        if not _is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:  # its run just ended
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
