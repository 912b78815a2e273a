"""What people decided overrides the machine: for its row, for rows that can only mean the same person, no further."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.errors import SchemaError
from cleaning.linking import Linked, link, load_model
from cleaning.schemas import DECIDED_PAIRS
from cleaning.settings import Settings

CASES = pl.read_csv(Path(__file__).parents[1] / "cases" / "decided_alike.csv", infer_schema=False)  # noqa: TID251  truth table
MODEL = load_model()
HOME = {"hamlet": "kien bai 3", "old_unit": "11554", "unit": "11557", "state": "superseded"}
NU = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", "citizen_id": "031057000001", **HOME}
MAN = {"name": "Trần Thị Mận", "birth": "1980-01-01", "gender": "female", "citizen_id": "031180000009", **HOME}
CROWD = tuple(
    {"name": f"{family} {middle} {given}", "birth": f"{1940 + n}-0{1 + n % 9}-11", "gender": "male", **HOME}
    | {"hamlet": f"kien bai {1 + n % 20}", "citizen_id": f"0310{40 + n}{n:06d}"}
    | {"row_key": f"crowd-{family}-{middle}-{given}-{n}"}
    for family in ("Phạm", "Vũ", "Bùi", "Đặng")
    for middle in ("Đức", "Quang")
    for given in ("Sơn", "Khánh", "Toàn")
    for n in range(15)
)
LINK, NOT = True, False


def decided(*pairs: tuple[str, str, bool]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema=DECIDED_PAIRS.empty().schema, orient="row")


def linked(land: pl.DataFrame, residents: pl.DataFrame, *pairs: tuple[str, str, bool]) -> Linked:
    return link(land, residents, model=MODEL, settings=Settings(), decided=decided(*pairs))


def verdict(found: Linked, row: str = "row-0") -> dict[str, object]:
    return found.verdicts.row(by_predicate=pl.col("row_key") == row, named=True)


def whom(found: Linked) -> dict[str, str | None]:
    return dict(found.verdicts.select("row_key", "resident_key").iter_rows())


def shown(found: Linked, row: str = "row-0") -> list[str]:
    return found.candidates.filter(row_key=row)["resident_key"].to_list()


# ---- called the same -------------------------------------------------------------------------------------------------


UNLIKELY = {
    "nothing agrees": {"name": "Lê Hữu Phước", "birth": "1933-11-30", "gender": "female", "citizen_id": "034133000777"},
    "all speaks for another": {"name": "Trần Thị Mận", "birth": "1980-01-01", **HOME},
    "marked dead": {"name": "Khổng Văn Nụ", "is_marked_deceased": "yes"},
    "a name alone": {"name": "Hà Không Tên"},
    "lives elsewhere": {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "unit": "11560", "state": "current"},
}


@pytest.fixture(scope="module")
def unlikely(land_rows, register) -> tuple[Linked, Linked]:
    """Rows nobody would link to the resident 'nu', without and with people's word that they are."""
    land = land_rows(*({**said, "row_key": case} for case, said in UNLIKELY.items()))
    residents = register({**NU, "row_key": "nu"}, {**MAN, "row_key": "man"}, *CROWD)
    return linked(land, residents), linked(land, residents, *((case, "nu", LINK) for case in UNLIKELY))


@pytest.mark.parametrize("case", UNLIKELY)
def test_row_is_linked_to_whom_people_call_the_same(unlikely, case):
    before, got = (verdict(found, case) for found in unlikely)
    assert before["resident_key"] != "nu"
    assert (got["verdict"], got["reason"], got["resident_key"]) == ("link", "decided", "nu")
    assert (got["resident_id"], got["found_by"]) == ("031057000001", "decision")
    assert (got["probability"], got["runner_up_key"], got["runner_up_probability"]) == (None, None, None)


def test_resident_without_number_may_be_called_the_same(land_rows, register):
    lists = (
        land_rows({"name": "Khổng Văn Nụ", "birth": "1957-02-03", **HOME}),
        register({**NU, "citizen_id": ""}, *CROWD),
    )
    assert verdict(linked(*lists))["reason"] == "resident_without_id"
    got = verdict(linked(*lists, ("row-0", "resident-0", LINK)))
    assert (got["verdict"], got["resident_key"], got["resident_id"]) == ("link", "resident-0", None)


def test_number_of_somebody_else_is_told_beside_the_decision(land_rows, register):
    """The row bears the number and the name of one resident, people call it another: the number is not theirs."""
    land = land_rows({"name": "Trần Thị Mận", "birth": "1980-01-01", "citizen_id": MAN["citizen_id"], **HOME})
    residents = register({**NU, "row_key": "nu"}, {**MAN, "row_key": "man"}, *CROWD)
    assert verdict(linked(land, residents))["resident_key"] == "man"
    got = verdict(linked(land, residents, ("row-0", "nu", LINK)))
    assert (got["resident_key"], got["id_owner_key"]) == ("nu", "man")


