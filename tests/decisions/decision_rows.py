"""Invented rows of DECISIONS, as short as what is said in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from cleaning.schemas import DECISIONS

WARD: Final = "11557"
LAND, PERSON, VALUE = "0A1B2C3D", "4E5F6071", "8293A4B5"


def question(land: str = LAND, *, person: str = PERSON, value: str = VALUE, round: int = 1) -> str:
    return f"C{WARD}-{land}{person}{value}{'' if round == 1 else f'-{round}'}"


def decisions(said: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """DECISIONS in the order given; whatever is left out is that of one discrepancy of one row.

    `corrects` is written as JSON; a withdrawal names what it withdraws by its sequence.
    """
    rows = [_row(at, one) for at, one in enumerate(said, 1)]
    schema = {column.name: column.dtype for column in DECISIONS.columns}
    return DECISIONS.conform(pl.DataFrame(rows, schema=schema))


def _row(sequence: int, said: dict[str, Any]) -> dict[str, Any]:
    told = {column.name: None for column in DECISIONS.columns} | {
        "sequence": sequence,
        "decision_id": f"D{sequence:04d}",
        "ward": WARD,
        "discrepancy_id": "row-1-08",
        "question": question(),
        "code": "id_differs",
        "row_key": "row-1",
        "answer": "keep_land",
        "decided_by": "Nguyễn Thị Mai",
        "taken_at": "2026-11-22T01:02:03Z",
    }
    given = dict(said)
    corrects, withdraws = given.pop("corrects", None), given.pop("withdraws", None)
    if corrects is not None:
        told["corrections"] = json.dumps(corrects, ensure_ascii=False, separators=(",", ":"))
    if withdraws is not None:
        told |= {"answer": "withdrawn", "withdraws": f"D{withdraws:04d}"}
    return told | given
