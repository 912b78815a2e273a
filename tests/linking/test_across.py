"""Owners who live in another ward: found by the strong keys, weighed beside those at home, and nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning.linking import link, load_model
from cleaning.linking.abroad import Abroad, AtHome, strangers, weigh
from cleaning.linking.across import (
    asking_keys,
    borne_keys,
    called_elsewhere,
    called_in,
    counted,
    in_two_figures,
    listed_keys,
    meetings,
    open_rows,
    population,
    values_asked,
)
from cleaning.linking.deciding import REASONS
from cleaning.schemas import DECIDED_PAIRS
from cleaning.settings import Settings

CASES = pl.read_csv(Path(__file__).parents[1] / "cases" / "across.csv", infer_schema=False)  # noqa: TID251  truth table
MODEL, SETTINGS = load_model(), Settings()
HOME = {"hamlet": "kien bai 3", "old_unit": "11554", "unit": "11557", "state": "current"}
THERE = {"hamlet": "duong quan 3", "old_unit": "11578", "unit": "11560", "state": "current"}
KHOAI = {"name": "Tạ Đình Khoái", "birth": "1961-07-08", "gender": "male"}
DAO = {"name": "Mạc Thị Đào", "birth": "1970-04-05", "gender": "female", "citizen_id": "031170000001"}
AT_HOME = (
    {**KHOAI, "citizen_id": "031061000001", "row_key": "khoai", **HOME},
    {**DAO, "row_key": "dao", **HOME},
)
ABROAD = (
    {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", "citizen_id": "031057000001", **THERE}
    | {"cmnd": "031123456", "row_key": "nu"},
    {**KHOAI, "citizen_id": "031061000002", "row_key": "khoai-abroad", **THERE, "hamlet": "duong quan 1"},
    {**DAO, "row_key": "dao-abroad", **THERE},
)


def crowd(place: dict[str, str], first: int) -> list[dict[str, str]]:
    """Registers need people: one namesake in thirty says little about one in forty thousand."""
    return [
        {"name": f"{family} {middle} {given}", "birth": f"{1940 + n}-0{1 + n % 9}-11", "gender": "male", **place}
        | {"citizen_id": f"0{first}0{(40 + n) % 100:02d}{n:06d}", "row_key": f"{first}-{family}-{middle}-{given}-{n}"}
        for family in ("Phạm", "Vũ", "Bùi", "Đặng")
        for middle in ("Đức", "Quang")
        for given in ("Sơn", "Khánh", "Toàn", "Thịnh", "Lộc")
        for n in range(40)
    ]


NOTHING_DECIDED = DECIDED_PAIRS.empty()


def weighed(
    land: pl.DataFrame,
    home: pl.DataFrame,
    *abroad: tuple[str, pl.DataFrame],
    at_home: pl.DataFrame = NOTHING_DECIDED,
    decided: pl.DataFrame = NOTHING_DECIDED,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The whole way of one ward, 11557, with other wards' registers in the order given.

    Decisions as they are known `at_home`, where somebody of another register bears no key yet, and in the end.
    """
    linked = link(land, home, model=MODEL, settings=SETTINGS, decided=at_home)
    own = AtHome("11557", land, home, linked.verdicts, linked.candidates)
    called = called_elsewhere(at_home, home)
    rows = open_rows(land, linked.verdicts, ward="11557", called=called)
    asking, values = asking_keys(rows, ward="11557"), values_asked(land, rows, ward="11557")
    met = pl.concat(
        found
        for ward, listed in abroad
        for found in (meetings(asking, listed_keys(listed, ward=ward)), called_in(called, listed))
    ).unique()
    registers = [home, *(listed for _, listed in abroad)]
    borne = counted(values, pl.concat([borne_keys(register) for register in registers]))
    others = pl.concat([listed.with_columns(ward=pl.lit(ward)) for ward, listed in abroad])
    others = others.join(met, left_on="row_key", right_on="resident_key", how="semi")
    foreign = strangers(home, others)
    people = population(sum(register.height for register in registers), borne, pl.concat([home, foreign.drop("ward")]))
    return weigh(own, Abroad(met, foreign, people), model=MODEL, settings=SETTINGS, decided=decided)


@pytest.fixture(scope="module")
def cases() -> list[dict[str, Any]]:
    """The rows of the truth table as short descriptions."""
    rows = [{key: value or "" for key, value in row.items()} for row in CASES.iter_rows(named=True)]
    return [row | {"row_key": row["case"]} for row in rows]


@pytest.fixture
def found(land_rows, register, cases):
    return weighed(
        land_rows(*cases), register(*AT_HOME, *crowd(HOME, 31)), ("11560", register(*ABROAD, *crowd(THERE, 33)))
    )


