"""Table → bytes of a text file, in the encodings offices use."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Final

from cleaning import reference
from tests.fuzzing.cells import as_text

if TYPE_CHECKING:
    from tests.fuzzing.cells import Table

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"


def text_file(table: Table, encoding: str, delimiter: str = ",") -> bytes:
    """`encoding`: a codec of Python, or 'tcvn3': bytes of the old .VnTime fonts."""
    lines = StringIO(newline="")
    csv.writer(lines, delimiter=delimiter).writerows([as_text(cell) for cell in row] for row in table.rows)
    return encoded(lines.getvalue(), encoding)


def encoded(text: str, encoding: str) -> bytes:
    """The bytes of a text; letters an 8-bit encoding lacks become '?'."""
    if encoding == "tcvn3":
        return tcvn3(text).encode("cp1252", errors="replace")
    if encoding == "cp1258":
        return "".join(map(_apart, unicodedata.normalize("NFC", text))).encode("cp1258", errors="replace")
    return text.encode(encoding, errors="surrogatepass" if "16" in encoding else "replace")


def tcvn3(text: str) -> str:
    """The letters a TCVN3 font shows as `text`; accented capitals, which the fonts lack, as small ones."""
    return "".join(_tcvn3().get(letter, _tcvn3().get(letter.lower(), letter)) for letter in text)


@cache
def _tcvn3() -> dict[str, str]:
    rows = reference.table("tcvn3").filter(scope="font").to_dicts()
    return {row["unicode_char"]: chr(int(row["cp1252_codepoint"][2:], 16)) for row in rows}


@cache
def _apart(letter: str) -> str:
    """A vowel and its tone as Windows-1258 keeps them: apart."""
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in parts if mark in _TONES)
    vowel = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    try:
        (vowel + tones).encode("cp1258")
    except UnicodeEncodeError:
        return letter
    return vowel + tones
