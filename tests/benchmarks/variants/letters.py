"""Unicode text → the same text in the letters of old fonts and code pages."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from cleaning import reference

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE: Final = frozenset("ăâđêôơưĂÂĐÊÔƠƯ")
# Signs of a name that stands in TCVN3 already: letters Vietnamese has not, or a capital inside a word in small letters.
_IN_TCVN3: Final = re.compile(
    r"[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df]|[a-z][À-Ý]"
)


def unaccented(text: str) -> str:
    """`text` without marks; đ becomes d."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("Đ", "D")


def in_tcvn3(text: str) -> str:
    """`text` as the fonts .VnTime hold it, each byte shown as Windows-1252; accented capitals become small ones."""
    letters = _tcvn3()
    return "".join(letters.get(one, letters.get(one.lower(), one)) for one in composed(text))


def in_vni(text: str) -> str:
    """`text` as the fonts VNI-Times hold it, each byte shown as Windows-1252."""
    letters = _vni()
    return "".join(letters.get(one, one) for one in composed(text))


def twice_encoded(text: str) -> str:
    """UTF-8 read as Windows-1252: 'Nguyá»…n'. Bytes that page lacks show as themselves."""
    return "".join(_shown(byte) for byte in text.encode())


def in_windows_1258(text: str) -> str:
    """`text` with the tone apart from the vowel wherever Windows-1258 has no letter for both."""
    return "".join(one if _encodable(one) else _tone_apart(one) for one in composed(text))


def composed(text: str) -> str:
    """`text` in NFC, without the spaces of no width that no code page has."""
    return unicodedata.normalize("NFC", text).replace("\u200b", "")


def decomposed(text: str) -> str:
    """`text` in NFD, as macOS hands it over."""
    return unicodedata.normalize("NFD", text)


def vietnamese(text: str) -> str:
    """`text` in NFC, foreign letters without their marks: a slip such as 'Vieät' could be no letter of an old font."""
    return "".join(one if one.isascii() or _is_vietnamese(one) else unaccented(one) for one in composed(text))


def is_in_tcvn3(text: str) -> bool:
    """Whether a name of the base ward stands in TCVN3."""
    return _IN_TCVN3.search(unicodedata.normalize("NFC", text)) is not None


def from_tcvn3(text: str) -> str:
    """A name in TCVN3 in Unicode, each word with a capital."""
    back = {shown: letter for letter, shown in _tcvn3().items()}
    return "".join(back.get(one, one) for one in text).title()


@cache
def _tcvn3() -> dict[str, str]:
    table = reference.table("tcvn3").filter(scope="font")
    return {row["unicode_char"]: chr(int(row["cp1252_codepoint"][2:], 16)) for row in table.to_dicts()}


@cache
def _vni() -> dict[str, str]:
    table = reference.table("vni").filter(form="standard")
    return dict(table.select("unicode_char", "vni_sequence").iter_rows())


def _is_vietnamese(letter: str) -> bool:
    """Whether a letter, its tone left aside, is one of the alphabet, or no letter at all."""
    bare = unicodedata.normalize(
        "NFC", "".join(one for one in unicodedata.normalize("NFD", letter) if one not in _TONES)
    )
    return bare in _VIETNAMESE or bare.isascii() or not letter.isalpha()


def _shown(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _encodable(letter: str) -> bool:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        return False
    return True


def _tone_apart(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in _TONES), "")
    return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone
