"""One row per night: what is counted, and marks that change when what they stand for does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from cleaning import schemas
from cleaning.discrepancies.nights import Basis, Results, with_tonight
from cleaning.discrepancies.questions import Night
from cleaning.settings import Settings
from tests.discrepancies.campaign import question, standing_row, table_of

NIGHT = Night("11557", date(2026, 11, 22), "run", "mặc định")
LIST = pl.DataFrame({"row_key": ["a", "b", "c"], "row_mark": ["1", "2", None]})


def results() -> Results:
    land = [
        {"row_key": key, "holder_type": kind} for key, kind in (("a", "person"), ("b", "person"), ("c", "organisation"))
    ]
    verdicts = [
        {"row_key": key, "verdict": verdict}
        for key, verdict in (("a", "link"), ("b", "no_link"), ("c", "not_a_person"))
    ]
    followed = [
        {"discrepancy_id": name, "severity": severity, "state": state}
        for name, severity, state in (
            ("1", "error", "new"), ("2", "error", "answered"), ("3", "warning", "waiting"), ("4", "info", "open"),
            ("5", "warning", "reopened"), ("6", "error", "open"),
        )
    ]  # fmt: skip
    return Results(
        land=table_of(schemas.LAND, land),
        verdicts=table_of(schemas.VERDICTS, verdicts),
        parcels=table_of(schemas.PARCELS, [{"parcel_id": str(at), "group": at % 3 + 1} for at in range(7)]),
        followed=table_of(schemas.FOLLOWED, followed),
    )


def standing(*discrepancies: str, status: str = "decided") -> pl.DataFrame:
    return table_of(
        schemas.STANDING, [standing_row(question("AAA"), status, discrepancy_id=one) for one in discrepancies]
    )


def tonight(**changed: Any) -> dict[str, Any]:
    basis = {"lists": [LIST], "standing": standing("2"), "settings": Settings(), "code_version": "1"}
    return with_tonight(schemas.NIGHTS.empty(), NIGHT, results(), Basis(**(basis | changed))).row(0, named=True)


def test_what_is_counted() -> None:
    told = tonight()
    assert [told[name] for name in ("parcels", "group_1", "group_2", "group_3", "people", "linked")] == [
        7,
        3,
        2,
        2,
        2,
        1,
    ]
    assert (told["asked_errors"], told["asked_warnings"]) == (2, 2)
    assert (told["day"], told["model"], told["code_version"]) == (NIGHT.day, "mặc định", "1")


@pytest.mark.parametrize(
    ("answers", "answered"),
    [
        (standing("2"), 1),
        (standing("2", "gone"), 2),
        (standing("2", "5"), 1),
        (standing("3", status="waiting"), 0),
        (standing("1", status="conflict"), 0),
    ],
    ids=["on the sheet", "no longer found", "asked again", "unclear", "contradicting"],
)
def test_an_answer_counts_until_it_is_asked_again(answers: pl.DataFrame, answered: int) -> None:
    assert tonight(standing=answers)["answered"] == answered


@pytest.mark.parametrize(
    ("mark", "changed"),
    [
        ("data_mark", {"lists": [LIST.with_columns(row_mark=pl.lit("1"))]}),
        ("data_mark", {"lists": [LIST.head(2)]}),
        ("data_mark", {"lists": [LIST, LIST]}),
        ("data_mark", {"lists": [LIST.with_columns(row_key=pl.col("row_key").reverse())]}),
        ("settings_mark", {"settings": Settings(link_at=0.97)}),
        ("decisions_mark", {"standing": standing("2", "3")}),
        ("decisions_mark", {"standing": standing("2", status="waiting")}),
        ("code_version", {"code_version": "2"}),
    ],
)
def test_a_mark_tells_what_changed_and_nothing_else(mark: str, changed: dict[str, Any]) -> None:
    marks = ("data_mark", "settings_mark", "decisions_mark", "code_version", "model")
    before, after = tonight(), tonight(**changed)
    assert [name for name in marks if before[name] != after[name]] == [mark]


def test_row_order_marks_nothing() -> None:
    turned = {"lists": [LIST.reverse().select("row_mark", "row_key")], "standing": standing("3", "2")}
    assert tonight(**turned) == tonight(standing=standing("2", "3"))


def test_nights_stand_in_order_and_once_each() -> None:
    nights = schemas.NIGHTS.empty()
    basis = Basis([LIST], standing("2"), Settings(), "1")
    for later in (2, 0, 1, 1):
        night = Night("11557", NIGHT.day + timedelta(days=later), "run", "mặc định")
        nights = with_tonight(nights, night, results(), basis)
    assert nights["day"].to_list() == [NIGHT.day + timedelta(days=at) for at in range(3)]
