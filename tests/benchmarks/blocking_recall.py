"""Which blocking keys find the true pairs: share found by each, found by it alone, and by all together.

usage: python tests/benchmarks/blocking_recall.py FOLDER [FOLDER ...]

FOLDER are person tables of persons.py. `ward_quality.py` prints the same for wards.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl
from person_tables import person_tables, truth_of
from rich.console import Console
from rich.table import Table

from cleaning.linking.blocking import KEY_NAMES, candidate_pairs
from cleaning.linking.households import families_of
from cleaning.linking.mentions import sides_of


def main() -> None:
    """Prints one table per folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    for folder in parser.parse_args().folders:
        land, residents = person_tables(folder)
        Console(width=110).print(recall_table(blocking_recall(land, residents, truth_of(folder)), folder.name))


def blocking_recall(land: pl.DataFrame, residents: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """`key, pairs, found, found_alone`: pairs of the key, and shares of the true rows. The last row is all keys.

    `truth`: row_key, true_resident (row key of the resident), of land rows whose person is in the register. Every key
    is asked about every mention, also of those whom a number settles.
    """
    sides = sides_of(land, residents, families_of(land))
    pairs = candidate_pairs(sides).pairs
    numbers = sides.residents.select("resident", true_resident="row_key")
    true_pairs = sides.rows.join(truth, on="row_key").join(numbers, on="true_resident").select("mention", "resident")
    found_by = true_pairs.join(pairs, on=["mention", "resident"], how="left").get_column("found_by").fill_null(0)
    sets = pairs.group_by("found_by").len()
    rows = [
        {
            "key": name,
            "pairs": sets.filter(pl.col("found_by") // (1 << bit) % 2 == 1)["len"].sum(),
            "found": (found_by // (1 << bit) % 2 == 1).mean(),
            "found_alone": (found_by == 1 << bit).mean(),
        }
        for bit, name in enumerate(KEY_NAMES)
    ]
    whole = {"key": "all keys", "pairs": pairs.height, "found": (found_by > 0).mean(), "found_alone": None}
    return pl.DataFrame([*rows, whole], schema_overrides={"pairs": pl.Int64, "found_alone": pl.Float64})


def recall_table(recall: pl.DataFrame, title: str) -> Table:
    """As printed."""
    table = Table("blocking key", "pairs", "true pairs found", "found by it alone", title=title)
    for key, pairs, found, alone in recall.iter_rows():
        table.add_row(key, f"{pairs:,}", f"{found:.4f}", "" if alone is None else f"{alone:.4f}")
    return table


if __name__ == "__main__":
    main()
