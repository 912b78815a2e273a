"""bytes → text and its delimiter, decided from the content alone."""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import suppress
from io import StringIO
from typing import Final

import numpy as np
import polars as pl

from cleaning.errors import SourceError

DELIMITERS: Final = (",", ";", "\t")
_SAMPLE_CHARS: Final = 400_000
_SAMPLE_RECORDS: Final = 64
# The five tone marks Windows-1258 keeps apart from their vowel, behind a letter that can bear one, and anywhere.
_TONE_ON_VOWEL: Final = re.compile("[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ][\u0300\u0301\u0303\u0309\u0323]")
_TONE: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SAVE_AS_UTF8: Final = "Mở tệp bằng Excel và lưu lại dạng .xlsx, hoặc 'CSV UTF-8', rồi chép lại vào thư mục."


def decoded(data: bytes, *, file: str) -> str:
    """The text of a file: UTF-8 (BOM or not), UTF-16, else Windows-1258.

    Bytes whose tone marks would stand on consonants in Windows-1258 are an old font's (TCVN3): they are read as
    Windows-1252, the code page its letter table is written for. Raises SourceError on binary or damaged text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16", file)
    start = data[:4096]
    if start.count(0) * 4 > len(start):  # a stray NUL in text of one byte per letter is only a letter
        return _strictly(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be", file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(b"\xef\xbb\xbf") or _is_mostly_utf8(data):
            row = data.count(b"\n", 0, error.start) + 1
            raise SourceError("Tệp văn bản UTF-8 bị hỏng.", remedy=_SAVE_AS_UTF8, file=file, row=row) from None
        return _single_bytes(data, file)


def delimiter(text: str) -> str:
    """Comma, semicolon or tab: the one that cuts the first records into the most columns, most evenly."""
    return max(DELIMITERS, key=lambda candidate: _evenness(record_widths(text, candidate)))


def record_widths(text: str, delimiter: str) -> tuple[int, ...]:
    """Number of fields of each of the first records."""
    sample = text[:_SAMPLE_CHARS]
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    widths: list[int] = []
    with suppress(csv.Error):  # an open quotation mark: what stands before it is enough to judge by
        widths.extend(len(record) for record, _ in zip(reader, range(_SAMPLE_RECORDS + 1), strict=False))
    is_cut = len(sample) < len(text) and 1 < len(widths) <= _SAMPLE_RECORDS
    return tuple(widths[: -1 if is_cut else _SAMPLE_RECORDS])


def all_widths(data: bytes, delimiter: str) -> pl.Series:
    """Number of fields of each record of well-quoted text."""
    marks = np.frombuffer(data if data.endswith(b"\n") else data + b"\n", dtype=np.uint8)
    is_outside = np.cumsum(marks == ord('"'), dtype=np.uint8) % 2 == 0
    ends = np.flatnonzero((marks == ord("\n")) & is_outside)
    between = np.flatnonzero((marks == ord(delimiter)) & is_outside)
    return pl.Series(np.diff(np.searchsorted(between, ends), prepend=0) + 1)


def is_well_quoted(data: bytes, delimiter: str) -> bool:
    """Whether every quotation mark opens or closes a field (RFC 4180); a doubled one is a letter of its field."""
    marks = np.frombuffer(b"\n" + data.replace(b'""', b"") + b"\n", dtype=np.uint8)
    at = np.flatnonzero(marks == ord('"'))
    is_edge = np.isin(np.arange(256), [ord(delimiter), ord("\n"), ord("\r")])
    opening, closing = at[0::2], at[1::2]
    return at.size % 2 == 0 and bool(is_edge[marks[opening - 1]].all() and is_edge[marks[closing + 1]].all())


def _strictly(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise SourceError("Không đọc được bảng mã của tệp văn bản.", remedy=_SAVE_AS_UTF8, file=file) from None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more letters beyond ASCII are good UTF-8 than broken: Windows-1258 text hardly ever has one."""
    text = data.decode("utf-8", errors="replace")
    beyond_ascii, broken = len(text) - len(text.encode("ascii", errors="ignore")), text.count("\ufffd")
    return beyond_ascii - broken > broken


def _single_bytes(data: bytes, file: str) -> str:
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return _strictly(data, "cp1252", file)
    is_windows_1258 = len(_TONE_ON_VOWEL.findall(text)) * 10 >= len(_TONE.findall(text)) * 9
    return text if is_windows_1258 else _strictly(data, "cp1252", file)


def _evenness(widths: tuple[int, ...]) -> float:
    if not widths:
        return 0.0
    width, times = max(Counter(widths).items(), key=lambda item: (item[1], item[0]))
    return (width - 1) * (times / len(widths)) ** 2
