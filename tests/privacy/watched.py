"""A command of the program in a world of its own: home, temporary and working folder, and somebody who notes its calls.

What it leaves there, whom it called, what it wrote outside OUTPUT: all told afterwards.
"""

from __future__ import annotations

import ast
import ipaddress
import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.privacy.traces import Trace, shown, traces

ROOT: Final = Path(__file__).parents[2]
_WATCHING: Final = Path(__file__).with_name("watching")
_LOCAL_NAMES: Final = frozenset({"localhost", ""})


@dataclass(frozen=True)
class World:
    """Where a command runs: `output` is given to it, all else should stay empty."""

    root: Path

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def others(self) -> list[Path]:
        """Where it should leave nothing, and copies of the temporary files it removed."""
        return [self.root / name for name in ("home", "tmp", "cwd", "watch/removed")]

    @property
    def environment(self) -> dict[str, str]:
        """Of a command that is watched."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}  # noqa: TID251
        home, tmp, _cwd, _removed = map(str, self.others)
        return inherited | {
            "HOME": home,
            "TMPDIR": tmp,
            "LANDCLEAN_WATCH": str(self.root / "watch"),
            "PYTHONPATH": os.pathsep.join([str(_WATCHING), str(ROOT)]),
            "COLUMNS": "200",
        }

    def notes(self, word: str) -> list[str]:
        """What was noted: 'call' for addresses, 'write' for files opened to be written; sorted, each once."""
        lines = {
            line for file in (self.root / "watch").glob("*.notes") for line in file.read_text("utf-8").splitlines()
        }
        return sorted({said for noted, said in (line.split("\t", 1) for line in lines) if noted == word})

    def left(self) -> Generator[Trace]:
        """All that was left behind and is no officer's file."""
        for folder in [self.output, *self.others]:
            yield from traces(folder)


@dataclass(frozen=True)
class Ended:
    """A command that has ended, and what it showed."""

    code: int
    said: str


def new_world(root: Path) -> World:
    """An empty one."""
    world = World(root)
    for folder in world.others:
        folder.mkdir(parents=True, mode=0o700)
    return world


def run_in(world: World, command: Sequence[str], *, umask: int = 0) -> Ended:
    """Run `python command …` there. `umask` 0 hides no file by itself: what is private was made so."""
    done = subprocess.run(
        [sys.executable, *command],
        env=world.environment,
        cwd=world.root / "cwd",
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout + done.stderr)


def told(world: World, ended: Ended) -> Generator[Trace]:
    """What the command left and what it showed."""
    yield from world.left()
    yield shown("terminal", ended.said)


def is_local(address: str) -> bool:
    """Whether an address, as noted, leads nowhere but to this machine: a socket file or loopback."""
    host = ast.literal_eval(address)
    if isinstance(host, tuple):
        host = host[0]
    if host is None or isinstance(host, bytes) or host in _LOCAL_NAMES or str(host).startswith(("/", "\0")):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
