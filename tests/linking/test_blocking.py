from __future__ import annotations

import polars as pl

from cleaning.linking.blocking import KEY_NAMES, candidate_pairs, key_names
from cleaning.linking.households import families_of
from cleaning.linking.mentions import mentions_of, residents_of


def mentions(land: pl.DataFrame) -> pl.DataFrame:
    return mentions_of(land, families_of(land))[0]


def found(land: pl.DataFrame, residents: pl.DataFrame, cap: int = 60) -> pl.DataFrame:
    blocked = candidate_pairs(mentions(land), residents_of(residents), cap=cap)
    return blocked.pairs.with_columns(keys=key_names(pl.col("found_by")))


def test_a_pair_names_every_key_that_found_it(land_rows, register):
    person = {"name": "Khổng Thị Nụ", "birth": "1957", "citizen_id": "031157000001"}
    pairs = found(land_rows(person), register(person))
    assert pairs["keys"].to_list() == ["citizen_id+name&year+name+short&year+regional&year"]


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
    namesakes = register(*({"name": "Nguyễn Văn Hùng", "row_key": f"r{n}"} for n in range(5)))
    blocked = candidate_pairs(mentions(land_rows({"name": "Nguyễn Văn Hùng"})), residents_of(namesakes), cap=4)
    assert blocked.pairs.is_empty()
    assert blocked.report.filter(pl.col("key") == "name")["capped"].item() == 5
    assert blocked.report["key"].to_list() == list(KEY_NAMES)
