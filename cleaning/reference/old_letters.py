"""What the letters of old encodings show as in Unicode → the letters they mean."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product
from typing import Final, Literal

from cleaning.reference import table

Encoding = Literal["utf8_twice", "tcvn3", "vni"]
ENCODINGS: Final[tuple[Encoding, ...]] = ("utf8_twice", "tcvn3", "vni")

SMALL: Final = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
CAPITALS: Final = SMALL.upper()
LETTERS: Final = SMALL + CAPITALS
"""Every Vietnamese letter beyond ASCII, composed."""
# Signs and lone accents that Vietnamese text may hold beside its letters: they were written twice along with them.
_ALSO_TWICE: Final = (
    "\u00a0\u00a7\u00b0\u00b2\u00b3\u00b7\u00bd\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u200b\ufeff–—‘’“”…"
)
_CODE_PAGES: Final = ("cp1252", "latin-1", "cp1258")


@cache
def old_letters(encoding: Encoding) -> dict[str, str]:
    """What is shown → what is meant, the longest first: the first that fits at a place is the right one.

    `utf8_twice`: UTF-8 bytes taken for Windows-1252, Latin-1 or Windows-1258 and written as UTF-8 again.
    """
    letters = {"utf8_twice": _utf8_twice, "tcvn3": _tcvn3, "vni": _vni}[encoding]()
    return dict(sorted(letters.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def in_unicode(text: str, encoding: Encoding) -> str:
    """`text` with every letter of the old encoding in Unicode; whether it is in that encoding is for others to say."""
    letters = old_letters(encoding)
    return _pattern(encoding).sub(lambda shown: letters[shown[0]], text)


@cache
def _pattern(encoding: Encoding) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, old_letters(encoding))))


def _tcvn3() -> dict[str, str]:
    """The fonts' bytes; also 'Aµ', as converters write the capital À the fonts do not have.

    Where the small letter shows as a letter they can't be told from VNI: 'AÊ' is its Ă.
    """
    font = table("tcvn3").filter(scope="font")
    letters = {bytes.fromhex(row["byte_hex"]).decode("latin-1"): row["unicode_char"] for row in font.to_dicts()}
    signs = [shown for shown in letters if not shown.isalpha() or shown in "ªµ"]
    small = {f"{_plain(letters[sign]).upper()}{sign}": letters[sign] for sign in signs if letters[sign].islower()}
    return letters | {shown: letter.upper() for shown, letter in small.items() if len(shown) > 1}


def _vni() -> dict[str, str]:
    """The table; also 'Aù', a capital with the small letter's mark."""
    font = {row["vni_sequence"]: row["unicode_char"] for row in table("vni").to_dicts()}
    capitals = {f"{shown[0].upper()}{shown[1]}": letter.upper() for shown, letter in font.items() if len(shown) > 1}
    return capitals | font


def _utf8_twice() -> dict[str, str]:
    return {shown: letter for letter in LETTERS + _ALSO_TWICE for shown in _shown_by_bytes(letter)}


def _shown_by_bytes(letter: str) -> set[str]:
    return {"".join(shown) for shown in product(*map(_shown, letter.encode()))}


def _shown(byte: int) -> set[str]:
    """What one byte shows as in the code pages of the West and of Vietnam; an undefined one stays a control sign."""
    return {bytes([byte]).decode(page, errors="ignore") for page in _CODE_PAGES} - {""}


def _plain(letter: str) -> str:
    """Its letter of the alphabet: 'ẫ' → 'a'. 'đ' has none."""
    return re.sub("[^A-Za-z]", "", unicodedata.normalize("NFD", letter))