def test_case(found, cases) -> None:
    """Every case of the truth table: the verdict, its reason, and whom it names."""
    verdicts = {row["row_key"]: row for row in found[0].iter_rows(named=True)}
    judged = {case: (row["verdict"], row["reason"], row["resident_key"] or "") for case, row in verdicts.items()}
    assert judged == {one["case"]: (one["expected"], one["reason"], one["resident"]) for one in cases}


def test_both_namesakes_are_shown(found) -> None:
    shown = found[1].filter(pl.col("row_key") == "namesakes at home and abroad")["resident_key"].to_list()
    assert sorted(shown) == ["khoai", "khoai-abroad"]


def test_an_address_here_is_never_linked_there_without_a_number(land_rows, register) -> None:
    row = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male"}
    home, abroad = register(*AT_HOME, *crowd(HOME, 31)), ("11560", register(*ABROAD, *crowd(THERE, 33)))
    assert weighed(land_rows(row), home, abroad)[0]["verdict"].item() == "link"
    assert weighed(land_rows(row | HOME), home, abroad)[0]["verdict"].item() != "link"
    hamlet_alone = row | {"hamlet": THERE["hamlet"]}
    assert weighed(land_rows(hamlet_alone), home, abroad)[0]["verdict"].item() != "link"


def test_whose_number_it_is_abroad_is_told(found) -> None:
    owners = dict(found[0].select("row_key", "id_owner_key").drop_nulls().iter_rows())
    assert owners == {"number of a different person": "nu"}


def test_reasons_are_told_in_words(found) -> None:
    assert set(found[0]["reason"]) <= set(REASONS)
    assert {code for code in REASONS if code.endswith("_other_ward")} == {
        f"{code}_other_ward"
        for code in (
            "citizen_id", "citizen_id_slip", "cmnd", "name_birth_place", "name_birth", "name_place", "several",
            "decided", "decided_alike",
        )
    }  # fmt: skip


def test_order_of_rows_and_registers_changes_nothing(land_rows, register, cases, found) -> None:
    third = {"hamlet": "an lu 1", "unit": "11533", "state": "current"}
    near, far = register(*ABROAD, *crowd(THERE, 33)), register(*crowd(third, 34))
    land, home = land_rows(*cases), register(*AT_HOME, *crowd(HOME, 31))
    straight = weighed(land, home, ("11560", near), ("11533", far))
    mixed = weighed(land.reverse(), home.reverse(), ("11533", far.reverse()), ("11560", near.reverse()))
    for one, other in zip(straight, mixed, strict=True):
        assert_frame_equal(one, other)


def test_nobody_met_changes_nothing(land_rows, register, cases) -> None:
    land, home = land_rows(*cases), register(*AT_HOME, *crowd(HOME, 31))
    linked = link(land, home, model=MODEL, settings=SETTINGS)
    verdicts, candidates = weighed(land, home, ("11560", register(*crowd(THERE, 33))))
    assert_frame_equal(verdicts, linked.verdicts)
    assert_frame_equal(candidates, linked.candidates)


def test_a_common_name_abroad_is_weighed_by_all_registers(land_rows, register) -> None:
    """Half a ward bears the name there: the day of birth alone no longer tells who it is."""
    row = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male"}
    many = [
        {"name": "Khổng Văn Nụ", "birth": f"{1920 + n % 80}-01-01", "gender": "male", "row_key": f"many-{n}", **THERE}
        for n in range(1600)
    ]
    land, home = land_rows(row), register(*AT_HOME, *crowd(HOME, 31))
    rare, _ = weighed(land, home, ("11560", register(*ABROAD, *crowd(THERE, 33))))
    common, _ = weighed(land, home, ("11560", register(*ABROAD, *many)))
    assert rare["probability"].item() > common["probability"].item()


def test_one_person_in_two_other_registers_is_one_candidate(register) -> None:
    moved = {"name": "Khổng Văn Nụ", "citizen_id": "031057000001", "status": "moved", "row_key": "a-moved"}
    there = {"name": "Khổng Văn Nụ", "citizen_id": "031057000001", "row_key": "b-there"}
    other = {"name": "Khổng Văn Nụ", "row_key": "c-without-number"}
    abroad = pl.concat(
        register(one).with_columns(ward=pl.lit(ward))
        for one, ward in ((moved, "11533"), (there, "11560"), (other, "11560"), (other, "11533"))
    )
    assert strangers(register().clear(), abroad)["row_key"].to_list() == ["b-there", "c-without-number"]


