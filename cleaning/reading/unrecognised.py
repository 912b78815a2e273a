"""sheets and columns nobody knows → what may be said of them, and whether a sheet may be passed over."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning import reference
from cleaning.reading.headers import MOST_CHARS, accented, known, normalised
from cleaning.schemas import QUESTION

if TYPE_CHECKING:
    from cleaning.reading.files import Grid

_TOP_ROWS: Final = 40
_SHOWN_CELLS: Final = 12
# Entries of the reference data whose words may be part of a place's or a person's name.
_NO_HEADINGS: Final = ("title", "hint")
_NO_HEADER: Final = "(không thấy hàng tiêu đề)"
CITIZEN_NUMBER: Final = r"^\s*'?0?\d{11}\s*$"  # a number cell has lost its leading zero
# Field names of an export, none a word of people's: 'thuaDatId', 'CaNhan.quocTichId1'
_FIELD_NAME: Final = re.compile(r"(?:[A-Z][a-zA-Z]+\.)*[a-z]+(?:[A-Z][a-z]*)+\d?")


def is_declared_ignored(sheet: str | None) -> bool:
    """Whether the sheet's name says that it holds no list, as the form's own instructions do."""
    return sheet is not None and normalised(sheet) in known("sheet_ignored").leaves


def headers_seen(grid: Grid) -> str:
    """The first row that may be a header, for an error message. Cells that may be somebody's data show as '…'."""
    for row in grid.cells.head(_TOP_ROWS).iter_rows():
        texts = [" ".join(cell.split()) for cell in row[:_SHOWN_CELLS] if cell is not None and cell.strip()]
        if len(texts) > 1:
            shown = [f"'{text}'" if _is_heading_like(text) else "…" for text in texts]
            return _NO_HEADER if shown.count("…") * 2 > len(shown) else "; ".join(shown)
    return _NO_HEADER


def shown_headers(columns: dict[str, int]) -> list[str]:
    """Headings of columns as manifest, logs and errors may show them: 'cột K' alone where it may be somebody's data."""
    return [shown_header(header, at) for header, at in columns.items()]


def shown_header(header: str, at: int) -> str:
    """A heading with the letter of its column: "cột C 'CCCD'"; the letter alone where it may be somebody's data."""
    return f"cột {letters(at)} '{header}'" if _is_heading_like(header) else f"cột {letters(at)}"


def letters(at: int) -> str:
    """Column letters as Excel shows them: 0 → 'A', 26 → 'AA'."""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def goes_on_without_heading(grid: Grid) -> bool:
    """Whether a sheet without heading holds citizen numbers, or questions answered: a list goes on there without it."""
    if grid.cells.width == 0 or is_declared_ignored(grid.sheet):
        return False
    return bool(_with(f"{CITIZEN_NUMBER}|{QUESTION}", grid.cells))


def with_citizen_numbers(cells: pl.DataFrame) -> list[str]:
    """The columns that hold citizen numbers."""
    return _with(CITIZEN_NUMBER, cells)


def _with(pattern: str, cells: pl.DataFrame) -> list[str]:
    held = cells.select(pl.all().str.contains(pattern).any())
    return [column.name for column in held if column.item() is True]


def _is_heading_like(text: str) -> bool:
    """Whether all words of a text stand in known headings, and it is nobody's name."""
    if _FIELD_NAME.fullmatch(text) is not None:
        return True
    words = accented(text).split() if len(text) <= MOST_CHARS else [text]
    is_name = len(words) > 1 and words[0] in _family_names() and " ".join(words) not in _headings()
    return not is_name and set(words) <= _words()


@cache
def _headings() -> frozenset[str]:
    entries = reference.table("headers").filter(~pl.col("table").is_in(_NO_HEADINGS))
    return frozenset(map(accented, entries["header"]))


@cache
def _words() -> frozenset[str]:
    return frozenset(word for heading in _headings() for word in heading.split())


@cache
def _family_names() -> frozenset[str]:
    return frozenset(map(accented, reference.table("family_names")["name"]))
