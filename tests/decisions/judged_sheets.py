"""A small ward that was asked, and sheets answered by hand: for the tests of judging."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from cleaning.decisions.answer_rules import AnswerRule
from cleaning.decisions.judging import Asked, judge
from cleaning.discrepancies.answering import ANSWERING
from cleaning.schemas import ANSWER_FIELDS, KNOWN_PEOPLE, QUESTIONS, RAW_ANSWERS

WARD: Final = "11557"
NOW: Final = "2026-11-22T01:02:03Z"
RULES: Final = {code: AnswerRule(one.answers, one.corrects, one.names_person) for code, one in ANSWERING.items()}
HUNG, LAN, HOA = "031057001234", "031160005678", "031161000777"
# resident, name, person mark
PEOPLE: Final = (
    (HUNG, "nguyen van hung", "AAAAAAAA"),
    (LAN, "tran thi lan", "BBBBBBBB"),
    (HOA, "le thi hoa", "CCCCCCCC"),
)
_MARKS: Final = {number: mark for number, _, mark in PEOPLE}


def people() -> pl.DataFrame:
    rows = [(number, f"resident of {number}", name, mark) for number, name, mark in PEOPLE]
    frame = pl.DataFrame(rows, schema=["resident", "resident_key", "name_folded", "person_mark"], orient="row")
    return KNOWN_PEOPLE.conform(frame)


def questions(asked: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """QUESTIONS, one per dict: `code`, and what differs from a plain question of a row of its own."""
    rows = [_question(at, one) for at, one in enumerate(asked)]
    return QUESTIONS.conform(pl.DataFrame(rows, schema={column.name: column.dtype for column in QUESTIONS.columns}))


def _question(at: int, asked: dict[str, Any]) -> dict[str, Any]:
    residents: list[str] = asked.get("about", [])
    told = {column.name: None for column in QUESTIONS.columns} | {
        "discrepancy_id": f"Row-{at:03d}-{list(RULES).index(asked['code']) + 1:02d}",
        "question": f"C{WARD}-{at:08X}{'0' * 16}",
        "row_key": f"Row-{at:03d}",
        "guid": f"1f2cb2df-ab2e-fbf2-ae7d-{at:012d}",
        "residents": "|".join(residents) or None,
        "person_marks": "|".join(_MARKS.get(one, "DDDDDDDD") for one in residents) or None,
        "probability": 0.99,
        "model": "model",
        "run_id": "run",
        "is_one_of_several": False,
        "first_day": date(2026, 3, 5),
        "last_day": date(2026, 3, 5),
    }
    return told | {name: value for name, value in asked.items() if name != "about"}


def answered(asked: pl.DataFrame, said: Sequence[dict[str, Any] | None]) -> pl.DataFrame:
    """RAW_ANSWERS: the sheet of `asked`, filled in; what is said beside an answer replaces what the sheet shows."""
    shown = asked.select(
        "discrepancy_id", "question", "code", "guid", "holder_name", "land_value", "resident_value", "proposal"
    )
    rows = [
        {name: None for name in ANSWER_FIELDS} | {"since": "05/03/2026", "decided_by": "Đỗ Thị Mai"} | row | one
        for row, one in zip(shown.to_dicts(), said, strict=True)
        if one is not None
    ]
    return sheet(rows)


def sheet(rows: Sequence[dict[str, Any]], file: str = "sai-lech.csv") -> pl.DataFrame:
    told = [
        {"source_file": file, "source_sheet": None, "source_row": at, "source_sha256": "00", "signed_alone": 0}
        | {f"{name}_raw": row[name] for name in ANSWER_FIELDS}
        for at, row in enumerate(rows, 2)
    ]
    return RAW_ANSWERS.conform(pl.DataFrame(told, schema={one.name: one.dtype for one in RAW_ANSWERS.columns}))


def judged(raw: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    return judge(raw, Asked(WARD, asked, people(), RULES), taken_at=NOW)


def each_alone(cases: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Questions and their answers, each in a file of its own: the judged rows."""
    asked = questions([question for question, _ in cases])
    raw = answered(asked, [said for _, said in cases])
    apart = raw.with_columns(source_file=pl.format("{}.csv", pl.int_range(pl.len()).cast(pl.String).str.zfill(6)))
    return judged(apart, asked).to_dicts()


def only(question: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """One question, one answer: the judged row."""
    return each_alone([(question, said)])[0]
