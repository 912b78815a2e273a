"""`python -m tests.fuzzing.long_run --files 10000 --seed 1`: how many damaged files are read, refused, or break a word.

Each worker is a process of its own that says one line per file; one that dies or hangs is replaced, its file counted.
`--only SEED:INDEX` judges one file again; `--keep FOLDER` writes its ward folder there.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Queue
from threading import Thread, Timer
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table

from flows.ephemeral import QUIET

if TYPE_CHECKING:
    from tests.fuzzing.specimens import Specimen

_ROUTE_EVERY: Final = 100  # one file in so many takes the whole route, sheets included
_TOGETHER: Final = 20  # files standardised as one, to be fast
_ALONE: Final = 10  # but for one in so many, and those that cost much
_HANG_SECONDS: Final = 400  # for all that are judged together
_MOST_MEMORY: Final = 6 << 30  # of addresses: enough for what is allowed, too little to take the machine down
SECONDS_ALLOWED: Final = 20
MB_ALLOWED: Final = 1536
Line = dict[str, Any]
# The environment the tests set, too: nobody is called, and libraries do not start threads of their own.
_WORKER: Final = (
    "env", *(f"{name}={value}" for name, value in QUIET.items()), "POLARS_MAX_THREADS=1",
    sys.executable, "-m", "tests.fuzzing.long_run", "--worker",
)  # fmt: skip


def main() -> None:
    """Run as a command; ends with 1 where a promise broke."""
    asked = _asked()
    if asked.worker:
        _work(asked.seed, range(asked.start, asked.files, asked.workers), asked.together)
        return
    if asked.only:
        seed, index = map(int, asked.only.split(":"))
        _judge_one(seed, index, asked.keep)
        return
    lines: list[Line] = []
    with suppress(KeyboardInterrupt):  # what is done so far is told all the same
        lines.extend(_judged(asked.seed, asked.files, asked.workers))
    console = Console(width=160)
    console.print(_by_damage(lines))
    for said, files in Counter(line["said"] for line in lines if line["ended"] != "read").most_common():
        console.print(f"{files:6} {said}", markup=False)
    bad = [line for line in lines if line["broken"]]
    for line in bad:
        console.print(_told(line), markup=False)
    raise SystemExit(1 if bad else 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ is not None else "")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", default="", metavar="SEED:INDEX")
    parser.add_argument("--keep", type=Path, default=None, metavar="FOLDER")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--together", type=int, default=_TOGETHER, help=argparse.SUPPRESS)
    parser.add_argument("--start", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _judge_one(seed: int, index: int, keep: Path | None) -> None:
    from tests.fuzzing.judging import judge
    from tests.fuzzing.specimens import specimen

    made = specimen(seed, index)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        for name, data in made.files.items():
            (keep / name).write_bytes(data)
    sys.stdout.write(f"{json.dumps(asdict(judge(made)), ensure_ascii=False, indent=1)}\n")


def _work(seed: int, indexes: range, together: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    from tests.fuzzing.judging import judge, judge_together
    from tests.fuzzing.route import broken_on_the_route
    from tests.fuzzing.specimens import specimen

    for first in range(0, len(indexes), together):
        made = [specimen(seed, index) for index in indexes[first : first + together]]
        alone = [at for at, one in enumerate(made) if at % _ALONE == 0 or _is_costly(one)]
        outcomes = {at: judge(made[at]) for at in alone}
        rest = [at for at in range(len(made)) if at not in alone]
        outcomes |= dict(zip(rest, judge_together([made[at] for at in rest]), strict=True))
        for at, one in enumerate(made):
            line = asdict(outcomes[at])
            if one.index % _ROUTE_EVERY == 0:
                line["broken"] = [*line["broken"], *broken_on_the_route(one)]
            sys.stdout.write(f"{json.dumps(line)}\n")
        sys.stdout.flush()


def _is_costly(one: Specimen) -> bool:
    return one.table == "sheet_map" or bool({"zip_bomb", "many_columns", "cells_long"} & set(one.damages))


def _judged(seed: int, files: int, workers: int) -> Iterator[Line]:
    """One line per file, as the workers finish them."""
    lines: Queue[Line | None] = Queue()
    for worker in range(workers):
        Thread(target=_supervise, args=(seed, range(worker, files, workers), lines), daemon=True).start()
    for done in range(files):
        line = lines.get()
        if line is None:
            raise SystemExit("a worker says nothing at all")
        if done % 500 == 499:
            sys.stderr.write(f"{done + 1} files\n")
        bounded = _within_bounds(line)
        if bounded["broken"]:
            sys.stderr.write(f"{_told(bounded)}\n")
        yield bounded


def _supervise(seed: int, indexes: range, lines: Queue[Line | None]) -> None:
    """Have the files judged in a process; where it dies or hangs, those it held one by one in another, then go on."""
    alone = range(0)
    while len(indexes) > 0:
        held, together = (alone, 1) if len(alone) > 0 else (indexes, _TOGETHER)
        given = {
            "--seed": seed, "--files": held.stop, "--workers": held.step, "--start": held.start, "--together": together,
        }  # fmt: skip
        command = [*_WORKER, *(str(word) for pair in given.items() for word in pair)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in _lines_in_time(process):
                lines.put(json.loads(line))
                indexes, alone = indexes[1:], alone[1:]
        if process.returncode != 0 and len(indexes) > 0:
            if together == 1:
                lines.put(_died(seed, indexes.start))
                indexes, alone = indexes[1:], alone[1:]
            else:
                alone = indexes[:_TOGETHER]


def _lines_in_time(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    while True:
        timer = Timer(_HANG_SECONDS, process.kill)
        timer.start()
        line = process.stdout.readline()
        timer.cancel()
        if not line.endswith("\n"):
            return
        yield line


def _died(seed: int, index: int) -> Line:
    from tests.fuzzing.specimens import specimen

    made = specimen(seed, index)
    return {
        "seed": seed, "index": index, "variant": made.variant, "damages": made.damages, "ended": "fault",
        "said": "the process died", "broken": ["the process died or hung"], "rows": 0, "accounted": 0,
        "seconds": 0.0, "peak_mb": 0,
    }  # fmt: skip


def _within_bounds(line: Line) -> Line:
    slow = [f"{line['seconds']} s"] if line["seconds"] > SECONDS_ALLOWED else []
    large = [f"{line['peak_mb']} MB"] if line["peak_mb"] > MB_ALLOWED else []
    return {**line, "broken": [*line["broken"], *slow, *large]}


def _told(line: Line) -> str:
    broken = f"{'; '.join(line['broken'])} ({line['said']})"
    return f"{line['seed']}:{line['index']} {line['variant']} {'+'.join(line['damages'])}: {broken}"


def _by_damage(lines: list[Line]) -> Table:
    names = (
        "damage", "files", "read", "refused", "rows in", "accounted", "tracebacks", "lost rows", "other breaks",
        "slowest s", "peak MB",
    )  # fmt: skip
    table = Table(*names)
    damages = sorted({line["damages"][0] for line in lines})
    for damage in [*damages, "all"]:
        mine = [line for line in lines if damage in ("all", line["damages"][0])]
        lost = [line for line in mine if any("lost" in told for told in line["broken"])]
        broken = [line for line in mine if line["broken"] and line not in lost and line["ended"] != "fault"]
        ended = Counter(line["ended"] for line in mine)
        cells = (
            len(mine), ended["read"], ended["refused"], sum(line["rows"] for line in mine),
            sum(line["accounted"] for line in mine), ended["fault"], len(lost), len(broken),
            max(line["seconds"] for line in mine), max(line["peak_mb"] for line in mine),
        )  # fmt: skip
        table.add_row(damage, *map(str, cells))
    return table


if __name__ == "__main__":
    main()
