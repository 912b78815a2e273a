"""The engine behind the rules: keys only, faults of rules surface, nothing is asked of the network or the disk."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning import schemas
from expectations import suites
from expectations.checking import CheckError, Outcome, check, problems
from expectations.suites import Rule

NUMBERED = pl.DataFrame({"row_key": ["b", "a", "c"], "word": ["no", None, "no"], "size": [1.0, None, 3.0]})
WORD = Rule("word_wrong", "ExpectColumnValuesToBeInSet", "warning", {"column": "word", "value_set": ["yes"]})


def test_keys_of_failing_rows_in_order() -> None:
    assert check(NUMBERED, [WORD]) == [Outcome("word_wrong", "warning", success=False, keys=("b", "c"))]


def test_null_passes_a_column_rule() -> None:
    assert "a" not in check(NUMBERED, [WORD])[0].keys


def test_null_breaks_a_computed_rule() -> None:
    rule = Rule("too_small", "ExpectColumnValuesToBeInSet", "warning", {"column": "too_small", "value_set": [True]},
                holds=pl.col("size") > 2)  # fmt: skip
    assert check(NUMBERED, [rule])[0].keys == ("a", "b")


def test_another_key_column() -> None:
    assert check(NUMBERED.rename({"row_key": "other"}), [WORD], key="other")[0].keys == ("b", "c")


def test_outcomes_come_in_the_order_of_the_rules() -> None:
    rules = [replace(WORD, code=code) for code in ("z", "a", "m")]
    assert [outcome.code for outcome in check(NUMBERED, rules)] == ["z", "a", "m"]


def test_outcomes_do_not_depend_on_row_order() -> None:
    assert check(NUMBERED, [WORD]) == check(NUMBERED.reverse(), [WORD])


@pytest.mark.parametrize(
    "rule",
    [
        Rule("bad_regex", "ExpectColumnValuesToMatchRegex", "warning", {"column": "word", "regex": "("}),
        Rule("bad_kind", "ExpectColumnValuesToBeInSet", "warning", {"column": "word", "value_set": None}),
        Rule("no_column", "ExpectColumnValuesToNotBeNull", "warning", {"column": "absent"}),
        Rule("no_such_expectation", "ExpectTheUnexpected", "warning", {"column": "word"}),
    ],
    ids=lambda rule: rule.code,
)
def test_a_rule_that_cannot_be_evaluated_is_an_error(rule: Rule) -> None:
    with pytest.raises(CheckError):
        check(NUMBERED, [rule])


def test_problems_are_what_broke_no_gate() -> None:
    outcomes = [
        Outcome("id_missing", "warning", success=False, keys=("b", "a")),
        Outcome("unit_superseded", "info", success=False, keys=("a",)),
        Outcome("row_key_null", "critical", success=False, keys=("c",)),
        Outcome("area_invalid", "warning", success=True, keys=()),
    ]
    expected = pl.DataFrame({"row_key": ["a", "a", "b"], "code": ["id_missing", "unit_superseded", "id_missing"]})
    assert_frame_equal(problems(outcomes), expected)


def test_no_problems_is_an_empty_table() -> None:
    assert_frame_equal(problems([]), schemas.PROBLEMS.empty())


def test_suites_do_not_bring_the_engine() -> None:
    probe = "import sys, expectations.suites, expectations.checking; sys.exit('great_expectations' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", probe], cwd=Path(suites.__file__).parents[1], check=False).returncode == 0
    )
