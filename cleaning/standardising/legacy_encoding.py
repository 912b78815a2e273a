"""Raw cells → Unicode text: TCVN3 is decoded where the whole column gives the evidence, all else is only tidied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import polars as pl

from cleaning import reference
from cleaning.standardising import text
from cleaning.standardising.syllables import is_syllable

_VIETNAMESE: Final = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
# Anything but single spaces between plain or Vietnamese letters and signs: the few cells that tidying may change.
_UNTIDY: Final = rf"[^\x20-\x7e{_VIETNAMESE}{_VIETNAMESE.upper()}]|  |^ | $|^$"
_SEPARATORS: Final = r"[\s,.;:()/\\+-]+"
# How many times commoner the words of one reading must be among the column's sure cells to settle a cell by them alone.
_CLEARLY_COMMONER: Final = 10.0


def with_text(frame: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """Adds `<field>_text` (decoded and tidied `<field>_raw`, null when empty) and the row's `text_state`.

    States: unicode; converted (a cell was TCVN3); uncertain (a cell of a column that mixes both could be either; it is
    kept as received). Columns are judged as a whole, never by neighbouring rows.
    """
    texts: list[pl.Expr] = []
    is_legacy: list[pl.Expr] = [pl.lit(False)]
    is_uncertain: list[pl.Expr] = [pl.lit(False)]
    for field in fields:
        raw = pl.col(f"{field}_raw")
        cells = _judged(frame.get_column(f"{field}_raw").unique().rename("cell").to_frame())
        untidy = cells.filter(pl.col("verdict").is_not_null() | pl.col("cell").str.contains(_UNTIDY))
        changed = untidy.select("cell", text=text.tidy(pl.coalesce("decoded", "cell")))
        texts.append(raw.replace(changed["cell"], changed["text"]).alias(f"{field}_text"))
        for verdict, found in (("legacy", is_legacy), ("uncertain", is_uncertain)):
            judged = untidy.filter(pl.col("verdict") == verdict)["cell"]
            if not judged.is_empty():
                found.append(raw.is_in(judged.to_list()))
    state = pl.when(pl.any_horizontal(is_uncertain)).then(pl.lit("uncertain"))
    state = state.when(pl.any_horizontal(is_legacy)).then(pl.lit("converted")).otherwise(pl.lit("unicode"))
    return frame.with_columns(*texts, state.alias("text_state"))


def _judged(cells: pl.DataFrame) -> pl.DataFrame:
    """A column's distinct cells with `verdict` (legacy | uncertain | null for Unicode) and, where legacy, `decoded`."""
    unicode = cells.with_columns(verdict=pl.lit(None, pl.String), decoded=pl.lit(None, pl.String))
    suspicious = cells.filter(_has(_font()) & ~_has(_unicode_only()))
    if suspicious.filter(_has(_marks())).is_empty():
        return unicode
    words = _words(suspicious)
    facts = words.group_by("cell").agg(
        pl.col("speaks_for", "speaks_against", "is_special", "is_marked", "has_sign").sum(),
        pl.col("kept", "decoded").filter("is_first").first().name.suffix("_first"),
    )
    sure = facts.filter((pl.col("is_marked") > 0) & (pl.col("speaks_for") > pl.col("speaks_against")))
    if sure.is_empty():
        return unicode
    facts = facts.join(_commonness(words, _word_counts(cells, words, sure)), on="cell", validate="1:1")
    verdicts = facts.select("cell", verdict=_verdict())
    decoded = pl.when(pl.col("verdict") == "legacy").then(_decoded_cell()).alias("decoded")
    return cells.join(verdicts, on="cell", how="left", validate="1:1").with_columns(decoded)


def _words(cells: pl.DataFrame) -> pl.DataFrame:
    """The words of each cell in both readings, lower case, and for which of them their spelling speaks."""
    is_word = pl.col("word").str.contains("[A-Za-z]") & ~pl.col("word").str.contains(r"\d")
    words = (
        cells.select("cell", word=_split(pl.col("cell")))
        .with_columns(place=pl.int_ranges(pl.col("word").list.len()))
        .explode("word", "place", empty_as_null=True, keep_nulls=True)
        .with_columns(
            is_first=pl.col("place") == 0,
            kept=text.tidy(pl.col("word")).str.to_lowercase(),
            decoded=_decode(pl.col("word")).str.to_lowercase(),
            is_marked=pl.col("word").str.contains(_any_of(_marks())) & is_word,
            has_sign=pl.col("word").str.contains(_any_of(_signs())) & is_word,
        )
    )
    is_special = pl.col("kept") != pl.col("decoded")
    is_kept_good, is_decoded_good = is_syllable(pl.col("kept")), is_syllable(pl.col("decoded"))
    return words.with_columns(
        is_special=is_special,
        speaks_for=is_special & is_word & ~is_kept_good & is_decoded_good,
        speaks_against=is_special & is_kept_good & ~is_decoded_good,
    )


