"""A short run of the damager of answered sheets; `python -m tests.fuzzing.answered_sheets` is the long one."""

from __future__ import annotations

import pytest

from tests.fuzzing.answered_sheets import Outcome, damaged_sheet, judge_together, outcomes
from tests.fuzzing.sheet_damages import DAMAGES

SHEETS = 60


@pytest.fixture(scope="module")
def told() -> list[Outcome]:
    return list(outcomes(11557, range(SHEETS)))


def test_no_damaged_sheet_becomes_a_wrong_decision(told: list[Outcome]) -> None:
    assert [(one.file, one.damages, one.wrong) for one in told if one.wrong] == []


def test_undamaged_sheets_are_taken_whole(told: list[Outcome]) -> None:
    undamaged = [one for one in told if not one.damages]
    assert undamaged
    assert [(one.file, one.meant - one.taken) for one in undamaged if one.taken != one.meant] == []


def test_damaged_sheets_are_not_simply_refused(told: list[Outcome]) -> None:
    assert sum(one.taken for one in told) > 0.4 * sum(one.meant for one in told)


def test_the_checker_sees_a_wrong_decision() -> None:
    sheet = damaged_sheet(11557, 0)
    swapped = dict(zip(sheet.meant, reversed(sheet.meant.values()), strict=True))
    sheet.meant.clear()
    sheet.meant.update(swapped)
    assert judge_together([sheet])[0].wrong


def test_there_are_many_kinds_of_damage() -> None:
    assert len({damage.name for damage in DAMAGES}) == len(DAMAGES) > 50
