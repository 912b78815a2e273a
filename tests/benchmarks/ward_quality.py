"""Our figures on invented wards beside Splink's, for several seeds, with blocking recall and reliability.

usage: python tests/benchmarks/ward_quality.py --bench FOLDER --splink-python PYTHON --seeds 1 2 3
           [--profile rates.json] [--wards 2] [--residents N]

FOLDER holds make_ward.py, score.py and splink_ward.py, PYTHON is that of Splink's environment. Splink knows one
register: its recall is that of people of the ward itself, ours that of people in any register of the run.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import polars as pl
from accuracy import recall_at_precision
from blocking_recall import blocking_recall, recall_table
from processes import output_of
from reliability import reliability, reliability_table
from rich.console import Console
from rich.table import Table
from ward_truth import RunTruth, at_home, best_of, listed_rows, runs_of, shown_in_reviews

_TODAY: Final = "2026-11-21"  # the day make_ward.py writes for
_LANDCLEAN: Final = Path(sys.executable).with_name("landclean")
_COLUMNS: Final = (
    "seed", "engine", "rows", "precision", "recall", "wrong", "recall at .9995", "review",
    "reviews that show the true one (of listed)", "outsiders linked / 2,000", "s", "GiB",
)  # fmt: skip
# One line of splink_ward.py; w/o a lead rule the lead is -99.
_SPLINK_LINE: Final = re.compile(
    r"^lead>=(?P<lead>-?\d+):.* at 0\.95: P (?P<precision>\S+) R (?P<recall>\S+) wrong (?P<wrong>\d+);"
    r".*: \[\S+, (?P<at>\S+), \S+\]$",
    re.MULTILINE,
)


def main() -> None:
    """Runs every seed, then prints."""
    options = _options()
    console = Console(width=150)
    rates = "usual rates" if options.profile is None else options.profile.name
    table = Table(*_COLUMNS, title=f"{options.wards} ward(s) of {options.residents:,} residents, {rates}")
    best: list[pl.DataFrame] = []
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            wards = _made(folder, seed, options)
            runs = _run(folder)
            best.append(best_of(runs))
            table.add_row(str(seed), "landclean", *_ours(folder, runs, best[-1], options))
            for ward, run in zip(wards, runs, strict=True):
                for row in _splink(folder, ward, options):
                    table.add_row("", *row)
                recall = blocking_recall(run.land, run.residents, at_home(run))
                console.print(recall_table(recall, f"seed {seed}, ward {ward}"))
    console.print(table)
    together = pl.concat(best)
    console.print(reliability_table(reliability(together), "best candidates of rows linked or to review"))
    console.print(reliability_table(reliability(together.filter(pl.col("verdict") == "link")), "of rows linked"))


def _made(scratch: Path, seed: int, options: argparse.Namespace) -> list[str]:
    """Makes the lists: `input` with the ward folders only, `truth` beside it. The wards' codes."""
    made, given = scratch / "made", scratch / "input"
    size = ("--wards", str(options.wards), "--residents", str(options.residents), "--seed", str(seed))
    profile = () if options.profile is None else ("--profile", options.profile)
    output_of([options.splink_python, options.bench / "make_ward.py", made, *size, *profile])
    shutil.move(made / "truth", scratch / "truth")
    shutil.move(made, given)
    return sorted(folder.name for folder in given.iterdir())


def _run(scratch: Path) -> list[RunTruth]:
    output_of([_LANDCLEAN, "run", scratch / "input", "--out", scratch / "output", "--as-of", _TODAY])
    return runs_of(scratch / "output", scratch / "truth")


def _ours(scratch: Path, runs: list[RunTruth], best: pl.DataFrame, options: argparse.Namespace) -> list[str]:
    """Our cells of the table, from `rows` on. Seconds are those of the linking stages of all wards."""
    published = sorted((scratch / "output").glob("published/[0-9]*/latest"))
    scorer = (options.splink_python, options.bench / "score.py")
    scored: dict[str, Any] = json.loads(output_of([*scorer, scratch / "truth", *published, "--json"]))
    files = (scratch / "output").glob("runs/*/*/manifest.json")
    manifests: list[dict[str, Any]] = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    seconds = sum(
        stage["seconds"] for each in manifests for stage in each["stages"] if stage["name"].startswith("link")
    )
    shown = shown_in_reviews(runs)
    return [
        f"{scored['rows']:,}",
        f"{scored['precision']:.5f}",
        f"{scored['recall']:.4f}",
        str(scored["wrong_links"]),
        f"{recall_at_precision(best, listed=listed_rows(runs))['0.9995']:.4f}",
        f"{scored['to_review'] / scored['rows']:.2%}",
        f"{shown['of_all']:.1%} ({shown['of_listed']:.1%})",
        f"{scored['outsiders_linked'] / max(1, scored['outsiders']) * 2000:.2f}",
        f"{seconds:.1f}",
        f"{max(each['peak_rss_mb'] for each in manifests) / 1024:.2f}",
    ]


def _splink(scratch: Path, ward: str, options: argparse.Namespace) -> list[list[str]]:
    """Splink's cells of one ward: at probability 0.95, then with a clear lead as well."""
    together = scratch / "peer"  # splink_ward.py wants the wards and the truth in one folder
    if not together.exists():
        together.mkdir()
        for folder in (*(scratch / "input").iterdir(), scratch / "truth"):
            (together / folder.name).symlink_to(folder)
    printed = output_of([options.splink_python, options.bench / "splink_ward.py", together, ward])
    return [
        [
            f"splink {ward}" if line["lead"] == "-99" else f"  lead ≥ {line['lead']} bits",
            "",
            line["precision"],
            line["recall"],
            line["wrong"],
            line["at"][:6],
        ]
        for line in _SPLINK_LINE.finditer(printed)
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--splink-python", required=True)
    parser.add_argument("--seeds", type=int, nargs="+", required=True)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--wards", type=int, default=1)
    parser.add_argument("--residents", type=int, default=45_140)
    return parser.parse_args()


if __name__ == "__main__":
    main()
