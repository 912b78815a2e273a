"""header texts → fields: what each kind of list calls its columns, from the reference data."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from unidecode import unidecode

from cleaning import reference

_ANY: Final = "*"

Row = tuple[str, ...]


class Known(NamedTuple):
    """The headers one kind of list may bear.

    `fields`: (header, group it must stand under or "") → field, or null where the heading is declared ignored.
    `leaves` and `groups` are the texts alone; `shown`: field → header as printed.
    """

    fields: dict[tuple[str, str], str | None]
    leaves: frozenset[str]
    groups: frozenset[str]
    required: tuple[str, ...]
    shown: dict[str, str]


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """A header text for comparing: no accents, case, punctuation or line breaks."""
    return " ".join(re.findall(r"[a-z0-9]+", unidecode(text).lower()))


@cache
def known(kind: str) -> Known:
    """The headers of a kind of list: land | residents | sheet_map (reference/headers.csv)."""
    entries = [row for row in reference.table("headers").to_dicts() if row["table"] == kind]
    keys = [
        (row["header"] if row["header"] == _ANY else normalised(row["header"]), normalised(row["within"] or ""))
        for row in entries
    ]
    named = [row for row in entries if row["field"] is not None]
    return Known(
        fields={key: row["field"] for key, row in zip(keys, entries, strict=True)},
        leaves=frozenset(leaf for leaf, _ in keys),
        groups=frozenset(group for _, group in keys if group),
        required=tuple(row["field"] for row in named if row["required"] is not None),
        shown={row["field"]: row["header"] for row in reversed(named)},
    )


def field_meant(path: Row, words: Known) -> str | None:
    """The field a heading means: under its group first, then a group ignored as a whole, then the header alone."""
    if not path:
        return None
    leaf, above = normalised(path[-1]), path[:-1]
    groups = sorted(group for group in words.groups if stands_under(group, above))
    keys = [(leaf, group) for group in groups] + [(_ANY, group) for group in groups] + [(leaf, "")]
    return next((words.fields[key] for key in keys if key in words.fields), None)


def stands_under(group: str, above: Row) -> bool:
    """Whether one of the header texts `above` a column holds the group's words."""
    return any(f" {group} " in f" {normalised(text)} " for text in above)


def legible(rows: list[Row]) -> list[Row]:
    """Header rows set in an old TCVN3 font, in Unicode: old exports have their headings in it too."""
    return [tuple(cell.translate(_tcvn3()) for cell in row) for row in rows]


@cache
def _tcvn3() -> dict[int, str]:
    letters = reference.table("tcvn3").filter(scope="font")
    return {int(row["cp1252_codepoint"][2:], 16): row["unicode_char"] for row in letters.to_dicts()}
