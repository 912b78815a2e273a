"""Number, birth and gender columns → identity; numbers on rows of different people."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cleaning.schemas import RESIDENTS
from cleaning.standardising.identifiers import with_id_repeated, with_id_shared, with_identity
from cleaning.standardising.text import tidy

_cases = (
    Path(__file__).parents[1].joinpath("cases/citizen_ids.csv").read_text(encoding="utf-8").splitlines(keepends=True)
)
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]
FIELDS = ("id", "old", "birth", "sex")


def _identity(*rows: dict[str, str | None], cmnd_text: str | None = None) -> pl.DataFrame:
    columns = dict.fromkeys({*FIELDS, *(name for row in rows for name in row)}, pl.String)
    return with_identity(
        pl.DataFrame(rows, schema=columns),
        prefix="",
        id_text="id",
        cmnd_text=cmnd_text,
        birth_text="birth",
        gender_text="sex",
        as_of=date(2026, 11, 21),
    )


def _tidied(cell: str | None) -> str | None:
    return pl.select(tidy(pl.lit(cell, pl.String))).item()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_cases(case: dict[str, str | None]) -> None:
    row = _identity({"id": _tidied(case["input"])}).row(0, named=True)
    found = (row["citizen_id"], row["cmnd"], row["id_state"], row["id_repair"])
    assert found == (case["citizen_id"], case["cmnd"], case["state"], case["repair"])


def test_columns_are_those_declared_and_nothing_is_left_behind() -> None:
    frame = _identity({"id": "031060000001"}, cmnd_text="old")
    declared = {column.name: column.dtype for column in RESIDENTS.columns}
    added = {name: dtype for name, dtype in frame.schema.items() if name not in FIELDS}
    assert added == {name: declared[name] for name in added}
    assert len(added) == 10


@pytest.mark.parametrize(
    ("number", "old", "expected"),
    [
        ("031060000001", "031234567", ("031060000001", "031234567", "ok")),
        (None, "031234567", (None, "031234567", "cmnd")),
        ("031234567", None, (None, "031234567", "cmnd")),
        (None, "31060000001", ("031060000001", None, "repaired")),
        ("3,1E+10", "031234567", (None, "031234567", "malformed")),
        (None, None, (None, None, "missing")),
    ],
)
def test_a_column_of_old_numbers_beside_it(
    number: str | None, old: str | None, expected: tuple[str | None, ...]
) -> None:
    row = _identity({"id": number, "old": old}, cmnd_text="old").row(0, named=True)
    assert (row["citizen_id"], row["cmnd"], row["id_state"]) == expected


@pytest.mark.parametrize(
    ("number", "birth", "gender", "expected"),
    [
        ("1088755554", "1988", "Nam", ("001088755554", "repaired", "leading_zero")),
        ("1088755554.0", "05/06/1988", None, ("001088755554", "repaired", "leading_zero")),
        ("1188755554", "1988", "Nữ", ("001188755554", "repaired", "leading_zero")),
        ("1088755554", "1987", "Nam", (None, "malformed", None)),
        ("1088755554", "1988", "Nữ", (None, "malformed", None)),
        ("1088755554", None, "Nam", (None, "malformed", None)),
        ("3088755554", "1988", "Nam", (None, "malformed", None)),
        ("0088755554", "1988", "Nam", (None, "malformed", None)),
    ],
)
def test_two_lost_zeros_are_put_back_where_birth_and_gender_bear_it_out(
    number: str, birth: str | None, gender: str | None, expected: tuple[str | None, ...]
) -> None:
    row = _identity({"id": number, "birth": birth, "sex": gender}).row(0, named=True)
    assert (row["citizen_id"], row["id_state"], row["id_repair"]) == expected


@pytest.mark.parametrize("holder_type", ["organisation", "community", "unnamed"])
def test_only_people_have_a_number(holder_type: str) -> None:
    row = _identity({"id": "31060000001", "holder_type": holder_type}).row(0, named=True)
    assert (row["citizen_id"], row["id_state"], row["id_repair"]) == (None, "not_applicable", None)


@pytest.mark.parametrize(
    ("number", "birth", "gender", "expected"),
    [
        ("031060000001", "1960", "Nam", "fits"),
        ("031060000001", None, "Nam", "fits"),
        ("031060000001", "1960", None, "fits"),
        ("031160000001", "1960", "Nữ", "fits"),
        ("031205000001", "2005", "Nam", "fits"),
        ("031305000001", "2005", "Nữ", "fits"),
        ("031060000001", "1961", "Nam", "contradicts_birth"),
        ("031205000001", "1905", "Nam", "contradicts_birth"),
        ("031060000001", "1960", "Nữ", "contradicts_gender"),
        ("031060000001", "1961", "Nữ", "contradicts_birth"),
        ("031060000001", None, None, "unknown"),
        ("031234567", "1960", "Nam", "unknown"),
    ],
)
def test_consistency(number: str, birth: str | None, gender: str | None, expected: str) -> None:
    assert _identity({"id": number, "birth": birth, "sex": gender})["id_consistency"].to_list() == [expected]


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("nguyen van an", "nguyen van an", False),
        ("nguyen van an", "tran thi binh", True),
        ("nguyen van an", "nguyen van anh", False),
        ("nguyen van an", "nguyen an", False),
        ("nguyen thi hong lan", "nguyen thi lan", False),
        ("nguyen van lan", "nguyen thi lan", True),
        ("nguyen van trinh", "nguyen van chinh", False),
        ("nguyen van an", "nguyen van binh", True),
        ("nguyen van an", None, False),
    ],
)
def test_id_shared_by_clearly_different_names(first: str, second: str | None, shared: bool) -> None:
    frame = pl.DataFrame(
        {"citizen_id": ["031060000001", "031060000001", None], "name_folded": [first, second, second]},
        schema={"citizen_id": pl.String, "name_folded": pl.String},
    )
    assert with_id_shared(frame, "")["is_id_shared"].to_list() == [shared, shared, False]


def test_id_shared_is_judged_by_the_usual_name() -> None:
    names = ["nguyen van nam", "nguyen van nam", "nguyen van nan", "nguyen vam nam"]
    frame = pl.DataFrame({"citizen_id": ["031060000001"] * 4, "name_folded": names})
    assert not with_id_shared(frame, "")["is_id_shared"].any()


def test_id_repeated_in_a_register() -> None:
    frame = pl.DataFrame({"citizen_id": ["031060000001", "031060000001", "031060000002", None, None]})
    assert with_id_repeated(frame, "")["is_id_shared"].to_list() == [True, True, False, False, False]