def _word_counts(cells: pl.DataFrame, words: pl.DataFrame, sure: pl.DataFrame) -> pl.DataFrame:
    """How often each word stands in the column's distinct cells whose encoding is beyond doubt: `word`, `count`."""
    unicode = cells.filter(_has(_unicode_only()))
    unicode_words = unicode.select(word=_split(text.tidy(pl.col("cell")).str.to_lowercase())).explode(
        "word", empty_as_null=True, keep_nulls=True
    )
    legacy_words = words.join(sure, on="cell", how="semi").select(word="decoded")
    return pl.concat([unicode_words, legacy_words]).group_by("word").len("count")


def _commonness(words: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Per cell `commoner_decoded`: log of how many times commoner its special words are decoded than as they stand."""

    def seen(reading: str) -> pl.Expr:
        return (pl.col(f"count_{reading}").fill_null(0) + 1).log()

    for reading in ("kept", "decoded"):
        named = counts.select(pl.col("word").alias(reading), pl.col("count").alias(f"count_{reading}"))
        words = words.join(named, on=reading, how="left", validate="m:1")
    difference = pl.when("is_special").then(seen("decoded") - seen("kept")).otherwise(0.0)
    return words.group_by("cell").agg(difference.sum().round(6).alias("commoner_decoded"))


def _verdict() -> pl.Expr:
    """legacy | uncertain | null (Unicode), for the cells of a column in which some are surely TCVN3.

    Spelling decides first, then a sign like '¨' inside a word, the family name, and how common the words are elsewhere.
    """
    spelling = pl.col("speaks_for").cast(pl.Int32) - pl.col("speaks_against").cast(pl.Int32)
    names = reference.table("family_names").get_column("name").str.to_lowercase().to_list()
    kept_family, decoded_family = pl.col("kept_first").is_in(names), pl.col("decoded_first").is_in(names)
    return (
        pl.when((spelling > 0) | ((spelling == 0) & (pl.col("has_sign") > 0)))
        .then(pl.lit("legacy"))
        .when((pl.col("is_special") == 0) | (spelling < 0) | (kept_family & ~decoded_family))
        .then(None)
        .when(decoded_family & ~kept_family)
        .then(pl.lit("legacy"))
        .when(pl.col("commoner_decoded") >= pl.lit(_CLEARLY_COMMONER).log())
        .then(pl.lit("legacy"))
        .when(kept_family | (pl.col("commoner_decoded") <= -pl.lit(_CLEARLY_COMMONER).log()))
        .then(None)
        .otherwise(pl.lit("uncertain"))
    )


def _decoded_cell() -> pl.Expr:
    """TCVN3 has no accented capitals: where the plain letters are all capitals, the decoded ones are raised too."""
    decoded = _decode(pl.col("cell"))
    shouted = decoded.str.contains("[A-Z]{2}") & ~decoded.str.contains("[a-z]")
    return pl.when(shouted).then(decoded.str.to_uppercase()).otherwise(decoded)


def _decode(legacy: pl.Expr) -> pl.Expr:
    return legacy.str.replace_many(list(_font()), list(_font().values()))


def _split(cell: pl.Expr) -> pl.Expr:
    return cell.str.replace_all(_SEPARATORS, " ").str.strip_chars(" ").str.split(" ")


def _has(letters: Iterable[str]) -> pl.Expr:
    return pl.col("cell").str.contains(_any_of(letters))


def _any_of(letters: Iterable[str]) -> str:
    return f"[{''.join(letters)}]"


@cache
def _font() -> dict[str, str]:
    """What the fonts' bytes show as → the letter they mean."""
    font = reference.table("tcvn3").filter(pl.col("scope") == "font")
    return {
        bytes.fromhex(byte).decode("latin-1"): letter
        for byte, letter in font.select("byte_hex", "unicode_char").iter_rows()
    }


@cache
def _marks() -> list[str]:
    """Characters of the fonts that no Vietnamese Unicode text has."""
    return sorted(set(_font()) - set(_VIETNAMESE + _VIETNAMESE.upper()))


@cache
def _signs() -> list[str]:
    """Of those, the ones that are no letters of any language: never inside a word, unless it is TCVN3."""
    return [mark for mark in _marks() if not mark.isalpha()]


@cache
def _unicode_only() -> list[str]:
    """Letters and combining accents that TCVN3 text can't have."""
    return sorted({*_VIETNAMESE, *_VIETNAMESE.upper(), *map(chr, range(0x300, 0x370))} - set(_font()))
