"""grid → heading: which list a sheet is, and which column holds which field, told by the header texts alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaning.errors import SourceError
from cleaning.reading.headers import fields_meant, heading_paths, known, legible, normalised, stands_under
from cleaning.schemas import LAND_FIELDS, LAND_FIELDS_IGNORED, RESIDENT_FIELDS_IGNORED

if TYPE_CHECKING:
    from cleaning.reading.files import Grid
    from cleaning.reading.headers import Known, Row

KINDS: Final = ("land", "residents", "sheet_map", "check_answers")
_TOP_ROWS: Final = 40
_HEADER_ROWS: Final = 6
# A field no other list has: its heading tells the kind alone, whatever stands beside it.
_TELLING: Final = "check_id"
_IGNORED: Final = frozenset(LAND_FIELDS_IGNORED + RESIDENT_FIELDS_IGNORED)
_ABOUT_PEOPLE: Final = frozenset(
    {"order_number", "unit_code", "certificate_date"}
    | {field for field in LAND_FIELDS if field.startswith(("holder_", "current_user_"))}
)
_ITEM_NUMBER: Final = re.compile(r"\(?(\d{1,2})\)?")


@dataclass(frozen=True)
class Heading:
    """What the header of a grid says.

    `columns`: field → column of the grid. `rows`: the header rows as received, item numbers included, `""` where blank.
    `end`: number of grid rows up to the first data row.
    """

    kind: str
    columns: dict[str, int]
    rows: tuple[Row, ...]
    end: int


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
    found = [block for texts in (top, legible(top)) for kind in KINDS if (block := _block(texts, kind)) is not None]
    blocks = _plausible(found)
    if not blocks or is_declared_ignored(grid):
        return None
    block = max(blocks, key=lambda one: (len(one.matches), _required_share(one)))
    columns = _single_columns(block, grid)
    end = block.last + 1
    if end < len(top) and _is_item_numbers(top[end], block.kind, columns):
        end += 1
    return Heading(block.kind, columns, tuple(top[block.first : end]), end)


def is_declared_ignored(grid: Grid) -> bool:
    """Whether the sheet's name says that it holds no list, as the form's own instructions do."""
    return grid.sheet is not None and normalised(grid.sheet) in known("sheet_ignored").leaves


def _plausible(blocks: list[_Block]) -> list[_Block]:
    """A list that names map sheets or parcels is no register; one that speaks of people alone is no land list.

    A check sheet shows facts of both lists beside its own columns and is neither.
    """
    if own := [block for block in blocks if _TELLING in block.matches]:
        return own
    names_parcels = any(block.kind == "land" and {"sheet", "parcel"} & set(block.matches) for block in blocks)
    return [
        block
        for block in blocks
        if (block.kind != "residents" or not names_parcels)
        and (block.kind != "land" or not set(block.matches) <= _ABOUT_PEOPLE)
    ]


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
    is_told = found >= 2 or (found and len(matches) >= 5) or _TELLING in matches
    return _Block(kind, first, last, rows, matches) if is_told else None


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
    under = sum(
        done and bool(cell.strip()) and not hit
        for cell, hit, done in zip(row, is_known[last + 1], complete, strict=True)
    )
    return new > under


def _matches(rows: list[Row], words: Known) -> dict[str, list[int]]:
    """field → columns whose heading means it."""
    matches: dict[str, list[int]] = {}
    for at, field in enumerate(fields_meant(heading_paths(rows), words)):
        if field is not None:
            matches.setdefault(field, []).append(at)
    return matches


def _required_share(block: _Block) -> float:
    required = known(block.kind).required
    return sum(field in block.matches for field in required) / len(required)


def _single_columns(block: _Block, grid: Grid) -> dict[str, int]:
    words = known(block.kind)
    for field in words.required:
        if field not in block.matches:
            raise SourceError(
                f"Thiếu cột bắt buộc '{words.shown[field]}'.",
                remedy="Thêm cột này hoặc sửa tên cột cho đúng biểu mẫu rồi chạy lại. Cột đứng ngay sau họ tên của "
                "người khác (người sử dụng hiện tại, chủ hộ, vợ, chồng ...) được hiểu là của người đó.",
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
