"""A command → what it prints: every engine measured in a process of its own, with two threads."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from flows import ALLOCATOR

# two threads, and polars' allocator as the product sets it, for every engine alike
_ENVIRONMENT = ("env", "POLARS_MAX_THREADS=2", f"_RJEM_MALLOC_CONF={ALLOCATOR}")


def output_of(command: list[str | Path]) -> str:
    """Standard output of `command`. Stops the benchmark with the end of its error output where it fails."""
    done = subprocess.run([*_ENVIRONMENT, *map(str, command)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{command[1]} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def last_json(command: list[str | Path]) -> dict[str, Any]:
    """The last line of JSON `command` prints: the peer prints much else before it."""
    lines = [line for line in output_of(command).splitlines() if line.startswith("{")]
    found: dict[str, Any] = json.loads(lines[-1])
    return found
