"""Name cell → the first person's name alone and what stood beside it: titles, 'Hộ ông', '(đã chết)', other users."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

import polars as pl

from cleaning import reference
from cleaning.standardising import text

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
# '(đã chết năm 2010)', '(mất 02/3/1998)', but not '(mất sổ)'
_WHEN: Final = r"[\s:,.]*(?:năm|ngày|tháng)?[\s\d/.-]*(?:\)|$)"
_NEXT_PERSON: Final = r"(?:\s*[;+&,/]\s*|\s+[-–]\s+|\s+(?:và|va)\s+)"


def with_markers(names: pl.DataFrame) -> pl.DataFrame:
    """From distinct `cell` (tidy text): `bare` (the first person's name, lower case) and `markers` (sorted)."""
    found = names.with_columns(bare=pl.col("cell").str.to_lowercase(), found=pl.lit([], pl.List(pl.String)))
    for step in (_without_titles, _without_title_before_family, _without_rest, _without_brackets, _without_next_person):
        found = step(found)
    markers = pl.col("found").list.drop_nulls().list.unique().list.sort()
    return found.with_columns(markers=pl.when(markers.list.len() > 0).then(markers.list.join("|"))).drop("found")


def with_holder_type(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `holder_type` (who holds the land), `is_household` and `is_marked_deceased`.

    Reads the holder's name, text, markers and kind, and `organisation_name_text`. A named person of a personal kind
    (Mục 12) stays a person even beside an organisation's name. Words that are names as well ('Đình',
    'Phủ') make a community only where the kind does not say person; 'Hội', 'Đoàn', 'Trường' alone make nothing.
    """
    kind, markers = pl.col("holder_kind").fill_null(""), pl.col("holder_markers").fill_null("").str.split("|")
    is_personal = kind.is_in(["person", "household", "couple", "shared"])
    organisation = text.without_placeholders(pl.col("organisation_name_text"))
    named = pl.when(is_personal & pl.col("holder_name").is_not_null()).then("holder_name_text")
    named = named.otherwise(pl.coalesce(organisation, "holder_name_text"))
    is_community = _begins_with(named, "community_or_religious_marker", "false") | (
        _begins_with(named, "community_or_religious_marker", "true") & ~is_personal
    )
    is_organisation = (
        _begins_with(named, "organisation_marker", "false") | (kind == "organisation") | (named == organisation)
    ).fill_null(False)
    return frame.with_columns(
        holder_type=pl.when((kind == "community") | is_community.fill_null(False))
        .then(pl.lit("community"))
        .when(is_organisation)
        .then(pl.lit("organisation"))
        .when(pl.col("holder_name").is_not_null())
        .then(pl.lit("person"))
        .otherwise(pl.lit("unnamed")),
        is_household=markers.list.contains("household") | (kind == "household"),
        is_marked_deceased=markers.list.contains("deceased"),
    )


def _begins_with(cell: pl.Expr, meaning: str, is_also_name: str) -> pl.Expr:
    return cell.str.to_lowercase().str.contains(rf"^{_any_of(_tokens((meaning,), is_also_name))}(?:[\s\d:.,(]|$)")


def _without_titles(found: pl.DataFrame) -> pl.DataFrame:
    """All that surely is a title or marker off the beginning: 'Thay mặt hộ ông Nguyễn …' → 'Nguyễn …'."""
    titles = rf"^((?:{_any_of(_tokens(_BEFORE_NAME, 'false'))}(?:[\s:.,]+|$))+)"
    title, rest = pl.col("bare").str.extract(titles), pl.col("bare").str.replace(titles, "")
    # 'Ông' is a family name too: before a middle name and one word more, nothing else can be the family name
    is_family_ong = title.str.contains(r"^(?:ông )+$") & rest.str.contains(r"^(?:văn|thị) \S+$")
    bare = pl.when(is_family_ong).then(pl.lit("ông ") + rest).otherwise(rest)
    return _changed(found, titles, bare, _notes(title, _BEFORE_NAME, None))


def _without_title_before_family(found: pl.DataFrame) -> pl.DataFrame:
    """A title that is a name as well, where a family name and more follow: 'Anh Trần Văn An', never 'Anh Đức Minh'."""
    title = rf"^({_any_of(_tokens(_BEFORE_NAME, 'true'))})[\s:.,]+"
    before_family = rf"{title}{_any_of(_family_names())}[\s.]+\S"
    bare, written = pl.col("bare").str.replace(title, ""), pl.col("bare").str.extract(title)
    return _changed(found, before_family, bare, _notes(written, _BEFORE_NAME, "true"))


def _without_rest(found: pl.DataFrame) -> pl.DataFrame:
    """Everything from a joiner on: 'Nguyễn Văn A và vợ là bà …' → 'Nguyễn Văn A'.

    A joiner that is a name as well ('tức', 'vợ') needs a whole name before it and something behind it.
    """
    sure = rf"^(.*?\S)[\s,;:–-]+({_any_of(_tokens(_BEHIND_NAME, 'false'))})(?:[\s:.,;(].*)?$"
    unsure = rf"^(\S+\s+\S+\s+\S.*?)\s+({_any_of(_tokens(_BEHIND_NAME, 'true'))})[\s:]+\S.*$"
    for pattern in (sure, unsure):
        joiner = pl.col("bare").str.extract(pattern, 2)
        found = _changed(found, pattern, pl.col("bare").str.extract(pattern, 1), _notes(joiner, _BEHIND_NAME, None))
    return found


def _without_brackets(found: pl.DataFrame) -> pl.DataFrame:
    """What stands in brackets is never the name; a bracket that says nothing known counts as another name."""
    tokens = {word: _tokens((meaning,), None) for meaning, word in _WORDS.items() if word is not None}
    bare = pl.col("bare")
    notes = [
        pl.when(bare.str.contains(rf"\(\s*{_any_of(words)}{_WHEN}")).then(pl.lit(word))
        for word, words in tokens.items()
    ]
    other = pl.when(pl.all_horizontal(note.is_null() for note in notes)).then(pl.lit("alias"))
    return _changed(found, r"\(", bare.str.replace_all(_BRACKET, " ").str.strip_chars(), [*notes, other])


def _without_next_person(found: pl.DataFrame) -> pl.DataFrame:
    """'Nguyễn Văn A - Trần Thị B' → the first of them; what follows is noted where it begins like a name."""
    cut = rf"^(\p{{L}}\S*\s+\p{{L}}.*?){_NEXT_PERSON}(\S.*)$"
    person = rf"^(?:{_any_of(_tokens(('title',), None))}\s*)?{_any_of(_family_names())}\s"
    is_person = pl.col("bare").str.extract(cut, 2).str.contains(person)
    return _changed(found, cut, pl.col("bare").str.extract(cut, 1), [pl.when(is_person).then(pl.lit("co_users"))])


def _changed(found: pl.DataFrame, pattern: str, bare: pl.Expr, notes: Iterable[pl.Expr]) -> pl.DataFrame:
    """`bare` and the notes set where `pattern` is found; the few such cells are taken apart for speed."""
    is_meant = pl.col("bare").str.contains(pattern)
    changed = found.filter(is_meant).with_columns(bare=bare, found=pl.concat_list("found", *notes))
    return pl.concat([found.filter(~is_meant), changed])


def _notes(written: pl.Expr, meanings: Iterable[str], is_also_name: str | None) -> list[pl.Expr]:
    """What the marker text `written` says, a word for each meaning found in it."""
    return [
        pl.when(written.str.contains(rf"(?:^|\s){_any_of(_tokens((meaning,), is_also_name))}(?:[\s:.,]|$)")).then(
            pl.lit(_WORDS[meaning])
        )
        for meaning in meanings
        if _WORDS[meaning] is not None and len(_tokens((meaning,), is_also_name)) > 0
    ]


def _any_of(tokens: Iterable[str]) -> str:
    """A pattern that takes the longest of them."""
    return f"(?:{'|'.join(map(re.escape, sorted(tokens, key=lambda token: (-len(token), token))))})"


@cache
def _tokens(meanings: tuple[str, ...], is_also_name: str | None) -> tuple[str, ...]:
    """Lower-case tokens; by `is_also_name` those that (do not) serve as names, or with None all, brackets taken off."""
    rows = reference.table("honorifics").filter(pl.col("meaning").is_in(meanings))
    bracketed = pl.col("token").str.starts_with("(")
    if is_also_name is not None:
        rows = rows.filter((pl.col("is_also_name") == is_also_name) & ~bracketed)
    token = (
        pl.when(bracketed).then(pl.col("token").str.strip_chars("()")).otherwise(pl.col("token").str.strip_chars(":"))
    )
    return tuple(rows.select(token.str.to_lowercase()).to_series().unique().sort())


@cache
def _family_names() -> list[str]:
    """Lower case, with and without accents; not 'Văn' and 'Thị', which are middle names a thousand times oftener."""
    names = reference.table("family_names").select(name=pl.col("name").str.to_lowercase())
    both = pl.concat([names, names.select(text.folded(pl.col("name")))]).get_column("name").unique()
    return sorted(set(both.to_list()) - {"văn", "van", "thi", "thị"})
