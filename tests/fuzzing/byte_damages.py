"""bytes of a file → bytes: what disks, mails, editors and half-finished copies do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzzing.text_files import encoded

if TYPE_CHECKING:
    from random import Random  # noqa: TID251  the fuzzer's seed decides


def bytes_flipped(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20, 300))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def bytes_inserted(data: bytes, rng: Random) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.randbytes(rng.choice((1, 2, 7, 512))) + data[at:]


def bytes_cut_out(data: bytes, rng: Random) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + data[at + rng.choice((1, 2, 3, 100, 4096)) :]


def bytes_zeroed(data: bytes, rng: Random) -> bytes:
    """A block of noughts, as disks leave where writing stopped."""
    at, size = rng.randint(0, len(data)), rng.choice((16, 512, 4096))
    return data[:at] + bytes(len(data[at : at + size])) + data[at + size :]


def end_cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.choice((rng.randint(0, len(data)), rng.randint(0, 64), len(data) - rng.randint(1, 64)))]


def beginning_cut(data: bytes, rng: Random) -> bytes:
    return data[rng.choice((1, 2, 3, 4, rng.randint(0, len(data)))) :]


def rubbish_behind(data: bytes, rng: Random) -> bytes:
    return data + rng.choice((rng.randbytes(300), bytes(4096), b"\r\n" * 3000, b"\x1a", data[: len(data) // 2]))


def rubbish_before(data: bytes, rng: Random) -> bytes:
    return (
        rng.choice((rng.randbytes(30), b"\n" * 50, b"\xef\xbb\xbf\xef\xbb\xbf", b"\0", b"PK\x03\x04", b"sep=;\r\n"))
        + data
    )


def doubled(data: bytes, _rng: Random) -> bytes:
    return data + data


def lines_cut(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    return b"\n".join(lines[:at] + lines[at + rng.randint(1, 10) :])


def line_ends_mixed(data: bytes, rng: Random) -> bytes:
    return b"".join(
        line + rng.choice((b"\n", b"\r\n", b"\r\r\n", b"\n\n")) for line in data.replace(b"\r", b"").split(b"\n")
    )


def line_ends_of_old_macs(data: bytes, _rng: Random) -> bytes:
    return data.replace(b"\r\n", b"\r")


def encodings_mixed(data: bytes, rng: Random) -> bytes:
    """Some lines of a UTF-8 file in another encoding."""
    other = rng.choice(("tcvn3", "cp1258", "cp1252", "utf-16-le", "latin-1"))
    return b"\n".join(
        encoded(line.decode("utf-8", errors="replace"), other) if rng.random() < 0.2 else line
        for line in data.split(b"\n")
    )


def delimiters_mixed(data: bytes, rng: Random) -> bytes:
    other = rng.choice((b";", b"\t", b"|", b"  "))
    return b"\n".join(line.replace(b",", other) if rng.random() < 0.3 else line for line in data.split(b"\n"))


def quotes_unbalanced(data: bytes, rng: Random) -> bytes:
    changed = data
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.choice((rng.randint(0, len(changed)), max(0, changed.find(b",", rng.randint(0, len(changed)))) + 1))
        changed = changed[:at] + b'"' + changed[at:]
    return changed


def quotes_lost(data: bytes, _rng: Random) -> bytes:
    return data.replace(b'"', b"")


def noughts_between(data: bytes, rng: Random) -> bytes:
    """NUL bytes strewn over a text."""
    for _ in range(rng.choice((1, 5, 100))):
        at = rng.randint(0, len(data))
        data = data[:at] + b"\0" + data[at:]
    return data


def surrogates_alone(data: bytes, rng: Random) -> bytes:
    """Halves of pairs in a UTF-16 file, at an even place."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(1, len(data) // 2) * 2
        data = data[:at] + rng.choice((b"\x00\xd8", b"\x00\xdc")) + data[at + 2 :]
    return data
