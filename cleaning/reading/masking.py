"""rejected row → one line that finds it again, with no more personal data than that takes."""

from __future__ import annotations

from typing import Final

import polars as pl

_CONTENT_CHARS: Final = 120
_CELL_CHARS: Final = 400
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


def masked_content(columns: list[str]) -> pl.Expr:
    """The first cells of a row in one line: names, addresses, sheets and parcels as they stand.

    Citizen numbers keep three digits before and four behind, shorter ones and telephones three and two, dates the year.
    """
    cells = [pl.col(column).str.slice(0, _CELL_CHARS) for column in columns]
    line = pl.concat_str(cells, separator=" | ", ignore_nulls=True).str.replace_all(r"\s+", " ")
    for pattern, shown in _MASKS:
        line = line.str.replace_all(pattern, shown)
    return line.str.slice(0, _CONTENT_CHARS)
