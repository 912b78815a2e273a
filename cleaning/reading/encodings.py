"""bytes → text and its delimiter, decided from the content alone."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from io import StringIO
from typing import Final

import numpy as np
import polars as pl

from cleaning.errors import SourceError
from cleaning.reference.old_letters import in_unicode
from cleaning.reference.syllables import is_syllable

DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_CHARS: Final = 400_000
_SAMPLE_RECORDS: Final = 64
# Excel's own first line: 'sep=;'.
_DECLARED: Final = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_WORD: Final = re.compile(rb"[A-Za-z\x80-\x9f\xa1-\xff]+")
# Share of the words that must be Vietnamese before lines inside a UTF-8 file are read in another code page.
_CONVINCING: Final = 0.8
# Lists of fewer columns have cells with as many commas as their rows have.
_MANY_COLUMNS: Final = 9
_SAVE_AS_UTF8: Final = "Mở tệp bằng Excel và lưu lại dạng .xlsx, hoặc 'CSV UTF-8', rồi chép lại vào thư mục."


def decoded(data: bytes, *, file: str) -> str:
    """The text of a file, as Excel would show it: UTF-8 or UTF-16 (BOM or not), else Windows-1258.

    Bytes that make more Vietnamese words in Windows-1252 than in Windows-1258 are read as that, or in an old font
    (TCVN3, VNI), whose letter tables are written for that code page. Lines inside a UTF-8 file that are Vietnamese in
    such a page, as when files were joined, are read in it. Raises SourceError, with the row, on binary or damaged text.
    """
    text = _text(data, file).replace("\n\ufeff", "\n").rstrip("\x1a\0")  # joined files; the ends DOS and crashes leave
    if text.count("\r") > text.count("\r\n") and "\n" not in re.sub('"[^"]*"', "", text):
        return text.replace("\r", "\n")  # an old Mac's line ends
    return text


def delimiter(text: str) -> str:
    """The one the file declares ('sep=;'), else what cuts the first records into the most columns, most evenly."""
    if (declared := _DECLARED.match(text)) is not None:
        return declared[1]
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


def line_of_swallowed_rows(cells: pl.DataFrame, widths: pl.Series, delimiter: str) -> int | None:
    """The line of the first record with a quoted cell that holds whole rows of the list; null where none does.

    A quotation mark too many that finds another at the end of a field further down joins all that stands between. Such
    a record has as many delimiters as the rows it swallowed; so many stand in no cell of an address or a note.
    """
    usual = widths.mode().max()
    if not isinstance(usual, int) or usual < _MANY_COLUMNS:
        return None
    lines = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
    inside = pl.sum_horizontal(
        pl.when(pl.all().str.contains("\n", literal=True))
        .then(pl.all().str.count_matches(delimiter, literal=True))
        .fill_null(0)
    )
    records = cells.select(lines=lines, inside=inside).with_columns(width=widths).with_row_index("at")
    broken = records.filter(pl.col("lines") > 0).with_columns(line=pl.col("at") + pl.col("lines").cum_sum() + 1)
    rows_joined = pl.col("width") - 1 + pl.col("inside") >= (pl.col("lines") + 1) * (usual - 1)
    is_inside = 2 * pl.col("inside") >= pl.col("lines") * (usual - 1)  # else the record is too wide, and told as such
    swallowed = broken.filter(rows_joined & is_inside).select(pl.col("line") - pl.col("lines"))
    return next(iter(swallowed.to_series()), None)


def _text(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16", file)
    start = data[:4096].rstrip(b"\0")
    if start.count(0) * 4 > len(start):  # a stray NUL in text of one byte per letter is only a letter
        return _strictly(data, "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be", file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _joined(data, file)


def _strictly(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise SourceError("Không đọc được bảng mã của tệp văn bản.", remedy=_SAVE_AS_UTF8, file=file) from None


def _joined(data: bytes, file: str) -> str:
    """Text of one byte per letter, or UTF-8 with lines of it inside."""
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    is_foreign = [not _is_utf8(line) for line in lines]
    foreign = b"".join(line for line, is_one in zip(lines, is_foreign, strict=True) if is_one)
    page, is_convincing = _code_page(foreign)
    rest = b"".join(line for line, is_one in zip(lines, is_foreign, strict=True) if not is_one)
    if rest.isascii() and not data.startswith(b"\xef\xbb\xbf") and not _is_mostly_utf8(foreign):
        return _strictly(data, page, file)
    if not is_convincing:
        row = is_foreign.index(True) + 1
        raise SourceError("Tệp văn bản UTF-8 bị hỏng.", remedy=_SAVE_AS_UTF8, file=file, row=row)
    pages = [page if is_one else "utf-8" for is_one in is_foreign]
    return "".join(_strictly(line, one, file) for line, one in zip(lines, pages, strict=True))


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more letters beyond ASCII are good UTF-8 than broken: text of one byte per letter hardly ever has one."""
    text = data.decode("utf-8", errors="replace")
    beyond_ascii, broken = len(text) - len(text.encode("ascii", errors="ignore")), text.count("\ufffd")
    return beyond_ascii - broken > broken


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _code_page(data: bytes) -> tuple[str, bool]:
    """The page of one byte per letter that makes the most Vietnamese words, and whether nearly all of them are."""
    words = sorted(word for word in set(_WORD.findall(data)) if not word.isascii())
    as_shown = [word.decode("cp1252", errors="replace") for word in words]
    readings = {
        "cp1258": [word.decode("cp1258", errors="replace") for word in words],
        "cp1252": as_shown,  # as an Excel of another country saves a list, what it has no letter for lost as '?'
        "tcvn3": [in_unicode(word, "tcvn3") for word in as_shown],
        "vni": [in_unicode(word, "vni") for word in as_shown],
    }
    good = {reading: _syllables(texts) for reading, texts in readings.items()}
    best = max(good, key=lambda reading: good[reading])
    return "cp1258" if best == "cp1258" else "cp1252", good[best] > len(words) * _CONVINCING


def _syllables(words: list[str]) -> int:
    lower = pl.Series("word", [unicodedata.normalize("NFC", word).lower() for word in words], dtype=pl.String)
    return lower.to_frame().select(is_syllable(pl.col("word")).sum()).item()


def _evenness(widths: tuple[int, ...]) -> float:
    if not widths:
        return 0.0
    width, times = max(Counter(widths).items(), key=lambda item: (item[1], item[0]))
    return (width - 1) * (times / len(widths)) ** 2
