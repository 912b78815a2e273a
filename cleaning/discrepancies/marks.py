"""Texts → marks of 8 hexadecimal digits, the same on every machine and in every release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

import numpy as np
import polars as pl

from cleaning.reference.saved_forms import saved_form

APART, _IS = "\x1f", "\x1e"
_KEY: Final = hashlib.blake2b(b"landclean-evidence", digest_size=8).hexdigest()
_SIGNS_BETWEEN: Final = "[,;“”]"


def marks(texts: pl.Series) -> pl.Series:
    """The mark of each text, SipHash under one key; that of null is the mark of the empty text."""
    from pandas.util import hash_array  # slow to import

    distinct = texts.fill_null("").unique()
    hashed = hash_array(distinct.to_numpy(), hash_key=_KEY, categorize=False)  # pyright: ignore[reportCallIssue]  lazy, untyped
    digits = (np.asarray(hashed, np.uint64) >> np.uint64(32)).astype(">u4").tobytes().hex().upper()
    told = pl.DataFrame({"text": distinct, "mark": np.frombuffer(digits.encode(), "S8").astype("U8")})
    return _of_distinct(texts.fill_null(""), told)


def statement(fields: Iterable[str]) -> pl.Expr:
    """What the cells of `fields` say, in one text. Empty ones leave no trace, so one more field changes nothing."""
    named = [pl.when(pl.col(field) != "").then(pl.format(f"{field}{_IS}{{}}", field)) for field in sorted(fields)]
    return pl.concat_str(named, separator=APART, ignore_nulls=True) if named else pl.lit("")


def words_as_saved(texts: pl.Series) -> pl.Series:
    """Each text with every word of it in its saved form: 'Đã chết, ngày 1/2/2020' is 'đã chết ngày 1/2/2020'.

    A text shown may be made of several cells, a date among them, and re-saving a list writes dates anew.
    """
    distinct = texts.drop_nulls().unique()
    words = (
        distinct.to_frame("text")
        .with_columns(word=pl.col("text").str.replace_all(_SIGNS_BETWEEN, " ").str.split(" "))
        .explode("word")
    )
    told = words.with_columns(word=saved_form(words["word"])).filter(pl.col("word") != "")
    joined = told.group_by("text", maintain_order=True).agg(mark=pl.col("word").str.join(" "))
    return _of_distinct(texts, joined)


def _of_distinct(texts: pl.Series, told: pl.DataFrame) -> pl.Series:
    named = texts.to_frame("text").join(told, on="text", how="left", maintain_order="left")
    return named["mark"].rename(texts.name)
