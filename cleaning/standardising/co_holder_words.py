"""How Vietnamese joins one holder's name to the next: patterns that mark where a further name begins."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from unidecode import unidecode

from cleaning import reference
from cleaning.standardising.marker_words import any_of, family_names, marker_tokens

# Stands where a further name begins. The letter behind it tells who joins: 'w' the wife of the one before, 'h' the
# husband, 't' a person with a title, 'o' another name, 'l' one that merely follows, as two lines of a cell do.
APART: Final = "\x1e"

# The few cells worth a closer look: a sign or a word that joins, or as many words as two names have.
MAY_JOIN: Final = r"(?i)[;+&,/(–-]|\S\s+(?:và|va|vợ|chồng|cùng|ông|bà)[\s:]|(?:\S+\s+){5}\S"

# Behind such words a further person stands, whoever it is.
NAMES_ANOTHER: Final = r"(?i)(?:\b(?:và|va|cùng)|[;,(+&–-])\s*(?:(?:vợ|chồng)\b|(?:ông|bà)[\s:.])"
# 'và vợ đã mất', 'và vợ cùng các con': words that look like misspelled names; 'Do Hoang' is Đỗ without its marks.
NO_NAMES: Final = (
    r"^(?:(?i:đã|các|cùng|con|là|chưa|tên|họ|mất|hai|cả|nay|không|đang|ở|đến|tại|cho|chủ))\s|^(?:do|DO)\s|^Do\s+\p{Ll}"
)

_JOINER: Final = r"(?:\s*[;+&,/]\s*|\s+[-–]\s+|\s+(?:và|va|cùng)\s+)"
_RELATIVE: Final = r"(?:con|em|anh|chị|mẹ|bố)(?:\s+(?:trai|gái|dâu|rể|đẻ|ruột))?(?:\s+là)?[\s:]+"
_SPOUSE: Final = r"(?:[\s,;:(–+&/-]+|\s*\()(?:(?:và|va|cùng|có)\s+)?"
_CALLED: Final = r"(?:\s*:|\s+là|\s+tên)*[\s:.]+"
_WOMAN: Final = r"(?:(?:bà|chị|cô)[\s:.]+)?"
_MAN: Final = r"(?:(?:ông|anh|chú)[\s:.]+)?"
_MARKED: Final = {
    "a": "aàáảãạăằắẳẵặâầấẩẫậ", "d": "dđ", "e": "eèéẻẽẹêềếểễệ", "i": "iìíỉĩị", "o": "oòóỏõọôồốổỗộơờớởỡợ",
    "u": "uùúủũụưừứửữự", "y": "yỳýỷỹỵ",
}  # fmt: skip
_BEFORE_NAME: Final = ("title", "household", "couple_marker", "deceased_marker")
# Behind 'con', 'vợ', 'đại diện cho' … stands somebody who only tells who the first is, or for whom the first acts.
_OF_ANOTHER: Final = (
    r"(?:^|[\s(])(?:con|cháu|em|anh|chị|mẹ|bố|cha|vợ|chồng|của|hộ|là|cho|thay|tức|kế|diện|quyền|thuê|mua|tặng|bán)"
    r"(?:\s+(?:trai|gái|dâu|rể|ruột|đẻ|cho))?[\s:,]*"
)


@cache
def before_name() -> str:
    """A cell that begins with a person: group 1 the titles before the name, group 2 the name and all behind it."""
    sure, unsure = (any_of(marker_tokens(_BEFORE_NAME, is_also_name)) for is_also_name in ("false", "true"))
    titles = rf"(?:{sure}[\s:.,]+)*(?:(?:{sure}|{unsure})[\s:.,]+)?"
    return rf"(?is)^({titles})((?:{_family()}|{_misspelled_family()})[\s.]+\p{{L}}.*)$"


@cache
def couple_words() -> str:
    """'Vợ chồng ông …', in lower case."""
    return rf"^{any_of(marker_tokens(('couple_marker',), None))}"


@cache
def joints() -> tuple[tuple[str, str], ...]:
    """Patterns and what each becomes, in the order they are tried; each ends in the first letters of a name."""
    long_name = rf"{_family()}\s+\p{{L}}+\s+\p{{L}}"
    # behind 'và vợ là', 'ông', 'bà' nobody but a person stands: a mark may be missing, as in 'Trân'
    person = rf"(?:{_family()}|{_misspelled_family()})[\s.]+\p{{L}}"
    titles = any_of(marker_tokens(("title",), None))
    return (
        (rf"(?i)(?:{_SPOUSE}vợ|\s+va vo){_CALLED}{_WOMAN}({person})", f"{APART}w${{1}}"),
        (rf"(?i)(?:{_SPOUSE}chồng|\s+va chong){_CALLED}{_MAN}({person})", f"{APART}h${{1}}"),
        (rf"(?i)\s+(?:và|cùng)\s+{_RELATIVE}(?:{titles}[\s:.]+)?({person})", f"{APART}t${{1}}"),
        (rf"(?i){_JOINER}{titles}[\s:.]+({person})", f"{APART}t${{1}}"),
        (rf"(?i)(?:\s*[-–]\s*|\s+)(?:ông|bà)[\s:.]+({person})", f"{APART}t${{1}}"),
        (rf"(?i)(?:{_JOINER}|\s*[-–]\s*)({long_name})", f"{APART}o${{1}}"),
        (rf"(?i)\s+({_family()}\s+(?:văn|thị|van|thi)\s+\p{{L}})", f"{APART}l${{1}}"),
    )


def of_another() -> str:
    """A further name that only tells whose child, wife or agent the first one is, in lower case."""
    return f"{_OF_ANOTHER}{APART}"


@cache
def _misspelled_family() -> str:
    """A family name with any marks on its letters, or none."""
    plain = sorted({unidecode(name) for name in family_names()})
    marked = [re.sub("[adeiouy]", lambda letter: f"[{_MARKED[letter[0]]}]", name) for name in plain]
    return f"(?:{'|'.join(marked)})\\b"


def _family() -> str:
    """A family name, or what is usual for one: 'Ng.'."""
    first = reference.table("name_abbreviations").filter(position="first")["abbreviation"].sort().to_list()
    return rf"(?:{any_of(family_names())}|(?:{'|'.join(first)})\.)"
