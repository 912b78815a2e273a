"""rows below a heading → which of them are declared noise: blank, the heading again, or a total."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning import reference
from cleaning.reading.cells import has_any, has_text, label, says_any
from cleaning.reading.headers import known
from cleaning.reference.old_letters import ENCODINGS, old_letters

if TYPE_CHECKING:
    from cleaning.reading.headers import Row
    from cleaning.reading.headings import Heading

# What may follow the label of a total: 'Tổng số: 15 hộ', 'Cộng (ba thửa): 540,5 m2', 'Tổng DT của hộ ông …'
_COUNTED: Final = "nhân khẩu|diện tích|số|thửa|tờ|hộ|người|khẩu|gcn|giấy|dòng|trang|dt|các"
_OF_WHOM: Final = "(?:của )?(?:hộ|ông|bà)"
_FIGURE: Final = "[0-9][0-9.,]*(?: ?(?:m2|m²|ha))?"
_ASCII_END: Final = 127


def is_noise(cells: pl.DataFrame, heading: Heading, strong: list[str]) -> pl.Series:
    """Whether each row of `cells` says nothing of its own. `strong`: columns no total row has anything in."""
    weak = cells.with_row_index("at").filter(~says_any(strong))  # few: the others are neither blank nor totals
    blank = _at(weak.filter(~has_any(cells.columns))["at"], cells.height)
    repeated = cells.select(_repeats_heading(cells, heading.rows)).to_series()
    return blank | repeated | _is_flat_heading(cells, heading) | _at(_totals(weak), cells.height)


def _repeats_heading(cells: pl.DataFrame, rows: tuple[Row, ...]) -> pl.Expr:
    """A header row again, as lists printed page by page have: the same texts in the same columns, and nothing else."""
    likely = [row for row in rows if all(f"c{at}" in cells.columns for at, text in enumerate(row) if text)]
    same = [
        pl.all_horizontal(
            pl.col(name) == row[at] if row[at] else pl.col(name).is_null() for name, at in _places(cells)
        ).fill_null(value=False)
        for row in likely
    ]
    return pl.any_horizontal(pl.lit(value=False), *same)


def _is_flat_heading(cells: pl.DataFrame, heading: Heading) -> pl.Series:
    """The headings again in one row: every cell says what its own column is called, the one of the names included."""
    named = f"c{heading.columns[known(heading.kind).required[0]]}"
    if named not in cells.columns:
        return _at(pl.Series([], dtype=pl.UInt32), cells.height)
    titles = {name: {_plain(row[at]) for row in heading.rows} - {""} for name, at in _places(cells)}
    likely = (
        cells.with_row_index("at")
        .filter(_plain_cell(pl.col(named)).is_in(sorted(text for text in titles[named] if not text.isdigit())))
        .filter(
            pl.all_horizontal(
                ~has_text(pl.col(name)) | _plain_cell(pl.col(name)).is_in(sorted(texts))
                for name, texts in titles.items()
            )
        )
    )
    return _at(likely["at"], cells.height)


def _places(cells: pl.DataFrame) -> list[tuple[str, int]]:
    """The columns of `cells`, each with its place in the sheet."""
    return [(name, int(name.removeprefix("c"))) for name in cells.columns]


def _totals(weak: pl.DataFrame) -> pl.Series:
    """Where the total rows stand: one of their cells is 'Tổng cộng', 'Tổng cộng: 45 thửa' or the like.

    `weak`: the rows that bear no identifier, with their place `at`.
    """
    return weak.filter(pl.any_horizontal(label(pl.exclude("at")).str.contains(_total())))["at"]


@cache
def _total() -> str:
    """Matches the label of a total row, in Unicode or as the old fonts show it."""
    labels = reference.table("placeholders").filter(column_kind="row_label")["value"].str.to_lowercase()
    any_label, counted, of_whom = map(in_any_font, ("|".join(labels), _COUNTED, _OF_WHOM))
    return rf"^(?:{any_label})(?:[ :=,;.–-]*(?:{_FIGURE}|\([^)]*\)?|{counted}))*(?: (?:{of_whom})[ .:].*)?$"


def in_any_font(words: str) -> str:
    """A regex in lower case that also matches its words as the old encodings show them when read as Unicode."""
    return words.translate(_letters_shown())


@cache
def _letters_shown() -> dict[int, str]:
    shown: dict[str, list[str]] = {}
    for encoding in ENCODINGS:
        for letters, meant in old_letters(encoding).items():
            shown.setdefault(meant, [meant]).append(letters.lower().replace("\u00a0", " "))
    forms = {ord(meant): "|".join(map(re.escape, dict.fromkeys(letters))) for meant, letters in shown.items()}
    return {letter: f"(?:{alternatives})" for letter, alternatives in forms.items() if letter > _ASCII_END}


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _plain_cell(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()


def _at(places: pl.Series, height: int) -> pl.Series:
    return pl.Series([False]).new_from_index(0, height).scatter(places, True)
