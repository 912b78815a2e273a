"""rejected row → one line that finds it again, with no more personal data than that takes."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.reference.masks import masked

_CONTENT_CHARS: Final = 120
_CELL_CHARS: Final = 400


def masked_content(columns: list[str]) -> pl.Expr:
    """The first cells of a row in one line: names, addresses, sheets and parcels as they stand.

    Citizen numbers keep three digits before and four behind, shorter ones and telephones three and two, dates the year.
    """
    cells = [pl.col(column).str.slice(0, _CELL_CHARS) for column in columns]
    line = pl.concat_str(cells, separator=" | ", ignore_nulls=True).str.replace_all(r"\s+", " ")
    return masked(line).str.slice(0, _CONTENT_CHARS)
