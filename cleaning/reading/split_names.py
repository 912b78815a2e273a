"""columns of a heading → the same, where 'Họ và tên' stands over two columns: family and middle name, given name.

The second column has no heading of its own, often because the two cells of the header are merged. That it holds the
given names is told by what both hold: a blank heading may as well hide a gender or a relation beside whole names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning import reference
from cleaning.reading.cells import has_text, label

if TYPE_CHECKING:
    from collections.abc import Collection

    from cleaning.reading.files import Grid

_NAME: Final = {"land": ("holder_name", "holder_family_name"), "residents": ("name", "family_name")}
_MOSTLY: Final = 0.9
_WORDS: Final = 2.5  # of family and middle name, on average; a whole name has three or more
_DIFFERENT, _MANY = 1 / 3, 20  # given names differ, relations to the head of a household are a handful of words


def with_given_names(
    columns: dict[str, int], grid: Grid, *, kind: str, end: int, unheaded: Collection[int]
) -> dict[str, int]:
    """`columns` (field → column) with the family name's where the name's cells lack the given names right of them.

    `end`: rows up to the first data row. `unheaded`: the columns that hold something and have no heading.
    """
    name, family = _NAME.get(kind, ("", ""))
    at = columns.get(name)
    if at is None or family in columns or at + 1 not in unheaded:
        return columns
    cells = grid.cells.slice(end).select(left=pl.nth(at), right=pl.nth(at + 1)).filter(has_text(pl.col("left")))
    return columns | {name: at + 1, family: at} if _are_parts_of_names(cells) else columns


def _are_parts_of_names(cells: pl.DataFrame) -> bool:
    if cells.is_empty():
        return False
    gender_words = reference.table("gender_words").get_column("word").to_list()
    left, right = label(pl.col("left")), label(pl.col("right"))
    is_given_name = right.str.contains(r"^[^\s\d]{2,}$").fill_null(value=False)
    return cells.select(
        (is_given_name.mean() >= _MOSTLY)
        & (left.str.count_matches(r"\S+").mean() <= _WORDS)
        & (right.n_unique() >= (pl.len() * _DIFFERENT).clip(upper_bound=_MANY))
        & ~right.is_in(gender_words).all()
    ).item()
