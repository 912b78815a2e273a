"""What stands of all that people said."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.decisions.standing import live_answers, rounds, standing
from cleaning.schemas import DECISIONS, STANDING
from tests.decisions.decision_rows import decisions, question

MAI, HOA = "Nguyễn Thị Mai", "Trần Văn Hòa"
TAKE = {"answer": "take_register", "corrects": {"holder_id_number": "031099001234"}}
SAME_NUMBER = {
    "answer": "other_value", "value": "031099001234", "corrects": {"holder_id_number": "031099001234"},
}  # fmt: skip
KEEP, UNCLEAR = {"answer": "keep_land"}, {"answer": "unclear"}
SAME, DIFFERENT = {"answer": "same", "is_same": True}, {"answer": "different", "is_same": False}


def _by(who: str, said: dict[str, Any], **more: object) -> dict[str, Any]:
    return said | {"decided_by": who} | more


def _only(said: list[dict[str, Any]]) -> dict[str, Any]:
    return standing(decisions(said)).row(0, named=True)


def test_nothing_said_nothing_stands() -> None:
    assert_frame_equal(standing(DECISIONS.empty()), STANDING.empty())
    assert rounds(DECISIONS.empty()).schema == {"discrepancy_id": pl.String, "round": pl.Int32}


@pytest.mark.parametrize(
    ("said", "status", "answer"),
    [
        ([_by(MAI, KEEP)], "decided", "keep_land"),
        ([_by(MAI, KEEP), _by(MAI, TAKE)], "decided", "take_register"),
        ([_by(MAI, KEEP), _by("NGUYEN THI MAI", TAKE)], "decided", "take_register"),
        ([_by(MAI, KEEP), _by(HOA, KEEP)], "decided", "keep_land"),
        ([_by(MAI, TAKE), _by(HOA, SAME_NUMBER)], "decided", "other_value"),
        ([_by(MAI, KEEP), _by(HOA, TAKE)], "conflict", None),
        ([_by(MAI, SAME), _by(HOA, DIFFERENT)], "conflict", None),
        ([_by(MAI, UNCLEAR)], "waiting", "unclear"),
        ([_by(MAI, UNCLEAR), _by(HOA, UNCLEAR)], "waiting", "unclear"),
        ([_by(MAI, KEEP), _by(HOA, UNCLEAR)], "decided", "keep_land"),
        ([_by(HOA, UNCLEAR), _by(MAI, KEEP)], "decided", "keep_land"),
        ([_by(MAI, KEEP), _by(MAI, UNCLEAR)], "waiting", "unclear"),
        ([_by(MAI, KEEP), _by(HOA, TAKE), {"withdraws": 2}], "decided", "keep_land"),
        ([_by(MAI, KEEP), _by(HOA, TAKE), _by(HOA, KEEP)], "decided", "keep_land"),
    ],
)
def test_of_each_person_the_last_answer_counts(said: list[dict[str, Any]], status: str, answer: str | None) -> None:
    stands = _only(said)
    assert (stands["status"], stands["answer"]) == (status, answer)


def test_a_conflict_applies_nothing_and_says_who_said_what() -> None:
    stands = _only([_by(MAI, SAME_NUMBER), _by(HOA, KEEP), _by("Lê An", UNCLEAR)])
    assert stands["said"] == "Nguyễn Thị Mai: giá trị khác (031099001234); Trần Văn Hòa: giữ theo đất đai"
    assert stands["decided_by"] == "Nguyễn Thị Mai, Trần Văn Hòa"
    assert [stands[name] for name in ("answer", "value", "is_same", "residents", "corrections")] == [None] * 5


def test_a_decision_is_of_its_day_in_vietnam() -> None:
    stands = _only([_by(MAI, KEEP), _by(HOA, KEEP, taken_at="2026-11-22T17:30:00Z", note="theo sổ")])
    assert (stands["decided_on"], stands["sequence"], stands["note"]) == (date(2026, 11, 23), 2, "theo sổ")
    assert stands["decided_by"] == "Nguyễn Thị Mai, Trần Văn Hòa"


def test_questions_stand_apart() -> None:
    said = decisions(
        [_by(MAI, KEEP), _by(HOA, TAKE, question=question("FFFFFFFF")), _by(HOA, KEEP, discrepancy_id="b")]
    )
    assert standing(said)["status"].to_list() == ["decided"] * 3


@pytest.mark.parametrize(
    ("said", "round"),
    [
        ([_by(MAI, KEEP)], None),
        ([_by(MAI, KEEP), {"withdraws": 1}], 2),
        ([_by(MAI, KEEP), _by(HOA, TAKE), {"withdraws": 1}], None),
        ([_by(MAI, KEEP), _by(HOA, TAKE), {"withdraws": 1}, {"withdraws": 2}], 2),
        # an older answer does not come back when the one after it is withdrawn
        ([_by(MAI, KEEP), _by(MAI, TAKE), {"withdraws": 2}], 2),
        ([_by(MAI, KEEP), _by(MAI, TAKE), {"withdraws": 1}], None),
        ([_by(MAI, KEEP), _by(MAI, TAKE), {"withdraws": 1}, {"withdraws": 2}], 2),
        # an old sheet that comes in late changes nothing
        ([_by(MAI, KEEP), {"withdraws": 1}, _by(HOA, TAKE)], 2),
        ([_by(MAI, KEEP), {"withdraws": 1}, _by(HOA, TAKE), {"withdraws": 3, "decided_by": HOA}], 2),
        ([_by(MAI, KEEP), {"withdraws": 1}, _by(MAI, TAKE, question=question(round=2))], 2),
        (
            [
                _by(MAI, KEEP), {"withdraws": 1}, _by(MAI, TAKE, question=question(round=2)),
                {"withdraws": 3, "question": question(round=2)},
            ],
            3,
        ),
    ],
)  # fmt: skip
def test_a_withdrawal_that_leaves_no_answer_asks_anew(said: list[dict[str, Any]], round: int | None) -> None:
    found = rounds(decisions(said))
    assert found.rows() == ([] if round is None else [("row-1-08", round)])


def test_answers_of_an_earlier_round_count_no_more() -> None:
    said = decisions([_by(MAI, KEEP), {"withdraws": 1}, _by(HOA, TAKE), _by(HOA, KEEP, question=question(round=2))])
    assert live_answers(said)["sequence"].to_list() == [4]
    assert standing(said)["question"].to_list() == [question(round=2)]


_SAID = st.builds(
    lambda who, what, asked: _by(who, what, question=question(asked)),
    st.sampled_from([MAI, HOA, "Lê An"]),
    st.sampled_from([KEEP, TAKE, UNCLEAR, SAME, DIFFERENT]),
    st.sampled_from(["0A1B2C3D", "FFFFFFFF"]),
)


@settings(max_examples=25)
@given(st.lists(_SAID, min_size=1, max_size=8), st.data())
def test_the_order_of_rows_tells_nothing(said: list[dict[str, Any]], data: st.DataObject) -> None:
    withdrawn = data.draw(st.lists(st.integers(1, len(said)), unique=True))
    told = decisions([*said, *({"withdraws": at, "question": said[at - 1]["question"]} for at in withdrawn)])
    shuffled = told.sample(fraction=1, shuffle=True, seed=data.draw(st.integers(0, 99)))
    assert_frame_equal(standing(shuffled), standing(told))
    assert_frame_equal(rounds(shuffled), rounds(told))
    live = live_answers(told)
    assert not set(live["decision_id"]) & {f"D{at:04d}" for at in withdrawn}
    assert live.select("question", "decided_by").is_unique().all()