def test_bearer_of_the_number_may_be_called_the_same_however_unlike_the_name(land_rows, register):
    land = land_rows({"name": "Lê Hữu Phước", "citizen_id": MAN["citizen_id"], **HOME})
    residents = register({**MAN, "row_key": "man"}, *CROWD)
    assert verdict(linked(land, residents))["id_owner_key"] == "man"
    got = verdict(linked(land, residents, ("row-0", "man", LINK)))
    assert (got["verdict"], got["resident_key"], got["id_owner_key"]) == ("link", "man", None)


@pytest.mark.parametrize(
    ("holder_type", "expected"),
    [("unnamed", ("link", "nu")), ("organisation", ("not_a_person", None)), ("community", ("not_a_person", None))],
)
def test_row_that_names_nobody_may_be_called_somebody_an_organisation_not(land_rows, register, holder_type, expected):
    land = land_rows({"name": "", "holder_type": holder_type}, {"name": "", "holder_type": holder_type})
    found = linked(land, register({**NU, "row_key": "nu"}, *CROWD), ("row-0", "nu", LINK))
    assert (verdict(found)["verdict"], verdict(found)["resident_key"]) == expected
    assert verdict(found, "row-1")["reason"] == holder_type


# ---- called different ------------------------------------------------------------------------------------------------


def test_number_of_whom_people_call_different_is_no_longer_the_rows(land_rows, register):
    """Another resident of the name may win then by the ordinary rules: the number says nothing against them."""
    bearer = {**NU, "row_key": "bearer", "birth": "1957-09-09", "hamlet": "kien bai 9"}
    right = {**NU, "row_key": "right", "citizen_id": "031057000777"}
    land = land_rows({"name": "Khổng Văn Nụ", "birth": "1957", "citizen_id": NU["citizen_id"], **HOME})
    residents = register(bearer, right, *CROWD)
    assert verdict(linked(land, residents))["resident_key"] == "bearer"
    got = verdict(linked(land, residents, ("row-0", "bearer", NOT)))
    assert (got["verdict"], got["resident_key"], got["id_owner_key"]) == ("link", "right", "bearer")
    assert got["runner_up_key"] is None


def test_nobody_is_left_where_people_ruled_out_the_only_one(land_rows, register):
    land = land_rows({"name": "Khổng Văn Nụ", "birth": "1957-02-03", "citizen_id": NU["citizen_id"], **HOME})
    residents = register({**NU, "row_key": "nu"}, *CROWD)
    assert verdict(linked(land, residents))["verdict"] == "link"
    got = verdict(linked(land, residents, ("row-0", "nu", NOT)))
    assert (got["verdict"], got["reason"], got["resident_key"]) == ("no_link", "ruled_out", None)


def test_whom_people_call_different_is_no_candidate_no_rival_and_no_runner_up(land_rows, register):
    triplets = [{**NU, "row_key": f"nu-{n}", "citizen_id": f"03105700000{n}"} for n in (1, 2, 3)]
    land, residents = land_rows({"name": "Khổng Văn Nụ", "birth": "1957", **HOME}), register(*triplets, *CROWD)
    assert shown(linked(land, residents)) == ["nu-1", "nu-2", "nu-3"]
    two = linked(land, residents, ("row-0", "nu-1", NOT))
    assert (verdict(two)["reason"], shown(two)) == ("tied", ["nu-2", "nu-3"])
    assert two.candidates["rank"].to_list() == [1, 2]
    one = verdict(linked(land, residents, ("row-0", "nu-1", NOT), ("row-0", "nu-3", NOT)))
    assert (one["verdict"], one["resident_key"], one["runner_up_key"]) == ("link", "nu-2", None)
    assert one["reason"] == "name_birth_place"


# ---- rows that say the same ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_cases(land_rows, register) -> dict[str, Linked]:
    """Every case of the table in one ward, a family each: two rows that say the same, the first one decided on.

    By what is decided: nothing, 'same', 'different' (of the resident the first row would be linked to, or shown).
    """
    rows, people = [], list(CROWD)
    for family, case in zip(FAMILIES, CASES.iter_rows(named=True), strict=True):
        who = {**NU, "name": f"{family} Văn Nụ", "citizen_id": f"0310570{1000 + len(rows)}7"}
        said = {"name": who["name"], **{key: _of(family, value) for key, value in json.loads(case["said"]).items()}}
        rows += [said | {"row_key": f"{case['case']}-{n}", "parcel": f"11557|{n}|{len(rows)}"} for n in (1, 2)]
        people.append(who | {"row_key": f"R-{case['case']}"})
        if case["namesake"] is not None:
            other = json.loads(case["namesake"])
            name = f"{family} Văn {'Nù' if 'name' in other else 'Nụ'}"
            people.append(who | other | {"name": name, "citizen_id": "", "row_key": f"N-{case['case']}"})
    land, residents = land_rows(*rows), register(*people)
    pairs = [(f"{case}-1", f"R-{case}") for case in CASES["case"]]
    found = {name: linked(land, residents, *((*pair, name == "same") for pair in pairs)) for name in ANSWERS}
    return found | {"nothing": linked(land, residents)}


