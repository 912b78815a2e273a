"""Name cell → the first person's name alone and what stood beside it: titles, 'Hộ ông', '(đã chết)', other users."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from cleaning.standardising.marker_words import any_of, family_names, marker_tokens

# Meanings of reference/honorifics.csv → the word in `…markers`; a title says nothing worth keeping.
_WORDS: Final = {
    "alias_or_noise_marker": "alias",
    "co_user_marker": "co_users",
    "couple_marker": "couple",
    "spouse_joiner": "couple",
    "deceased_marker": "deceased",
    "heirs_marker": "heirs",
    "household": "household",
    "representative_marker": "representative",
    "title": None,
}
_BEFORE_NAME: Final = (
    "title",
    "household",
    "couple_marker",
    "deceased_marker",
    "heirs_marker",
    "representative_marker",
)
_BEHIND_NAME: Final = ("spouse_joiner", "co_user_marker", "heirs_marker", "deceased_marker", "alias_or_noise_marker")
_BRACKET: Final = r"\([^()]*(?:\)|$)"
# '(đã chết năm 2010)', '(mất 02/3/1998)', '(đã chết, con là …)', but not '(mất sổ)'
_WHEN: Final = r"[\s:,.]*(?:từ|trước|khoảng)?\s*(?:năm|ngày|tháng)?[\s\d/.-]*(?:[),;–-]|$)"
_WORD_END: Final = r"(?:[\s:.,;)]|$)"
# 'Nguyễn Văn A sinh năm 1950', '… mất 2009', '… CCCD 031…': none of it is the name
_FIGURES: Final = (
    r"^(\S+\s[^(]*?[^\s(])[\s,;:–-]+"
    r"(sinh năm|sinh ngày|năm sinh|sinh|sn|cccd|cmnd|cmt|số|chết|mất)[\s:.]*(?:năm\s*)?\d.*$"
)
_KIN: Final = (
    r"(?:là )?(?:con|cháu|em|anh|chị|mẹ|bố|vợ|chồng)(?: (?:trai|gái|dâu|rể|ruột|đẻ))?(?: của)?"
    r"|đại diện(?: cho)?|(?:được )?(?:ủy|uỷ) quyền(?: của| cho)?"
)
_NEXT_PERSON: Final = r"(?:\s*[;+&,/]\s*|\s+[-–]\s+|\s+(?:và|va)\s+)"


def with_markers(names: pl.DataFrame) -> pl.DataFrame:
    """From distinct `cell` (tidy text): `bare` (the first person's name, lower case) and `markers` (sorted)."""
    # 'ÔngNguyễn': seen only before the capitals are gone
    spaced = pl.col("cell").str.replace_all(r"\b(Ông|ông|Bà|bà)(\p{Lu})", "${1} ${2}")
    found = names.with_columns(bare=spaced.str.to_lowercase(), found=pl.lit([], pl.List(pl.String)))
    for step in (
        _without_titles,
        _without_title_before_family,
        _without_rest,
        _without_figures,
        _without_brackets,
        _without_kin,
        _without_next_person,
    ):
        found = step(found)
    markers = pl.col("found").list.drop_nulls().list.unique().list.sort()
    return found.with_columns(markers=pl.when(markers.list.len() > 0).then(markers.list.join("|"))).drop("found")


def _without_titles(found: pl.DataFrame) -> pl.DataFrame:
    """All that surely is a title or marker off the beginning: 'Thay mặt hộ ông Nguyễn …' → 'Nguyễn …'."""
    titles = rf"^((?:{any_of(marker_tokens(_BEFORE_NAME, 'false'))}(?:[\s:.,]+|$))+)"
    title, rest = pl.col("bare").str.extract(titles), pl.col("bare").str.replace(titles, "")
    # 'Ông' is a family name too: before a middle name and one word more, nothing else can be the family name
    is_family_ong = title.str.contains(r"^(?:ông )+$") & rest.str.contains(r"^(?:văn|thị) \S+$")
    bare = pl.when(is_family_ong).then(pl.lit("ông ") + rest).otherwise(rest)
    return _changed(found, titles, bare, _notes(title, _BEFORE_NAME, None))


def _without_title_before_family(found: pl.DataFrame) -> pl.DataFrame:
    """A title that is a name as well, where a family name and more follow: 'Anh Trần Văn An', never 'Anh Đức Minh'."""
    title = rf"^({any_of(marker_tokens(_BEFORE_NAME, 'true'))})[\s:.,]+"
    before_family = rf"{title}{any_of(family_names())}[\s.]+\S"
    bare, written = pl.col("bare").str.replace(title, ""), pl.col("bare").str.extract(title)
    return _changed(found, before_family, bare, _notes(written, _BEFORE_NAME, "true"))


def _without_rest(found: pl.DataFrame) -> pl.DataFrame:
    """Everything from a joiner on: 'Nguyễn Văn A và vợ là bà …' → 'Nguyễn Văn A'.

    A joiner that is a name as well ('tức', 'vợ') needs a whole name before it and something behind it.
    """
    sure = rf"^(.*?\S)[\s,;:–-]+({any_of(marker_tokens(_BEHIND_NAME, 'false'))})(?:[\s:.,;(].*)?$"
    unsure = rf"^(\S+\s+\S+\s+\S.*?)\s+({any_of(marker_tokens(_BEHIND_NAME, 'true'))})[\s:]+\S.*$"
    for pattern in (sure, unsure):
        joiner = pl.col("bare").str.extract(pattern, 2)
        found = _changed(found, pattern, pl.col("bare").str.extract(pattern, 1), _notes(joiner, _BEHIND_NAME, None))
    return found


def _without_figures(found: pl.DataFrame) -> pl.DataFrame:
    """A year or a number with the word before it, behind the name: 'Nguyễn Văn A sinh năm 1950' → 'Nguyễn Văn A'."""
    word = pl.col("bare").str.extract(_FIGURES, 2)
    note = pl.when(word.is_in(["chết", "mất"])).then(pl.lit("deceased"))
    return _changed(found, _FIGURES, pl.col("bare").str.extract(_FIGURES, 1), [note])


def _without_brackets(found: pl.DataFrame) -> pl.DataFrame:
    """What stands in brackets is never the name; a bracket that says nothing known counts as another name."""
    tokens = {meaning: marker_tokens((meaning,), None) for meaning, word in _WORDS.items() if word is not None}
    bare = pl.col("bare")
    ends = {"deceased_marker": _WHEN}
    notes = [
        pl.when(bare.str.contains(rf"\(\s*{any_of(words)}{ends.get(meaning, _WORD_END)}")).then(pl.lit(_WORDS[meaning]))
        for meaning, words in tokens.items()
    ]
    other = pl.when(pl.all_horizontal(note.is_null() for note in notes)).then(pl.lit("alias"))
    return _changed(found, r"\(", bare.str.replace_all(_BRACKET, " ").str.strip_chars(), [*notes, other])


def _without_kin(found: pl.DataFrame) -> pl.DataFrame:
    """Whose child or agent the person is, behind the name: 'Nguyễn Văn A con ông Trần Văn B' → 'Nguyễn Văn A'."""
    behind = rf"^(\S+\s+\S.*?)[\s,;:–-]+({_KIN})[\s:]+(?:ông|bà)[\s:]+{any_of(family_names())}\s.*$"
    word = pl.col("bare").str.extract(behind, 2)
    note = pl.when(word.str.contains("diện|quyền")).then(pl.lit("representative"))
    return _changed(found, behind, pl.col("bare").str.extract(behind, 1), [note])


def _without_next_person(found: pl.DataFrame) -> pl.DataFrame:
    """'Nguyễn Văn A - Trần Thị B' → the first of them; what follows is noted where it begins like a name.

    Two lines of a cell arrive as one: 'Nguyễn Văn A Trần Thị B' is cut where the second whole name begins.
    """
    family = any_of(family_names())
    cut = rf"^(\p{{L}}\S*\s+\p{{L}}.*?){_NEXT_PERSON}(\S.*)$"
    person = rf"^(?:(?:{any_of(marker_tokens(('title',), None))}[\s:.]*)?{family}\s|\d+ (?:người|đồng))"
    is_person = pl.col("bare").str.extract(cut, 2).str.contains(person)
    note = pl.when(is_person).then(pl.lit("co_users"))
    first = _changed(found, cut, pl.col("bare").str.extract(cut, 1), [note])
    whole = rf"^(\S+\s+\S+\s+\S.*?)(?:\s+(?:ông|bà)[\s:]+{family}|[\s–-]+{family}\s+(?:văn|thị|van|thi))\s+\S"
    return _changed(first, whole, pl.col("bare").str.extract(whole, 1), [pl.lit("co_users")])


def _changed(found: pl.DataFrame, pattern: str, bare: pl.Expr, notes: Iterable[pl.Expr]) -> pl.DataFrame:
    """`bare` and the notes set where `pattern` is found; the few such cells are taken apart for speed."""
    is_meant = pl.col("bare").str.contains(pattern)
    changed = found.filter(is_meant).with_columns(bare=bare, found=pl.concat_list("found", *notes))
    return pl.concat([found.filter(~is_meant), changed])


def _notes(written: pl.Expr, meanings: Iterable[str], is_also_name: str | None) -> list[pl.Expr]:
    """What the marker text `written` says, a word for each meaning found in it."""
    return [
        pl.when(written.str.contains(rf"(?:^|\s){any_of(marker_tokens((meaning,), is_also_name))}(?:[\s:.,]|$)")).then(
            pl.lit(_WORDS[meaning])
        )
        for meaning in meanings
        if _WORDS[meaning] is not None and len(marker_tokens((meaning,), is_also_name)) > 0
    ]
