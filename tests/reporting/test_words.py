"""Every word of the machine that staff may meet has its Vietnamese."""

from __future__ import annotations

import pytest

from cleaning.linking.comparisons import COMPARISONS
from cleaning.linking.contenders import CONTRADICTIONS
from cleaning.linking.deciding import REASONS
from cleaning.reporting.words import AGREEING, LEVELS, OF_BOTH_SIDES, RESIDENT_STATUS, USUAL
from cleaning.schemas import CANDIDATES, STATES


def test_every_comparison_is_told() -> None:
    assert list(LEVELS) == [name for name in CANDIDATES.names if name.startswith("level_")]


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.name)
def test_every_level_has_its_words(comparison) -> None:
    _, words = LEVELS[f"level_{comparison.name}"]
    assert words.keys() == set(comparison.levels) - {"missing"}


def test_a_difference_is_never_shown_as_agreement() -> None:
    differences = {
        "different", "one_slip", "same_head", "one_letter", "similar", "same_given", "same_day_other_year",
        "other_hamlet", "other_old_unit", "other_ward", "elsewhere",
    }  # fmt: skip
    assert not differences & set(AGREEING)


def test_levels_that_agree_belong_to_comparisons_of_both_sides() -> None:
    told = {level for column in OF_BOTH_SIDES for level in LEVELS[column][1]}
    assert set(AGREEING) <= told


def test_what_bars_or_speaks_for_a_candidate_is_never_passed_over() -> None:
    around = {level for column in LEVELS.keys() - set(OF_BOTH_SIDES) for level in LEVELS[column][1]}
    assert around - set(USUAL) == {
        "head", "spouse", "child", "minor", "dead", "unborn", "same_household", "perhaps_same_household",
        "other_household", "holds_other_land", "same_as_other_rows", "another_on_other_rows",
    }  # fmt: skip


def test_every_resident_status_has_its_words() -> None:
    assert RESIDENT_STATUS.keys() == set(STATES["resident_status"])


def test_reasons_and_contradictions_can_share_one_list_of_words() -> None:
    assert not REASONS.keys() & CONTRADICTIONS.keys()
