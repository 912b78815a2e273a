"""meanings of the headings → the columns of every field; where two headings mean one field, which of them gives way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaning.reading.headers import OTHER_CELLS, accented
from cleaning.schemas import LAND_FIELDS_IGNORED, RESIDENT_FIELDS_IGNORED

if TYPE_CHECKING:
    from cleaning.reading.headers import Meaning, Row

_IGNORED: Final = frozenset(LAND_FIELDS_IGNORED + RESIDENT_FIELDS_IGNORED)
# Words of a heading that name another person, whose number may stand right of it.
_PERSON: Final = re.compile(r"\b(?:tên|người|ông|bà|chủ|bên|con|cháu|anh|chị|em|vợ|chồng|cha|mẹ|bố)\b")


class ColumnFields(NamedTuple):
    """`found`: field → columns that mean it, several where headings contradict each other. `left`: unknown columns."""

    found: dict[str, list[int]]
    left: list[int]


def column_fields(paths: list[Row], meant: list[Meaning | None]) -> ColumnFields:
    """The columns of every field.

    Of a field that only travels along, the first column is taken. Otherwise the firmest heading keeps the field, and
    the others mean what they mean beside it: the old card's number beside the citizen number is the first paper's.
    """
    groups: dict[str, list[int]] = {}
    left: list[int] = []
    for at, one in enumerate(meant):
        if one is None and paths[at]:
            left.append(at)
        elif one is not None and one.field is not None:
            groups.setdefault(one.field, []).append(at)
    left += groups.pop(OTHER_CELLS, [])
    found = {name: columns[:1] for name, columns in groups.items() if name in _IGNORED}
    left += [at for name in found for at in groups[name][1:]]
    several = {name: columns for name, columns in groups.items() if name not in _IGNORED}
    for name, columns in several.items():
        keeping, leaving = _parted(columns, paths, meant)
        found.setdefault(name, []).extend(keeping)
        for at in leaving:
            otherwise = _otherwise(meant[at])
            if otherwise == OTHER_CELLS:
                left.append(at)
            else:
                found.setdefault(otherwise, []).append(at)
    return ColumnFields({name: sorted(columns) for name, columns in found.items()}, sorted(left))


def _parted(columns: list[int], paths: list[Row], meant: list[Meaning | None]) -> tuple[list[int], list[int]]:
    """The columns that keep their field, and those that give way to them."""
    firm = [at for at in columns if _otherwise(meant[at]) == ""]
    keeping = firm or [min(columns, key=lambda at: (_rank(meant[at]), at))]
    if _is_parted_by_a_person(columns, paths, meant):
        return columns, []
    return keeping, sorted(set(columns) - set(keeping))


def _is_parted_by_a_person(columns: list[int], paths: list[Row], meant: list[Meaning | None]) -> bool:
    """Whether a heading nobody knows that names a person stands between the columns: the second may be theirs."""
    between = range(min(columns) + 1, max(columns))
    return any(meant[at] is None and paths[at] and _PERSON.search(accented(paths[at][-1])) for at in between)


def _otherwise(meaning: Meaning | None) -> str:
    return "" if meaning is None or meaning.otherwise is None else meaning.otherwise


def _rank(meaning: Meaning | None) -> int:
    return 0 if meaning is None else meaning.rank
