"""Questions: the same evidence is the same question, other evidence another; what is remembered of each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning import schemas
from cleaning.discrepancies.evidence import known_people
from cleaning.discrepancies.questions import Evidence, Night, asked_of_named, asked_tonight, remembered
from tests.discrepancies.campaign import standing_row, table_of

NIGHT = Night("11557", date(2026, 11, 22), "run 1", "mặc định")
NO_ROUNDS = pl.DataFrame(schema={"discrepancy_id": pl.String, "round": pl.Int32})
OTHER_ID = {"holder_citizen_id": "031060001235", "holder_id_number_raw": "031060001235"}
TIED = {"verdict": "review", "reason": "tied", "probability": 0.5}
DOUBT = {"verdict": "review", "reason": "not_certain", "probability": 0.6}


@pytest.fixture
def ask(ward: Any, find: Callable[..., pl.DataFrame]) -> Callable[..., pl.DataFrame]:
    """QUESTIONS of the ward as it stands, with tables or received cells replaced."""

    def asked(
        received: pl.DataFrame | None = None,
        rounds: pl.DataFrame = NO_ROUNDS,
        **tables: pl.DataFrame,
    ) -> pl.DataFrame:
        whole = ward.tables() | tables
        people = known_people(whole["residents"].with_columns(is_id_shared=pl.lit(value=False)))
        raw = whole["land"].filter(pl.col("holder_ordinal") == 1).select(schemas.RAW_LAND.names)
        evidence = Evidence(
            raw if received is None else received, whole["land"], whole["verdicts"], whole["candidates"], people
        )
        return asked_tonight(find(whole), evidence, rounds, NIGHT)

    return asked


def one(questions: pl.DataFrame, code: str) -> dict[str, Any]:
    return questions.filter(pl.col("code") == code).row(0, named=True)


def with_cells(rows: pl.DataFrame, **cells: Any) -> pl.DataFrame:
    return rows.with_columns(**{name: pl.lit(value) for name, value in cells.items()})


def test_a_question_is_of_the_declared_form(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    ward.add("a", {"land": OTHER_ID})
    asked = one(ask(), "id_differs")
    assert re.fullmatch(schemas.QUESTION, asked["question"])
    assert asked["question"].startswith("C11557-")
    assert [asked[name] for name in ("discrepancy_id", "row_key", "residents", "proposal", "model", "run_id")] == [
        "a-08", "a", "031060001234", "031060001234", "mặc định", "run 1"
    ]  # fmt: skip
    assert (asked["probability"], asked["first_day"], asked["last_day"]) == (0.999, NIGHT.day, NIGHT.day)


def test_every_discrepancy_is_a_question(
    ward: Any, ask: Callable[..., pl.DataFrame], find: Callable[..., pl.DataFrame]
) -> None:
    ward.add("a", {"land": OTHER_ID})
    ward.add("b", {"verdict": DOUBT})
    ward.rejected.append({"source_file": "a.csv", "source_row": 7, "reason": "Dòng trống", "content": "…"})
    found, asked = find(ward.tables()), ask()
    assert sorted(asked["discrepancy_id"]) == sorted(found["discrepancy_id"])
    assert asked["question"].str.contains(schemas.QUESTION).all()
    assert one(asked, "row_rejected")["row_key"] is None


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("residents", {"citizen_id": "031060001999", "citizen_id_raw": "031060001999"}),
        ("residents", {"name_key": "vũ đình khoán"}),
        ("residents", {"birth_date": date(1960, 2, 4)}),
        ("land", {"holder_name_raw": "Ông Vũ Khoái"}),
        ("land", {"holder_birth_date_raw": "04/02/1960"}),
    ],
)
def test_other_evidence_is_another_question(
    ward: Any, ask: Callable[..., pl.DataFrame], table: str, cells: dict[str, Any]
) -> None:
    ward.add("a", {"land": OTHER_ID})
    before = one(ask(), "id_differs")
    after = one(ask(**{table: with_cells(ward.tables()[table], **cells)}), "id_differs")
    assert (after["discrepancy_id"], after["question"] == before["question"]) == (before["discrepancy_id"], False)


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("residents", {"residence_raw": "Tổ 9", "status_raw": "Thường trú"}),
        ("residents", {"name_raw": "Vũ Đình Khoái"}),
        ("land", {"area_raw": "99", "certificate_serial_raw": "AE 1"}),
        ("verdicts", {"probability": 0.99, "found_by": "name", "reason": "several", "model": "mới"}),
    ],
)
def test_what_it_does_not_rest_on_changes_no_question(
    ward: Any, ask: Callable[..., pl.DataFrame], table: str, cells: dict[str, Any]
) -> None:
    ward.add("a", {"land": OTHER_ID})
    before, after = ask(), ask(**{table: with_cells(ward.tables()[table], **cells)})
    assert one(after, "id_differs")["question"] == one(before, "id_differs")["question"]


def test_a_register_saved_anew_changes_no_question(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    ward.add("a", {"land": {"holder_birth_date": "1960-02-04"}})
    dead = {"resident_status": "dead", "status_raw": "Đã chết", "death_date_raw": "01/02/2020"}
    ward.add("b", {"resident": dead | {"citizen_id": "031060001299"}})
    tables = ward.tables()
    saved = with_cells(tables["residents"], birth_date_raw="1960-02-03", death_date_raw="2020-02-01").with_columns(
        pl.col("row_key") + "x"
    )
    verdicts = tables["verdicts"].with_columns(pl.col("resident_key") + "x")
    before, after = ask(), ask(residents=saved, verdicts=verdicts)
    assert before["resident_value"].to_list() != after["resident_value"].to_list()
    assert before.select("question", "residents").equals(after.select("question", "residents"))


def test_a_cell_corrected_by_decision_keeps_its_question(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    ward.add("a", {"land": OTHER_ID})
    before, received = ask(), ward.tables()["land"].select(schemas.RAW_LAND.names)
    again = {
        "holder_citizen_id": "031060001236",
        "holder_id_number_raw": "031060001236",
        "corrected": "holder_id_number",
    }
    after = ask(received, land=with_cells(ward.tables()["land"], **again))
    assert one(after, "id_differs")["land_value"] == "031060001236"
    assert one(after, "id_differs")["question"] == one(before, "id_differs")["question"]


def test_another_proposal_that_may_be_taken_is_another_question(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    ward.add("a", {"land": {"holder_name_lower": "vũ đình khoai"}})
    before = ask()
    spelt_otherwise = with_cells(ward.tables()["residents"], name="Vũ Đình Khóai")
    after = ask(residents=spelt_otherwise)
    assert one(before, "name_spelling")["resident_value"] == one(after, "name_spelling")["resident_value"]
    assert one(before, "name_spelling")["question"] != one(after, "name_spelling")["question"]


@pytest.fixture
def undecided(ward: Any) -> Any:
    """A row tied between three residents, and one that may be one of two."""
    people = {"x": "031060001001", "y": "031060001002", "z": "031060001003"}
    for key, number in people.items():
        ward.add(key, {"resident": {"citizen_id": number, "name": f"Vũ {key}", "name_key": f"vũ {key}"}})
    ward.add("tied", {"verdict": TIED, "candidates": ["x", "y", "z"]})
    ward.add("doubt", {"verdict": DOUBT, "candidates": ["z", "x"]})
    return ward


def test_whom_it_is_about(undecided: Any, ask: Callable[..., pl.DataFrame]) -> None:
    asked = ask()
    tied, doubt = one(asked, "person_ambiguous"), one(asked, "person_to_review")
    assert tied["residents"] == "031060001001|031060001002|031060001003"
    assert len(tied["person_marks"].split("|")) == 3
    assert doubt["residents"] == "031060001003"


def test_nobody_is_asked_about_where_nobody_is_linked(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    ward.add("a", {"verdict": {"verdict": "no_link", "reason": "nothing_found", "probability": None}})
    ward.add("b", {"land": {"area_state": "zero", "area_raw": "0"}})
    ward.problems += [{"row_key": "a", "code": "id_missing"}, {"row_key": "b", "code": "area_invalid"}]
    asked = ask()
    assert asked.filter(pl.col("residents").is_not_null()).height == 0
    assert set(asked["code"]) == {"person_not_found", "id_missing", "area_invalid"}


def test_candidates_in_another_order_are_the_same_question(undecided: Any, ask: Callable[..., pl.DataFrame]) -> None:
    before = ask()
    turned = undecided.tables()["candidates"].with_columns(
        rank=pl.when(pl.col("row_key") == "tied").then(4 - pl.col("rank")).otherwise("rank").cast(pl.Int32)
    )
    after = ask(candidates=turned)
    assert one(after, "person_ambiguous")["resident_value"] != one(before, "person_ambiguous")["resident_value"]
    assert one(after, "person_ambiguous")["question"] == one(before, "person_ambiguous")["question"]


def test_other_candidates_are_another_question(undecided: Any, ask: Callable[..., pl.DataFrame]) -> None:
    before = ask()
    fewer = undecided.tables()["candidates"].filter(~((pl.col("row_key") == "tied") & (pl.col("rank") == 3)))
    after = ask(candidates=fewer)
    assert one(after, "person_ambiguous")["question"] != one(before, "person_ambiguous")["question"]
    assert one(after, "person_to_review")["question"] == one(before, "person_to_review")["question"]


def test_a_withdrawal_asks_anew(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    ward.add("a", {"land": OTHER_ID})
    rounds = pl.DataFrame({"discrepancy_id": ["a-08", "b-08"], "round": [2, 3]}, schema_overrides={"round": pl.Int32})
    assert one(ask(rounds=rounds), "id_differs")["question"] == one(ask(), "id_differs")["question"] + "-2"


def test_one_of_several_people_of_a_cell(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    named = {"holders_named": 2}
    ward.add("a", {"land": OTHER_ID | named})
    ward.add("a/2", {"land": OTHER_ID | named | {"holder_ordinal": 2}})
    ward.add("b", {"land": OTHER_ID})
    ward.problems.append({"row_key": "a", "code": "area_invalid"})
    asked = ask()
    assert asked.select("row_key", "code", "is_one_of_several").sort("row_key", "code").rows() == [
        ("a", "area_invalid", False), ("a", "id_differs", True), ("a/2", "id_differs", True), ("b", "id_differs", False)
    ]  # fmt: skip
    of_cell = asked.filter(pl.col("row_key") != "b", pl.col("code") == "id_differs")
    assert of_cell["question"].n_unique() == 2


def test_row_order_changes_nothing(undecided: Any, ask: Callable[..., pl.DataFrame]) -> None:
    turned = {name: table.reverse() for name, table in undecided.tables().items()}
    assert_frame_equal(ask(), ask(turned["land"].select(schemas.RAW_LAND.names), **turned))


# ---- whom an answer named -------------------------------------------------------------------------------------------

UNKNOWN = {"verdict": {"verdict": "no_link", "reason": "nothing_found", "probability": None}}


@pytest.fixture
def named(ward: Any, ask: Callable[..., pl.DataFrame]) -> Callable[..., str]:
    """The question of a row nobody was found for, which an answer has named a resident for since changed."""
    ward.add("a", UNKNOWN | {"resident": {"citizen_id": "031060001001"}})
    ward.add("b", {"resident": {"citizen_id": "031060001002"}})

    def question(resident: str = "031060001001", mark: str | None = None, **cells: Any) -> str:
        tables = ward.tables()
        people = known_people(tables["residents"]).filter(pl.col("resident") == "031060001001")
        first = one(ask(), "person_not_found")
        answer = {"answer": "other_value", "is_same": True, "residents": resident, "code": "person_not_found"}
        row = standing_row(first["question"], "decided", discrepancy_id="a-01", row_key="a") | answer
        row["person_marks"] = people["person_mark"].item() if mark is None else mark
        is_them = pl.col("citizen_id") == "031060001001"
        changed = tables["residents"].with_columns(
            pl.when(is_them).then(pl.lit(value)).otherwise(name).alias(name) for name, value in cells.items()
        )
        asked, again = (
            asked_of_named(ask(residents=changed), table_of(schemas.STANDING, [answered]), known_people(changed))
            for answered in (row, row | {"status": "waiting"})
        )
        assert one(again, "person_not_found")["question"] == first["question"]
        assert asked["question"].str.contains(schemas.QUESTION).all()
        return "same" if one(asked, "person_not_found")["question"] == first["question"] else "another"

    return question


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, "same"),
        ({"residence_raw": "Tổ 9"}, "same"),
        ({"name_key": "vũ đình khoán"}, "another"),
        ({"birth_date": date(1960, 2, 4)}, "another"),
    ],
)
def test_whom_an_answer_named_may_be_another_by_now(
    named: Callable[..., str], cells: dict[str, Any], expected: str
) -> None:
    assert named(**cells) == expected


def test_answered_anew_it_stays_the_new_question(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    ward.add("a", UNKNOWN | {"resident": {"citizen_id": "031060001001"}})
    people = known_people(ward.tables()["residents"])
    answer = {"discrepancy_id": "a-01", "is_same": True, "residents": "031060001001"}
    old = standing_row(ask()["question"].item(), "decided", **answer, person_marks="00000000")
    renamed = asked_of_named(ask(), table_of(schemas.STANDING, [old]), people)
    anew = standing_row(renamed["question"].item(), "decided", **answer, person_marks=people["person_mark"].item())
    for rows in ([old, anew], [anew, old]):
        assert_frame_equal(asked_of_named(ask(), table_of(schemas.STANDING, rows), people), renamed)


def test_somebody_of_no_register_stays_who_was_named(named: Callable[..., str]) -> None:
    assert named("031099009999", "00000000") == "same"


def test_an_entry_without_number_is_known_by_its_mark(named: Callable[..., str]) -> None:
    assert named("old key") == "same"
    assert named("old key", "00000000") == "another"


# ---- from night to night --------------------------------------------------------------------------------------------


def test_a_question_asked_again_keeps_its_first_day(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    ward.add("a", {"land": OTHER_ID})
    first = ask()
    again = first.with_columns(
        first_day=date(2026, 11, 25), last_day=date(2026, 11, 25), run_id=pl.lit("run 9"), model=pl.lit("mới"),
        land_value=pl.lit("như hiện nay"),
    )  # fmt: skip
    kept = one(remembered(again, first), "id_differs")
    assert (kept["first_day"], kept["last_day"], kept["run_id"], kept["model"], kept["land_value"]) == (
        NIGHT.day, date(2026, 11, 25), "run 1", "mặc định", "như hiện nay"
    )  # fmt: skip


def test_no_question_is_forgotten(ward: Any, ask: Callable[..., pl.DataFrame]) -> None:
    ward.add("a", {"land": OTHER_ID})
    first = ask()
    other = first.with_columns(question=pl.col("question") + "-2", first_day=date(2026, 11, 25))
    both = remembered(other, first)
    assert sorted(both["question"]) == sorted([*first["question"], *other["question"]])
    assert_frame_equal(remembered(schemas.QUESTIONS.empty(), both), both)
    assert_frame_equal(remembered(other, both), both)
