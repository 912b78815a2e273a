"""What a night keeps of every land row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning import schemas
from cleaning.discrepancies.evidence import known_people
from cleaning.discrepancies.questions import Evidence
from cleaning.discrepancies.row_facts import row_facts
from tests.discrepancies.campaign import table_of

PAIR = {"row_key": "a", "resident_key": "r-a", "is_same": True}
CORRECTION = {"row_key": "a", "field": "area", "value": "250", "decided_on": date(2026, 11, 22)}


@pytest.fixture
def facts(ward: Any) -> Callable[..., dict[str, dict[str, Any]]]:
    """ROW_FACTS by row key, of rows a, its further holder a/2 and b, who is not linked."""
    ward.add("a", {"resident": {"citizen_id": "031060001001"}, "land": {"holders_named": 2}})
    ward.add("a/2", {"resident": {"citizen_id": None}, "land": {"holders_named": 2, "holder_ordinal": 2}})
    ward.add("b", {"verdict": {"verdict": "review", "reason": "tied", "probability": 0.5}})

    def told(
        corrections: Sequence[dict[str, Any]] = (),
        pairs: Sequence[dict[str, Any]] = (),
        **cells: str,
    ) -> dict[str, dict[str, Any]]:
        tables = ward.tables()
        received = tables["land"].filter(pl.col("holder_ordinal") == 1).select(schemas.RAW_LAND.names)
        changed = received.with_columns(**{name: pl.lit(value) for name, value in cells.items()})
        people = known_people(tables["residents"])
        evidence = Evidence(changed, tables["land"], tables["verdicts"], tables["candidates"], people)
        frame = row_facts(
            evidence, table_of(schemas.CORRECTIONS, list(corrections)), table_of(schemas.DECIDED_PAIRS, list(pairs))
        )
        return {row["row_key"]: row for row in frame.iter_rows(named=True)}

    return told


def test_the_verdict_and_whom_it_links(facts: Callable[..., dict[str, dict[str, Any]]]) -> None:
    rows = facts()
    told = {key: (row["verdict"], row["reason"], row["resident"]) for key, row in rows.items()}
    assert told == {
        "a": ("link", "citizen_id", "031060001001"),
        "a/2": ("link", "citizen_id", "r-a/2"),
        "b": ("review", "tied", None),
    }
    assert (rows["a"]["resident_mark"] is None, rows["b"]["resident_mark"]) == (False, None)


def test_a_further_holder_has_the_cells_of_the_row(facts: Callable[..., dict[str, dict[str, Any]]]) -> None:
    rows = facts([CORRECTION])
    for mark in ("row_mark", "corrections_mark"):
        assert rows["a"][mark] == rows["a/2"][mark] is not None
    assert rows["b"]["corrections_mark"] is None


def test_cells_as_received_mark_the_row(facts: Callable[..., dict[str, dict[str, Any]]]) -> None:
    before, after = facts(), facts(area_raw="1")
    assert {key for key in before if before[key]["row_mark"] != after[key]["row_mark"]} == {"a", "a/2", "b"}


@pytest.mark.parametrize(
    ("pairs", "is_same"),
    [
        ([PAIR], True),
        ([PAIR | {"is_same": False}], False),
        ([PAIR | {"resident_key": "r-b"}], False),
        ([PAIR, PAIR | {"resident_key": "r-b", "is_same": False}], False),
    ],
)
def test_decided_pairs_mark_their_row_alone(
    facts: Callable[..., dict[str, dict[str, Any]]], pairs: list[dict[str, Any]], is_same: bool
) -> None:
    one, other = facts(pairs=[PAIR]), facts(pairs=pairs)
    assert (one["a"]["pairs_mark"] == other["a"]["pairs_mark"]) == is_same
    assert other["a/2"]["pairs_mark"] is other["b"]["pairs_mark"] is None


def test_the_order_of_decisions_marks_nothing(facts: Callable[..., dict[str, dict[str, Any]]]) -> None:
    pairs = [PAIR, PAIR | {"resident_key": "r-b", "is_same": False}]
    cells = [CORRECTION, CORRECTION | {"field": "sheet"}]
    assert facts(cells, pairs) == facts(cells[::-1], pairs[::-1])


def test_somebody_in_no_register_may_be_decided_on(facts: Callable[..., dict[str, dict[str, Any]]]) -> None:
    assert facts(pairs=[PAIR | {"resident_key": "031099009999"}])["a"]["pairs_mark"] is not None


def test_an_entry_written_anew_is_the_same_pair(ward: Any) -> None:
    ward.add("a", {"resident": {"citizen_id": "031060001001"}})
    tables = ward.tables()
    marks = []
    for key in ("r-a", "r-new"):
        residents = tables["residents"].with_columns(row_key=pl.lit(key))
        verdicts = tables["verdicts"].with_columns(resident_key=pl.lit(key))
        received = tables["land"].select(schemas.RAW_LAND.names)
        evidence = Evidence(received, tables["land"], verdicts, tables["candidates"], known_people(residents))
        pair = table_of(schemas.DECIDED_PAIRS, [PAIR | {"resident_key": key}])
        marks.append(row_facts(evidence, schemas.CORRECTIONS.empty(), pair))
    assert_frame_equal(*marks)
