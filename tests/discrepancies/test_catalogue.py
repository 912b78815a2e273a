"""The catalogue as a contract: its codes, its numbers, its words."""

from __future__ import annotations

import pytest

from cleaning.discrepancies import CATALOGUE
from cleaning.discrepancies.entries import HANDLERS, SEVERITIES, Entry
from cleaning.discrepancies.groups import RULES
from cleaning.discrepancies.sentences import SENTENCES
from expectations import suites

CONTRACT = """
person_not_found person_ambiguous person_to_review
id_missing id_old_cmnd id_repaired id_malformed id_differs id_belongs_to_other id_inconsistent id_shared
name_spelling name_differs text_legacy_encoding birth_date_incomplete birth_date_differs gender_differs
address_outdated address_differs owner_deceased owner_moved_away current_user_differs owner_minor
household_members_unknown parcel_key_missing parcel_duplicate parcel_sheet_ambiguous
parcel_id_missing parcel_id_malformed parcel_id_outside_unit parcel_id_shared area_invalid area_parts_mismatch
land_use_unknown land_use_superseded land_use_ambiguous unit_unknown unit_superseded unit_split
certificate_missing certificate_serial_malformed certificate_serial_shared certificate_date_invalid
register_number_malformed org_id_missing org_id_invalid row_rejected row_repeated
guid_shared
""".split()  # noqa: SIM905  a list of 49 strings would be read less easily
ALL = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.code)


def test_codes_and_numbers_never_change() -> None:
    assert [(entry.code, entry.number) for entry in CATALOGUE] == [
        (code, place) for place, code in enumerate(CONTRACT, 1)
    ]


@ALL
def test_words_of_closed_lists(entry: Entry) -> None:
    assert entry.severity in SEVERITIES
    assert entry.handler in HANDLERS


@ALL
def test_entry_has_a_title_and_a_sentence(entry: Entry) -> None:
    assert entry.title[0].isupper()
    assert not entry.title.endswith(".")
    assert len(SENTENCES[entry.code]) > 0


@ALL
def test_every_rule_explains_itself(entry: Entry) -> None:
    rules = {rule.code: rule.meaning for rule in suites.LAND if rule.severity != "critical"}
    told = rules.get(entry.code) if entry.rule is None else entry.rule.__doc__
    assert told or entry.code == "row_rejected"


def test_one_rule_one_place() -> None:
    by_expectation = {rule.code for rule in suites.LAND if rule.severity != "critical"}
    by_rule = {entry.code for entry in CATALOGUE if entry.rule is not None}
    assert by_expectation.isdisjoint(by_rule)
    assert by_expectation | by_rule | {"row_rejected"} == set(CONTRACT)


def test_no_sentence_without_entry() -> None:
    assert set(SENTENCES) == set(CONTRACT)


def test_group_reasons_are_codes() -> None:
    assert {one.code for rules in RULES.values() for one in rules.group_1} <= set(CONTRACT)
