"""Loaded by every Python that has this folder on its path: writes down whom it calls, and keeps what it deletes.

Environment: LANDCLEAN_WATCH is the folder of the watch; files removed below TMPDIR are copied there before they go.
A run's own temporary folder, OUTPUT/.tmp, is private and may hold tables of people while the run is at work.
"""

import os
import sys
from pathlib import Path

_FOLDER = os.environ.get("LANDCLEAN_WATCH", "")  # noqa: TID251
_TEMPORARY = os.environ.get("TMPDIR", "/nowhere")  # noqa: TID251
_CALLS = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _note(word: str, said: object) -> None:
    os.write(_NOTES, f"{word}\t{said!r}\n".encode("utf-8", errors="replace"))


def _keep(path: object, folder: object) -> None:
    """A copy of a temporary file that is about to be removed; `folder` is an open one, or -1."""
    try:
        beside = Path.cwd() if folder == -1 else Path(f"/proc/self/fd/{folder}").readlink()
        file = beside / os.fsdecode(path)  # type: ignore[arg-type]
        if file.is_relative_to(_TEMPORARY) and file.is_file():
            (Path(_FOLDER) / "removed" / f"{os.getpid()}-{file.name}").write_bytes(file.read_bytes())
    except (OSError, TypeError):
        return


def _heard(event: str, given: tuple[object, ...]) -> None:
    if event in _CALLS:
        _note("call", given[_CALLS[event]])
    elif event == "open" and isinstance(given[2], int) and given[2] & _WRITES and isinstance(given[0], (str, bytes)):
        _note("write", os.path.abspath(os.fsdecode(given[0])))  # noqa: PTH100  pathlib may not be ready this early
    elif event == "os.remove":
        _keep(*given)


if _FOLDER != "":
    _NOTES = os.open(f"{_FOLDER}/{os.getpid()}.notes", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sys.addaudithook(_heard)
