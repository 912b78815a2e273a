"""A folder of finished files → `published/<ward>/<day>/`, whole by one rename; `latest` shows the newest day.

Whatever moment a run is killed or the power goes, a day is the one before or the one after; `mend` clears the rest.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, suppress
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

    What runs that were killed left behind is cleared first. For whoever holds the ward.
    """
    folder = private_folder(output / "published" / ward, below=output)
    mend(folder)
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
    else:
        staging.rename(published)
    _settle(staging.parent)
    mend(staging.parent)
    return published


def mend(folder: Path) -> None:
    """Clear what killed runs left among the published days of `folder`, and point `latest` to the newest of them.

    For whoever holds the ward. What somebody still has open on a network share stays until the next time.
    """
    for aside in sorted(folder.glob(f"{_ASIDE}*")):
        day = folder / aside.name.removeprefix(_ASIDE)
        if day.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(day)
    for staging in sorted(folder.glob(f"{_STAGING}*")):
        shutil.rmtree(staging, ignore_errors=True)
    _point_latest(folder)


def _seal(folder: Path) -> None:
    """Nobody but the owner may look in; and have the disk hold all before it is shown, should the power go then."""
    for path in [*sorted(folder.rglob("*")), folder]:
        path.chmod(0o700 if path.is_dir() else 0o600)
        _settle(path)


def _settle(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder; network shares know no such thing of folders."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError) if path.is_dir() else nullcontext():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(one: Path, other: Path) -> None:
    """Swap two folders in one step; on a file system without it, in renames that `mend` can take back."""
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
    """Where there is no day yet, to nothing. A link that is right already is left as it is."""
    days = [path.name for path in folder.glob("*") if _DAY.fullmatch(path.name)]
    latest, unfinished = folder / "latest", folder / ".latest"
    unfinished.unlink(missing_ok=True)
    if len(days) == 0:
        latest.unlink(missing_ok=True)
    elif not latest.is_symlink() or latest.readlink() != Path(max(days)):
        unfinished.symlink_to(max(days))
        unfinished.replace(latest)
