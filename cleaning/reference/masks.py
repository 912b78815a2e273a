"""Text → the same with numbers and days of birth of people hidden, for more readers than the original has."""

from __future__ import annotations

from typing import Final

import polars as pl

_APART: Final = r"[ .,'\u2019\u200b\u00ad-]{0,2}"
_DIGITS: Final = rf"\d(?:{_APART}\d)"
_YEAR: Final = r"(?:1[89]|20)\d{2}"
# What is hidden, in this order: pattern → what stands for it.
_MASKS: Final = (
    # day and month of a date; the year tells two people of one name apart
    (rf"\b\d{{1,2}}([/.-])\d{{1,2}}[/.-]({_YEAR})\b", "••${1}••${1}${2}"),
    (rf"\b({_YEAR})-\d{{2}}-\d{{2}}\b", "${1}-••-••"),
    # citizen number, also where Excel took its leading zero; everything longer
    (rf"({_DIGITS}{{2}})(?:{_APART}\d){{4,}}((?:{_APART}\d){{4}})", "${1}•••••${2}"),
    # old card, telephone
    (rf"({_DIGITS}{{2}})(?:{_APART}\d){{4,5}}((?:{_APART}\d){{2}})", "${1}••••${2}"),
)  # fmt: skip


def masked(text: pl.Expr) -> pl.Expr:
    """'031099001234' → '031•••••1234', '031123456' → '031••••56', '05/03/1957' → '••/••/1957'.

    Shorter numbers (years, house numbers, map sheets) stay, and so does all else. Null stays null.
    """
    for pattern, shown in _MASKS:
        text = text.str.replace_all(pattern, shown)
    return text
