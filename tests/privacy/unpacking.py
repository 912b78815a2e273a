"""Bytes of any file → the texts in it: rows of databases, archives, pickles, escapes and encodings undone."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import html
import io
import json
import lzma
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

import polars as pl

_DEEPEST: Final = 4
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_\-]{40,}={0,2}")
_ZLIB: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_PACKED: Final[dict[bytes, Callable[[bytes], bytes]]] = {
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ": lzma.decompress,
    **dict.fromkeys(_ZLIB, zlib.decompress),
}


class Text(NamedTuple):
    """A text and where in the file it stood: '' for the file as it is, 'table flow_run', 'member xl/…'."""

    where: str
    text: str


def texts(data: bytes, depth: int = 0) -> Generator[Text]:
    """All that can be read in `data`: as it stands, and unpacked as deep as anything is packed."""
    yield from _as_text(data)
    if depth >= _DEEPEST:
        return
    if data.startswith(b"SQLite format 3\0"):
        yield from _rows(data)
    if data.startswith(b"PAR1"):
        yield Text("rows", pl.read_parquet(data).write_csv())
    if data.startswith(b"PK\x03\x04"):
        yield from _members(data, depth)
    for unpacked in _unpacked(data):
        yield from (Text(f"packed {one.where}".strip(), one.text) for one in texts(unpacked, depth + 1))
    for found in _BASE64.finditer(data):
        yield from (Text(f"base64 {one.where}".strip(), one.text) for one in _decoded(found[0], depth))


def tables(file: Path) -> Generator[tuple[str, list[tuple[object, ...]]]]:
    """Every table of a database with all its rows, what its log holds as well."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "copy.db"
        for suffix in ("", "-wal"):
            beside = file.with_name(file.name + suffix)
            if beside.exists():
                copy.with_name(copy.name + suffix).write_bytes(beside.read_bytes())
        yield from _tables(copy)


def row_text(row: tuple[object, ...]) -> str:
    """A row as text: JSON in its cells unescaped, packed cells unpacked."""
    cells = [" ".join(one.text for one in texts(cell)) if isinstance(cell, bytes) else str(cell) for cell in row]
    return "\n".join(_unescaped(cell) for cell in cells)


def _tables(file: Path) -> Generator[tuple[str, list[tuple[object, ...]]]]:
    with sqlite3.connect(file) as database:
        names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        for name in sorted(names):
            yield name, database.execute(f'select * from "{name}"').fetchall()
    database.close()


def _rows(data: bytes) -> Generator[Text]:
    """A database given as bytes: where it is packed into something else."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "inner.db"
        file.write_bytes(data)
        for name, rows in _tables(file):
            yield Text(f"table {name}", "\n".join(map(row_text, rows)))


def _as_text(data: bytes) -> Generator[Text]:
    """As UTF-8, however broken; as UTF-16 where it looks like that."""
    yield Text("", _unescaped(data.decode("utf-8", errors="ignore")))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[1:40:2].count(0) > 10:
        yield Text("UTF-16", data.decode("utf-16", errors="ignore"))


def _unescaped(text: str) -> str:
    """The text, and behind it the same with what stands for letters in JSON, Python, HTML and addresses undone."""
    plain = text
    if "\\u" in text or "\\x" in text:
        plain = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), plain)
        plain = re.sub(r"(?:\\+x[0-9a-fA-F]{2})+", _from_python, plain)
        plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", errors="ignore")  # signs of two escapes
    plain = html.unescape(plain) if "&" in plain else plain
    plain = unquote(plain, errors="ignore") if "%" in plain else plain
    return text if plain == text else f"{text}\n{plain}"


def _from_python(found: re.Match[str]) -> str:
    return bytes.fromhex(re.sub(r"\\+x", "", found[0])).decode("utf-8", errors="ignore")


def _unpacked(data: bytes) -> Generator[bytes]:
    for magic, unpack in _PACKED.items():
        if data.startswith(magic):
            try:
                yield unpack(data)
            except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
                continue


def _members(data: bytes, depth: int) -> Generator[Text]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from (Text(f"member {name}", one.text) for one in texts(archive.read(name), depth + 1))
    except zipfile.BadZipFile:
        return


def _decoded(token: bytes, depth: int) -> Generator[Text]:
    """What a token says where it is base64 of a text or of something packed."""
    try:
        decoded = base64.b64decode(token + b"=" * (-len(token) % 4), altchars=b"-_" if b"-" in token else None)
    except (binascii.Error, ValueError):
        return
    if decoded.startswith((*_PACKED, b"PK\x03\x04", b"\x80")) or _is_text(decoded):
        yield from texts(decoded, depth + 1)


def _is_text(data: bytes) -> bool:
    try:
        json_or_words = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return json.dumps(json_or_words) != "" and sum(letter.isprintable() for letter in json_or_words) > len(data) // 2
