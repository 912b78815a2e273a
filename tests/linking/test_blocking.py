from __future__ import annotations

import polars as pl

from cleaning.linking.blocking import KEY_NAMES, KEYS, Blocked, blocking_report, candidate_pairs, key_names
from cleaning.linking.households import families_of
from cleaning.linking.mentions import sides_of


def blocked(land: pl.DataFrame, residents: pl.DataFrame) -> Blocked:
    return candidate_pairs(sides_of(land, residents, families_of(land)))


def found(land: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    pairs = blocked(land, residents).pairs
    return pairs.with_columns(keys=key_names(pairs["found_by"]))


def test_a_pair_names_every_key_that_found_it(land_rows, register):
    person = {"name": "Khổng Thị Nụ", "birth": "1957", "citizen_id": "031157000001"}
    pairs = found(land_rows(person), register(person))
    assert pairs["keys"].to_list() == ["citizen_id+name&year+name+short&year+tail&year"]


def test_one_wrong_digit_still_meets(land_rows, register):
    pairs = found(
        land_rows({"name": "A", "citizen_id": "031157000001"}), register({"name": "B", "citizen_id": "031157000091"})
    )
    assert pairs["keys"].to_list() == ["citizen_id~1"]


def test_a_number_that_is_somebodys_is_not_taken_for_a_slip(land_rows, register):
    residents = register({"name": "B", "citizen_id": "031157000001"}, {"name": "C", "citizen_id": "031157000091"})
    pairs = found(land_rows({"name": "A", "citizen_id": "031157000001"}), residents)
    assert pairs["keys"].to_list() == ["citizen_id"]


def test_nobody_meets_by_what_is_missing(land_rows, register):
    assert found(land_rows({"name": "Lê Văn An"}), register({"name": "Trần Thị Bình"})).is_empty()


def test_a_key_that_explodes_is_capped_and_counted(land_rows, register):
    most = next(key.most for key in KEYS if key.name == "name")
    namesakes = [{"name": "Nguyễn Văn Hùng", "row_key": f"r{n:03}"} for n in range(most + 1)]
    land = land_rows({"name": "Nguyễn Văn Hùng"})
    assert blocked(land, register(*namesakes[1:])).pairs.height == most
    everybody = blocked(land, register(*namesakes))
    assert everybody.pairs.is_empty()
    report = blocking_report(everybody.pairs, everybody.capped)
    assert report.filter(pl.col("key") == "name")["capped"].item() == most + 1
    assert report["key"].to_list() == list(KEY_NAMES)


def test_every_slip_of_a_number_is_found_and_nothing_else(land_rows, register):
    right = "031157004321"
    cases = {"031157004327": True, "031157004312": True, "013157004321": True, "031157004387": False}
    for written, meets in cases.items():
        pairs = found(land_rows({"name": "A", "citizen_id": written}), register({"name": "B", "citizen_id": right}))
        assert (pairs.height > 0) == meets, written
