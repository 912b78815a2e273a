"""The life of discrepancies: the truth table of nights and answers, and what holds of any nights."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning import schemas
from cleaning.discrepancies.answering import ANSWERING
from cleaning.discrepancies.life import Asked, Decided, follow
from tests.discrepancies.campaign import FIRST, ID, NO_CONFLICTS, Campaign, question, standing_row, table_of

CASES = pl.read_csv(Path(__file__).parents[1] / "cases" / "life_of_discrepancies.csv", infer_schema=False)  # noqa: TID251  truth table
ANSWERS = st.sampled_from(
    [".", "decided", "waiting", "conflict", "withdrawn", "lost", "decided+withdrawn", "rowconflict", "settled"]
)
NIGHTS = st.lists(st.tuples(st.sampled_from(["A", "B", "AAB", "ABA", None]), ANSWERS), min_size=1, max_size=6)


@pytest.mark.parametrize("case", CASES.rows(named=True), ids=lambda case: case["case"])
def test_case(case: dict[str, str]) -> None:
    campaign, states, days = Campaign(), [], []
    said = ["", *(case["answers"] or "").split()]
    for evidence, answer in zip(case["nights"].split(), said, strict=True):
        if answer:
            campaign.say(answer)
        campaign.night(None if evidence == "-" else evidence)
        states += campaign.life["state"].to_list() or ["."]
        days += [str((day - FIRST).days + 1) for day in campaign.life["state_day"]] or ["."]
    assert (" ".join(states), " ".join(days)) == (case["states"], case["days"])


def test_every_state_has_a_case() -> None:
    assert set(" ".join(CASES["states"]).split()) - {"."} == {"new", "open", "reopened", "waiting", "answered", "gone"}


@settings(max_examples=30)
@given(NIGHTS)
def test_what_holds_of_any_nights(nights: list[tuple[str | None, str]]) -> None:
    campaign = Campaign()
    for evidence, answer in nights:
        followed = campaign.night(evidence)
        assert campaign.life.height == min(1, campaign.questions.height)
        for row in followed.iter_rows(named=True):
            stands = campaign.standing.get(row["question"], {"status": "", "answer": None})
            contradicted = stands["status"] == "conflict" or campaign.conflicts.height > 0
            assert (row["state"] == "answered") == (stands["status"] == "decided" and not contradicted)
            assert row["answer"] == (None if contradicted else stands["answer"])
            assert row["is_settled"] == (row["state"] == "answered")
            assert row["since"] == campaign.life["since"].item() <= campaign.day
            assert row["sentence"].endswith("Câu thường.")
        assert (campaign.life["state"] == "gone").to_list() == (
            [True] * campaign.life.height if evidence is None else [False]
        )
        campaign.say(answer)


@settings(max_examples=15)
@given(NIGHTS)
def test_a_night_run_twice_is_the_same(nights: list[tuple[str | None, str]]) -> None:
    campaign = Campaign()
    for evidence, answer in nights:
        before = campaign.life, campaign.questions
        campaign.night(evidence)
        after = campaign.life, campaign.questions
        campaign.life, campaign.questions = before
        _, life, ever = campaign.run(evidence)
        assert_frame_equal(life, after[0])
        assert_frame_equal(ever, after[1])
        campaign.life, campaign.questions = after
        campaign.say(answer)


def test_first_known_day_is_kept_for_ever() -> None:
    campaign = Campaign()
    for evidence in ("A", None, "B", None, "A"):
        followed = campaign.night(evidence)
    assert followed["since"].to_list() == [FIRST]
    assert campaign.life["state_day"].to_list() == [FIRST + timedelta(days=4)]


def test_life_remembers_what_was_shown_last() -> None:
    campaign = Campaign()
    for evidence in ("A", "B", None):
        campaign.night(evidence)
    kept = campaign.life.row(0, named=True)
    assert (kept["land_value"], kept["question"], kept["state"]) == ("đất B", question("BBB"), "gone")


def test_what_an_act_of_registration_must_mend_is_not_settled_by_an_answer() -> None:
    assert not ANSWERING["owner_deceased"].settles
    found = [
        {"discrepancy_id": f"{code}-1", "code": code, "row_key": code, "sentence": "Câu."}
        for code in ("owner_deceased", "id_differs")
    ]
    asked = [
        {"discrepancy_id": one["discrepancy_id"], "question": question("AAA"), "code": one["code"]} for one in found
    ]
    standing = [standing_row(question("AAA"), "decided", discrepancy_id=one["discrepancy_id"]) for one in found]
    tonight = table_of(schemas.QUESTIONS, asked)
    decided = Decided(table_of(schemas.STANDING, standing), NO_CONFLICTS, schemas.CORRECTIONS.empty())
    followed, _ = follow(
        table_of(schemas.DISCREPANCIES, found), Asked(tonight, tonight), schemas.LIFE.empty(), decided, as_of=FIRST
    )
    assert followed.select("code", "state", "is_settled").rows() == [
        ("owner_deceased", "answered", False), ("id_differs", "answered", True)
    ]  # fmt: skip


def test_an_answer_is_shown_with_who_gave_it_and_why() -> None:
    campaign = Campaign()
    campaign.night("A")
    campaign.standing[campaign.last] = standing_row(campaign.last, "decided", value="X", note="theo căn cước")
    row = campaign.night("A").row(0, named=True)
    assert [row[name] for name in ("answer", "value", "answered_by", "answer_note")] == [
        "keep_land", "X", "Bà Mẫu", "theo căn cước"
    ]  # fmt: skip


@settings(max_examples=15)
@given(st.permutations(range(4)), st.permutations(range(4)))
def test_row_order_changes_nothing(of_found: list[int], of_memory: list[int]) -> None:
    found, tonight, memory, standing = _four()
    decided = Decided(standing, NO_CONFLICTS, schemas.CORRECTIONS.empty())
    expected = follow(found, Asked(tonight, tonight), memory, decided, as_of=FIRST)
    turned = Decided(standing[of_memory], NO_CONFLICTS, schemas.CORRECTIONS.empty())
    asked = tonight[of_memory]
    followed, life = follow(found[of_found], Asked(asked, asked[::-1]), memory[of_memory], turned, as_of=FIRST)
    assert_frame_equal(followed, expected[0][of_found])
    assert_frame_equal(life, expected[1])


def _four() -> tuple[pl.DataFrame, ...]:
    """Four discrepancies: new, open, answered and reopened."""
    ids = ["a", "b", "c", "d"]
    found = [{"discrepancy_id": one, "code": "id_differs", "row_key": one, "sentence": "Câu."} for one in ids]
    asked = [{"discrepancy_id": one, "question": question("AAA"), "code": "id_differs"} for one in ids]
    was = {"a": "gone", "b": "open", "c": "answered", "d": "answered"}
    memory = [
        {"discrepancy_id": one, "question": question("AAA"), "since": FIRST, "state": was[one], "state_day": FIRST}
        for one in ids
    ]
    standing = [
        standing_row(question("BAA" if one == "d" else "AAA"), "decided", discrepancy_id=one) for one in ("c", "d")
    ] + [standing_row(question("CAA"), "waiting", discrepancy_id=one, sequence=2) for one in ("c", "d")]
    return tuple(
        table_of(table, rows)
        for table, rows in (
            (schemas.DISCREPANCIES, found), (schemas.QUESTIONS, asked), (schemas.LIFE, memory),
            (schemas.STANDING, standing),
        )
    )  # fmt: skip


def test_nothing_found_and_nothing_known_is_nothing() -> None:
    campaign = Campaign()
    assert campaign.night(None).height == 0
    assert campaign.life.height == 0
    assert ID not in campaign.questions["discrepancy_id"]
