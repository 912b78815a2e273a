"""Addresses → hamlet and commune, by a table of cases and by properties."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.schemas import RESIDENTS, STATES
from cleaning.standardising.places import with_place
from cleaning.standardising.text import tidy
from cleaning.standardising.unit_names import former_units, own_former_names, present_units

WARD = "11557"
ANSWERS = ("hamlet", "hamlet_key", "old_unit_code", "unit_code", "unit_state")
_cases = Path(__file__).parents[1].joinpath("cases/addresses.csv").read_text(encoding="utf-8").splitlines()
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]


def _place(addresses: list[str | None], hamlets: list[str | None] | None = None, ward: str = WARD) -> pl.DataFrame:
    frame = pl.DataFrame(
        {"address": addresses, "group": hamlets or [None] * len(addresses)},
        schema={"address": pl.String, "group": pl.String},
    ).with_columns(tidy(pl.col("address", "group")))
    return with_place(frame, address_text="address", hamlet_text="group" if hamlets else None, prefix="", ward=ward)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_every_address_of_the_table_is_told(case):
    placed = _place([case["input"]], ward=case["ward"] or WARD).to_dicts()[0]
    assert {name: placed[name] for name in ANSWERS} == {name: case[name] for name in ANSWERS}
    assert placed["address_proposal"] == case["proposal"]


def test_a_null_address_names_nothing():
    placed = _place([None]).to_dicts()[0]
    assert placed["unit_state"] == "missing"
    assert placed["hamlet"] is placed["unit_name_written"] is placed["address_proposal"] is None


def test_the_commune_is_kept_as_the_address_writes_it():
    assert _place(["Xóm 2 - X. Lâm Động - Thủy Nguyên - HP"])["unit_name_written"].to_list() == ["X. Lâm Động"]


def test_a_hamlet_column_outranks_the_address():
    address = "Thôn 9, phường Thiên Hương, thành phố Hải Phòng"
    placed = _place([address, address], ["Tổ dân phố Hoàng Động 3", None])
    assert placed["hamlet_key"].to_list() == ["hoang dong 3", "9"]
    assert placed["old_unit_code"].to_list() == ["11566", None]


def test_own_units_are_own_to_their_ward_only():
    here, elsewhere = _place(["xã Kiền Bái"]), _place(["xã Kiền Bái"], ward="11488")
    assert here["unit_state"].item() == "superseded"
    assert elsewhere["unit_state"].item() == "unknown"


def test_the_columns_are_those_declared_for_residents():
    declared = {column.name: column.dtype for column in RESIDENTS.columns}
    placed = _place(["xã Kiền Bái"])
    assert all(placed.schema[name] == declared[name] for name in (*ANSWERS, "unit_name_written", "address_proposal"))


def test_the_order_of_rows_changes_no_answer():
    addresses = [case["input"] for case in CASES]
    forth, back = _place(addresses), _place(addresses[::-1])
    assert_frame_equal(forth, back.reverse())


_PARTS = st.sampled_from([
    "Thôn Kiền Bái 3", "TDP 5", "xã Kiền Bái", "X. Hoa Động", "P. Thiên Hương", "phường Lê Hồng Phong", "xã Hòa Bình",
    "huyện Thuỷ Nguyên", "Thủy Nguyên", "TP Hải Phòng", "HP", "tỉnh Hải Dương", "số 7", "", "12",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_PARTS, max_size=5).map(", ".join))
def test_states_keep_to_the_list_and_to_what_they_promise(address):
    placed = _place([address]).to_dicts()[0]
    assert placed["unit_state"] in STATES["unit_state"]
    assert (placed["unit_code"] is not None) == (placed["unit_state"] in ("current", "superseded"))
    assert (placed["address_proposal"] is not None) == (placed["unit_state"] == "superseded")
    assert (placed["unit_name_written"] is None) == (placed["unit_state"] == "missing")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered_without_an_error(address):
    assert _place([address]).height == 1


@pytest.mark.parametrize("address", [case["input"] for case in CASES if case["proposal"] is not None])
def test_a_proposal_is_current_when_read_again(address):
    proposal = _place([address])["address_proposal"].item()
    again = _place([proposal]).to_dicts()[0]
    assert again["unit_state"] == "current"
    assert again["unit_code"] == _place([address])["unit_code"].item()


def test_every_former_unit_with_its_district_is_found_or_honestly_doubtful():
    former = former_units().filter(pl.col("district_code") == "311")
    one_land = pl.when(pl.col("land").list.len() == 1).then(pl.col("land").list.first())
    written = pl.concat_str("kind", pl.lit(" "), "exact_name", pl.lit(", huyện Thủy Nguyên, Hải Phòng"))
    placed = _place(former.select(written).to_series().to_list())
    assert set(placed["unit_state"]) <= {"superseded", "split"}
    assert placed["old_unit_code_written"].to_list() == former["code"].to_list()
    assert placed["old_unit_code"].to_list() == former.select(one_land).to_series().to_list()


def test_one_code_of_two_eras_is_told_apart_by_its_land():
    land = former_units().filter(pl.col("code") == "11560").select("exact_name", "land").unique()
    assert dict(land.iter_rows()) == {"thủy sơn": ["11560"], "thủy đường": ["11470", "11560", "11563"]}


@pytest.mark.parametrize(
    ("ward", "name", "land_code"),
    [
        ("11560", "thuy duong", "11563"),
        ("11560", "duong quan", "11578"),  # one code before and after it gathered Tân Dương
        ("11581", "le loi", "11611"),
        ("11407", "an duong", "11377"),
        ("11203", "ninh giang", "11155"),
        ("11557", "hoang lam", None),  # the name of the gathered unit only
        ("03006", "sa pa", None),  # Sa Pa and Sa Pả
        ("31639", "long phu", None),  # thị trấn and xã
        ("29812", "dong thanh", None),  # Đông Thạnh and Đông Thành
    ],
)
def test_a_name_of_several_own_units_means_the_land_they_share(ward, name, land_code):
    assert own_former_names(ward).filter(name=name)["land_code"].to_list() == [land_code]


def test_reference_names_are_complete():
    assert present_units().null_count().sum_horizontal().item() == 0
    assert own_former_names(WARD)["name"].is_unique().all()
    assert "kien bai" in own_former_names(WARD)["name"]
