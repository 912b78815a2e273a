"""Cells that may be in an old encoding → how their words read in it, and what spelling says of that."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

import polars as pl

from cleaning.reference.old_letters import CAPITALS, ENCODINGS, LETTERS, Encoding, old_letters
from cleaning.reference.syllables import is_syllable
from cleaning.standardising import text

# Any Latin letter beyond ASCII, and the accents that stand alone.
_LETTER: Final = "[\u00c0-\u00cf\u00d1-\u00d6\u00d8-\u00ef\u00f1-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff]"
_SEPARATORS: Final = r"[ \t\r\n,.;:()/\\+-]+"
# In UTF-8 written twice the no-break space is half a letter: 'HÃ ' is 'Hà'.
_SPACES: Final = "[\u00a0\u2007\u202f\u3000]"
# Letters in groups like 'AĐ' or 'QSDĐ', which no syllable is: serials and abbreviations.
_CODE: Final = r"^(?:[A-ZĐ]{0,4}Đ[A-ZĐ]{0,4}|[a-z]?đ[a-z]?)\d*$"
# An accented capital among small letters: nobody writes so, but TCVN3 shows so, as in 'ThÞ TÊn'.
_ODD_CASE: Final = rf"[a-z][{CAPITALS}]|[A-Z][{CAPITALS}][a-z]"
# Without a vowel it is an abbreviation, of whatever language: 'Ng.', 'Tr.'.
_ABBREVIATION: Final = r"^(?i:[b-df-hj-np-tv-xzđ]+)$"
# A tone no spelling puts on the last vowel, as in 'leõ'; people do mistype it, so it only speaks against decoding.
_MISPLACED: Final = "[aeo\u0306\u0302\u031b][iouy][\u0300\u0301\u0303\u0309\u0323]$"
# Pairs of VNI that also stand in Unicode text: hoà, hoá, hoã.
_OWN_PAIRS: Final = ("oà", "oá", "oã")
# 'VÃ ng' with a no-break space is 'Vàng': what follows ends a syllable and begins none.
_HALF_A: Final = r"Ã\u00a0(?i:ng|nh|ch|[nmcptiouy])\b"
# The same half of 'à' where Windows-1258 stood between.
_HALF_A_1258: Final = "Ă\u00a0"
# Typed for Đ by many, and so no mark of TCVN3, where it is é.
_LIKE_D: Final = "Ðð"


def readings(cells: pl.DataFrame) -> pl.DataFrame:
    """The encodings each `cell` may be in: `cell`, `encoding`, `decoded`; a cell that no encoding changes has none.

    A cell with a letter that TCVN3 or VNI lacks can't be in it. UTF-8 written twice may stand among other text.
    """
    composed = cells.select("cell", shown=pl.col("cell").str.normalize("NFC"))
    composed = composed.filter(has_marks(pl.col("shown")) | ~is_unicode(pl.col("shown")))
    found: list[pl.DataFrame] = []
    for encoding in ENCODINGS:
        letters = old_letters(encoding)
        decoded = pl.col("shown").str.replace_many(list(letters), list(letters.values()), leftmost=True)
        rest = pl.col("shown").str.replace_many(list(letters), [""] * len(letters), leftmost=True)
        may_be = pl.col("decoded") != pl.col("shown")
        if encoding != "utf8_twice":
            may_be &= ~rest.str.contains(_LETTER)
        read = composed.with_columns(encoding=pl.lit(encoding), decoded=decoded)
        found.append(read.filter(may_be).with_columns(_recased(pl.col("decoded").str.normalize("NFC"))))
    return pl.concat(found)


def words(read: pl.DataFrame) -> pl.DataFrame:
    """The words of `readings`, lower case: `cell`, `encoding`, `place`, `kept`, `decoded` and what spelling says.

    `is_special`: reads otherwise in the encoding; `is_marked`: holds what no Unicode Vietnamese has; `is_sign`: even
    what stands inside the words of no language; `is_foreign`: no syllable nor abbreviation, and the same in both.
    """
    pieces = read.select(
        "cell", "encoding", shown=cut(_spaced(pl.col("shown"))), decoded_word=cut(_spaced(pl.col("decoded")))
    ).filter(pl.col("shown").list.len() == pl.col("decoded_word").list.len())
    long = pieces.with_columns(place=pl.int_ranges(pl.col("shown").list.len())).explode(
        "shown", "decoded_word", "place", empty_as_null=True, keep_nulls=True
    )
    facts = _word_facts(long.select("encoding", "shown", "decoded_word").unique())
    return long.join(facts, on=["encoding", "shown", "decoded_word"], how="left", validate="m:1")


def cut(cell: pl.Expr) -> pl.Expr:
    """The words of a cell, as a list."""
    return cell.str.replace_all(_SEPARATORS, " ").str.strip_chars(" ").str.split(" ")


def has_marks(cell: pl.Expr) -> pl.Expr:
    """Whether a cell holds what no Unicode Vietnamese has: the sign that something may be in an old encoding."""
    return cell.str.contains(_any_mark())


def is_unicode(cell: pl.Expr) -> pl.Expr:
    """Whether a cell holds a Vietnamese letter that neither TCVN3 nor VNI shows."""
    shown = {letter for encoding in ("tcvn3", "vni") for letters in old_letters(encoding) for letter in letters}
    letters = f"[{''.join(sorted(set(LETTERS) - shown))}\u0300\u0301\u0303\u0309\u0323]"
    return cell.str.replace_all(_HALF_A_1258, "", literal=True).str.contains(letters)


def _word_facts(distinct: pl.DataFrame) -> pl.DataFrame:
    kept, decoded = text.tidy(pl.col("shown")), text.tidy(pl.col("decoded_word"))
    known = distinct.with_columns(
        kept=kept.str.to_lowercase(),
        decoded=decoded.str.to_lowercase(),
        is_good=_is_good(kept),
        # what is left when its signs are only signs: 'Hoa»' is a word with a quotation mark
        is_core_good=_is_good(kept.str.replace_all(f"[{''.join(_signs())}]", "")),
        is_decoded_good=_is_good(decoded) & ~decoded.str.normalize("NFD").str.contains(_MISPLACED).fill_null(False),
        is_marked=_by_encoding(_marks) | ((pl.col("encoding") == "tcvn3") & pl.col("shown").str.contains(_ODD_CASE)),
        is_sign=pl.col("shown").str.contains("[A-Za-z]") & _by_encoding(_strong_marks),
    ).with_columns(
        # 'đô' is shown by two signs and no letter: '§«'; so are the letters of the serial '§§675838'
        is_special=pl.col("kept").ne_missing(pl.col("decoded"))
        & pl.col("shown").str.contains(rf"[\p{{L}}--[ªµ]]|^[{''.join(_signs())}]{{2,}}\d*$")
    )
    is_special, decodes_well = pl.col("is_special"), pl.col("is_decoded_good")
    return known.select(
        "encoding", "shown", "decoded_word", "kept", "decoded", "is_special",
        is_marked=is_special & pl.col("is_marked"),
        is_sign=is_special & pl.col("is_sign"),
        speaks_for=is_special & ~pl.col("is_good") & decodes_well,
        speaks_against=is_special & (pl.col("is_good") | pl.col("is_core_good")) & ~decodes_well,
        is_foreign=~is_special
        & ~pl.col("is_good")
        & pl.col("shown").str.contains(r"^\p{L}{2,}$")
        & ~pl.col("shown").str.contains(_ABBREVIATION),
    )  # fmt: skip


def _is_good(word: pl.Expr) -> pl.Expr:
    is_code = word.str.contains(_CODE) & word.str.contains("[A-Za-z]|ĐĐ")
    is_spelled = is_syllable(word.str.to_lowercase()) & ~word.str.contains(_ODD_CASE)
    return (is_spelled | is_code).fill_null(False)


def _by_encoding(pattern: Callable[[Encoding], str]) -> pl.Expr:
    """Whether the word holds what `pattern` finds for its encoding."""
    shown, encoding = pl.col("shown"), pl.col("encoding")
    return pl.any_horizontal((encoding == one) & shown.str.contains(pattern(one)) for one in ENCODINGS)


def _recased(decoded: pl.Expr) -> pl.Expr:
    """TCVN3 has no accented capitals: where the plain letters are all capitals, the decoded ones are raised too."""
    shouted = (pl.col("encoding") == "tcvn3") & decoded.str.contains("[A-Z]{2}") & ~decoded.str.contains("[a-z]")
    return pl.when(shouted).then(decoded.str.to_uppercase()).otherwise(decoded)


def _spaced(cell: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("encoding") == "utf8_twice").then(cell).otherwise(cell.str.replace_all(_SPACES, " "))


@cache
def _marks(encoding: Encoding) -> str:
    """Pattern of what the encoding shows that no Unicode Vietnamese has."""
    shown = list(old_letters(encoding))
    if encoding == "utf8_twice":  # 'XÃ' before a no-break space is no mark
        return "|".join([_HALF_A, *(re.escape(signs) for signs in shown if not signs.endswith("\u00a0"))])
    strange = {sign for signs in shown for sign in signs} - {*LETTERS, *_LIKE_D} - set(map(chr, range(128)))
    pairs = [pair for pair in shown if len(pair) > 1 and not strange & {*pair} and pair.lower() not in _OWN_PAIRS]
    return f"[{''.join(sorted(strange))}]" + "".join(f"|{re.escape(pair)}" for pair in pairs)


@cache
def _any_mark() -> str:
    """Pattern of every mark: all of UTF-8 written twice have a strange sign."""
    strange = {sign for encoding in ENCODINGS for signs in old_letters(encoding) for sign in signs}
    strange -= {
        *LETTERS,
        *_LIKE_D,
        *map(chr, range(128)),
        "\u00a0",
        *"\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323",
    }
    pairs = [re.escape(shown) for shown in old_letters("vni") if len(shown) > 1 and shown.lower() not in _OWN_PAIRS]
    return f"[{''.join(sorted(strange))}]|{'|'.join(pairs)}|{_ODD_CASE}|{_HALF_A}"


@cache
def _strong_marks(encoding: Encoding) -> str:
    """Pattern of marks that are no letters of another language; VNI has none."""
    return {"utf8_twice": _marks(encoding), "tcvn3": f"[{''.join(_signs())}]", "vni": r"\b\B"}[encoding]


@cache
def _signs() -> list[str]:
    """The signs TCVN3 uses as letters; ª and µ count as letters in Unicode, though no word has them inside."""
    shown = {sign for signs in old_letters("tcvn3") for sign in signs}
    return sorted(sign for sign in shown if not sign.isalpha() or sign in "ªµ")