def test_who_stands_in_the_home_register_is_no_stranger(register) -> None:
    home = register({**DAO, "row_key": "dao"}, {"name": "Vũ Đình Tú", "row_key": "same-entry"})
    abroad = register({**DAO, "row_key": "dao-abroad"}, {"name": "Vũ Đình Tú", "row_key": "same-entry"})
    assert strangers(home, abroad.with_columns(ward=pl.lit("11560"))).is_empty()


def decided(*pairs: tuple[str, str, bool]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema=NOTHING_DECIDED.schema, orient="row")


NU_THERE = {"name": "Khổng Văn Nụ", "birth": "1957-02-03", "gender": "male", "cmnd": "031123456", **THERE}


def test_whom_people_ruled_out_abroad_is_neither_linked_nor_shown(land_rows, register) -> None:
    lists = land_rows(NU_THERE), register(*AT_HOME, *crowd(HOME, 31))
    abroad = ("11560", register(*ABROAD, *crowd(THERE, 33)))
    assert weighed(*lists, abroad)[0]["resident_key"].item() == "nu"
    verdicts, candidates = weighed(*lists, abroad, decided=decided(("row-0", "nu", False)))
    assert verdicts.select("verdict", "resident_key", "runner_up_key").row(0) == ("no_link", None, None)
    assert candidates.is_empty()


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Lê Hữu Phước", "birth": "1933"},
        {"name": "Mạc Thị Đào", "citizen_id": "031170000001", **HOME},
        {"name": "", "holder_type": "unnamed"},
    ],
    ids=["no key meets them", "linked at home by its number", "a row that names nobody"],
)
def test_whom_people_call_the_same_abroad_is_linked_there(land_rows, register, said) -> None:
    """At home the number of somebody elsewhere is all that is known; their key is once their register is read."""
    lists = land_rows(said), register(*AT_HOME, *crowd(HOME, 31))
    abroad = ("11560", register(*ABROAD, *crowd(THERE, 33)))
    called = {"at_home": decided(("row-0", "031057000001", True)), "decided": decided(("row-0", "nu", True))}
    verdicts, _ = weighed(*lists, abroad, **called)
    told = ["verdict", "reason", "resident_key", "resident_id", "probability"]
    assert verdicts.select(told).row(0) == ("link", "decided_other_ward", "nu", "031057000001", None)


def test_row_decided_at_home_asks_nobody_else(land_rows, register) -> None:
    land, home = land_rows(NU_THERE, NU_THERE, {"name": "Lê Hữu Phước"}), register(*AT_HOME, *crowd(HOME, 31))
    pairs = decided(("row-0", "khoai", True))
    verdicts = link(land, home, model=MODEL, settings=SETTINGS, decided=pairs).verdicts
    assert verdicts["reason"].to_list()[:2] == ["decided", "decided_alike"]
    assert open_rows(land, verdicts, ward="11557")["row_key"].to_list() == ["row-2"]
    abroad = ("11560", register(*ABROAD, *crowd(THERE, 33)))
    assert_frame_equal(weighed(land, home, abroad, at_home=pairs, decided=pairs)[0], verdicts)


def test_called_by_number_or_by_key(register) -> None:
    listed = register({**NU_THERE, "citizen_id": "031057000001", "row_key": "nu"}, {"name": "Lê An", "row_key": "an"})
    called = called_elsewhere(
        decided(("a", "031057000001", True), ("b", "an", True), ("c", "nobody", True), ("d", "an", False)),
        register({"name": "Lê An", "row_key": "at home"}),
    )
    assert called_in(called, listed).rows() == [("a", "nu"), ("b", "an")]
    assert called_elsewhere(decided(("a", "an", True)), listed).is_empty()


def test_numbers_of_people_count_in_two_figures_so_one_birth_elsewhere_changes_nothing() -> None:
    assert [in_two_figures(size) for size in (0, 7, 99, 104, 106, 45_140, 45_141, 1_066_500)] == [
        0, 7, 99, 100, 110, 45_000, 45_000, 1_100_000
    ]  # fmt: skip
    values = pl.DataFrame({"form": ["name_key", "name_key"], "value": ["rare", "common"], "key": [1, 2]})
    values = values.with_columns(pl.col("key").cast(pl.UInt64))

    def told(rare: int, common: int) -> list[int]:
        borne = pl.DataFrame({"key": [1, 2, 2], "bearers": [rare, common, 200]}, schema_overrides={"key": pl.UInt64})
        return counted(values, borne).sort("value")["bearers"].to_list()

    assert told(3, 1040) == told(3, 1041) == [1200, 3]
    assert told(4, 1040) == [1200, 4]
