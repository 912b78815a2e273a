"""What one model changes against another, level by level."""

from __future__ import annotations

import pytest

from cleaning.linking.model import Level, Model
from cleaning.linking.model_diff import model_diff

OLD = Model(
    name="old",
    trained_on="invented",
    figures={},
    share_listed={"here": 0.5},
    agreement={"name_key": 0.01},
    levels={
        "gender": (Level(name="same", m=0.8, u=0.1), Level(name="different", m=0.2, u=0.8)),
        "birth": (Level(name="same_day", m=0.5, u=0.25),),
    },
)
NEW = OLD.model_copy(
    update={
        "name": "new",
        "share_listed": {"here": 0.8, "elsewhere": 0.1},
        "agreement": {"name_key": 0.04, "birth_year": 0.02},
        "levels": OLD.levels | {"gender": (Level(name="same", m=0.8, u=0.2), Level(name="different", m=0.2, u=0.8))},
    }
)


def test_every_level_is_told_in_order_with_both_sides() -> None:
    levels = model_diff(OLD, NEW).levels
    assert levels.columns == [
        "comparison", "level", "m_old", "m_new", "u_old", "u_new", "weight_old", "weight_new", "change",
    ]  # fmt: skip
    assert levels.rows() == [
        ("gender", "same", 0.8, 0.8, 0.1, 0.2, 3.0, 2.0, -1.0),
        ("gender", "different", 0.2, 0.2, 0.8, 0.8, -2.0, -2.0, 0.0),
        ("birth", "same_day", 0.5, 0.5, 0.25, 0.25, 1.0, 1.0, 0.0),
    ]


def test_the_share_listed_moves_every_pair() -> None:
    diff = model_diff(OLD, NEW)
    assert (diff.old, diff.new) == ("old", "new")
    assert diff.share_listed.drop("change").rows() == [("here", 0.5, 0.8), ("elsewhere", None, 0.1)]
    assert diff.share_listed["change"].to_list() == [pytest.approx(2.0), None]  # odds from 1 to 4


def test_a_form_the_old_model_did_not_know_has_no_change() -> None:
    assert model_diff(OLD, NEW).agreement.rows() == [("name_key", 0.01, 0.04, 2.0), ("birth_year", None, 0.02, None)]


def test_a_model_changes_nothing_against_itself() -> None:
    diff = model_diff(NEW, NEW)
    assert diff.levels["change"].abs().sum() == 0
    assert diff.share_listed["change"].to_list() == diff.agreement["change"].to_list() == [0.0, 0.0]
