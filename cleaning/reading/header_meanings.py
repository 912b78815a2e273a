"""header texts of a column → what it means, under its groups and beside its neighbours."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from cleaning import reference
from cleaning.reading.headers import ANY, CACHED, MOST_CHARS, Meaning, accented, is_hint, known, normalised

if TYPE_CHECKING:
    from cleaning.reading.headers import Known, Row

# What stands before the person in a heading: 'Thông tin về', 'Họ và tên', 'Số' …
_LEAD: Final = re.compile(r"(?:(?:thong tin|ve|cua|ho|va|ten|so|ma) )*")
_NUMBERED: Final = re.compile(r"^\s*(?:\(\d{1,3}\)|\d{1,3}[.)])\s*(?=\D)")
_IN_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_EXPORT_PATH: Final = re.compile(r"[A-Za-z]\w*(?:\.\w+|\[\d+\])+|[A-Za-z]+(?:_[A-Za-z]+)+", re.ASCII)


def meanings(paths: list[Row], words: Known) -> list[Meaning | None]:
    """What each heading means, in order of the columns; null where nobody knows it.

    What is said of a person or a paper follows it: 'CCCD' right of 'Người sử dụng hiện tại' is the current user's.
    """
    meant: list[Meaning | None] = []
    above: Row = ()
    beside: Row = ()
    for path in paths:
        beside = beside if path[:-1] == above else ()
        meant.append(meaning(path, words, beside))
        alone = _meant_alone(path[-1], words.kind) if path else None
        is_follower = alone is not None and (alone.field is None or alone.field in words.moved)
        if not is_follower:
            beside = path[-1:]
        elif path[-1] not in beside:
            beside = (*beside, path[-1])
        above = path[:-1]
    return meant


def meaning(path: Row, words: Known, beside: Row = ()) -> Meaning | None:
    """What a heading means: under its group first, then a group ignored as a whole, then the header alone.

    `beside`: the headings left of it whose person or paper it may speak of.
    """
    path = _without_hints((*path[:-1], *_spelled_out(path[-1], words.kind))) if path else ()
    if not path:
        return None
    leaf, above = normalised(path[-1]), path[:-1]
    groups = _groups_above(above, words.kind)
    texts = (accented(path[-1]), leaf) if leaf else ()  # a cell too long for a heading is not looked at
    keys = [(text, group) for group in groups for text in texts]
    keys += [(ANY, group) for group in groups if _is_about(group, above)]
    if (key := next((key for key in keys if _is_spelled(path[-1], key, words)), None)) is not None:
        return words.fields[key]
    alone = _meant_alone(path[-1], words.kind) or _meant_together(path, words.kind)
    if alone is None or alone.field is None:
        return alone
    moves = _moves(alone.field, (*above, *beside), words.kind) if alone.field in words.moved else ()
    return Meaning(moves[0], None, alone.rank) if moves else alone


def _is_spelled(header: str, key: tuple[str, str], words: Known) -> bool:
    return key in words.fields and (key not in words.short or accented(header) in (words.short[key], key[0]))


@lru_cache(maxsize=CACHED)
def is_heading(text: str, kind: str) -> bool:
    """Whether a cell reads as a heading of the kind of list, alone or under its group."""
    if not _may_mean_something(text):
        return False
    leaf = _spelled_out(text, kind)[-1]
    return normalised(leaf) in known(kind).leaves or _meant_alone(leaf, kind) is not None


@lru_cache(maxsize=CACHED)
def is_group(text: str, kind: str) -> bool:
    """Whether a cell holds the words of a group."""
    return bool(_groups_above((text,), kind))


@lru_cache(maxsize=CACHED)
def _groups_above(above: Row, kind: str) -> Row:
    return tuple(group for group in known(kind).groups if _stands_under(group, above)) if above else ()


@lru_cache(maxsize=CACHED)
def _moves(field: str, texts: Row, kind: str) -> tuple[str | None, ...]:
    """The fields a heading of `field` means where `texts` say whose it is."""
    return tuple(to for whose, to in known(kind).moved[field] if _is_about(whose, texts))


@lru_cache(maxsize=CACHED)
def _meant_alone(header: str, kind: str) -> Meaning | None:
    """The meaning of a header without group; null where it is unknown.

    Accents tell apart what differs by them alone: 'Tờ' is a map sheet, 'Tổ' the hamlet's number.
    """
    if not _may_mean_something(header):
        return None
    words = known(kind)
    for text in _forms(header):
        if (spelled := accented(text)) in words.accented:
            return words.accented[spelled]
        if (key := (normalised(text), "")) in words.fields:
            return words.fields[key]
        if text.isascii() and (word := key[0].replace(" ", "")) in words.unspaced:
            return words.unspaced[word]
    return None


@lru_cache(maxsize=CACHED)
def _may_mean_something(header: str) -> bool:
    """Whether any list has such a heading: what most cells of a sheet can be told by at once."""
    is_path = _EXPORT_PATH.fullmatch(header) is not None
    return is_path or any(normalised(text).replace(" ", "") in _all_headings() for text in _forms(header))


@cache
def _all_headings() -> frozenset[str]:
    return frozenset(normalised(header).replace(" ", "") for header in reference.table("headers")["header"])


def _meant_together(path: Row, kind: str) -> Meaning | None:
    """The meaning of a header broken over several rows: 'Số hiệu tờ' above 'trên bản đồ địa chính'."""
    together = (" ".join(path[start:]) for start in range(len(path) - 2, -1, -1))
    return next((found for text in together if (found := _meant_alone(text, kind)) is not None), None)


@lru_cache(maxsize=CACHED)
def _forms(header: str) -> Row:
    """The texts a header is looked up by: as it is, then without its item number and without hints in brackets."""
    if len(header) > MOST_CHARS:
        return ()
    bare = _NUMBERED.sub("", header)
    plain = _IN_BRACKETS.sub(lambda found: "" if found[1].strip().isdigit() or is_hint(found[1]) else found[0], bare)
    return tuple(dict.fromkeys((header, bare, plain)))


@lru_cache(maxsize=CACHED)
def _spelled_out(header: str, kind: str) -> Row:
    """A heading of an export in its parts, 'CaNhan.hoTen' → 'CaNhan', 'hoTen'; another one as it is.

    Of several papers or people the first one's columns are meant; the others mean nothing known.
    """
    if len(header) > MOST_CHARS or _EXPORT_PATH.fullmatch(header) is None or _meant_alone(header, kind) is not None:
        return (header,)
    parts = re.findall(r"\w+", header) if re.search(r"[.\[]", header) else header.split("_")
    objects = tuple(part for part in parts if part != "0")
    is_told = "_" not in header or normalised(objects[0]) in known(kind).groups
    return (header,) if any(part.isdigit() for part in objects) or not is_told else objects


def _without_hints(path: Row) -> Row:
    while len(path) > 1 and is_hint(path[-1]):
        path = path[:-1]
    return path


def _is_about(whose: str, texts: Row) -> bool:
    """Whether one of `texts` begins with the person or paper, 'Thông tin', 'Họ tên' or 'Số' left aside."""
    return any(f"{_LEAD.sub('', normalised(text), count=1)} ".startswith(f"{whose} ") for text in texts)


def _stands_under(group: str, above: Row) -> bool:
    """Whether one of the header texts `above` a column holds the group's words."""
    return any(f" {group} " in f" {normalised(text)} " for text in above)
