"""cells as received → what they hold: something at all, something but a spreadsheet's error, a figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

# '#REF!', '#N/A', '#SPILL!', 'Err:502', and '####', what a column too narrow prints
_ERROR: Final = r"^\s*(?:#+[A-Z/0_]*[!?]?|Err:\d+)\s*$"
# Sentences are short; a cell of a million letters is a damaged file
_LABEL_CHARS: Final = 200
# Plans of thousands of expressions take polars minutes
_AT_ONCE: Final = 256


def has_text(cell: pl.Expr) -> pl.Expr:
    """Whether a cell holds anything but blanks. Never null."""
    return cell.str.contains(r"\S").fill_null(value=False)


def is_error(cell: pl.Expr) -> pl.Expr:
    """Whether a cell holds a spreadsheet's error and nothing else. Never null."""
    return cell.str.contains(_ERROR).fill_null(value=False)


def says(cell: pl.Expr) -> pl.Expr:
    """Whether a cell holds something that is not a spreadsheet's error. Never null."""
    return has_text(cell) & ~is_error(cell)


def says_any(columns: Iterable[str]) -> pl.Expr:
    """Whether a row says something in one of `columns`; false where there are none."""
    return pl.any_horizontal(pl.lit(value=False), *(says(pl.col(name)) for name in columns))


def has_any(columns: Iterable[str]) -> pl.Expr:
    """Whether one of `columns` holds anything, an error included; false where there are none."""
    return pl.any_horizontal(pl.lit(value=False), *(has_text(pl.col(name)) for name in columns))


def rows_with_text(cells: pl.DataFrame, columns: list[str]) -> pl.Series:
    """Whether each row holds anything in one of `columns`, however many they are."""
    found = pl.Series([False]).new_from_index(0, cells.height)
    for first in range(0, len(columns), _AT_ONCE):
        found |= cells.select(has_any(columns[first : first + _AT_ONCE])).to_series()
    return found


def label(cell: pl.Expr) -> pl.Expr:
    """A cell for comparing with words that stand in lists: NFC, lower case, single spaces, no signs around it."""
    lower = cell.str.slice(0, _LABEL_CHARS).str.normalize("NFC").str.to_lowercase()
    return lower.str.replace_all(r"\s+", " ").str.strip_chars(" :.,;*()-–_")
