"""Invented links of a ward, and answers about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import pytest

from cleaning.decisions import checkable_links
from cleaning.schemas import RAW_CHECK_ANSWERS, RESIDENTS, VERDICTS
from tests.decisions.postgres import ledger_url, postgres

__all__ = ["ledger_url", "postgres"]

# Links per reason, two rows of every resident but the last.
REASONS = {"citizen_id": 600, "cmnd": 200, "name_birth_place": 100, "citizen_id_slip": 8, "name_birth": 3, "several": 2}

Verdicts = Callable[..., pl.DataFrame]
Answers = Callable[[Sequence[tuple[str, str, str]]], pl.DataFrame]


@pytest.fixture(scope="session")
def verdicts_of() -> Verdicts:
    """VERDICTS of linked rows: (row, resident, reason) each."""

    def verdicts(rows: Sequence[tuple[str, str | None, str]], verdict: str = "link") -> pl.DataFrame:
        absent = {column.name: None for column in VERDICTS.columns}
        told = [
            {**absent, "row_key": row, "verdict": verdict, "resident_key": resident, "reason": reason}
            for row, resident, reason in rows
        ]
        schema = {column.name: column.dtype for column in VERDICTS.columns}
        return VERDICTS.conform(pl.DataFrame(told, schema=schema))

    return verdicts


@pytest.fixture(scope="session")
def links(verdicts_of: Verdicts) -> pl.DataFrame:
    """The links of a ward, of every stratum."""
    reasons = [reason for reason, number in REASONS.items() for _ in range(number)]
    verdicts = verdicts_of([(f"row-{at:04d}", f"resident-{at // 2:04d}", reason) for at, reason in enumerate(reasons)])
    return checkable_links(verdicts, RESIDENTS.empty(), ward="11557")


@pytest.fixture(scope="session")
def answers_of() -> Answers:
    """RAW_CHECK_ANSWERS of (check_id, conclusion, checker) each."""

    def answers(given: Sequence[tuple[str, str, str]]) -> pl.DataFrame:
        schema = {column.name: column.dtype for column in RAW_CHECK_ANSWERS.columns}
        rows = [("phieu.csv", None, at, *answer, None) for at, answer in enumerate(given, 2)]
        return RAW_CHECK_ANSWERS.conform(pl.DataFrame(rows, schema=schema, orient="row"))

    return answers
