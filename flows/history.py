"""Memory and ledger → all that was asked and decided of one land row, line by line, for an officer's terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from rich.console import Console

from cleaning import reference
from cleaning.decisions.standing import WITHDRAWN
from cleaning.discrepancies import CATALOGUE
from cleaning.errors import SourceError
from cleaning.schemas import ANSWERS, QUESTIONS
from flows import clock
from flows.ledger_place import ledger_of
from flows.masking import masked
from flows.memory import newest_memory, wards_published

_TITLES: Final = {entry.code: entry.title for entry in CATALOGUE}
_QUESTION: Final = ("discrepancy_id", "question")
_DAY: Final = "%d/%m/%Y"
_Record = dict[str, Any]
_Shown = Callable[[str | None], str]


def show_history(console: Console, output: Path, *, row: str, unmasked: bool) -> None:
    """Print what was asked of a land row, what was answered by whom, what was withdrawn and which cells are corrected.

    `row` is a Guid or row key. Raises SourceError where nothing was ever asked or decided of it.
    """
    asked, decided = _asked(output, row), ledger_of(output).history(row.strip())
    if asked.is_empty() and decided.is_empty():
        raise SourceError(
            "Chưa có câu hỏi hay quyết định nào về dòng này.", remedy="Kiểm tra lại Guid và thư mục kết quả."
        )
    for line in _lines(asked, decided, _as_it_is if unmasked else _hidden):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _asked(output: Path, row: str) -> pl.DataFrame:
    """The questions ever asked of a row, by the memory of the ward that knows it."""
    key = row.strip().lower()
    guid = pl.col("guid").str.strip_chars(" {}()").str.to_lowercase()
    is_row = (pl.col("row_key") == key) | pl.col("row_key").str.starts_with(f"{key}/") | (guid == key.strip(" {}()"))
    known = (newest_memory(output, ward).questions for ward in wards_published(output))
    found = [questions.filter(is_row.fill_null(value=False)) for questions in known]
    return pl.concat([QUESTIONS.empty(), *found])


def _lines(asked: pl.DataFrame, decided: pl.DataFrame, shown: _Shown) -> Iterator[str]:
    """Each question under its discrepancy, then the decisions on it in the order they were taken in."""
    withdrawn = set(decided["withdraws"].drop_nulls())
    questions = {(one["discrepancy_id"], one["question"]): one for one in asked.iter_rows(named=True)}
    known = pl.concat(
        [asked.select(*_QUESTION, "code", "first_day"), decided.select(*_QUESTION, "code")], how="diagonal"
    )
    order = known.sort("discrepancy_id", "first_day", "question", nulls_last=True).unique(
        _QUESTION, maintain_order=True
    )
    before = None
    for discrepancy, question, code, _ in order.iter_rows():
        if discrepancy != before:
            yield f"{_TITLES.get(code, code)} (mã sai lệch {discrepancy})"
            before = discrepancy
        yield f"  {_question(questions.get((discrepancy, question)), shown)}"
        of_question = decided.filter(discrepancy_id=discrepancy, question=question).sort("sequence")
        for one in of_question.iter_rows(named=True):
            yield f"    {_decision(one, one['decision_id'] in withdrawn, shown)}"
    if decided.is_empty():
        yield "Chưa có quyết định nào."


def _question(one: _Record | None, shown: _Shown) -> str:
    if one is None:
        return "Câu hỏi này không còn trong bộ nhớ."
    values = (("đất đai ghi", "land_value"), ("dân cư ghi", "resident_value"), ("đề xuất", "proposal"))
    said = [f"{words} “{shown(one[name])}”" for words, name in values if one[name] is not None]
    return "; ".join([f"Hỏi từ {one['first_day']:{_DAY}}, lần cuối {one['last_day']:{_DAY}}", *said])


def _decision(one: _Record, is_withdrawn: bool, shown: _Shown) -> str:
    when = clock.wall_time(datetime.fromisoformat(one["taken_at"]))
    if one["answer"] == WITHDRAWN:
        return f"{when} {shown(one['decided_by'])} rút lại: {shown(one['note'])}"
    value = [] if one["value"] is None else [f"giá trị “{shown(one['value'])}”"]
    note = [] if one["note"] is None else [f"ghi chú “{shown(one['note'])}”"]
    parts = [f"{when} {shown(one['decided_by'])}: {ANSWERS[one['answer']]}", *value, *_corrections(one, shown), *note]
    return "; ".join([*parts, *(["đã rút lại"] if is_withdrawn else [])])


def _corrections(one: _Record, shown: _Shown) -> list[str]:
    written: dict[str, str | None] = json.loads(one["corrections"] or "{}")
    form = reference.table("form_headings")
    headings = dict(form.select("field", pl.format("mục {} “{}”", "item", "heading")).iter_rows())
    return [f"sửa {headings[field]} thành “{shown(value)}”" for field, value in written.items() if value is not None]


def _as_it_is(value: str | None) -> str:
    return value or ""


def _hidden(value: str | None) -> str:
    return masked(value or "")
