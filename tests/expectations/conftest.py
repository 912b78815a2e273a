"""Good tables, for rules to be broken on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cleaning import schemas

GOOD_ROW = Path(__file__).parents[1] / "cases" / "discrepancies_good_row.json"
TABLES = {
    "LAND": "land",
    "RESIDENTS": "resident",
    "VERDICTS": "verdict",
    "RAW_LAND": "land",
    "RAW_RESIDENTS": "resident",
}


@pytest.fixture(scope="session")
def good() -> dict[str, pl.DataFrame]:
    """Three good rows of every table that has a suite; verdicts stand beside the holder type of their land rows."""
    rows = json.loads(GOOD_ROW.read_text(encoding="utf-8"))
    rows["verdict"] |= {"resident_key": "r-1"}
    frames = {suite: _frame(getattr(schemas, suite), rows[row]) for suite, row in TABLES.items()}
    beside_land = frames["VERDICTS"].with_columns(holder_type=pl.lit("person"))
    return frames | {"VERDICTS_BESIDE_LAND": beside_land, "DECIDED_BESIDE_VERDICTS": _decided(beside_land)}


def _decided(beside_land: pl.DataFrame) -> pl.DataFrame:
    """Good rows are called whom they are linked to; the last one is called different from somebody else."""
    is_same = pl.col("row_key") != "good 3"
    return beside_land.select(
        "row_key",
        pl.when(is_same).then("resident_key").otherwise(pl.lit("r-2")).alias("resident_key"),
        "holder_type",
        is_same=is_same,
        linked_key="resident_key",
        is_listed=pl.lit(value=True),
    )


def _frame(table: schemas.Table, row: dict[str, Any]) -> pl.DataFrame:
    days = {column.name for column in table.columns if column.dtype == pl.Date}
    told = {
        name: date.fromisoformat(value) if name in days else value for name, value in row.items() if name in table.names
    }
    return pl.DataFrame(
        [told | {"row_key": key} for key in ("good 1", "good 2", "good 3")], schema=table.empty().schema
    )
