"""Invented decisions, and a look into a ledger past the door."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from typing import Any

import polars as pl
import psycopg

from cleaning.schemas import DECISIONS

SIGNED = "Nguyễn Thị Khổng Tước"


def decided(start: int, stop: int, **said: object) -> pl.DataFrame:
    """DECISIONS numbered from `start` up to before `stop`; `said` overrides columns of all of them."""
    number = pl.int_range(start, stop, dtype=pl.Int32).alias("number")
    values: dict[str, Any] = {
        "decision_id": pl.format("{}", pl.col("number").cast(pl.String).str.zfill(32)),
        "ward": pl.lit("11557"),
        "discrepancy_id": pl.format("dong-{}-07", "number"),
        "question": pl.lit("C11557-0A1B2C3D4E5F60718293A4B5"),
        "code": pl.lit("id_differs"),
        "row_key": pl.format("dong-{}", "number"),
        "guid": pl.format("DONG-{}", "number"),
        "answer": pl.lit("take_register"),
        "value": pl.lit("034056680318"),
        "is_same": pl.lit(True),
        "corrections": pl.lit('{"holder_id_number": "034056680318"}'),
        "decided_by": pl.lit(SIGNED),
        "note": pl.lit("Căn cước bản gốc,\n“đã xem” 'ngày' 5/11; 100 %"),
        "probability": pl.lit(0.1) + 0.2,
        "source_row": pl.col("number"),
        "taken_at": pl.lit("2026-11-22T01:02:03Z"),
    }
    overrides = {name: pl.lit(value, dtype=DECISIONS.empty().schema[name]) for name, value in said.items()}
    absent = pl.select(number).with_columns(pl.lit(None, dtype).alias(name) for name, dtype in _schema().items())
    return DECISIONS.conform(absent.with_columns(**values | overrides))


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """The same decisions as a ledger that was empty gives them back."""
    return frame.with_columns(sequence=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


@contextmanager
def connected(url: str) -> Generator[Any]:
    """The ledger's database as any other program sees it, each statement kept at once."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            yield connection
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection


def _schema() -> dict[str, Any]:
    return dict(DECISIONS.empty().schema)
