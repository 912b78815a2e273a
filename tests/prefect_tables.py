"""Prefect's database with its tables, made once for all commands of a test run: making them takes each 15 seconds.

Tests of who may read what is kept do without: there the product makes it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

# Environment variable with the folder that the workers of a test run share.
SHARED: Final = "TESTS_PREFECT_TABLES"


def with_tables(home: Path) -> None:
    """Put an empty database where a Prefect that lives in `home` looks for its own. Nothing outside a test run."""
    shared = os.environ.get(SHARED)  # noqa: TID251  the tests' door to the environment
    if shared is not None:
        for folder in (*reversed(home.parents), home):
            folder.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(_made(Path(shared)), home / "prefect.db")
        (home / "prefect.db").chmod(0o600)


def _made(folder: Path) -> Path:
    """The database to copy; who asks first makes it, and the others wait."""
    folder.mkdir(exist_ok=True)
    made = folder / "prefect.db"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            home = folder / "home"
            environment = os.environ | {"PREFECT_HOME": str(home)}  # noqa: TID251
            command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
            subprocess.run(command, env=environment, check=True, capture_output=True)
            (home / "prefect.db").rename(made)
    return made
