"""The language of every wording: Vietnamese, complete, polite, free of the machine's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from cleaning.discrepancies import CATALOGUE
from cleaning.discrepancies import sentences as wording
from cleaning.discrepancies.entries import NOTHING
from cleaning.discrepancies.sentences import CHANGED, CORRECTED, PREFACES, SENTENCES
from cleaning.reference.syllables import is_syllable

WHOLE = [one for wordings in SENTENCES.values() for one in wordings] + [*PREFACES.values(), CORRECTED]
PARTS = [
    *CHANGED.values(), *wording.VERDICTS.values(), wording.VALUES, wording.VALUES_OF_LAND, wording.ANSWERED,
    wording.BLANK, wording.UNKNOWN_CHANGE, *wording.DATE_FAULTS.values(), *wording.FONT_FAULTS.values(),
    *wording.CONTRADICTED.values(),
]  # fmt: skip
# What staff know by these names.
NAMES = {"guid", "unicode", "csv", "tu", "choi", "m²"}
# The only words without a mark or đ that the wordings use: whoever loses an accent comes upon this list.
PLAIN = """
ai chia cho chung danh do dung ghi gia hay khi minh nay ngang nhau quan quy sai sang sao sau sinh sung thay theo thu
tra trong xem
""".split()  # noqa: SIM905  a list of 29 words would be read less easily


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", re.sub(r"\{[^}]*\}", " ", text).lower())


def test_every_word_is_spelt_as_vietnamese_is() -> None:
    said = pl.DataFrame({"word": sorted({word for text in (*WHOLE, *PARTS) for word in words(text)} - NAMES)})
    assert said.filter(~is_syllable(pl.col("word")))["word"].to_list() == []


def test_no_word_has_lost_its_accents_or_is_english() -> None:
    said = {word for text in (*WHOLE, *PARTS) for word in words(text)} - NAMES
    bare = {word for word in said if unicodedata.normalize("NFD", word) == word and "đ" not in word}
    assert bare - set(PLAIN) == set()


def test_every_text_is_in_one_form() -> None:
    assert [text for text in (*WHOLE, *PARTS) if unicodedata.normalize("NFC", text) != text] == []


@pytest.mark.parametrize("text", WHOLE)
def test_a_sentence_is_whole(text: str) -> None:
    assert re.match(r"[“A-ZĐÁ{]", text)
    assert text.endswith(".")
    assert not re.search(r"  |\s[,.;]|[,;]\S|\.\.", text.replace(".csv", ""))
    assert text.count("“") == text.count("”")
    assert text.count("(") == text.count(")")


@pytest.mark.parametrize("text", [text for text in WHOLE if text != CORRECTED])
def test_a_sentence_says_politely_what_to_do(text: str) -> None:
    assert "; đề nghị " in text


@pytest.mark.parametrize("text", PARTS)
def test_a_part_of_a_sentence_has_no_end_of_its_own(text: str) -> None:
    assert not text.endswith((".", ",", ";", " "))
    assert text == text.strip()


@pytest.mark.parametrize("code", [entry.code for entry in CATALOGUE if not entry.resident.meta.eq(NOTHING)])
def test_both_values_are_shown_where_there_are_two(found_in_cases: pl.DataFrame, code: str) -> None:
    rows = found_in_cases.filter((pl.col("code") == code) & pl.col("resident_value").is_not_null())
    assert rows.height > 0
    named = "resident_name" in {field for one in SENTENCES[code] for field in re.findall(r"\{(\w+)\}", one)}
    for said, value in rows.select("sentence", "resident_value").iter_rows():
        assert "dữ liệu dân cư ghi “" in said if named else value in said


def test_long_values_are_cut_short_in_the_sentence_alone(ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    long = "Thôn " * 400
    ward.add("a", {"land": {"holder_address_raw": long, "holder_unit_state": "superseded"}})
    row = find(ward.tables()).filter(pl.col("code") == "address_outdated").row(0, named=True)
    assert row["land_value"] == long
    assert len(row["sentence"]) < 1500
    assert "…" in row["sentence"]
