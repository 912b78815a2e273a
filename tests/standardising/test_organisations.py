"""Organisations' names and numbers; words of Mục 12 and 13; the current user."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.schemas import LAND
from cleaning.standardising.current_users import with_current_user
from cleaning.standardising.holder_roles import with_holder_kind
from cleaning.standardising.organisations import with_organisation

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_cases = Path(__file__).parents[1].joinpath("cases/tax_codes.csv").read_text(encoding="utf-8").splitlines()
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]


def _organisations(
    numbers: list[str | None],
    holder_type: str = "organisation",
    name: str | None = "Chùa Hà",
    holder_number: str | None = None,
) -> pl.DataFrame:
    columns = (
        "organisation_id_text", "organisation_name_text", "holder_name_text", "holder_type", "holder_id_number_text"
    )  # fmt: skip
    rows = [(number, name, "UBND phường", holder_type, holder_number) for number in numbers]
    return with_organisation(pl.DataFrame(rows, dict.fromkeys(columns, pl.String), orient="row"))


def test_every_number_of_the_table_is_told():
    told = _organisations([case["input"] for case in CASES])
    assert told["organisation_id_state"].to_list() == [case["state"] for case in CASES]
    assert told["organisation_id"].to_list() == [case["expected"] for case in CASES]
    assert told["organisation_id_proposal"].to_list() == [case["proposal"] for case in CASES]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9 - 1))
def test_of_all_last_digits_one_at_most_fits(nine):
    digits = f"{nine:09d}"
    check = 10 - sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    states = _organisations([f"{digits}{last}" for last in range(10)])["organisation_id_state"].to_list()
    assert [last for last, state in enumerate(states) if state == "ok"] == ([check] if check < 10 else [])


def test_people_have_no_organisation():
    told = _organisations(["0300588569", "300588569"], holder_type="person")
    wanted = told.select("organisation_name", "organisation_id_state", "organisation_id_proposal").rows()
    assert wanted == [(None, "not_applicable", None)] * 2


def test_an_organisation_named_as_holder_is_taken_from_there():
    assert _organisations([None], name=None)["organisation_name"].item() == "UBND phường"
    assert _organisations([None])["organisation_name"].item() == "Chùa Hà"


@pytest.mark.parametrize(
    ("own", "holder_number", "number", "state"),
    [
        (None, "N/A-0300588569", "0300588569", "ok"),
        ("N/A", "0300588569", "0300588569", "ok"),
        (None, "0300588560", "0300588560", "invalid"),
        ("0101248141", "N/A-0300588569", "0101248141", "ok"),
        (None, "031075001234", None, "missing"),
        (None, "031234567", None, "missing"),
    ],
)
def test_a_tax_code_may_stand_in_the_column_of_citizen_numbers(own, holder_number, number, state):
    told = _organisations([own], holder_number=holder_number)
    assert told.select("organisation_id", "organisation_id_state").row(0) == (number, state)


@pytest.mark.parametrize(
    ("kind", "role", "codes"),
    [
        ("Hộ gia đình", "Thành viên hộ gia đình", ("household", "member")),
        ("Vợ chồng", "Vợ", ("couple", "wife")),
        ("CÁ NHÂN", "Cá nhân", ("person", "individual")),
        ("Cộng đồng dân cư", "Người đại diện", ("community", "representative")),
        ("Liên danh", None, (None, None)),
    ],
)
def test_words_of_the_form_become_codes(kind, role, codes):
    texts = {"holder_kind_text": pl.String, "holder_role_text": pl.String}
    assert with_holder_kind(pl.DataFrame([(kind, role)], texts, orient="row")).row(0)[2:] == codes


def _current(name: str | None, number: str | None) -> str:
    columns = [
        "row_key",
        "current_user_name_text",
        "current_user_id_number_text",
        "holder_name_folded",
        "holder_citizen_id",
    ]
    row = ("k1", name, number, "nguyen van an", "031083000001")
    told = with_current_user(pl.DataFrame([row], dict.fromkeys(columns, pl.String), orient="row"))
    assert {column.name for column in LAND.columns if column.name.startswith("current_user")} - set(told.columns) <= {
        f"current_user_{field}_raw" for field in ("name", "id_number", "address")
    }
    return told["current_user_state"].item()


def test_the_current_user_is_compared_by_name_and_number():
    assert _current("NGUYỄN VĂN AN", None) == "same"
    assert _current("Trần Thị Bình", "031 083 000 001") == "same", "one number is one person"
    assert _current("Trần Thị Bình", None) == "differs"
    assert _current(None, "031083000002") == "differs"
    assert _current(None, "123") == "none"
    assert _current("không có", None) == "none"
    assert _current(None, None) == "none"
