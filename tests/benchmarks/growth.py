"""How a night grows with its wards: seconds and memory on threads and on Dask, the same bytes, the unchanged re-run.

usage: python -m tests.benchmarks.growth WARDS --work FOLDER [--counts 24 12 4 1] [--engines threads dask]

WARDS holds a folder of lists for each ward, as `make_ward.py WARDS --wards 24 --residents 10000` writes them. Every run
is `landclean run` on the first so many of them into a new output; memory is the proportional set size of the command
with all its children, looked at twice a second. Ends with 1 where two engines publish other bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

AS_OF = "2026-11-22"
_LANDCLEAN = Path(sys.executable).with_name("landclean")
_LOOK_EVERY_SECONDS = 0.5
# Who asked first and its sum: the run's own name, which no two runs share.
_OF_THE_RUN = frozenset({"questions.parquet", "tables.json"})
_EMPTY_FLOW = """
import sys
from pathlib import Path
from flows import ephemeral
ephemeral.prepare(Path(sys.argv[1]))
from prefect import flow
flow(name="empty", persist_result=False)(lambda: None)()
"""


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds, and the most memory of all its processes together, MB."""

    seconds: float
    peak_mb: int


def main() -> None:
    """Runs every size on every engine and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wards", type=Path, metavar="WARDS")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--counts", type=int, nargs="+", default=[24, 12, 4, 1])
    parser.add_argument("--engines", nargs="+", default=["threads", "dask"])
    asked = parser.parse_args()
    asked.work.mkdir(parents=True)
    empty = _cost([sys.executable, "-c", _EMPTY_FLOW, str(asked.work / "empty")], "threads")
    _say(f"empty flow: {empty.seconds:.1f} s, {empty.peak_mb} MB\n")
    _say("| wards | engine | seconds | peak MB | unchanged again, s | published |\n|---:|---|---:|---:|---:|---|")
    told = {count: _run(asked.wards, asked.work, count, asked.engines) for count in asked.counts}
    differing = [count for count, sums in told.items() if len(set(sums)) > 1]
    _say(f"\nother bytes by engine: {differing or 'none'}")
    raise SystemExit(1 if differing else 0)


def _run(wards: Path, work: Path, count: int, engines: list[str]) -> list[str]:
    given = work / f"given-{count}"
    given.mkdir()
    for folder in sorted(path for path in wards.iterdir() if path.name.isdecimal())[:count]:
        (given / folder.name).symlink_to(folder.resolve(), target_is_directory=True)
    sums: list[str] = []
    for engine in engines:
        output = work / f"output-{count}-{engine}"
        command = [str(_LANDCLEAN), "run", str(given), "--out", str(output), "--as-of", AS_OF]
        first, again = _cost(command, engine), _cost(command, engine)
        sums.append(_sum_of(output / "published"))
        cells = (count, engine, f"{first.seconds:.1f}", first.peak_mb, f"{again.seconds:.1f}", sums[-1][:12])
        _say(f"| {' | '.join(map(str, cells))} |")
    return sums


def _cost(command: list[str], engine: str) -> Cost:
    env = os.environ | {"LANDCLEAN_ENGINE": engine, "LANDCLEAN_WORKERS": "2"}  # noqa: TID251  the command's
    env.pop("POLARS_MAX_THREADS", None)
    begun, peak = time.perf_counter(), 0
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            peak = max(peak, _memory_of(psutil.Process(process.pid)))
            time.sleep(_LOOK_EVERY_SECONDS)
        seconds = time.perf_counter() - begun
        if process.returncode != 0:
            raise SystemExit(process.stderr.read().decode() if process.stderr else process.returncode)
    return Cost(seconds, peak >> 20)


def _memory_of(process: psutil.Process) -> int:
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):  # it just ended
            continue
    return total


def _sum_of(published: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in published.rglob("*") if path.is_file() and path.name not in _OF_THE_RUN):
        digest.update(file.relative_to(published).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  a command


if __name__ == "__main__":
    main()
