"""parts of a package → a zip file that says little and holds much."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING, Final

from tests.fuzzing.packages import SHEET, STRINGS, packed

if TYPE_CHECKING:
    from random import Random  # noqa: TID251  the fuzzer's seed decides

    from tests.fuzzing.packages import Parts

_PIECE: Final = 1 << 20
_PIECES: Final = 10_000  # of a mebibyte each


def zip_bomb(parts: Parts, rng: Random) -> bytes:
    """A sheet or string table of 10 GB packed in 10 to 30 MB; its size stated as far as a header can, or as less."""
    name = rng.choice((SHEET, SHEET, STRINGS))
    stream, crc = _packed_rows() if name == SHEET else _packed_strings()
    stated = rng.choice((_PIECE * _PIECES & 0xFFFFFFFF, 1000, 200 << 20))
    others = packed({other: data for other, data in parts.items() if other != name})
    return _with_part(others, name, stream, crc, stated)


@cache
def _packed_rows() -> tuple[bytes, int]:
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>'
    return _bomb(b"<worksheet><sheetData>", row * (_PIECE // len(row)))


@cache
def _packed_strings() -> tuple[bytes, int]:
    return _bomb(b"<sst>", b"<si><t>" + b"x" * (_PIECE - 16) + b"</t></si>")


def _bomb(head: bytes, piece: bytes) -> tuple[bytes, int]:
    """A deflate stream of one piece ten thousand times: each is packed by itself, so one packing serves all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * _PIECES + packer.flush(zlib.Z_FINISH), 0


def _with_part(package: bytes, name: str, stream: bytes, crc: int, size: int) -> bytes:
    """`package` with one part more, whatever is said of its size."""
    at = package.rindex(b"PK\x05\x06")
    entries, length, start = struct.unpack_from("<HII", package, at + 10)
    title = name.encode()
    said = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, crc, len(stream), size, len(title), 0)
    local = b"PK\x03\x04" + said + title + stream
    central = b"PK\x01\x02\x14\x00" + said + struct.pack("<HHHII", 0, 0, 0, 0, start) + title
    listed = package[start : start + length] + central
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, entries + 1, entries + 1, len(listed), start + len(local), 0)
    return package[:start] + local + listed + end
