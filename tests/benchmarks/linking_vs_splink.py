"""Our linking and Splink 5 in turn on the same person tables: seconds, memory and accuracy side by side.

usage: python tests/benchmarks/linking_vs_splink.py DATA [DATA ...] --bench FOLDER --splink-python PYTHON [--rounds 3]

DATA are folders made by persons.py, FOLDER holds persons.py and splink_peer.py, PYTHON is that of Splink's environment.
The frozen models are fitted before the clock starts on tables of another seed, of the same size and hardness; or on
the tables of --train-on.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl
from accuracy import PRECISIONS
from processes import last_json, output_of
from rich.console import Console
from rich.table import Table

_OTHER_SEED: Final = 940_721
_OURS: Final = (sys.executable, Path(__file__).with_name("link_persons.py"))

Round = dict[str, Any]


@dataclass(frozen=True)
class Engine:
    """One side of the comparison: its command, and the model fitted on other tables."""

    name: str
    command: tuple[str | Path, ...]
    model: Path

    def fit(self, folder: Path) -> None:
        """Writes the model fitted on the tables of `folder`."""
        last_json([*self.command, folder, "--save-model", self.model])

    def run(self, folder: Path, *, frozen: bool) -> Round:
        """One measurement."""
        return last_json([*self.command, folder, *(("--model", self.model) if frozen else ())])


def main() -> None:
    """Measures and prints one table per folder."""
    options = _options()
    console = Console(width=110)
    for folder in options.data:
        with tempfile.TemporaryDirectory() as scratch:
            ours, peer = _fitted(folder, options, Path(scratch))
            rounds = [
                {
                    (engine.name, frozen): engine.run(folder, frozen=frozen)
                    for frozen in (True, False)
                    for engine in (ours, peer)
                }
                for _ in range(options.rounds)
            ]
        console.print(f"\n{folder.name}: {rounds[0][ours.name, True]['rows']:,} land users, {options.rounds} rounds")
        for frozen in (True, False):
            console.print(
                _comparison(
                    [each[ours.name, frozen] for each in rounds],
                    [each[peer.name, frozen] for each in rounds],
                    frozen=frozen,
                )
            )


def _fitted(folder: Path, options: argparse.Namespace, scratch: Path) -> tuple[Engine, Engine]:
    elsewhere = _other_tables(folder, options, scratch) if options.train_on is None else options.train_on
    engines = (
        Engine("landclean", _OURS, scratch / "ours.json"),
        Engine("splink", (options.splink_python, options.bench / "splink_peer.py"), scratch / "peer.json"),
    )
    for engine in engines:
        engine.fit(elsewhere)
    return engines


def _other_tables(folder: Path, options: argparse.Namespace, scratch: Path) -> Path:
    rows = pl.scan_parquet(folder / "right.parquet").select(pl.len()).collect().item()
    made = scratch / "tables"
    is_hard = ("--hard",) if "hard" in folder.name else ()
    maker = (options.splink_python, options.bench / "persons.py")
    output_of([*maker, "--n", str(rows), "--seed", str(_OTHER_SEED), "--out", made, *is_hard])
    return made


def _comparison(ours: list[Round], peer: list[Round], *, frozen: bool) -> Table:
    """Medians of the rounds; accuracy is the same in every round."""
    table = Table(
        "",
        "landclean",
        "splink",
        "splink / landclean",
        title="model trained before" if frozen else "trained on the spot",
    )
    for part in ("prepare", "load", "train", "link", "predict"):
        seconds = [_median(rounds, part) for rounds in (ours, peer)]
        table.add_row(f"{part}, s", *("" if second is None else f"{second:.2f}" for second in seconds), "")
    for name, unit in (("seconds", "s"), ("peak_gib", "GiB")):
        one, other = (statistics.median(each[name] for each in rounds) for rounds in (ours, peer))
        table.add_row(f"{name.removesuffix('_gib')}, {unit}", f"{one:.2f}", f"{other:.2f}", f"{other / one:.2f}")
    found, theirs = ours[0], peer[0]
    table.add_row(
        "precision as decided (splink: at 0.95)", f"{found['precision']:.5f}", f"{theirs['p_at_0.95']:.5f}", ""
    )
    table.add_row("recall as decided (splink: at 0.95)", f"{found['recall']:.5f}", f"{theirs['r_at_0.95']:.5f}", "")
    table.add_row("wrong links, rows to review", f"{found['wrong']}, {found['review']:.1%}", "", "")
    for least in map(str, PRECISIONS):
        reached = [side["recall_at_precision"][least] for side in (found, theirs)]
        table.add_row(
            f"recall of the best candidates at precision {least}", *(f"{recall:.5f}" for recall in reached), ""
        )
    return table


def _median(rounds: list[Round], part: str) -> float | None:
    return statistics.median(each["parts"][part] for each in rounds) if part in rounds[0]["parts"] else None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--splink-python", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--train-on", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