FAMILIES = (
    "Khổng", "Tạ", "Mạc", "Ninh", "Lã", "Cù", "Tống", "Nghiêm", "Doãn", "Quách", "Thẩm", "Giáp", "Triệu", "Hứa", "Kiều",
)  # fmt: skip
ANSWERS = ("same", "different")
TOLD = ("verdict", "reason", "resident_key")


def _of(family: str, value: str) -> str:
    """Numbers of the table are each family's own."""
    return f"{value[:-2]}{FAMILIES.index(family):02}" if value.isdigit() and len(value) > 4 else value


@pytest.mark.parametrize(("case", "expected"), CASES.select("case", "expected").rows())
def test_decision_holds_for_rows_that_can_only_mean_the_same_person(of_cases, case, expected):
    before, after = (verdict(of_cases[name], f"{case}-2") for name in ("nothing", "same"))
    assert verdict(of_cases["same"], f"{case}-1")["reason"] == "decided"
    untouched = tuple(before[name] for name in TOLD)
    spread = ("link", "decided_alike", f"R-{case}")
    assert tuple(after[name] for name in TOLD) == (spread if expected == "yes" else untouched)
    # land held by somebody else of the table may tell a little, but the row's like tells nothing
    assert after["probability"] == (None if expected == "yes" else pytest.approx(before["probability"], abs=0.001))


@pytest.mark.parametrize(("case", "expected"), CASES.select("case", "expected").rows())
def test_who_is_ruled_out_is_ruled_out_of_those_rows_too(of_cases, case, expected):
    there, first, second = (
        f"R-{case}" in (whom(of_cases[name])[row], *shown(of_cases[name], row))
        for name, row in (("nothing", f"{case}-2"), ("different", f"{case}-1"), ("different", f"{case}-2"))
    )
    assert there
    assert not first
    assert second == (expected == "no")


def test_rows_that_say_anything_else_are_untouched(land_rows, register):
    said = {"name": "Khổng Văn Nụ", "birth": "1957"}
    others = [said | one for one in ({"gender": "male"}, {"hamlet": "kien bai 3"}, {"is_marked_deceased": "yes"})]
    land, residents = land_rows(said, *others), register({**NU, "row_key": "nu"}, *CROWD)
    before, after = linked(land, residents), linked(land, residents, ("row-0", "nu", NOT))
    theirs = pl.col("row_key") != "row-0"
    told = ["row_key", "verdict", "reason", "resident_key"]
    assert_frame_equal(before.verdicts.filter(theirs).select(told), after.verdicts.filter(theirs).select(told))


def test_decisions_that_contradict_one_another_hold_each_for_its_own_row(land_rows, register):
    said = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "citizen_id": NU["citizen_id"], **HOME}
    land = land_rows(said, said, said)
    residents = register({**NU, "row_key": "nu"}, {**MAN, "row_key": "man"}, *CROWD)
    two_people = linked(land, residents, ("row-0", "man", LINK), ("row-1", "nu", LINK))
    assert whom(two_people) == {"row-0": "man", "row-1": "nu", "row-2": "nu"}
    assert [verdict(two_people, f"row-{n}")["reason"] for n in range(3)] == ["decided", "decided", "citizen_id"]
    yes_and_no = linked(land, residents, ("row-0", "nu", NOT), ("row-1", "nu", LINK))
    assert whom(yes_and_no) == {"row-0": None, "row-1": "nu", "row-2": "nu"}


def test_decisions_that_agree_are_put_together(land_rows, register):
    twins = [{**NU, "row_key": f"nu-{n}", "citizen_id": f"03105700000{n}"} for n in (1, 2, 3)]
    said = {"name": "Khổng Văn Nụ", "birth": "1957", "cmnd": "031999999", **HOME}
    land, residents = land_rows(said, said, said), register(*twins, *CROWD)
    found = linked(land, residents, ("row-0", "nu-1", NOT), ("row-1", "nu-2", NOT))
    assert set(whom(found).values()) == {"nu-3"}
    assert set(found.verdicts["reason"]) == {"name_birth_place"}


