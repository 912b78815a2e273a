"""Receipts: one polite sentence for every answered row, and nothing of the program in it."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest

from cleaning.decisions.judging import candidates
from cleaning.decisions.receipts import receipts
from cleaning.decisions.refusals import MISFITS, REFUSALS, UNFINISHED, first_fault
from cleaning.schemas import DECISIONS, LAND_FIELDS
from tests.decisions.judged_sheets import HUNG, RULES, answered, judged, questions

ASKED = questions([{"code": "id_missing", "about": [HUNG], "resident_value": HUNG, "proposal": HUNG}])
TAKE, KEEP, UNCLEAR = ({"answer": words} for words in ("sửa theo dân cư", "giữ theo đất đai", "chưa rõ"))


def _told(*said: dict[str, Any], asked: pl.DataFrame = ASKED) -> list[dict[str, Any]]:
    """The receipts of sheets taken in one after the other, a row each."""
    ledger = DECISIONS.empty()
    found: list[dict[str, Any]] = []
    for one in said:
        if "withdraws" in one:
            ledger = pl.concat([ledger, _withdrawal(ledger, one["withdraws"])])
            continue
        rows = judged(answered(asked, [one] + [None] * (asked.height - 1)), asked)
        new = candidates(rows).join(ledger, on="decision_id", how="anti")
        ledger = pl.concat([ledger, new.with_columns(sequence=pl.lit(ledger.height + 1, pl.Int64))])
        found += receipts(rows, new=new["decision_id"], decisions=ledger).to_dicts()
    return found


def _withdrawal(ledger: pl.DataFrame, sequence: int) -> pl.DataFrame:
    return ledger.filter(pl.col("sequence") == sequence).with_columns(
        sequence=pl.lit(ledger.height + 1, pl.Int64),
        withdraws="decision_id",
        decision_id=pl.lit("W"),
        answer=pl.lit("withdrawn"),
    )


def test_taken_then_known() -> None:
    first, again = _told(TAKE, TAKE)
    assert (first["outcome"], again["outcome"]) == ("taken", "known")
    assert first["words"] == f"Đã nhận câu trả lời “sửa theo dân cư” của Đỗ Thị Mai, giá trị “{HUNG}”."
    assert again["words"] == "Câu trả lời này đã được nhận từ trước, không có gì thay đổi."


def test_a_conflict_names_both() -> None:
    _, other = _told(TAKE, KEEP | {"decided_by": "Trần Văn Hòa"})
    assert other["outcome"] == "conflict"
    assert "Đỗ Thị Mai: sửa theo dân cư" in other["words"]
    assert "Trần Văn Hòa: giữ theo đất đai" in other["words"]


def test_known_answers_that_count_no_more_say_so() -> None:
    assert "đã trả lời khác" in _told(TAKE, KEEP, TAKE)[2]["words"]
    withdrawn = _told(TAKE, {"withdraws": 1}, TAKE)[1]
    assert withdrawn["outcome"] == "known"
    assert "đã bị rút lại" in withdrawn["words"]


def test_what_follows_is_said_too() -> None:
    assert _told(UNCLEAR)[0]["words"].endswith("; dòng này được giữ lại để xác minh thêm.")
    assert _told(UNCLEAR | {"value": "12"})[0]["words"].endswith("; giá trị ghi ở cột Giá trị đúng không dùng đến.")
    newer = ASKED.with_columns(
        question=pl.lit("C11557-FFFFFFFF" + "0" * 16), last_day=pl.col("last_day").dt.offset_by("1d")
    )
    old_sheet = _told(TAKE, asked=pl.concat([ASKED, newer]))[0]
    assert old_sheet["outcome"] == "taken"
    assert "sẽ được hỏi lại" in old_sheet["words"]


def test_a_row_said_twice_is_taken_once() -> None:
    rows = judged(
        pl.concat([answered(ASKED, [TAKE]), answered(ASKED, [TAKE]).with_columns(source_row=pl.lit(7, pl.Int32))]),
        ASKED,
    )
    new = candidates(rows).with_columns(sequence=pl.lit(1, pl.Int64))
    assert receipts(rows, new=new["decision_id"], decisions=new)["outcome"].to_list() == ["taken", "known"]


def test_a_refusal_gives_its_reason() -> None:
    assert _told(TAKE | {"decided_by": None})[0]["words"] == REFUSALS["unsigned"]


@pytest.mark.parametrize("fault", REFUSALS)
def test_every_reason_is_one_polite_sentence(fault: str) -> None:
    words = REFUSALS[fault]
    assert words.endswith(".")
    assert ". " not in words
    assert words[0].isupper()
    assert " xin " in words, "what to do"
    assert not set(re.findall(r"\w+", words)) & {*RULES, *LAND_FIELDS, "null", "None", "question"}


def test_misfits_are_faults_there_are() -> None:
    assert set(MISFITS) | set(UNFINISHED) <= set(REFUSALS)
    assert not set(MISFITS) & set(UNFINISHED)
    with pytest.raises(KeyError):
        first_fault(no_such_fault=pl.lit(value=True))
