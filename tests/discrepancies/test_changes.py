"""Changes from night to night: the truth table of what explains them, and what is told of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning import schemas
from cleaning.discrepancies.changes import Remembered, changes
from tests.discrepancies.campaign import question, table_of

CASES = pl.read_csv(Path(__file__).parents[1] / "cases" / "changes.csv", infer_schema=False)  # noqa: TID251  truth table
WAS, NOW = date(2026, 11, 22), date(2026, 11, 23)
FACTS = {
    "row_key": "a", "guid": "a", "sheet": "5", "parcel": "112", "row_mark": "1", "verdict": "link",
    "reason": "several", "resident": "R", "resident_mark": "M",
}  # fmt: skip
NIGHT = dict.fromkeys(("data_mark", "settings_mark", "decisions_mark", "model", "code_version"), "1")


def facts(overrides: str | None) -> list[dict[str, Any]]:
    return [] if overrides is None else [FACTS | json.loads(overrides)]


def life(code: str | None, told: str | None, day: date) -> list[dict[str, Any]]:
    if code is None or told is None:
        return []
    state, _, asked = told.partition(":")
    evidence, _, round_ = (asked or "AAA").partition("-")
    return [
        {
            "discrepancy_id": f"a-{code}", "code": code, "row_key": None if code == "row_rejected" else "a",
            "guid": "a", "sheet": "5", "parcel": "112", "question": question(evidence, int(round_ or 1)),
            "land_value": "đất", "resident_value": "dân", "since": WAS, "state": state, "state_day": day,
        }
    ]  # fmt: skip


def people(*touched: str) -> list[dict[str, Any]]:
    return [{"resident": one, "resident_key": f"key {one} {one in touched}", "person_mark": "M"} for one in "RS"]


def remembered(
    day: date, rows: list[dict[str, Any]], found: list[dict[str, Any]], marks: dict[str, str], touched: str = ""
) -> Remembered:
    return Remembered(
        life=table_of(schemas.LIFE, found),
        facts=table_of(schemas.ROW_FACTS, rows),
        people=table_of(schemas.KNOWN_PEOPLE, people(*touched)),
        nights=table_of(schemas.NIGHTS, [NIGHT | marks | {"day": day}]),
    )


def followed(found: list[dict[str, Any]], **answer: str) -> pl.DataFrame:
    rows = [{"discrepancy_id": one["discrepancy_id"], "state": one["state"]} | answer for one in found]
    return table_of(schemas.FOLLOWED, [row for row in rows if row["state"] != "gone"])


def changes_of(case: dict[str, str]) -> pl.DataFrame:
    before = remembered(WAS, facts(case["before"]), life(case["code"], case["was"], WAS), {})
    found = life(case["code"], case["now"], NOW)
    now = remembered(NOW, facts(case["after"]), found, json.loads(case["night"]), case["touched"] or "")
    return changes(before, now, followed(found))


@pytest.mark.parametrize("case", CASES.rows(named=True), ids=lambda case: case["case"])
def test_case(case: dict[str, str]) -> None:
    told = changes_of(case).filter(pl.col("kind").eq("verdict") == (case["code"] is None))
    assert told["why"].to_list() == [case["expected"]]


def test_every_reason_has_a_case() -> None:
    assert set(CASES["expected"]) == {
        "decision", "data", "resident", "model", "settings", "program", "other_rows", "day"
    }  # fmt: skip


def test_nothing_changed_is_nothing_told() -> None:
    rows, found = facts("{}"), life("id_differs", "open", WAS)
    tonight = remembered(NOW, rows, found, {"model": "new", "data_mark": "x"})
    assert changes(remembered(WAS, rows, found, {}), tonight, followed(found)).height == 0


def test_of_the_first_night_nothing_is_told() -> None:
    empty = Remembered(
        *(table.empty() for table in (schemas.LIFE, schemas.ROW_FACTS, schemas.KNOWN_PEOPLE, schemas.NIGHTS))
    )
    found = life("id_differs", "new", NOW)
    assert changes(empty, remembered(NOW, facts("{}"), found, {}), followed(found)).height == 0


def test_only_the_last_night_is_compared_with() -> None:
    rows, found = facts("{}"), life("id_differs", "new", NOW)
    before, now = remembered(WAS, rows, [], {}), remembered(NOW, rows, found, {})
    older = table_of(schemas.NIGHTS, [NIGHT | {"day": date(2026, 11, 1), "data_mark": "old"}])
    nights = pl.concat([before.nights, older])
    told = changes(Remembered(before.life, before.facts, before.people, nights), now, followed(found))
    assert told["why"].to_list() == ["day"]


@pytest.mark.parametrize(
    ("was", "now", "before", "after"),
    [
        (None, "new", None, "đất đai: đất; dân cư: dân"),
        ("open", "gone", "đất đai: đất; dân cư: dân", None),
        ("open", "answered", "đất đai: đất; dân cư: dân", "đã trả lời “giá trị khác: 7” (Bà Mẫu)"),
        ("gone", "reopened", None, "đất đai: đất; dân cư: dân"),
    ],
)
def test_values_before_and_now_in_words(was: str | None, now: str, before: str | None, after: str | None) -> None:
    found = life("id_differs", now, NOW)
    answers = followed(found, answer="other_value", value="7", answered_by="Bà Mẫu")
    told = changes(
        remembered(WAS, facts("{}"), life("id_differs", was, WAS), {}), remembered(NOW, facts("{}"), found, {}), answers
    ).row(0, named=True)
    assert [told[name] for name in ("kind", "subject", "code", "guid", "sheet", "parcel", "before", "now")] == [
        now, "a-id_differs", "id_differs", "a", "5", "112", before, after
    ]  # fmt: skip


def test_a_row_without_register_value_says_its_own_alone() -> None:
    (found,) = life("area_invalid", "new", NOW)
    found |= {"resident_value": None, "land_value": None}
    told = changes(remembered(WAS, facts("{}"), [], {}), remembered(NOW, facts("{}"), [found], {}), followed([found]))
    assert told["now"].item() == "đất đai: (để trống)"


def test_verdicts_before_and_now_in_words() -> None:
    before = remembered(WAS, facts('{"verdict": "review", "resident": null}'), [], {})
    told = changes(before, remembered(NOW, facts("{}"), [], {"model": "new"}), followed([])).row(0, named=True)
    assert [told[name] for name in ("kind", "subject", "code", "before", "now", "why")] == [
        "verdict", "a", None, "cần xác nhận", "đã khớp với R", "model"
    ]  # fmt: skip


def test_every_verdict_has_words() -> None:
    for verdict in ("link", "review", "no_link", "not_a_person"):
        now = remembered(NOW, facts(json.dumps({"verdict": verdict, "resident": "S"})), [], {})
        told = changes(remembered(WAS, facts("{}"), [], {}), now, followed([]))
        assert told["now"].null_count() == 0
        assert not told["now"].str.contains(verdict).any()


def test_row_order_changes_nothing() -> None:
    rows = [FACTS | {"row_key": key, "resident": who} for key, who in (("a", "R"), ("b", "S"), ("c", "R"))]
    found = [life("id_differs", "new", NOW)[0] | {"discrepancy_id": f"{key}-08", "row_key": key} for key in "abc"]
    before = remembered(WAS, [row | {"resident": "T"} for row in rows], [], {})
    expected = changes(before, remembered(NOW, rows, found, {}, "R"), followed(found))
    turned = remembered(NOW, rows[::-1], found[::-1], {}, "R")
    assert_frame_equal(changes(before, turned, followed(found[::-1])), expected)
    assert expected.height == 6
