"""Rows of answered sheets → decisions to be kept, each with what was shown; or why a row is not taken.

A row counts only where all of it holds together: it answers a question that was asked, what the sheet shows beside the
answer is what was shown then, the answer is one of those offered, the value is beyond doubt, somebody has signed. The
rest is handed back with a reason; nothing is guessed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.decisions.answer_rules import AnswerRules, rules_frame
from cleaning.decisions.answer_words import answer_keys
from cleaning.decisions.identifying import identified
from cleaning.decisions.meanings import with_meanings
from cleaning.decisions.refusals import first_fault
from cleaning.decisions.suspicions import with_suspicions
from cleaning.decisions.typed_text import is_spreadsheet_error, tidied, words
from cleaning.decisions.value_texts import is_filler
from cleaning.schemas import DECISIONS

_APART: Final = "\x1f"
_DIGEST_BYTES: Final = 16
# Words of notes that no name holds: cells may have slipped to the left.
_OF_NOTES: Final = r"\b(?:theo|giấy|giay|chưa|đã|không|xem|hồ sơ|ho so)\b"
_LETTERS: Final = 2  # of a signature, at least
_PLACE: Final = ("source_file", "source_sheet", "source_row")
_BESIDE: Final = ("source_sheet", "received_id", "fault", "is_value_unused", "is_latest")


@dataclass(frozen=True)
class Asked:
    """What answers are judged by. `questions`: QUESTIONS of `ward`, all ever asked. `people`: KNOWN_PEOPLE."""

    ward: str
    questions: pl.DataFrame
    people: pl.DataFrame
    rules: AnswerRules


def judge(answers: pl.DataFrame, asked: Asked, *, taken_at: str) -> pl.DataFrame:
    """RAW_ANSWERS, judged: the columns of DECISIONS, and beside them what `candidates` and receipts need.

    In the order of file, sheet and row. `sequence` is null; `fault` is the name of what is wrong with a row (see
    `refusals`), null where nothing is. `is_latest`: its question is the last one asked of the discrepancy. `taken_at`:
    UTC, as in DECISIONS.
    """
    rules = rules_frame(asked.rules)
    found = identified(answers, asked.questions, ward=asked.ward).join(rules, on="code", how="left", validate="m:1")
    named = found.with_columns(signer=tidied(pl.col("decided_by_raw")))
    signed = named.with_columns(fault=pl.coalesce("fault", _signature_fault(named["signer"])))
    told = with_suspicions(with_meanings(signed, asked.questions, asked.people)).sort(_PLACE, nulls_last=True)
    decided = told.with_columns(
        pl.lit(None, pl.Int64).alias("sequence"),
        decision_id=_ids(told, asked.ward),
        ward=pl.lit(asked.ward),
        decided_by="signer",
        note=tidied(pl.col("note_raw")),
        taken_at=pl.lit(taken_at),
        withdraws=pl.lit(None, pl.String),
        is_latest=_is_latest(told, asked.questions),
    )
    return decided.select(*DECISIONS.names, *_BESIDE)


def candidates(judged: pl.DataFrame) -> pl.DataFrame:
    """DECISIONS of the rows nothing is wrong with; what is said twice is one of them."""
    sound = judged.filter(pl.col("fault").is_null())
    return DECISIONS.conform(sound.unique("decision_id", keep="first", maintain_order=True))


def refuse_unusable(judged: pl.DataFrame, unusable: pl.Series) -> pl.DataFrame:
    """`judged`, where rows whose decision_id is in `unusable` are refused: their value can't be used in its cell."""
    is_unusable = pl.col("decision_id").is_in(unusable.implode())
    return judged.with_columns(fault=pl.coalesce("fault", first_fault(unusable=is_unusable)))


def _signature_fault(signers: pl.Series) -> pl.Expr:
    signer = pl.col("signer")
    is_answer = answer_keys(signers, who_is_asked=pl.repeat(value=True, n=signers.len(), eager=True)).is_not_null()
    is_unreadable = signer.str.contains(r"[?\x{FFFD}]|\d{3}") | is_spreadsheet_error(signer)
    is_none = (signer.str.count_matches(r"\p{L}") < _LETTERS) | signer.str.to_lowercase().str.contains(_OF_NOTES)
    return first_fault(unsigned=signer.is_null(), bad_signature=is_none | is_unreadable | is_answer | is_filler(signer))


def _ids(rows: pl.DataFrame, ward: str) -> pl.Series:
    """32 hexadecimal digits: of the same answer to the same question by the same person always the same."""
    parts = [
        pl.lit(ward), "discrepancy_id", "question", "answer", pl.col("value").fill_null(""), words(pl.col("signer"))
    ]  # fmt: skip
    texts = rows.select(pl.concat_str(parts, separator=_APART)).to_series()
    return pl.Series([None if text is None else _digest(text) for text in texts], dtype=pl.String)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest().upper()


def _is_latest(rows: pl.DataFrame, questions: pl.DataFrame) -> pl.Series:
    last = questions.group_by("discrepancy_id").agg(last=pl.col("last_day").max())
    told = rows.select("discrepancy_id", "last_day").join(
        last, on="discrepancy_id", how="left", maintain_order="left", validate="m:1"
    )
    return told.select((pl.col("last_day") >= pl.col("last")).fill_null(value=False)).to_series()
