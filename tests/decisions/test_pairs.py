"""Decided pairs: only on the evidence they were decided on, and never two that contradict each other."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.decisions.pairs import DecidedPairs, decided_pairs
from cleaning.decisions.standing import standing
from cleaning.schemas import KNOWN_PEOPLE, STANDING
from tests.decisions.decision_rows import LAND, decisions, question

HUNG, LAN, GONE = "031057001234", "031160005678", "031099999999"
_SAME = {"code": "person_to_review", "answer": "same", "is_same": True, "residents": HUNG, "person_marks": "AAAAAAAA"}
_DIFFERENT = _SAME | {"answer": "different", "is_same": False}
_OF_BOTH = {"residents": f"{HUNG}|{LAN}", "person_marks": "AAAAAAAA|BBBBBBBB"}


def _people(*, hung: str = "AAAAAAAA", lan: str = "BBBBBBBB") -> pl.DataFrame:
    rows = [(HUNG, "resident-1", "nguyen van hung", hung), (LAN, "resident-2", "tran thi lan", lan)]
    frame = pl.DataFrame(rows, schema=["resident", "resident_key", "name_folded", "person_mark"], orient="row")
    return KNOWN_PEOPLE.conform(frame)


def _marks(land: str = LAND) -> pl.DataFrame:
    rows = [("row-1", code, land) for code in ("person_to_review", "owner_deceased", "person_not_found")]
    return pl.DataFrame(
        [*rows, ("row-2", "person_to_review", land)], schema=["row_key", "code", "land_mark"], orient="row"
    )


def _decided(
    said: list[dict[str, Any]], *, marks: pl.DataFrame | None = None, people: pl.DataFrame | None = None
) -> DecidedPairs:
    stands = standing(decisions(said))
    return decided_pairs(stands, _marks() if marks is None else marks, _people() if people is None else people)


def test_nothing_decided_no_pairs() -> None:
    found = decided_pairs(STANDING.empty(), _marks(), _people())
    assert found.pairs.is_empty()
    assert found.conflicts.is_empty()


def test_same_and_different_become_pairs_of_row_keys() -> None:
    assert _decided([_SAME]).pairs.rows() == [("row-1", "resident-1", True)]
    assert _decided([_DIFFERENT | _OF_BOTH]).pairs.rows() == [
        ("row-1", "resident-1", False), ("row-1", "resident-2", False),
    ]  # fmt: skip


def test_what_says_nothing_of_the_person_makes_no_pair() -> None:
    assert _decided([_SAME | {"answer": "keep_land", "is_same": None}]).pairs.is_empty()
    assert _decided([_SAME | {"answer": "unclear", "is_same": None}]).pairs.is_empty()


def test_changed_cells_or_another_person_under_the_number_make_no_pair() -> None:
    assert _decided([_SAME], marks=_marks("FFFFFFFF")).pairs.is_empty()
    assert _decided([_SAME], marks=_marks().clear()).pairs.is_empty()
    assert _decided([_SAME], people=_people(hung="CCCCCCCC")).pairs.is_empty()
    partly = _decided([_DIFFERENT | _OF_BOTH], people=_people(hung="CCCCCCCC"))
    assert partly.pairs.rows() == [("row-1", "resident-2", False)]


def test_somebody_of_no_register_given_stands_under_the_number_if_called_the_same() -> None:
    elsewhere = {"residents": GONE, "person_marks": "DDDDDDDD"}
    assert _decided([_SAME | elsewhere]).pairs.rows() == [("row-1", GONE, True)]
    assert _decided([_DIFFERENT | elsewhere]).pairs.is_empty()
    assert _decided([_SAME | elsewhere | {"residents": "a row key of old"}]).pairs.is_empty()


def test_somebody_without_a_number_is_known_by_who_it_is_when_the_register_is_worded_anew() -> None:
    of_old = _SAME | {"residents": "entry of old", "person_marks": "EEEEEEEE"}
    entries = [(f"entry {at}", f"entry {at}", "nguyen van hung", "EEEEEEEE") for at in (1, 2)]
    rows = pl.DataFrame(entries, schema=_people().schema, orient="row")
    assert _decided([of_old], people=pl.concat([_people(), rows.head(1)])).pairs.rows() == [("row-1", "entry 1", True)]
    assert _decided([of_old], people=pl.concat([_people(), rows])).pairs.is_empty(), "two people it may be"


def test_two_people_who_disagree_make_no_pair() -> None:
    found = _decided([_SAME, _DIFFERENT | {"decided_by": "Trần Văn Hòa"}])
    assert found.pairs.is_empty()
    assert found.conflicts.is_empty(), "the conflict is the discrepancy's own"


def test_two_discrepancies_of_a_row_that_contradict_each_other_are_a_conflict() -> None:
    deceased = {"discrepancy_id": "row-1-20", "code": "owner_deceased", "decided_by": "Trần Văn Hòa"}
    for other, words in (
        (_DIFFERENT | deceased, "Trần Văn Hòa: không phải người này"),
        (
            _SAME | deceased | {"residents": LAN, "person_marks": "BBBBBBBB", "value": LAN},
            f"Trần Văn Hòa: đúng người ({LAN})",
        ),
    ):
        found = _decided([_SAME, other])
        assert found.pairs.is_empty()
        assert found.conflicts.select("discrepancy_id", "row_key").rows() == [
            ("row-1-08", "row-1"),
            ("row-1-20", "row-1"),
        ]
        assert set(found.conflicts["said"]) == {f"Nguyễn Thị Mai: đúng người; {words}"}


def test_what_does_not_contradict_stands_beside_a_conflict() -> None:
    deceased = {"discrepancy_id": "row-1-20", "code": "owner_deceased"}
    other_row = {"discrepancy_id": "row-2-03", "row_key": "row-2"}
    found = _decided([_SAME, _DIFFERENT | deceased | _OF_BOTH, _SAME | other_row])
    assert found.pairs.rows() == [("row-1", "resident-2", False), ("row-2", "resident-1", True)]


def test_same_as_one_and_not_the_other_is_no_contradiction() -> None:
    not_lan = {"discrepancy_id": "row-1-20", "code": "owner_deceased", "residents": LAN, "person_marks": "BBBBBBBB"}
    found = _decided([_SAME, _DIFFERENT | not_lan])
    assert found.conflicts.is_empty()
    assert found.pairs.rows() == [("row-1", "resident-1", True), ("row-1", "resident-2", False)]


def test_of_one_discrepancy_the_later_answer_counts() -> None:
    asked_again = {"question": question(value="FFFFFFFF")}
    assert _decided([_SAME, _DIFFERENT | asked_again]).pairs.rows() == [("row-1", "resident-1", False)]
    assert _decided([_DIFFERENT, _SAME | asked_again]).pairs.rows() == [("row-1", "resident-1", True)]
    now_lan = asked_again | {"residents": LAN, "person_marks": "BBBBBBBB"}
    assert _decided([_SAME, _SAME | now_lan]).pairs.rows() == [("row-1", "resident-2", True)]


def test_a_later_conflict_about_the_same_cells_leaves_nothing_decided() -> None:
    asked_again = {"question": question(value="FFFFFFFF")}
    found = _decided([_SAME, _SAME | asked_again, _DIFFERENT | asked_again | {"decided_by": "Trần Văn Hòa"}])
    assert found.pairs.is_empty()


_DISCREPANCIES = [
    {},
    {"discrepancy_id": "row-1-20", "code": "owner_deceased"},
    {"discrepancy_id": "row-1-01", "code": "person_not_found"},
]
_SAID = st.builds(
    lambda what, of, discrepancy, who: what | of | discrepancy | {"decided_by": who},
    st.sampled_from([_SAME, _DIFFERENT]),
    st.sampled_from([{}, {"residents": LAN, "person_marks": "BBBBBBBB"}]),
    st.sampled_from(_DISCREPANCIES),
    st.sampled_from(["Nguyễn Thị Mai", "Trần Văn Hòa"]),
)


@settings(max_examples=25)
@given(st.lists(_SAID, max_size=6), st.integers(0, 9))
def test_pairs_never_contradict_and_hang_on_no_order(said: list[dict[str, Any]], seed: int) -> None:
    stands = standing(decisions(said))
    found = decided_pairs(stands, _marks(), _people())
    assert found.pairs.select("row_key", "resident_key").is_unique().all()
    assert found.pairs.filter("is_same").height <= 1
    shuffled = decided_pairs(
        stands.sample(fraction=1, shuffle=True, seed=seed), _marks().reverse(), _people().reverse()
    )
    assert shuffled.pairs.equals(found.pairs)
    assert shuffled.conflicts.equals(found.conflicts)
