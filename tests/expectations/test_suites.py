"""Every suite passes on good data, and every rule of it fails on a planted fault: on that row, and on no other."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from expectations import suites
from expectations.checking import Outcome, check
from expectations.suites import Rule

FAULTS = pl.read_csv(Path(__file__).parents[1] / "cases" / "expectations_faults.csv", infer_schema=False)  # noqa: TID251  truth table
SUITES: dict[str, tuple[Rule, ...]] = {
    name: getattr(suites, name)
    for name in (
        "RAW_LAND",
        "RAW_RESIDENTS",
        "LAND",
        "RESIDENTS",
        "VERDICTS",
        "VERDICTS_BESIDE_LAND",
        "DECIDED_BESIDE_VERDICTS",
    )
}
BESIDE = {"VERDICTS_BESIDE_LAND", "DECIDED_BESIDE_VERDICTS"}
ALL_RULES = [(name, rule) for name, rules in SUITES.items() for rule in rules]
named = pytest.mark.parametrize("suite", SUITES)


def of(outcomes: list[Outcome], code: str) -> Outcome:
    return next(outcome for outcome in outcomes if outcome.code == code)


def rule_of(suite: str, code: str) -> Rule:
    return next(rule for rule in SUITES[suite] if rule.code == code)


def with_fault(frame: pl.DataFrame, changes: dict[str, object], key: str | None = "fault") -> pl.DataFrame:
    """`frame` and one row more: its first row, but for `changes`."""
    told = {name: pl.lit(value, dtype=frame.schema[name]) for name, value in (changes | {"row_key": key}).items()}
    return pl.concat([frame, frame.head(1).with_columns(**told)])


@pytest.fixture(scope="module")
def outcomes_of_faults(good: dict[str, pl.DataFrame]) -> dict[str, list[Outcome]]:
    """Outcomes of every suite over good rows and a row for each fault of the table, keyed 'fault 0', 'fault 1', …"""
    frames = dict(good)
    for place, (suite, changes) in enumerate(FAULTS.select("suite", "changes").iter_rows()):
        frames[suite] = with_fault(frames[suite], json.loads(changes), f"fault {place}")
    return {suite: check(frames[suite], SUITES[suite]) for suite in FAULTS["suite"].unique()}


@named
def test_good_data_passes(good: dict[str, pl.DataFrame], suite: str) -> None:
    assert [outcome.code for outcome in check(good[suite], SUITES[suite]) if not outcome.success] == []


@named
def test_codes_are_unique(suite: str) -> None:
    codes = [rule.code for rule in SUITES[suite]]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("place", "suite", "code"), FAULTS.select("suite", "code").with_row_index("place").rows())
def test_planted_fault(outcomes_of_faults: dict[str, list[Outcome]], place: int, suite: str, code: str) -> None:
    outcome = of(outcomes_of_faults[suite], code)
    planted = FAULTS.with_row_index().filter((pl.col("suite") == suite) & (pl.col("code") == code))["index"]
    assert not outcome.success
    assert f"fault {place}" in outcome.keys
    assert set(outcome.keys) == {f"fault {one}" for one in planted}


def test_every_named_rule_has_a_fault() -> None:
    planted = set(FAULTS.select("suite", "code").rows())
    by_hand = {(name, rule.code) for name, rule in ALL_RULES if name in BESIDE}
    by_hand |= {(name, rule.code) for name, rule in ALL_RULES if rule.severity != "critical"}
    assert by_hand <= planted


# Gates on a single column; a missing row key can't be named, and has a test of its own.
CLOSED = [
    (name, rule)
    for name, rule in ALL_RULES
    if rule.severity == "critical" and rule.expects in {"ExpectColumnValuesToBeInSet", "ExpectColumnValuesToNotBeNull"}
    if rule.holds is None and rule.args["column"] != "row_key"
]


@pytest.fixture(scope="module")
def outcomes_of_strangers(good: dict[str, pl.DataFrame]) -> dict[tuple[str, str], list[Outcome]]:
    """Outcomes over tables one row of which is null, or a stranger to every list, in every column that has a gate."""
    found: dict[tuple[str, str], list[Outcome]] = {}
    for suite in sorted({name for name, _ in CLOSED}):
        columns = {rule.args["column"] for name, rule in CLOSED if name == suite}
        listed = {rule.args["column"] for name, rule in CLOSED if name == suite and "value_set" in rule.args}
        nothing = with_fault(good[suite], dict.fromkeys(sorted(columns)))
        stranger = with_fault(good[suite], dict.fromkeys(sorted(listed), "không có trong danh sách"))
        rules = [rule for name, rule in CLOSED if name == suite]
        found[suite, "null"] = check(nothing, rules)
        found[suite, "stranger"] = check(stranger, rules)
    return found


@pytest.mark.parametrize(("suite", "rule"), CLOSED, ids=lambda one: getattr(one, "code", one))
def test_gate_on_a_column(outcomes_of_strangers: dict[tuple[str, str], list[Outcome]], suite: str, rule: Rule) -> None:
    fault = "stranger" if "value_set" in rule.args else "null"
    assert of(outcomes_of_strangers[suite, fault], rule.code).keys == ("fault",)


@pytest.mark.parametrize("suite", sorted(set(SUITES) - BESIDE))
def test_gate_on_row_keys(good: dict[str, pl.DataFrame], suite: str) -> None:
    missing, repeated = rule_of(suite, "row_key_null"), rule_of(suite, "row_key_repeated")
    assert not check(with_fault(good[suite], {}, None), [missing])[0].success
    assert check(with_fault(good[suite], {}, "good 2"), [repeated])[0].keys == ("good 2",)


@pytest.mark.parametrize("suite", sorted(set(SUITES) - BESIDE))
def test_gate_on_empty_tables(good: dict[str, pl.DataFrame], suite: str) -> None:
    assert not check(good[suite].clear(), [rule_of(suite, "table_empty")])[0].success


FILLED = [(name, rule) for name, rule in ALL_RULES if rule.expects == "ExpectColumnUniqueValueCountToBeBetween"]


@pytest.mark.parametrize(("suite", "rule"), FILLED, ids=lambda one: getattr(one, "code", one))
def test_gate_on_empty_columns(good: dict[str, pl.DataFrame], suite: str, rule: Rule) -> None:
    emptied = good[suite].with_columns(pl.lit(None, dtype=pl.String).alias(rule.args["column"]))
    assert not check(emptied, [rule])[0].success


def test_gate_on_lost_rows(good: dict[str, pl.DataFrame]) -> None:
    assert [check(good["LAND"], [suites.row_count_is(rows)])[0].success for rows in (2, 3, 4)] == [False, True, False]


@pytest.mark.parametrize(
    ("verdict", "probability", "passes"),
    [
        ("link", 0.99, True),
        ("link", 0.9899, False),
        ("link", None, False),
        ("review", 0.5, True),
        ("no_link", None, True),
    ],
)
def test_gate_on_unsure_links(
    good: dict[str, pl.DataFrame], verdict: str, probability: float | None, passes: bool
) -> None:
    changed = with_fault(good["VERDICTS"], {"verdict": verdict, "probability": probability})
    assert check(changed, [suites.link_probability_from(0.99)])[0].success is passes


@pytest.mark.parametrize(
    "changes",
    [
        {"linked_key": None, "is_listed": False},
        {"linked_key": None, "holder_type": "community"},
        {"linked_key": None, "holder_type": None},
        {"linked_key": None, "is_same": False},
        {"holder_type": "unnamed"},
    ],
    ids=["in no register of the run", "of no person any more", "no land row any more", "nobody linked", "unnamed"],
)
def test_decisions_that_bind_nothing_pass(good: dict[str, pl.DataFrame], changes: dict[str, object]) -> None:
    told = check(with_fault(good["DECIDED_BESIDE_VERDICTS"], changes), suites.DECIDED_BESIDE_VERDICTS)
    assert [outcome.code for outcome in told if not outcome.success] == []


def test_without_decisions_nothing_is_against_them(good: dict[str, pl.DataFrame]) -> None:
    told = check(good["DECIDED_BESIDE_VERDICTS"].clear(), suites.DECIDED_BESIDE_VERDICTS)
    assert all(outcome.success for outcome in told)


@pytest.mark.parametrize("reason", ["decided", "decided_alike_other_ward"])
def test_links_of_people_need_neither_probability_nor_number(good: dict[str, pl.DataFrame], reason: str) -> None:
    decided = with_fault(good["VERDICTS"], {"reason": reason, "probability": None, "resident_id": None})
    told = check(decided, (*suites.VERDICTS, suites.link_probability_from(0.99)))
    assert [outcome.code for outcome in told if not outcome.success] == []
