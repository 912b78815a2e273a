"""top rows of a sheet → the header rows that tell which list it is, and what their columns mean."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaning.reading.column_fields import column_fields
from cleaning.reading.header_meanings import meanings
from cleaning.reading.header_rows import heading_paths, spans
from cleaning.reading.headers import MOST_CHARS, known
from cleaning.reference.old_letters import ENCODINGS, in_unicode

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaning.reading.column_fields import ColumnFields
    from cleaning.reading.headers import Row
    from cleaning.reference.old_letters import Encoding

KINDS: Final = ("land", "residents", "sheet_map", "check_answers", "answers")
TOP_ROWS: Final = 40
# A header that is somewhere within these columns is found; all its columns are then read. Excel has 16,384.
_TOLD_BY: Final = 400
# Fields no other list has: their headings tell the kind alone, whatever stands beside them.
_TELLING: Final = frozenset({"check_id", "discrepancy_id", "question"})
_ABOUT_PEOPLE: Final = ("order_number", "unit_code", "certificate_date", "holder_", "current_user_", "paper_")
_NO_MAP: Final = ("holder_", "organisation_", "certificate_serial", "area", "use_1")


class Block(NamedTuple):
    """Header rows `first` to `last` of one kind of list: the header texts of every column, and the fields they mean."""

    kind: str
    first: int
    last: int
    paths: list[Row]
    fields: ColumnFields

    @property
    def likeness(self) -> tuple[bool, int]:
        """Whether nothing required is missing; how many columns are known."""
        return set(known(self.kind).required) <= set(self.fields.found), len(self.fields.found)


def likeliest_block(rows: list[Row], kinds: tuple[str, ...] = KINDS) -> Block | None:
    """The header of the list that `rows` begin with, read as they are or from an old encoding; null where none is.

    `kinds`: the lists looked for.
    """
    found: list[tuple[Block, Callable[[str], str]]] = []
    for read in (_as_it_is, *(partial(_decoded, encoding=encoding) for encoding in ENCODINGS)):
        top = _read([row[:_TOLD_BY] for row in rows], read)
        found += [(block, read) for kind in kinds if (block := _block(top, kind)) is not None]
        if any(block.likeness[0] for block, _ in found):
            break
    plausible = _plausible([block for block, _ in found])
    likeliest = [pair for pair in found if pair[0] in plausible]
    if not likeliest:
        return None
    block, read = max(likeliest, key=lambda pair: pair[0].likeness)
    if len(rows[0]) <= _TOLD_BY:
        return block
    return _of_rows(_read(rows[: block.last + 1], read), block.kind, block.first, block.last)


def _read(rows: list[Row], read: Callable[[str], str]) -> list[Row]:
    """`rows` in Unicode without blanks around; a text too long for a heading is cut, and stays too long."""
    return [tuple(read(cell[: MOST_CHARS + 1]).strip() if cell else "" for cell in row) for row in rows]


def _as_it_is(cell: str) -> str:
    return cell


def _decoded(cell: str, encoding: Encoding) -> str:
    return cell if cell.isascii() else in_unicode(cell, encoding)


def _block(top: list[Row], kind: str) -> Block | None:
    """The header rows of `kind`, or null where too little of it is there."""
    blocks = [_of_rows(top, kind, first, last) for first, last in spans(top, kind, rows=TOP_ROWS)]
    told = [block for block in blocks if _is_told(block)]
    return max(told, key=lambda one: (*one.likeness, -one.first), default=None)


def _of_rows(top: list[Row], kind: str, first: int, last: int) -> Block:
    paths = heading_paths(top[first : last + 1])
    return Block(kind, first, last, paths, column_fields(paths, meanings(paths, known(kind))))


def _is_told(block: Block) -> bool:
    words, matches = known(block.kind), block.fields.found
    found = sum(name in matches for name in words.required + words.usual)
    return found >= 2 or (found == 1 and len(matches) >= 5) or not _TELLING.isdisjoint(matches)


def _plausible(blocks: list[Block]) -> list[Block]:
    """A list that names map sheets or parcels is no register; one that speaks of people alone is no land list.

    A table that speaks of people, papers or areas is no renumbering of map sheets. A sheet of this program's own shows
    facts of both lists beside its own columns and is neither; a list with all of its columns stays one, whatever
    remarks were copied into it.
    """
    lists = [block for block in blocks if block.kind in {"land", "residents"} and block.likeness[0]]
    if not lists and (own := [block for block in blocks if not _TELLING.isdisjoint(block.fields.found)]):
        return own
    of_land = [name for block in blocks if block.kind == "land" for name in block.fields.found]
    implausible = {
        "residents": any(name in {"sheet", "parcel"} for name in of_land),
        "land": all(name.startswith(_ABOUT_PEOPLE) for name in of_land),
        "sheet_map": any(name.startswith(_NO_MAP) for name in of_land),
    }
    return [block for block in blocks if not implausible.get(block.kind, False)]
