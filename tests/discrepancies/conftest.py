"""Small wards by hand: every row is the good row of the cases, changed where a test says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cleaning import schemas
from cleaning.discrepancies import find_discrepancies
from cleaning.settings import Settings
from expectations import suites
from expectations.checking import check, problems

CASES = Path(__file__).parents[1] / "cases"
AS_OF = date(2026, 11, 21)

Changes = Mapping[str, Mapping[str, Any]]


@dataclass
class Ward:
    """Rows of a ward under construction."""

    good: dict[str, dict[str, Any]]
    land: list[dict[str, Any]] = field(default_factory=list)
    residents: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def add(self, key: str, changes: Changes) -> None:
        """A land row `key` linked to a resident of its own on a parcel of its own, but for `changes`."""
        own = {"row_key": key, "guid": key, "parcel_key": f"11557|5|{key}", "certificate_serial": f"AE {key}"}
        verdict = self.good["verdict"] | {"row_key": key} | dict(changes.get("verdict", {}))
        if verdict["verdict"] == "link":
            verdict = {"resident_key": f"r-{key}"} | verdict
        else:
            verdict |= {"resident_key": None, "resident_id": None}
        self.land.append(self.good["land"] | own | dict(changes.get("land", {})))
        self.residents.append(self.good["resident"] | {"row_key": f"r-{key}"} | dict(changes.get("resident", {})))
        self.verdicts.append(verdict)
        if "owner" in changes:
            self.residents.append(self.good["resident"] | {"row_key": f"o-{key}"} | dict(changes["owner"]))
            verdict["id_owner_key"] = f"o-{key}"
        if "candidates" in changes:
            shown = enumerate(changes["candidates"], 1)
            self.candidates += [{"row_key": key, "rank": rank, "resident_key": f"r-{one}"} for rank, one in shown]
        if "rejected" in changes:
            self.rejected.append(dict(changes["rejected"]))
        if "beside" in changes:
            self.add(f"{key} bis", {"land": dict(changes["beside"])})

    def tables(self) -> dict[str, pl.DataFrame]:
        """Arguments of `find_discrepancies`."""
        return {
            "land": frame(schemas.LAND, self.land),
            "residents": frame(schemas.RESIDENTS, self.residents),
            "verdicts": frame(schemas.VERDICTS, self.verdicts),
            "candidates": frame(schemas.CANDIDATES, self.candidates),
            "problems": frame(schemas.PROBLEMS, self.problems),
            "rejected": frame(schemas.REJECTED, self.rejected),
        }


def frame(table: schemas.Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """`rows` as `table`; what a row leaves out is null, dates are ISO text, another column is an error."""
    unknown = {name for row in rows for name in row} - set(table.names)
    assert not unknown, unknown
    days = {column.name for column in table.columns if column.dtype == pl.Date}
    read = [
        {
            name: date.fromisoformat(value) if name in days and value is not None else value
            for name, value in row.items()
        }
        for row in rows
    ]
    return pl.DataFrame(read, schema=table.empty().schema, orient="row")


@pytest.fixture(scope="session")
def good() -> dict[str, dict[str, Any]]:
    return json.loads((CASES / "discrepancies_good_row.json").read_text(encoding="utf-8"))


@pytest.fixture
def ward(good: dict[str, dict[str, Any]]) -> Ward:
    return Ward(good)


@pytest.fixture(scope="session")
def find() -> Callable[..., pl.DataFrame]:
    return lambda tables: find_discrepancies(**tables, as_of=AS_OF, settings=Settings())


@pytest.fixture(scope="session")
def found_in_cases(good: dict[str, dict[str, Any]]) -> pl.DataFrame:
    """Discrepancies of one ward of all cases of discrepancies.csv, each a row under its own name.

    The expectations are run over it for real: for most codes they are the rule.
    """
    ward = Ward(good)
    table = pl.read_csv(CASES / "discrepancies.csv", infer_schema=False)  # noqa: TID251  truth table
    for case, overrides in table.select("case", "overrides").iter_rows():
        ward.add(case, json.loads(overrides))
    tables = ward.tables()
    tables["problems"] = problems(check(tables["land"], suites.LAND))
    return find_discrepancies(**tables, as_of=AS_OF, settings=Settings())
