"""sheet that is no known list → what an error may say of it, and whether it may be passed over."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning import reference
from cleaning.reading.headers import accented
from cleaning.reading.headings import is_declared_ignored

if TYPE_CHECKING:
    from cleaning.reading.files import Grid

_TOP_ROWS: Final = 40
_SHOWN_CELLS: Final = 12
_NO_HEADER: Final = "(không thấy hàng tiêu đề)"
_CITIZEN_NUMBER: Final = r"^\s*'?0?\d{11}\s*$"  # a number cell has lost its leading zero


def headers_seen(grid: Grid) -> str:
    """The first row that may be a header, for an error message. Cells that may be somebody's data show as '…'."""
    for row in grid.cells.head(_TOP_ROWS).iter_rows():
        texts = [" ".join(cell.split()) for cell in row[:_SHOWN_CELLS] if cell is not None and cell.strip()]
        if len(texts) > 1:
            shown = [f"'{text}'" if _is_heading_like(text) else "…" for text in texts]
            return _NO_HEADER if shown.count("…") * 2 > len(shown) else "; ".join(shown)
    return _NO_HEADER


def goes_on_without_heading(grid: Grid) -> bool:
    """Whether a sheet without heading holds citizen numbers: a list goes on there, or has lost its header row."""
    if grid.cells.width == 0 or is_declared_ignored(grid):
        return False
    return grid.cells.select(pl.any_horizontal(pl.all().str.contains(_CITIZEN_NUMBER).any())).item() is True


def _is_heading_like(text: str) -> bool:
    """Whether all words of a text stand in known headings, and it is nobody's name."""
    words = accented(text).split()
    is_name = len(words) > 1 and words[0] in _family_names() and " ".join(words) not in _headings()
    return not is_name and set(words) <= {word for heading in _headings() for word in heading.split()}


@cache
def _headings() -> frozenset[str]:
    return frozenset(map(accented, reference.table("headers")["header"]))


@cache
def _family_names() -> frozenset[str]:
    return frozenset(map(accented, reference.table("family_names")["name"]))
