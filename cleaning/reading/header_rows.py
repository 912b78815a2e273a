"""top rows of a sheet → its header rows: where they begin and end, and the header texts of every column."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from cleaning import reference
from cleaning.reading.header_meanings import is_group, is_heading
from cleaning.reading.headers import is_hint, normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaning.reading.headers import Row

HEADER_ROWS: Final = 6
_CANDIDATES: Final = 3
# '1', '(1)', '[1]', '1.', 'A', 'II'; '-1' is what Excel makes of '(1)'; '(5)=(3)+(4)' says how a column is reckoned.
_ITEM: Final = re.compile(r"[(\[]?-?(?:\d{1,3}|[A-Za-zĐđ]|[IVX]{1,4})[)\].]{0,2}(?:\s*=[\s\d()+*/.-]+)?")
_LONG_RUN: Final = 8
_MOST_ITEM_CHARS: Final = 40


def heading_paths(rows: list[Row]) -> list[Row]:
    """The header texts of every column, groups first, its own lowest cell last; empty where it has none.

    A group's text reaches to the right over blank cells, as merged cells come: as long as the group above it stays the
    same and the column has a text of its own further down.
    """
    width = len(rows[0])
    own = [[row[at].strip() for row in rows] for at in range(width)]
    leaf = [max((level for level, text in enumerate(texts) if text), default=-1) for texts in own]
    owner = [[-1] * width for _ in rows]
    for level in range(len(rows)):
        for at in range(width):
            if own[at][level]:
                owner[level][at] = at
            elif at and level < leaf[at] and all(owner[up][at] == owner[up][at - 1] for up in range(level)):
                owner[level][at] = owner[level][at - 1]
    return [
        tuple(own[owner[level][at]][level] for level in range(leaf[at] + 1) if owner[level][at] >= 0)
        for at in range(width)
    ]


def spans(top: list[Row], kind: str, *, rows: int) -> Iterator[tuple[int, int]]:
    """First and last row of what may be the header, among the first `rows` rows: likeliest first."""
    hits = [{at for at, cell in enumerate(row) if cell and is_heading(cell, kind)} for row in top]
    likely = sorted((at for at in range(min(rows, len(top))) if len(hits[at]) >= 2), key=lambda at: -len(hits[at]))
    for base in likely[:_CANDIDATES]:
        first = base
        while first > 0 and base - first < HEADER_ROWS - 1 and _is_group_row(top[first - 1], hits[first - 1]):
            first -= 1
        yield first, _last(top, hits, kind, first, base)


def end_of_header(top: list[Row], last: int, named: int | None, width: int) -> int:
    """Number of the first data row: below the header, its row of item numbers and its row of units.

    `named`: a column that never holds a bare number, the names for one; null where there is none. `width`: how many
    columns are known.
    """
    end = last + 1
    for at in range(end, min(len(top), end + 4)):
        if _is_item_row(top[at], named, width) or _is_hint_row(top[at]):
            end = at + 1
        elif any(map(str.strip, top[at])):
            break
    return end


def _last(top: list[Row], hits: list[set[int]], kind: str, first: int, base: int) -> int:
    """The last header row: rows below still are header while they add headings, groups between them included."""
    last = base
    complete = set[int]().union(*hits[first : base + 1])
    for at in range(base + 1, min(len(top), first + HEADER_ROWS)):
        above = top[first:at]
        if _continues(top[at], hits[at], kind, complete) or _goes_on(above, top[at], kind):
            last = at
            complete |= hits[at]
        elif _fills(top[at], complete):
            break
        elif _is_under_groups(above, top[at]):
            last = at
    return last


def _fills(row: Row, complete: set[int]) -> bool:
    """Whether a row puts something below a complete heading, or an item number anywhere: header ends above it."""
    return any((at in complete or _is_item(cell)) and not is_hint(cell) for at, cell in enumerate(row) if cell)


def _is_under_groups(above: list[Row], row: Row) -> bool:
    """Whether a row names the columns of groups nobody knows: some of it stands below blank cells."""
    return any(cell and not any(texts[at] for texts in above) for at, cell in enumerate(row))


def _goes_on(above: list[Row], row: Row, kind: str) -> bool:
    """Whether a row only ends headings that begin above it: 'trên bản đồ địa chính' below 'Số hiệu tờ'."""
    filled = [(at, cell) for at, cell in enumerate(row) if cell and not is_hint(cell)]
    begun = (next((texts[at] for texts in reversed(above) if texts[at]), "") for at, _ in filled)
    return bool(filled) and all(
        start and not _is_item(cell) and is_heading(f"{start} {cell}", kind)
        for (_, cell), start in zip(filled, begun, strict=True)
    )


def _continues(row: Row, hits: set[int], kind: str, complete: set[int]) -> bool:
    """Whether a row still is header: more new headings in it than cells under a complete heading.

    The latter keep data out: 'Chủ hộ' is a heading and a value of the column 'Quan hệ với chủ hộ'.
    """
    new = sum(at not in complete and (at in hits or is_group(cell, kind)) for at, cell in enumerate(row) if cell)
    under = sum(at in complete and at not in hits for at, cell in enumerate(row) if cell)
    return new > under


def _is_group_row(row: Row, hits: set[int]) -> bool:
    """Whether a row above the headings holds groups of them: several texts, none a title, a number or 'Thôn: …'."""
    texts = [cell for at, cell in enumerate(row) if cell and at not in hits]
    is_aside = any(":" in text or text.isdigit() or _is_title(text) for text in texts)
    return len(texts) + len(hits) >= 2 and not is_aside


def _is_title(text: str) -> bool:
    return f"{normalised(text)} ".startswith(_titles())


@cache
def _titles() -> tuple[str, ...]:
    return tuple(f"{normalised(header)} " for header in reference.table("headers").filter(table="title")["header"])


def _is_item_row(row: Row, named: int | None, width: int) -> bool:
    """A row of item numbers ('1', '(2)', 'A' …), each once, under half of the columns, the one with names included.

    Without that one, order number, sheet and parcel of a first data row would pass for item numbers; brackets around
    them, or a long run of rising ones, tell them all the same.
    """
    items = {at: found for at, cell in enumerate(row) if (found := cell.strip(" ()[].-")) and _is_item(cell)}
    others = sum(bool(cell.strip()) for cell in row) - len(items)
    numbers = [int(item) for item in items.values() if item.isdigit()]
    is_each_once = len(set(items.values())) == len(items) and len(items) * 2 >= width
    is_counted = (_is_rising(numbers) and not others) or (
        max(numbers, default=0) <= len(row) and others * 4 <= len(items)
    )
    is_bracketed = all(row[at].strip().startswith(("(", "[")) for at in items)
    return is_each_once and is_counted and (named in items or is_bracketed or _is_long_run(numbers))


def _is_item(cell: str) -> bool:
    return len(cell) < _MOST_ITEM_CHARS and _ITEM.fullmatch(cell.strip()) is not None


def _is_rising(numbers: list[int]) -> bool:
    return all(before < after for before, after in pairwise(numbers))


def _is_long_run(numbers: list[int]) -> bool:
    """Whether they count on from the beginning, with small gaps, longer than cells of a data row ever do."""
    return len(numbers) >= _LONG_RUN and numbers[0] <= 3 and all(0 < b - a <= 3 for a, b in pairwise(numbers))


def _is_hint_row(row: Row) -> bool:
    return any(map(str.strip, row)) and all(not cell.strip() or is_hint(cell) for cell in row)
