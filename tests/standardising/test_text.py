"""Tidy text and its comparison forms."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from cleaning.standardising import text

ANY_TEXT = st.none() | st.text(max_size=20)
VIETNAMESE = st.text("aăâeêioôơuưyđAĐƯ hnqtcáàảãạấầẩẫậíìỉĩịýỳỷỹỵòóọúùụ\u0300\u0301\u0323\u200b\u00a0 Ðð", max_size=20)

WIDE = {0xFF10 + digit: str(digit) for digit in range(10)}


def _one(expression: pl.Expr, value: str | None) -> str | None:
    return pl.select(pl.lit(value, pl.String).alias("x")).select(expression).item()


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("Ngu\u0303yê\u0303n", "Ng\u0169yễn"),
        (" a\u00a0 \t b\u200b ", "a b"),
        ("Ðạt ðiện", "Đạt điện"),
        ("０３１", "031"),
        ("ＡＢ－１（２）", "AB-1(2)"),
        ("\u041d\u00e0 N\u1ed9i", "Hà Nội"),  # its Н is Cyrillic
        ("\u0391\u0391 123456", "AA 123456"),  # Greek
        ("\u0412\u0435\u0440\u0430", "\u0412\u0435\u0440\u0430"),  # a Russian name, though every letter looks like ours
        ("\u0418\u0432\u0430\u043d Hà", "\u0418\u0432\u0430\u043d Hà"),  # Иван: И is like none of ours
        ("H’Ben “Niê”", 'H\'Ben "Niê"'),
        ("a\ufeffb\x85c\x90", "ab c"),
        ("Vie\u200b\u0302n", "Viên"),
        ("\u200b \u00a0", None),
        ("", None),
        (None, None),
    ],
)
def test_tidy(raw: str | None, tidied: str | None) -> None:
    assert _one(text.tidy(pl.col("x")), raw) == tidied


@pytest.mark.parametrize(
    ("lower", "placed"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("uỷ ban", "ủy ban"),
        ("khoẻ", "khỏe"),
        ("nguyễn thuý hoạ", "nguyễn thúy họa"),
        ("hòa", "hòa"),
        ("quý", "quý"),
        ("toàn", "toàn"),
        ("thoại", "thoại"),
        ("nguyễn", "nguyễn"),
    ],
)
def test_one_tone_placement(lower: str, placed: str) -> None:
    assert _one(text.one_tone_placement(pl.col("x")), lower) == placed


def test_folded_takes_accents_and_the_bar_of_d() -> None:
    assert _one(text.folded(pl.col("x")), "Đặng  THUỲ Dương") == "dang thuy duong"


def test_fillers_are_null_by_kind_of_column() -> None:
    assert _one(text.without_placeholders(pl.col("x")), "KHÔNG CÓ") is None
    assert _one(text.without_placeholders(pl.col("x")), "000000000") == "000000000"
    assert _one(text.without_placeholders(pl.col("x"), "id_number"), "000000000") is None
    assert _one(text.without_placeholders(pl.col("x")), None) is None


@examples(deadline=None, max_examples=50)
@given(st.lists(ANY_TEXT | VIETNAMESE, min_size=1))
def test_tidying_twice_changes_nothing_and_digits_survive(raw: list[str | None]) -> None:
    frame = pl.DataFrame({"x": raw}, schema={"x": pl.String}).with_columns(once=text.tidy(pl.col("x")))
    twice = frame.select(text.tidy(pl.col("once"))).to_series()
    assert twice.equals(frame["once"])
    assert "" not in frame["once"].to_list()
    plain = [None if value is None else value.translate(WIDE) for value in raw]
    digits = [None if value is None else "".join(sign for sign in value if sign in "0123456789") for value in plain]
    kept = [
        None if value is None else "".join(sign for sign in value if sign in "0123456789") for value in frame["once"]
    ]
    assert [value or None for value in kept] == [value or None for value in digits]


@examples(deadline=None, max_examples=50)
@given(st.lists(VIETNAMESE, min_size=1))
def test_comparison_forms_are_idempotent(raw: list[str]) -> None:
    frame = pl.DataFrame({"x": raw}).select(x=text.tidy(pl.col("x")).str.to_lowercase())
    for form in (text.folded, text.one_tone_placement):
        once = frame.select(form(pl.col("x")))
        assert once.select(form(pl.col("x"))).equals(once)
