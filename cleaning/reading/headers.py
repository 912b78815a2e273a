"""header rows → texts of every column → fields: what each kind of list calls its columns, from the reference data."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final, NamedTuple

from unidecode import unidecode

from cleaning import reference

_ANY: Final = "*"
_SAME_AS: Final = "="
# What stands before the person in a heading: 'Thông tin về', 'Họ và tên', 'Số' …
_LEAD: Final = re.compile(r"(?:(?:thong tin|ve|cua|ho|va|ten|so|ma) )*")

Row = tuple[str, ...]


class Known(NamedTuple):
    """The headers one kind of list may bear.

    `fields`: (header, group it must stand under or "") → field, or null where the heading is declared ignored.
    `moved`: (field, person or paper) → field the heading means under a group, or beside a heading, that begins so.
    `accented`: (header with its accents) → field, for headers alone. `leaves` and `groups` are the texts alone;
    `shown`: field → header as printed.
    """

    fields: dict[tuple[str, str], str | None]
    moved: dict[tuple[str, str], str | None]
    accented: dict[str, str | None]
    leaves: frozenset[str]
    groups: frozenset[str]
    required: tuple[str, ...]
    shown: dict[str, str]


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """A header text for comparing: no accents, case, punctuation or line breaks."""
    return " ".join(re.findall(r"[a-z0-9]+", unidecode(text).lower()))


def accented(text: str) -> str:
    """A header text for comparing with its accents: no case, punctuation or line breaks."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()))


@cache
def known(kind: str) -> Known:
    """The headers of a kind of list: land | residents | sheet_map | check_answers (reference/headers.csv)."""
    entries = [row for row in reference.table("headers").to_dicts() if row["table"] == kind]
    fields: dict[tuple[str, str], str | None] = {}
    moved: dict[tuple[str, str], str | None] = {}
    for row in entries:
        header = row["header"]
        for group in map(normalised, (row["within"] or "").split("|")):
            if header.startswith(_SAME_AS):
                moved[header.removeprefix(_SAME_AS), group] = row["field"]
            else:
                fields.setdefault((header if header == _ANY else normalised(header), group), row["field"])
    named = [row for row in entries if row["field"] is not None and not row["header"].startswith(_SAME_AS)]
    return Known(
        fields=fields,
        moved=moved,
        accented={accented(row["header"]): row["field"] for row in entries if row["within"] is None},
        leaves=frozenset(leaf for leaf, _ in fields),
        groups=frozenset(group for _, group in fields if group),
        required=tuple(row["field"] for row in named if row["required"] is not None),
        shown={row["field"]: row["header"] for row in reversed(named)},
    )


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


def fields_meant(paths: list[Row], words: Known) -> list[str | None]:
    """The field each heading means, in order of the columns.

    What is said of a person or a paper follows it: 'CCCD' right of 'Người sử dụng hiện tại' is the current user's.
    """
    meant: list[str | None] = []
    above: Row = ()
    beside: Row = ()
    followers = {field for field, _ in words.moved}
    for path in paths:
        beside = beside if path[:-1] == above else ()
        meant.append(field_meant(path, words, beside))
        alone = _meant_alone(path[-1], words) if path else None
        is_follower = alone is not None and alone[0] in {None, *followers}
        above, beside = path[:-1], (*beside, *path[-1:]) if is_follower else path[-1:]
    return meant


def field_meant(path: Row, words: Known, beside: Row = ()) -> str | None:
    """The field a heading means: under its group first, then a group ignored as a whole, then the header alone.

    `beside`: the headings left of it whose person or paper it may speak of.
    """
    if not path:
        return None
    leaf, above = normalised(path[-1]), path[:-1]
    groups = sorted(group for group in words.groups if stands_under(group, above))
    keys = [(leaf, group) for group in groups] + [(_ANY, group) for group in groups if _is_about(group, above)]
    if (key := next((key for key in keys if key in words.fields), None)) is not None:
        return words.fields[key]
    alone = _meant_alone(path[-1], words)
    field = None if alone is None else alone[0]
    moves = [to for (of, whose), to in words.moved.items() if of == field and _is_about(whose, (*above, *beside))]
    return moves[0] if moves else field


def stands_under(group: str, above: Row) -> bool:
    """Whether one of the header texts `above` a column holds the group's words."""
    return any(f" {group} " in f" {normalised(text)} " for text in above)


def _meant_alone(header: str, words: Known) -> tuple[str | None] | None:
    """The field of a header without group, null inside where declared ignored; null itself where it is unknown.

    Accents tell apart what differs by them alone: 'Tờ' is a map sheet, 'Tổ' the hamlet's number.
    """
    if (spelled := accented(header)) in words.accented:
        return (words.accented[spelled],)
    key = (normalised(header), "")
    return (words.fields[key],) if key in words.fields else None


def _is_about(whose: str, texts: Row) -> bool:
    """Whether one of `texts` begins with the person or paper, 'Thông tin', 'Họ tên' or 'Số' left aside."""
    return any(f"{_LEAD.sub('', normalised(text), count=1)} ".startswith(f"{whose} ") for text in texts)


def legible(rows: list[Row]) -> list[Row]:
    """Header rows set in an old TCVN3 font, in Unicode: old exports have their headings in it too."""
    return [tuple(cell.translate(_tcvn3()) for cell in row) for row in rows]


@cache
def _tcvn3() -> dict[int, str]:
    letters = reference.table("tcvn3").filter(scope="font")
    return {int(row["cp1252_codepoint"][2:], 16): row["unicode_char"] for row in letters.to_dicts()}
