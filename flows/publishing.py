"""A folder of finished files → `published/<ward>/<day>/`, whole by one rename; `latest` shows the newest day."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from flows.run_folder import private_folder

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STAGING, _ASIDE = ".staging-", ".aside-"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
_EXCHANGE_UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})


@contextmanager
def staged(output: Path, ward: str, run_id: str) -> Generator[Path]:
    """An empty hidden folder beside the published days, gone again where what fills it fails.

    What runs that were killed left behind is cleared first.
    """
    folder = private_folder(output / "published" / ward, below=output)
    _clear_leftovers(folder)
    staging = private_folder(folder / f"{_STAGING}{run_id}", below=folder)
    try:
        yield staging
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def publish(staging: Path, day: date) -> Path:
    """Make the files of `staging` those of `day`; what an earlier run published for it is gone in the same step."""
    _seal(staging)
    published = staging.parent / day.isoformat()
    if published.exists():
        _exchange(staging, published)
        shutil.rmtree(staging)
    else:
        staging.rename(published)
    _point_latest(staging.parent)
    return published


def _seal(folder: Path) -> None:
    for path in [folder, *sorted(folder.rglob("*"))]:
        path.chmod(0o700 if path.is_dir() else 0o600)
        if path.is_file():
            _settle(path)


def _settle(file: Path) -> None:
    """Have the disk hold the file before its folder is shown: a power cut leaves no published file empty."""
    with file.open("rb") as handle:
        os.fsync(handle.fileno())


def _exchange(one: Path, other: Path) -> None:
    """Swap two folders in one step; on a file system without it, in renames that `_clear_leftovers` can mend."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is not None:
        if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
            return
        if ctypes.get_errno() not in _EXCHANGE_UNKNOWN:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    aside = other.with_name(f"{_ASIDE}{other.name}")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def _point_latest(folder: Path) -> None:
    newest = max(path.name for path in folder.iterdir() if _DAY.fullmatch(path.name))
    link = folder / ".latest"
    link.unlink(missing_ok=True)
    link.symlink_to(newest)
    link.replace(folder / "latest")


def _clear_leftovers(folder: Path) -> None:
    for aside in sorted(folder.glob(f"{_ASIDE}*")):
        day = folder / aside.name.removeprefix(_ASIDE)
        if day.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(day)
    for staging in sorted(folder.glob(f"{_STAGING}*")):
        shutil.rmtree(staging)
