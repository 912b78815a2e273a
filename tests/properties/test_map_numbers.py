"""Map numbers of any text: nothing invented, nothing lost but what is declared, one form for ever."""

from __future__ import annotations

import re

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaning.standardising.map_numbers import comparable, map_number
from cleaning.standardising.text import tidy

TOKENS = ["0", "1", "7", "12", "045", "100", "1.000", "6.0", "a", "DC", "Đ", "p", "F", "tờ", "thửa", "số", "bản đồ"]
SIGNS = ["+", "-", "–", "/", ",", ";", ".", ":", "&", "(", ")", " ", "  ", " và ", "'", "\n"]
text = st.one_of(st.text(max_size=12), st.lists(st.sampled_from(TOKENS + SIGNS), max_size=8).map("".join))
texts = st.lists(text, min_size=1, max_size=25)
# one frame tells many texts, so few trials go far; the clock says nothing on a busy machine
trials = settings(max_examples=20)


def _told(cells: list[str] | list[str | None]) -> pl.DataFrame:
    frame = pl.DataFrame({"text": cells}, schema={"text": pl.String}).with_columns(tidy(pl.col("text")))
    return frame.with_columns(number=map_number(pl.col("text"))).with_columns(key=comparable(pl.col("number")))


def _digits(cell: str) -> list[str]:
    return sorted(re.findall(r"[1-9]", cell))


@trials
@given(texts)
@example(["tờ, tờ 6", "1.000.", "'tờ số: 6.0", "số tờ: tờ số 007", "45 , , 46", "1 2 3"])
def test_a_number_told_is_told_the_same_again(cells: list[str]) -> None:
    told = _told(cells)
    again = _told(told["number"].to_list())
    assert again.select("number", "key").equals(told.select("number", "key"))
    assert told.select(comparable(pl.col("key"))).to_series().to_list() == told["key"].to_list()


@trials
@given(texts)
def test_no_digit_is_invented_or_lost_but_leading_zeros(cells: list[str]) -> None:
    for cell, number, key in _told(cells).rows():
        assert (number is None) == (key is None)
        if number is not None:
            assert number == number.strip() != ""
            assert _digits(key) == _digits(number) == _digits(cell)


@trials
@given(st.lists(st.integers(1, 9999), min_size=2, max_size=4), st.randoms())
def test_several_numbers_make_one_key_in_any_order_and_writing(numbers: list[int], random: object) -> None:
    cells: list[str] = []
    for separator in ("+", ", ", ";", " và ", " & ", "\n", "+thửa "):
        shuffled = sorted(numbers, key=lambda _: random.random())  # pyright: ignore[reportAttributeAccessIssue]
        cells.append(separator.join(f"{'0' * (number % 3)}{number}" for number in shuffled))
    keys = set(_told(cells)["key"])
    assert len(keys) == 1
    assert not keys & set(_told([str(number) for number in numbers])["key"]), "several parcels are none of them"


@settings(max_examples=15, deadline=None)
@given(st.lists(text, max_size=5))
def test_each_value_is_told_by_itself(cells: list[str]) -> None:
    assert _told(cells)["key"].to_list() == [_told([cell])["key"][0] for cell in cells]
