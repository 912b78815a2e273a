"""grid → heading: which list a sheet is, and which column holds which field, told by the header texts alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaning.errors import SourceError
from cleaning.reading.headers import field_meant, known, legible, normalised, stands_under
from cleaning.schemas import LAND_FIELDS_IGNORED, RESIDENT_FIELDS_IGNORED

if TYPE_CHECKING:
    from cleaning.reading.files import Grid
    from cleaning.reading.headers import Known, Row

KINDS: Final = ("land", "residents", "sheet_map")
_TOP_ROWS: Final = 40
_HEADER_ROWS: Final = 6
_IGNORED: Final = frozenset(LAND_FIELDS_IGNORED + RESIDENT_FIELDS_IGNORED)
_ITEM_NUMBER: Final = re.compile(r"\(?(\d{1,2})\)?")


@dataclass(frozen=True)
class Heading:
    """What the header of a grid says.

    `columns`: field → column of the grid. `rows`: the header rows as received, item numbers included, `""` where blank.
    `end`: number of grid rows up to the first data row. `width`: fields of the header's longest record in a text file;
    null for a worksheet.
    """

    kind: str
    columns: dict[str, int]
    rows: tuple[Row, ...]
    end: int
    width: int | None


class _Block(NamedTuple):
    kind: str
    first: int
    last: int
    rows: list[Row]
    matches: dict[str, list[int]]


def heading(grid: Grid) -> Heading | None:
    """The heading of a grid; null where it is none of the known lists.

    Raises SourceError when a required column is missing, or a column that carries meaning is found twice.
    """
    top = [tuple(cell or "" for cell in row) for row in grid.cells.head(_TOP_ROWS).iter_rows()]
    blocks = [block for texts in (top, legible(top)) for kind in KINDS if (block := _block(texts, kind)) is not None]
    if not blocks or (grid.sheet is not None and normalised(grid.sheet) in known("sheet_ignored").leaves):
        return None
    block = max(blocks, key=lambda one: (len(one.matches), _required_share(one)))
    columns = _single_columns(block, grid)
    end = block.last + 1
    if end < len(top) and _is_item_numbers(top[end], block.kind, columns):
        end += 1
    width = None if grid.widths is None else max(grid.widths[block.first : block.last + 1], default=None)
    return Heading(block.kind, columns, tuple(top[block.first : end]), end, width)


def headers_seen(grid: Grid) -> str:
    """The first row that may be a header, for an error message. Rows with long numbers are data and never shown."""
    for row in grid.cells.head(_TOP_ROWS).iter_rows():
        texts = [" ".join(cell.split()) for cell in row if cell is not None and cell.strip()]
        if len(texts) > 1:
            is_data = any(re.search(r"\d{4}|\d[\d .]{8}", text) for text in texts)
            return "(không thấy hàng tiêu đề)" if is_data else "; ".join(f"'{text}'" for text in texts[:12])
    return "(không thấy hàng tiêu đề)"


def _block(top: list[Row], kind: str) -> _Block | None:
    """The header rows of `kind` at the top of a sheet, or null where too little of it is there."""
    words = known(kind)
    is_known = [[normalised(cell) in words.leaves for cell in row] for row in top]
    base = next((at for at, row in enumerate(is_known) if sum(row) >= 2), None)
    if base is None:
        return None
    first = base
    while first > 0 and base - first < _HEADER_ROWS - 1 and sum(map(bool, map(str.strip, top[first - 1]))) >= 2:
        first -= 1
    last = base
    while last + 1 < min(len(top), first + _HEADER_ROWS) and _continues(top, is_known, words, first, last):
        last += 1
    rows = top[first : last + 1]
    matches = _matches(rows, words)
    found = sum(field in matches for field in words.required)
    return _Block(kind, first, last, rows, matches) if found >= 2 or (found and len(matches) >= 5) else None


def _continues(top: list[Row], is_known: list[list[bool]], words: Known, first: int, last: int) -> bool:
    """Whether the row below `last` still is header: more new headings in it than cells under a complete heading.

    The latter keep data out: 'Chủ hộ' is a heading and a value of the column 'Quan hệ với chủ hộ'.
    """
    row = top[last + 1]
    complete = [any(column) for column in zip(*is_known[first : last + 1], strict=True)]
    new = sum(
        not done and (hit or any(stands_under(group, (cell,)) for group in words.groups))
        for cell, hit, done in zip(row, is_known[last + 1], complete, strict=True)
    )
    under = sum(done and bool(cell.strip()) for cell, done in zip(row, complete, strict=True))
    return new > under


def _matches(rows: list[Row], words: Known) -> dict[str, list[int]]:
    """field → columns whose heading means it."""
    matches: dict[str, list[int]] = {}
    for at, path in enumerate(heading_paths(rows)):
        field = field_meant(path, words)
        if field is not None:
            matches.setdefault(field, []).append(at)
    return matches


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


def _required_share(block: _Block) -> float:
    required = known(block.kind).required
    return sum(field in block.matches for field in required) / len(required)


def _single_columns(block: _Block, grid: Grid) -> dict[str, int]:
    words = known(block.kind)
    for field in words.required:
        if field not in block.matches:
            raise SourceError(
                f"Thiếu cột bắt buộc '{words.shown[field]}'.",
                remedy="Thêm cột này hoặc sửa tên cột cho đúng biểu mẫu rồi chạy lại.",
                file=grid.path,
                sheet=grid.sheet,
                header=words.shown[field],
            )
    texts = heading_paths(block.rows)
    for field, columns in block.matches.items():
        if len(columns) > 1 and field not in _IGNORED:
            candidates = "; ".join(f"cột {_letters(at)} '{' / '.join(texts[at])}'" for at in columns)
            raise SourceError(
                f"Nhiều cột cùng có nghĩa '{words.shown[field]}': {candidates}.",
                remedy="Giữ lại một cột, đổi tên hoặc xóa cột kia rồi chạy lại.",
                file=grid.path,
                sheet=grid.sheet,
                header=words.shown[field],
            )
    return {field: columns[0] for field, columns in block.matches.items()}


def _is_item_numbers(row: Row, kind: str, columns: dict[str, int]) -> bool:
    """A row of rising item numbers ('1', '(2)' …) under half of the columns, the one with names included.

    Without that one, order number, sheet and parcel of a first data row would pass for item numbers.
    """
    named = columns[known(kind).required[0]]
    numbers = {
        at: int(hit[1]) for at, cell in enumerate(row) if (hit := _ITEM_NUMBER.fullmatch(cell.strip())) is not None
    }
    is_rising = all(one < following for one, following in pairwise(numbers.values()))
    return named in numbers and is_rising and len(numbers) * 2 >= len(columns)


def _letters(at: int) -> str:
    """Column letters as Excel shows them: 0 → 'A', 26 → 'AA'."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
