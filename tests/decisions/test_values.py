"""Values typed into a cell: accepted where nothing speaks against them, else refused by name."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.decisions.refusals import REFUSALS
from tests.decisions.judged_sheets import HUNG, PEOPLE, RULES, each_alone

with (Path(__file__).parents[1] / "cases" / "answer_values.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))


def _asked(case: dict[str, str], text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The question of a case and its answer; a number that nobody bears can be that of somebody not linked alone."""
    rule, gives_number = RULES[case["code"]], case["code"].startswith("id_") and case["answer"] == ""
    is_linked = "different" in rule.answers and not gives_number
    question = {
        "code": case["code"],
        "about": [HUNG] if is_linked else [],
        "land_value": case["land"] or None,
        "resident_value": case["resident"] or None,
        "proposal": case["proposal"] or None,
    }
    return question, {"answer": case["answer"] or "giá trị khác", "value": text}


ROWS = each_alone([_asked(case, case["text"]) for case in CASES])


@pytest.mark.parametrize(
    ("case", "row"), list(zip(CASES, ROWS, strict=True)), ids=[f"{one['code']} {one['text']}" for one in CASES]
)
def test_truth_table(case: dict[str, str], row: dict[str, Any]) -> None:
    if case["expected"] in REFUSALS:
        assert row["fault"] == case["expected"], case["why"]
        return
    fields = RULES[case["code"]].corrects
    cells = dict(zip(fields, case["cells"].split("|"), strict=False))
    assert (row["fault"], row["value"]) == (None, case["expected"]), case["why"]
    assert json.loads(row["corrections"]) == {field: value for field, value in cells.items() if value}


def test_a_value_as_accepted_is_accepted_again() -> None:
    accepted = [case for case in CASES if case["expected"] not in REFUSALS]
    again = each_alone([_asked(case, case["expected"]) for case in accepted])
    changed = [
        row
        for case, row in zip(accepted, again, strict=True)
        if (row["fault"], row["value"]) != (None, case["expected"])
    ]
    # a whole number said on purpose is shown without its ',0'
    assert [row["fault"] for row in changed] == ["decimal_lost", "area_far_smaller"]


def test_every_code_that_corrects_reads_its_value() -> None:
    codes = [code for code, rule in RULES.items() if rule.corrects]
    rows = each_alone(
        [({"code": code, "land_value": "ghi sai"}, {"answer": "giá trị khác", "value": "…"}) for code in codes]
    )
    assert [row["code"] for row in rows if row["fault"] is None] == []


@settings(max_examples=5)
@given(
    st.lists(
        st.text(max_size=20) | st.from_regex(r"[ .,'CD:]{0,3}[0-9 .,-]{8,14}[.0]{0,3}", fullmatch=True), min_size=40
    )
)
def test_no_text_becomes_a_number_that_is_not_in_it(texts: list[str]) -> None:
    rows = each_alone([({"code": "id_missing"}, {"answer": "giá trị khác", "value": text}) for text in texts])
    known = {number.lstrip("0") for number, _, _ in PEOPLE}
    for text, row in zip(texts, rows, strict=True):
        if row["fault"] is None:
            digits = "".join(str(int(sign)) for sign in text if sign.isdecimal())
            assert digits.startswith(row["value"]) or row["value"].lstrip("0") in known


@settings(max_examples=5)
@given(st.lists(st.dates(date(1900, 1, 1), date(2099, 12, 31)), min_size=30))
def test_a_day_as_staff_write_it_is_read_day_first(days: list[date]) -> None:
    question = {"code": "birth_date_differs", "about": [HUNG]}
    rows = each_alone([(question, {"answer": "giá trị khác", "value": day.strftime("%d/%m/%Y")}) for day in days])
    assert [json.loads(row["corrections"]) for row in rows] == [{"holder_birth_date": day.isoformat()} for day in days]
