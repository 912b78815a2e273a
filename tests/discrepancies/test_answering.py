"""The catalogue and the answers to it fit each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cleaning import schemas
from cleaning.discrepancies.answering import ANSWERING, VALID
from cleaning.discrepancies.catalogue import CATALOGUE, ENTRIES
from cleaning.discrepancies.entries import NOTHING
from cleaning.discrepancies.sentences import SENTENCES
from tests.discrepancies.campaign import table_of

CODES = [entry.code for entry in CATALOGUE]
EVERY_CODE = pytest.mark.parametrize("code", CODES)
FIELDS = {*schemas.LAND_FIELDS, *schemas.LAND_FIELDS_OF_EXPORTS}
PERSON_CODES = {"person_not_found", "person_ambiguous", "person_to_review"}


def test_every_code_is_answered_for() -> None:
    assert list(ANSWERING) == CODES


@EVERY_CODE
def test_answers_are_those_there_are_and_doubt_is_always_one(code: str) -> None:
    answers = ANSWERING[code].answers
    assert set(answers) <= set(schemas.ANSWERS)
    assert len(set(answers)) == len(answers) > 1
    assert "unclear" in answers


@EVERY_CODE
def test_evidence_stands_in_cells_there_are(code: str) -> None:
    assert set(ANSWERING[code].about) <= FIELDS
    assert len(set(ANSWERING[code].about)) == len(ANSWERING[code].about)
    assert len(ANSWERING[code].about) > 0 or code == "row_rejected"


@EVERY_CODE
def test_what_is_shown_of_the_land_record_is_evidence(code: str) -> None:
    shown = {name.removesuffix("_raw") for name in ENTRIES[code].land.meta.root_names() if name.endswith("_raw")}
    assert shown <= set(ANSWERING[code].about)


@EVERY_CODE
def test_a_cell_is_corrected_while_it_is_as_received(code: str) -> None:
    corrected = ANSWERING[code].corrects
    assert set(corrected) <= set(schemas.LAND_FIELDS) - set(schemas.LAND_FIELDS_IGNORED)
    assert set(corrected) <= set(ANSWERING[code].about)
    assert set(corrected) <= set(VALID)


@EVERY_CODE
def test_a_value_is_asked_for_where_it_has_a_use(code: str) -> None:
    one = ANSWERING[code]
    assert ("other_value" in one.answers) == (len(one.corrects) > 0 or one.names_person)


@EVERY_CODE
def test_the_registers_value_can_be_taken_where_it_is_proposed(code: str) -> None:
    if "take_register" in ANSWERING[code].answers:
        assert ENTRIES[code].on_link
        assert not ENTRIES[code].proposal.meta.eq(NOTHING)
        assert len(ANSWERING[code].corrects) == 1
        assert {name.split("_")[0] for name in ENTRIES[code].proposal.meta.root_names()} >= {"resident"}


@EVERY_CODE
def test_only_somebody_who_is_shown_can_be_confirmed_or_denied(code: str) -> None:
    entry, answers = ENTRIES[code], ANSWERING[code].answers
    if {"same", "different"} & set(answers):
        assert entry.on_link or code in PERSON_CODES - {"person_not_found"}
        assert all(
            name.split("_")[0] in ("resident", "candidate", "candidates") for name in entry.resident.meta.root_names()
        )


@EVERY_CODE
def test_a_row_nobody_is_linked_to_can_be_answered_too(code: str) -> None:
    about_somebody_shown = {"person_ambiguous", "person_to_review", "owner_moved_away"}
    alone = set(ANSWERING[code].answers) - {"same", "different", "take_register", "unclear"}
    assert alone or code in about_somebody_shown


@EVERY_CODE
def test_a_sentence_asks_for_what_can_be_answered(code: str) -> None:
    for wording in SENTENCES[code]:
        assert "Giá trị đúng" not in wording or "other_value" in ANSWERING[code].answers
        for answer, words in schemas.ANSWERS.items():
            assert f"“{words}”" not in wording or answer in ANSWERING[code].answers


def test_every_rule_of_a_usable_value_is_of_a_cell_that_is_corrected() -> None:
    assert set(VALID) == {field for one in ANSWERING.values() for field in one.corrects}


@pytest.fixture(scope="session")
def usable(good: dict[str, dict[str, Any]]) -> dict[str, bool]:
    """Whether each cell of the good row is usable, one who uses the land beside the holder with it."""
    more = {"current_user_name": "Lê Thị Mận", "organisation_id_state": "ok"}
    days = {"holder_birth_date": None, "certificate_date": None}
    row = table_of(schemas.LAND, [good["land"] | days | more])
    return row.select(rule.alias(field) for field, rule in VALID.items()).row(0, named=True)


@pytest.mark.parametrize("field", sorted(VALID))
def test_a_good_cell_is_usable(usable: dict[str, bool], field: str) -> None:
    assert usable[field] is True


@pytest.mark.parametrize("field", sorted(VALID))
def test_an_unread_cell_is_not_usable(field: str) -> None:
    flags = {column.name: False for column in schemas.LAND.columns if column.dtype == pl.Boolean}
    row = table_of(schemas.LAND, [flags])
    assert row.select(VALID[field].fill_null(value=False)).item() is False


def test_the_good_row_is_that_of_the_cases(good: dict[str, dict[str, Any]]) -> None:
    path = Path(__file__).parents[1] / "cases" / "discrepancies_good_row.json"
    assert json.loads(path.read_text(encoding="utf-8")) == good
