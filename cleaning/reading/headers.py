"""reference data → the headers each kind of list may bear, and the forms header texts are compared in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final, NamedTuple

from unidecode import unidecode

from cleaning import reference

# Where a heading has no field of its own, or another column has it: the column is kept among the unknown ones.
OTHER_CELLS: Final = "other_cells"
ANY: Final = "*"
_SAME_AS: Final = "="
_SHORT: Final = 3
# Longer cells are no heading; comparing them would cost time and memory.
MOST_CHARS: Final = 200
CACHED: Final = 1 << 16  # the cells at the top of a sheet are asked for again and again, for every kind of list

Row = tuple[str, ...]


class Meaning(NamedTuple):
    """What a heading means: a field, OTHER_CELLS, or null where it is declared ignored.

    `otherwise`: what it means where a firmer heading of the sheet has its field; null where two are a contradiction.
    `rank`: of two that could both give way, the one that stands earlier in the reference data is firmer.
    """

    field: str | None
    otherwise: str | None
    rank: int


class Known(NamedTuple):
    """The headers one `kind` of list may bear.

    `fields`: (header, group it must stand under or "") → meaning; the shortest headers under a group stand there by
    their accents as well, which tell them apart: under 'Ngày sinh', 'Nam' is the men's column and 'Năm' the year.
    `short`: (such a header without accents, group) → the accents of the one that is meant where none are typed.
    `moved`: field → (person or paper, field the heading means under a group, or beside a heading, that begins so).
    `accented`: header with its accents → meaning, and `unspaced`: header in one word → meaning, both for headers alone.
    `leaves` and `groups` are the texts alone; `required` fields no list lacks, and `usual` ones it lacks only where
    nothing looks like them; `shown`: field → header as printed.
    """

    kind: str
    fields: dict[tuple[str, str], Meaning]
    moved: dict[str, list[tuple[str, str | None]]]
    accented: dict[str, Meaning]
    unspaced: dict[str, Meaning]
    short: dict[tuple[str, str], str]
    leaves: frozenset[str]
    groups: tuple[str, ...]
    required: tuple[str, ...]
    usual: tuple[str, ...]
    shown: dict[str, str]


def normalised(text: str) -> str:
    """A header text for comparing: no accents, case, punctuation or line breaks; "" where it is no heading's length."""
    return _normalised(text) if len(text) <= MOST_CHARS else ""


@lru_cache(maxsize=CACHED)
def accented(text: str) -> str:
    """A header text for comparing with its accents: no case, punctuation or line breaks."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()))


@cache
def known(kind: str) -> Known:
    """The headers of a kind of list: land | residents | sheet_map | check_answers | answers (headers.csv)."""
    entries = [row for row in reference.table("headers").to_dicts() if row["table"] == kind]
    fields: dict[tuple[str, str], Meaning] = {}
    moved: dict[str, list[tuple[str, str | None]]] = {}
    short: dict[tuple[str, str], str] = {}
    for rank, row in enumerate(entries):
        header, meant = row["header"], Meaning(row["field"], row["otherwise"], rank)
        for group in map(normalised, (row["within"] or "").split("|")):
            if header.startswith(_SAME_AS):
                moved.setdefault(header.removeprefix(_SAME_AS), []).append((group, row["field"]))
            else:
                if len(header) <= _SHORT and group and header != ANY:
                    fields.setdefault((accented(header), group), meant)
                    short.setdefault((normalised(header), group), accented(header))
                fields.setdefault((header if header == ANY else normalised(header), group), meant)
    own = [(rank, row) for rank, row in enumerate(entries) if row["header"][0] not in _SAME_AS + ANY]
    alone = {row["header"]: Meaning(row["field"], row["otherwise"], rank) for rank, row in own if row["within"] is None}
    named = [row for _, row in own if row["field"] is not None]
    return Known(
        kind=kind,
        fields=fields,
        moved=moved,
        accented={accented(header): meant for header, meant in alone.items()},
        unspaced={normalised(header).replace(" ", ""): meant for header, meant in reversed(alone.items())},
        short=short,
        leaves=frozenset(leaf for leaf, _ in fields),
        groups=tuple(sorted({group for _, group in fields if group})),
        required=tuple(row["field"] for row in named if row["required"] == "yes"),
        usual=tuple(row["field"] for row in named if row["required"] == "usual"),
        shown={row[column]: row["header"] for column in ("otherwise", "field") for row in reversed(named)},
    )


def is_hint(text: str) -> bool:
    """Whether a text only says how to fill in the heading above it: a unit, '(nếu có)', '(dd/mm/yyyy)'."""
    return normalised(text) in known("hint").leaves


@lru_cache(maxsize=CACHED)
def _normalised(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", (text if text.isascii() else unidecode(text)).lower()))
