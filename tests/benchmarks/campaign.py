"""A campaign in small on a ward: a night, two hundred answers that come back in every state, the next night.

usage: python -m tests.benchmarks.campaign INPUT --ward 11557 --out OUTPUT [--answers 200]

Works as people do: with `landclean`, the published sheets, and LibreOffice to save some of them again. Prints what
became of every answered file, and of every promise; ends with 1 where one broke. OUTPUT must be new.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.staff_loop.answered_files import AnsweredFile, answered_files
from tests.benchmarks.staff_loop.promises import promises
from tests.flows.clerks import read_sheet

NIGHTS = ("2026-11-20", "2026-11-21")
_LANDCLEAN = Path(sys.executable).with_name("landclean")


def main() -> None:
    """Runs the campaign and tells of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("given", type=Path, metavar="INPUT")
    parser.add_argument("--ward", default="11557")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--answers", type=int, default=200)
    asked = parser.parse_args()
    console = Console(width=140, highlight=False)
    published = asked.out / "published" / asked.ward
    _landclean("run", asked.given, "--ward", asked.ward, "--out", asked.out, "--as-of", NIGHTS[0])
    folder = asked.out.with_name(f"{asked.out.name}-answered")
    files = answered_files(published / NIGHTS[0], folder, answers=asked.answers)
    _landclean("decisions", *(one.path for one in files), "--out", asked.out, may_fail=True)
    console.print(_told(files, asked.out / "bien-nhan"))
    _landclean("run", asked.given, "--ward", asked.ward, "--out", asked.out, "--as-of", NIGHTS[1])
    broken = 0
    for promise in promises(asked.given / asked.ward, asked.out, asked.ward, NIGHTS, files):
        console.print(f"{'held  ' if promise.held else 'BROKEN'} {promise.words}", markup=False)
        broken += not promise.held
    raise SystemExit(1 if broken else 0)


def _landclean(*arguments: object, may_fail: bool = False) -> None:
    done = subprocess.run([_LANDCLEAN, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0 and not may_fail:
        raise SystemExit(done.stderr)


def _told(files: list[AnsweredFile], receipts: Path) -> Table:
    """What became of the answers of each file."""
    table = Table(title="Answered files", title_justify="left")
    for heading in ("file", "answers", "taken", "known", "refused", "in conflict"):
        table.add_column(heading, justify="left" if heading == "file" else "right")
    for one in files:
        found = Counter(row["Kết quả"] for row in read_sheet(receipts / f"bien-nhan-{one.path.stem}.csv"))
        counts = [found[outcome] for outcome in ("đã nhận", "đã nhận từ trước", "từ chối", "mâu thuẫn")]
        table.add_row(one.name, str(len(one.meant)), *map(str, counts))
    return table


if __name__ == "__main__":
    main()
