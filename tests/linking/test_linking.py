"""Verdicts of whole little wards: the traps a wrong link would come from."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning.linking import link, load_model, ranking
from cleaning.linking.contenders import CONTRADICTIONS
from cleaning.linking.deciding import REASONS
from cleaning.settings import Settings

MODEL = load_model()
HOME = {"hamlet": "kien bai 3", "old_unit": "11554", "unit": "11557", "state": "superseded"}
ELSEWHERE = {"hamlet": "thon 2", "unit": "11560", "state": "current"}


@pytest.fixture
def crowd():
    """A register needs people: one namesake in thirty says little about one in forty thousand."""
    return [
        {"name": f"{family} {middle} {given}", "birth": f"{1940 + n}-0{1 + n % 9}-11", "gender": "male", **HOME}
        | {"hamlet": f"kien bai {1 + n % 20}"}
        | {"citizen_id": f"0310{(40 + n) % 100:02d}{n:06d}", "row_key": f"crowd-{family}-{middle}-{given}-{n}"}
        for family in ("Phạm", "Vũ", "Bùi", "Đặng")
        for middle in ("Đức", "Quang")
        for given in ("Sơn", "Khánh", "Toàn", "Thịnh", "Lộc")
        for n in range(40)
    ]


def verdict_of(land: pl.DataFrame, residents: pl.DataFrame, row: str = "row-0") -> dict[str, object]:
    linked = link(land, residents, model=MODEL, settings=Settings())
    return linked.verdicts.row(by_predicate=pl.col("row_key") == row, named=True)


def test_name_year_and_hamlet_link(land_rows, register, crowd):
    resident = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", "citizen_id": "031057000001", **HOME}
    got = verdict_of(
        land_rows({"name": "Khổng Văn Nụ", "birth": "1957", "gender": "male", **HOME}), register(resident, *crowd)
    )
    assert (got["verdict"], got["reason"], got["resident_id"]) == ("link", "name_birth_place", "031057000001")


def test_same_number_with_a_clearly_different_name_is_never_a_link(land_rows, register, crowd):
    owner = {"name": "Trần Thị Mận", "birth": "1980-01-01", "citizen_id": "031180000009", "row_key": "owner", **HOME}
    got = verdict_of(land_rows({"name": "Lê Hữu Phước", "citizen_id": "031180000009", **HOME}), register(owner, *crowd))
    assert got["verdict"] != "link"
    assert got["id_owner_key"] == "owner"


def test_a_number_of_another_does_not_hide_the_right_person(land_rows, register, crowd):
    right = {"name": "Lê Hữu Phước", "birth": "1950-06-07", "citizen_id": "031050000001", "row_key": "right", **HOME}
    owner = {"name": "Trần Thị Mận", "birth": "1980-01-01", "citizen_id": "031180000009", "row_key": "owner", **HOME}
    land = land_rows({"name": "Lê Hữu Phước", "birth": "1950-06-07", "citizen_id": "031180000009", **HOME})
    linked = link(land, register(right, owner, *crowd), model=MODEL, settings=Settings())
    assert linked.verdicts.select("verdict", "resident_key", "id_owner_key").row(0) == ("link", "right", "owner")


def test_whom_the_strongest_keys_settle_needs_no_other_search(land_rows, register, crowd, monkeypatch):
    """The short way gives the verdicts of the long one: every key for everybody."""
    written = [
        {"name": one["name"], "birth": one["birth"][: 10 if n % 2 else 4], "row_key": f"row-{n:04}", **HOME}
        | {"citizen_id": one["citizen_id"] if n % 3 else "", "hamlet": one["hamlet"] if n % 5 else ""}
        for n, one in enumerate(crowd[::7])
    ]
    asked = {"model": MODEL, "settings": Settings()}
    short = link(land_rows(*written), register(*crowd), **asked)
    settled = ranking.settled
    monkeypatch.setattr(ranking, "settled", lambda pairs: settled(pairs).clear())
    long = link(land_rows(*written), register(*crowd), **asked)
    assert short.pairs < long.pairs
    told = ["row_key", "verdict", "resident_key", "reason"]
    assert_frame_equal(short.verdicts.select(told), long.verdicts.select(told))


def test_father_and_son_of_one_name_go_by_the_year(land_rows, register, crowd):
    father = {"name": "Lê Hữu Phước", "birth": "1940-06-07", "citizen_id": "031040000001", **HOME}
    son = {"name": "Lê Hữu Phước", "birth": "1966-06-07", "citizen_id": "031066000001", **HOME}
    got = verdict_of(land_rows({"name": "Lê Hữu Phước", "birth": "1966", **HOME}), register(father, son, *crowd))
    assert (got["verdict"], got["resident_id"]) == ("link", "031066000001")


def test_a_son_is_not_linked_for_a_father_who_is_not_listed(land_rows, register, crowd):
    son = {"name": "Lê Hữu Phước", "birth": "1966-06-07", "citizen_id": "031066000001", **HOME}
    assert (
        verdict_of(land_rows({"name": "Lê Hữu Phước", "birth": "1940", **HOME}), register(son, *crowd))["verdict"]
        != "link"
    )


def test_equal_candidates_are_a_named_tie(land_rows, register, crowd):
    twins = [
        {"name": "Lê Hữu Phước", "birth": "1966-06-07", "citizen_id": f"03106600000{n}", "row_key": f"twin-{n}", **HOME}
        for n in (1, 2)
    ]
    got = verdict_of(land_rows({"name": "Lê Hữu Phước", "birth": "1966", **HOME}), register(*twins, *crowd))
    assert (got["verdict"], got["reason"], got["resident_id"]) == ("review", "tied", None)


def test_a_dead_owner_goes_to_the_dead_resident_not_to_the_living_namesake(land_rows, register, crowd):
    dead = {"name": "Lê Hữu Phước", "birth": "1930-06-07", "citizen_id": "031030000001", "status": "dead", **HOME}
    living = {"name": "Lê Hữu Phước", "birth": "1970-06-07", "citizen_id": "031070000001", **HOME}
    land = land_rows({"name": "Lê Hữu Phước", "is_marked_deceased": "yes", **HOME})
    got = verdict_of(land, register(dead, living, *crowd))
    assert got["resident_id"] in (None, "031030000001")
    assert verdict_of(land, register(living, *crowd))["verdict"] == "no_link"


def test_a_namesake_outside_the_ward_is_not_linked(land_rows, register, crowd):
    listed = {"name": "Lê Hữu Phước", "birth": "1966-06-07", "citizen_id": "031066000001", **HOME}
    land = land_rows({"name": "Lê Hữu Phước", "birth": "1975", **ELSEWHERE})
    assert verdict_of(land, register(listed, *crowd))["verdict"] == "no_link"


def test_a_name_and_a_year_alone_are_not_enough_however_rare(land_rows, register, crowd):
    listed = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", "citizen_id": "031057000001", **HOME}
    residents = register(listed, *crowd)
    by_year = verdict_of(land_rows({"name": "Khổng Văn Nụ", "birth": "1957", "gender": "male"}), residents)
    by_day = verdict_of(land_rows({"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male"}), residents)
    assert (by_year["verdict"], by_year["reason"]) == ("review", "little_evidence")
    assert (by_day["verdict"], by_day["reason"]) == ("link", "name_birth")


def test_who_lives_elsewhere_is_linked_by_a_number_only(land_rows, register, crowd):
    listed = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", "citizen_id": "031057000001", **HOME}
    person = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", **ELSEWHERE}
    residents = register(listed, *crowd)
    without = link(land_rows(person), residents, model=MODEL, settings=Settings())
    assert without.verdicts["verdict"].item() == "review"
    assert without.candidates["contradiction"].to_list()[0] == "lives_elsewhere"
    assert verdict_of(land_rows(person | {"citizen_id": "031057000001"}), residents)["verdict"] == "link"


def test_brothers_are_not_linked_by_a_slip_of_the_number(land_rows, register, crowd):
    brother = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", "citizen_id": "031057000001", **HOME}
    land = land_rows({"name": "Khổng Đức Nụ", "birth": "1957", "citizen_id": "031057000009", **HOME})
    assert verdict_of(land, register(brother, *crowd))["verdict"] != "link"


def test_a_resident_without_a_number_is_shown_not_linked(land_rows, register, crowd):
    listed = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", **HOME}
    got = verdict_of(
        land_rows({"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", **HOME}), register(listed, *crowd)
    )
    assert (got["verdict"], got["reason"]) == ("review", "resident_without_id")


def test_a_name_alone_is_too_little(land_rows, register, crowd):
    got = verdict_of(land_rows({"name": "Hà Không Tên"}), register(*crowd))
    assert (got["verdict"], got["reason"]) == ("no_link", "too_little_information")


@pytest.mark.parametrize(
    ("holder_type", "expected"),
    [("organisation", "not_a_person"), ("community", "not_a_person"), ("unnamed", "no_link")],
)
def test_only_people_are_linked(holder_type, expected, land_rows, register, crowd):
    got = verdict_of(land_rows({"name": "Chùa Mỹ Cụ", "holder_type": holder_type}), register(*crowd))
    assert (got["verdict"], got["reason"]) == (expected, holder_type)


def test_every_row_has_one_verdict_whatever_the_order(land_rows, register, crowd):
    land = land_rows(
        *({**person, "row_key": f"row-{n:03}"} for n, person in enumerate(crowd[::3])), {"name": "Hà Không Tên"}
    )
    residents = register(*crowd)
    straight = link(land, residents, model=MODEL, settings=Settings())
    mixed = link(land.sample(fraction=1, shuffle=True, seed=5), residents.reverse(), model=MODEL, settings=Settings())
    assert straight.verdicts["row_key"].to_list() == sorted(land["row_key"])
    assert_frame_equal(straight.verdicts, mixed.verdicts)
    assert_frame_equal(straight.candidates, mixed.candidates)


def test_an_empty_side_finds_nobody(land_rows, register):
    land = land_rows({"name": "Lê Hữu Phước", "birth": "1966", **HOME})
    assert verdict_of(land, register().clear())["reason"] == "nothing_found"
    assert link(land.clear(), register({"name": "A"}), model=MODEL, settings=Settings()).verdicts.is_empty()


def test_words_for_staff_are_sentence_parts():
    assert all(
        text and text[0].islower() and not text.endswith(".") for text in (*REASONS.values(), *CONTRADICTIONS.values())
    )
