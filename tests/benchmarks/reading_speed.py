"""What reading a ward's land form costs beside what the reader library alone takes to hand over its cells.

usage: python tests/benchmarks/reading_speed.py LAND.XLSX [--times 5] [--ward 11557]

Both are run in turn, the fastest run of each counts: CPU seconds of all threads, and seconds by the clock. Reading is
`read_ward` on a folder of that form and a register of one row.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import fastexcel
from rich.console import Console

from cleaning.reading import read_ward

_REGISTER = "Họ và tên,CCCD,Ngày sinh\nVũ Thị Thử,031170000011,05/03/1970\n"


class Cost(NamedTuple):
    """Seconds of one run."""

    cpu: float
    clock: float


def main() -> None:
    """Prints one line per way of reading, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("form", type=Path)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--ward", default="11557")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / given.form.name).symlink_to(given.form.resolve())
        (Path(folder) / "residents.csv").write_text(_REGISTER, encoding="utf-8")
        runs = [
            (cost(lambda: hand_over(given.form)), cost(lambda: read_ward(Path(folder), ward=given.ward, salt="speed")))
            for _ in range(given.times)
        ]
    library, ours = (Cost(*map(min, zip(*costs, strict=True))) for costs in zip(*runs, strict=True))
    console = Console(highlight=False)
    for name, one in (("library alone", library), ("read_ward", ours)):
        console.print(f"{name:14} CPU {one.cpu:6.2f} s   clock {one.clock:6.2f} s")
    console.print(f"{'ratio':14} CPU {ours.cpu / library.cpu:6.2f}     clock {ours.clock / library.clock:6.2f}")


def hand_over(form: Path) -> int:
    """Cells of all sheets as the library gives them, as text; their number."""
    book = fastexcel.read_excel(form.read_bytes())
    sheets = [book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0) for name in book.sheet_names]
    batches = [sheet.to_arrow() for sheet in sheets if sheet.width]
    return sum(batch.num_rows * batch.num_columns for batch in batches)


def cost(run: Callable[[], object]) -> Cost:
    """What one run takes."""
    cpu, clock = time.process_time(), time.perf_counter()
    run()
    return Cost(time.process_time() - cpu, time.perf_counter() - clock)


if __name__ == "__main__":
    main()