# ---- evidence for others ---------------------------------------------------------------------------------------------


def test_decided_husband_tells_which_namesake_the_wife_is(land_rows, register):
    couple = {"kind": "couple", "serial": "AB 123456", **HOME}
    wives = [
        {"name": "Vũ Thị Nhài", "birth": "1960-01-02", "gender": "female", "citizen_id": f"03116000000{n}", **HOME}
        | {"household": f"h{n}", "relation": "vo", "row_key": f"wife-{n}"}
        for n in (1, 2)
    ]
    husbands = [
        {**NU, "citizen_id": f"03105700000{n}", "household": f"h{n}", "relation": "chu ho", "row_key": f"husband-{n}"}
        for n in (1, 2)
    ]
    land = land_rows(
        {"name": "Khổng Văn Nụ", "birth": "1957", "row_key": "he", **couple},
        {"name": "Vũ Thị Nhài", "birth": "1960", "row_key": "she", **couple},
    )
    residents = register(*wives, *husbands, *CROWD)
    assert whom(linked(land, residents)) == {"he": None, "she": None}
    assert whom(linked(land, residents, ("he", "husband-2", LINK))) == {"he": "husband-2", "she": "wife-2"}
    barred = linked(land, residents, ("he", "husband-2", NOT))
    assert whom(barred) == {"he": "husband-1", "she": "wife-1"}


# ---- the table of decisions ------------------------------------------------------------------------------------------


def test_decisions_about_nobody_in_the_lists_change_nothing(land_rows, register):
    land = land_rows({"name": "Khổng Văn Nụ", "birth": "1957", **HOME}, {"name": "Trần Thị Mận", "birth": "1980"})
    residents = register({**NU, "row_key": "nu"}, *CROWD)
    before = linked(land, residents)
    after = linked(land, residents, ("gone", "nu", NOT), ("row-0", "031099000001", LINK), ("row-1", "gone", NOT))
    assert_frame_equal(before.verdicts, after.verdicts)
    assert_frame_equal(before.candidates, after.candidates)


@pytest.mark.parametrize(
    "pairs",
    [(("row-0", "nu", LINK), ("row-0", "man", LINK)), (("row-0", "nu", LINK), ("row-0", "nu", NOT))],
    ids=["two residents called the same", "one pair twice"],
)
def test_row_that_is_called_two_residents_is_a_fault_of_the_program(land_rows, register, pairs):
    with pytest.raises(SchemaError):
        linked(land_rows({"name": "Khổng Văn Nụ"}), register({**NU, "row_key": "nu"}), *pairs)


NAMES = ("Khổng Văn Nụ", "Phạm Đức Sơn", "Vũ Quang Toàn")
SMALL_LAND = [
    {"name": name, "birth": birth, "citizen_id": number, "row_key": f"{name}-{birth}-{number}-{copy}", **HOME}
    for name in NAMES
    for birth in ("", "1957", "1957-02-03")
    for number in ("", "031057000001")
    for copy in (1, 2)
]
SMALL_REGISTER = [
    {"name": name, "birth": f"195{n}-02-03", "citizen_id": f"03105{n}00000{NAMES.index(name)}", **HOME}
    | {"row_key": f"R-{name}-{n}"}
    for name in NAMES
    for n in (6, 7)
] + list(CROWD[::20])
PAIRS = st.dictionaries(
    st.tuples(
        st.sampled_from([one["row_key"] for one in SMALL_LAND]), st.sampled_from([f"R-{n}-7" for n in NAMES] + ["no"])
    ),
    st.booleans(),
    max_size=12,
)


@settings(max_examples=8)
@given(pairs=PAIRS, turned=st.booleans())
def test_whatever_people_decide_is_kept_and_the_order_of_rows_changes_nothing(land_rows, register, pairs, turned):
    called = {row: resident for (row, resident), is_same in pairs.items() if is_same}  # one resident for each row
    said = [(row, resident, NOT) for (row, resident), is_same in pairs.items() if not is_same]
    said += [(row, resident, LINK) for row, resident in called.items()]
    land, residents = land_rows(*SMALL_LAND), register(*SMALL_REGISTER)
    found = linked(land, residents, *said)
    for row, resident, is_same in said:
        if is_same and resident != "no":
            assert whom(found)[row] == resident
        if not is_same:
            assert resident not in (whom(found)[row], verdict(found, row)["runner_up_key"], *shown(found, row))
    assert sorted(whom(found)) == sorted(land["row_key"])
    if turned:
        mixed = linked(land.reverse(), residents.reverse(), *reversed(said))
        assert_frame_equal(found.verdicts, mixed.verdicts)
        assert_frame_equal(found.candidates, mixed.candidates)
