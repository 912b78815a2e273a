"""Memory and ledger → all that was asked and decided of one land row, as two tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleaning.decisions.standing import WITHDRAWN
from cleaning.discrepancies import CATALOGUE
from cleaning.errors import SourceError
from cleaning.schemas import QUESTIONS
from flows.decided import ANSWER_WORDS
from flows.ledger_place import ledger_of
from flows.masking import masked
from flows.memory import newest_memory, wards_published

_TITLES: Final = {entry.code: entry.title for entry in CATALOGUE}
_DAY: Final = "%d/%m/%Y"


def show_history(console: Console, output: Path, *, row: str, unmasked: bool) -> None:
    """Print what was asked of a land row, what was answered by whom, what was withdrawn and which cells are corrected.

    `row` is a Guid or row key. Raises SourceError where nothing was ever asked or decided of it.
    """
    asked, decided = _asked(output, row), ledger_of(output).history(row.strip())
    if asked.is_empty() and decided.is_empty():
        raise SourceError(
            "Chưa có câu hỏi hay quyết định nào về dòng này.", remedy="Kiểm tra lại Guid và thư mục kết quả."
        )
    if asked.height > 0:
        headings = ("Mã sai lệch", "Sai lệch", "Hỏi từ", "Lần cuối", "Đất đai ghi", "Dân cư ghi")
        console.print(_table("Đã hỏi", headings, (_question(one, unmasked) for one in asked.iter_rows(named=True))))
    if decided.is_empty():
        console.print("Chưa có quyết định nào.")
        return
    gone = set(decided["withdraws"].drop_nulls())
    lines = (_decision(one, gone, unmasked) for one in decided.iter_rows(named=True))
    headings = ("Số", "Nhận lúc (UTC)", "Mã sai lệch", "Quyết định", "Giá trị", "Người quyết định", "Ghi chú")
    console.print(_table("Đã quyết định", headings, lines))


def _asked(output: Path, row: str) -> pl.DataFrame:
    """The questions ever asked of a row, by the memory of the ward that knows it."""
    key = row.strip().lower()
    guid = pl.col("guid").str.strip_chars(" {}()").str.to_lowercase()
    is_row = (pl.col("row_key") == key) | pl.col("row_key").str.starts_with(f"{key}/") | (guid == key.strip(" {}()"))
    known = (newest_memory(output, ward).questions for ward in wards_published(output))
    found = [questions.filter(is_row.fill_null(value=False)) for questions in known]
    return pl.concat([QUESTIONS.empty(), *found]).sort("discrepancy_id", "first_day", "question")


def _question(one: dict[str, object], unmasked: bool) -> tuple[str, ...]:
    days = (f"{one[name]:{_DAY}}" for name in ("first_day", "last_day"))
    values = (_shown(one[name], unmasked) for name in ("land_value", "resident_value"))
    return (str(one["discrepancy_id"]), _TITLES.get(str(one["code"]), str(one["code"])), *days, *values)


def _decision(one: dict[str, object], gone: set[str], unmasked: bool) -> tuple[str, ...]:
    words = ANSWER_WORDS.get(str(one["answer"]), str(one["answer"]))
    if one["answer"] == WITHDRAWN:
        words = "rút lại"
    elif one["decision_id"] in gone:
        words = f"{words} (đã rút lại)"
    texts = (_shown(one[name], unmasked) for name in ("value", "decided_by", "note"))
    return (str(one["sequence"]), str(one["taken_at"]), str(one["discrepancy_id"]), words, *texts)


def _shown(value: object, unmasked: bool) -> str:
    if value is None:
        return ""
    return str(value) if unmasked else masked(str(value))


def _table(title: str, headings: Iterable[str], lines: Iterable[tuple[str, ...]]) -> Table:
    table = Table(*headings, title=title, title_justify="left")
    for line in lines:
        table.add_row(*map(Text, line))
    return table
