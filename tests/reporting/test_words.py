"""Every word of the machine that staff may meet has its Vietnamese."""

from __future__ import annotations

import pytest

from cleaning.linking.comparisons import COMPARISONS
from cleaning.linking.deciding import CONTRADICTIONS, REASONS
from cleaning.reporting.words import AGREEING, LEVELS, RESIDENT_STATUS
from cleaning.schemas import CANDIDATES, STATES


def test_every_comparison_is_told() -> None:
    assert list(LEVELS) == [name for name in CANDIDATES.names if name.startswith("level_")]


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.name)
def test_every_level_has_its_words(comparison) -> None:
    _, words = LEVELS[f"level_{comparison.name}"]
    assert words.keys() == set(comparison.levels) - {"missing"}


def test_a_difference_is_never_shown_as_agreement() -> None:
    assert not {"different", "one_slip", "similar", "same_given", "other_hamlet", "elsewhere"} & set(AGREEING)


def test_every_resident_status_has_its_words() -> None:
    assert RESIDENT_STATUS.keys() == set(STATES["resident_status"])


def test_reasons_and_contradictions_can_share_one_list_of_words() -> None:
    assert not REASONS.keys() & CONTRADICTIONS.keys()
