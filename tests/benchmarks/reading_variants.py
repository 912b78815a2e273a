"""One base ward written down in many ways: what is read of each, and whether its verdicts are those of the base ward.

usage: python tests/benchmarks/reading_variants.py FOLDER/11557 [--only WORD ...] [--keep FOLDER] [--show]

FOLDER/11557 holds land.csv (or .xlsx) and residents.csv as make_ward.py or sample_data/ have them. A variant that loses
information is measured against the same information in plain form: there no verdict may differ.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from time import perf_counter
from typing import Final

from rich.console import Console
from rich.table import Table
from variants import on_cells, on_couples, on_files, on_forms, on_lists, on_registers, on_values
from variants.comparing import Comparison, compared, unlike
from variants.declared import Variant
from variants.files import has_office
from variants.measuring import Bench
from variants.route import Run
from variants.ward import Ward, ward_of

_ROOMS: Final = (on_forms, on_files, on_lists, on_registers, on_cells, on_values, on_couples)
VARIANTS: Final = tuple(variant for room in _ROOMS for variant in room.VARIANTS)
_COLUMNS: Final = (
    "variant", "rows in", "standardised", "rejected", "noise", "repeated", "inherited", "further users", "as base",
    "unlike base", "unexpected", "evidence", "values", "lost", "extra", "s", "not the same information",
)  # fmt: skip


def main() -> None:
    """Writes, runs and prints every variant; ends in failure where a verdict differs without reason."""
    options = _options()
    console = Console(width=230)
    ward = ward_of(options.folder)
    bench = Bench(keep=options.keep)
    table = Table(*_COLUMNS, title=f"{options.folder}: {len(ward.land)} land rows, {len(ward.residents)} residents")
    table.add_row("base", *_counts(bench.plain(ward)))
    failed: list[str] = []
    for variant in _chosen(options.only):
        try:
            told = _measured(variant, ward, bench, table, show=console if options.show else None)
        except Exception as stopped:
            table.add_row(variant.name, f"[red]{type(stopped).__name__}", *[""] * 14, variant.lost)
            told = f"{type(stopped).__name__}: {stopped}"
        console.print(f"{variant.name}: {told or 'as it should be'}", style="dim" if told is None else "red")
        failed += [] if told is None else [variant.name]
    console.print(table)
    if failed:
        raise SystemExit(f"not as they should be: {'; '.join(failed)}")


def _measured(variant: Variant, ward: Ward, bench: Bench, table: Table, show: Console | None) -> str | None:
    """Adds the variant's row to `table`; what is wrong with it, null where nothing."""
    said, began = variant.says(ward), perf_counter()
    run = bench.written(variant, said)
    seconds, against = perf_counter() - began, bench.plain(said)
    told = compared(run, bench.plain(ward), against)
    table.add_row(variant.name, *_counts(run), *_cells(told), f"{seconds:.1f}", variant.lost)
    if show is not None:
        show.print(unlike(run, against))
    is_right = not (told.unexpected or told.lost or told.extra or told.values)
    return None if is_right else f"{_sentence(told)}; values: {told.columns or 'all equal'}"


def _chosen(words: list[str]) -> list[Variant]:
    named = [one for one in VARIANTS if not words or any(word in one.name for word in words)]
    return [one for one in named if has_office() or not one.needs_office]


def _counts(run: Run) -> list[str]:
    return [str(count) for count in run[:7]]


def _cells(told: Comparison) -> list[str]:
    bad = f"[red]{told.unexpected}" if told.unexpected else "0"
    rest = (told.evidence, told.values, told.lost, told.extra)
    return [str(told.as_base), str(told.unlike_base), bad, *map(str, rest)]


def _sentence(told: Comparison) -> str:
    return (
        f"{told.unexpected} verdicts differ, {told.lost} land users lost, {told.extra} land users that are none of its"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="variants whose name holds such a word")
    parser.add_argument("--keep", type=Path, help="folder for the files that are written")
    parser.add_argument("--show", action="store_true", help="print rows that differ")
    return parser.parse_args()


if __name__ == "__main__":
    main()
