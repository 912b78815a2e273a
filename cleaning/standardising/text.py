"""Raw text → tidy text and its comparison forms. Expressions over whole columns; null in, null out."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning import reference

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
# typed with an East Asian keyboard
_WIDE: Final = {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}
_QUOTES: Final = dict.fromkeys("‘’ʼ", "'") | dict.fromkeys("“”", '"')
# Letters of other alphabets that nobody can tell from ours on the screen.
_ALIKE: Final = dict(
    zip("АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo", strict=True)
)
_OTHER_ALPHABETS: Final = rf"[[\p{{Cyrillic}}\p{{Greek}}]--[{''.join(_ALIKE)}]]"


def tidy(text: pl.Expr) -> pl.Expr:
    """NFC, no invisible characters, single spaces, trimmed; plain Đ for its look-alike Ð, plain signs for wide ones.

    Letters that only look like ours ('Нà', its Н Cyrillic) become ours, unless the cell holds others of their alphabet.
    Empty becomes null. Runs after legacy decoding only: in TCVN3 the soft hyphen *is* the letter ư.
    """
    cleaned = (
        _in_our_letters(text.str.replace_all(r"\p{Cf}|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", ""))
        .str.normalize("NFC")
        .str.replace_all("[\u00d0\u0189]", "Đ")
        .str.replace_all("\u00f0", "đ")
        .str.replace_all(r"\s+", " ")
        .str.replace_many(_WIDE | _QUOTES)
        .str.strip_chars()
    )
    return pl.when(cleaned != "").then(cleaned)


def folded(text: pl.Expr) -> pl.Expr:
    """Lower case without accents, đ → d, single spaces: for comparing, never for showing."""
    return (
        text.str.to_lowercase()
        .str.normalize("NFD")
        .str.replace_all(r"\p{Mn}|\p{Cf}", "")
        .str.replace_all("đ", "d")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )


def one_tone_placement(lower: pl.Expr) -> pl.Expr:
    """Lower-case NFC text with the tone where the newer spelling puts it: 'hoà' → 'hòa', 'thuỷ' → 'thủy'.

    'quý' keeps its tone (there u belongs to the consonant); 'hoàng' and 'toàn' are written one way only.
    """
    # letter and tone apart (NFD): one pattern serves all five tones
    return (
        lower.str.normalize("NFD")
        .str.replace_all(rf"o([ae])([{_TONES}])\b", "o${2}${1}")
        .str.replace_all(rf"(^|[^q])uy([{_TONES}])\b", "${1}u${2}y")
        .str.normalize("NFC")
    )


def without_placeholders(text: pl.Expr, kind: str | None = None) -> pl.Expr:
    """Tidy text with fillers ('không có', '-', '#REF!', '000000000' for id numbers …) turned to null.

    `kind` adds the fillers of one kind of column (`column_kind` in reference/placeholders.csv).
    """
    kinds = ["any"] if kind is None else ["any", kind]
    fillers = reference.table("placeholders").filter(pl.col("column_kind").is_in(kinds))["value"].str.to_lowercase()
    return pl.when(~text.str.to_lowercase().is_in(fillers.unique().sort().to_list())).then(text)


def _in_our_letters(text: pl.Expr) -> pl.Expr:
    is_ours = text.str.contains(r"[\p{Latin}\d]") & ~text.str.contains(_OTHER_ALPHABETS)
    return pl.when(is_ours).then(text.str.replace_many(_ALIKE)).otherwise(text)
