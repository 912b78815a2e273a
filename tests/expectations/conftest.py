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
    return frames | {"VERDICTS_BESIDE_LAND": frames["VERDICTS"].with_columns(holder_type=pl.lit("person"))}


def _frame(table: schemas.Table, row: dict[str, Any]) -> pl.DataFrame:
    days = {column.name for column in table.columns if column.dtype == pl.Date}
    told = {
        name: date.fromisoformat(value) if name in days else value for name, value in row.items() if name in table.names
    }
    return pl.DataFrame(
        [told | {"row_key": key} for key in ("good 1", "good 2", "good 3")], schema=table.empty().schema
    )
