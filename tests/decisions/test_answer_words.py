"""What an answer typed by hand states, and what it does not."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.decisions.answer_words import answer_keys, has_kept_accents
from cleaning.schemas import ANSWERS

with (Path(__file__).parents[1] / "cases" / "answer_words.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))


def _keys(texts: Sequence[str | None], *, who_is_asked: Sequence[bool] | None = None) -> list[str | None]:
    asked = [False] * len(texts) if who_is_asked is None else list(who_is_asked)
    cells = pl.Series(texts, dtype=pl.String)
    return answer_keys(cells, who_is_asked=pl.Series(asked, dtype=pl.Boolean)).to_list()


def test_truth_table() -> None:
    found = _keys([case["text"] for case in CASES], who_is_asked=[case["who_is_asked"] == "yes" for case in CASES])
    wrong = [(case, key) for case, key in zip(CASES, found, strict=True) if (key or "") != case["expected"]]
    assert wrong == []


def test_nothing_states_nothing() -> None:
    assert _keys([None, "", "  ", "'"]) == [None] * 4


_CHANGES: dict[str, Callable[[str], str]] = {
    "as offered": str,
    "capitals": str.upper,
    "apart": lambda text: unicodedata.normalize("NFD", text),
    "western": lambda text: text.encode("cp1252", "replace").decode("cp1252"),
    "apart, western": lambda text: unicodedata.normalize("NFD", text).encode("cp1252", "replace").decode("cp1252"),
    "plain ASCII": lambda text: text.encode("ascii", "replace").decode(),
}


@settings(max_examples=5)
@given(st.text(" \u00a0\t\n'\"“”.,;*-", max_size=4), st.text(" \u00a0'.", max_size=2))
def test_an_answer_of_the_drop_down_is_known_whatever_became_of_its_letters(before: str, behind: str) -> None:
    told = [(key, change(words)) for key, words in ANSWERS.items() for change in _CHANGES.values()]
    assert _keys([f"{before}{text}{behind}" for _, text in told]) == [key for key, _ in told]


def test_two_answers_in_one_cell_are_none() -> None:
    pairs = [(one, other) for one in ANSWERS.values() for other in ANSWERS.values()]
    assert set(_keys([f"{one}{between}{other}" for one, other in pairs for between in (" ", "/", ", ")])) == {None}


@settings(max_examples=5)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="?"), max_size=12), min_size=50, max_size=60))
def test_other_text_is_no_answer(texts: list[str]) -> None:
    letters = {sign for words in ANSWERS.values() for sign in words if sign != " "}
    strange = [text for text in texts if not set(unicodedata.normalize("NFKC", text).lower()) & letters]
    assert set(_keys([*strange, None], who_is_asked=[True] * (len(strange) + 1))) == {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đúng người", True), ("dung nguoi", False), ("?úng ng??i", False), (" \u00a0dung  nguoi\u200b ", False),
        ("đúng người".replace("ú", "u\u0301"), True), ("du\u0301ng", True),
    ],
)  # fmt: skip
def test_accents_beside_a_value_tell_of_its_own(text: str, *, expected: bool) -> None:
    assert pl.select(has_kept_accents(pl.lit(text))).item() is expected
