"""parts of an XLSX package → parts: what damages, odd programs and ill will do inside the zip file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.fuzzing.byte_damages import bytes_flipped, bytes_inserted
from tests.fuzzing.packages import SHEET, STRINGS, Parts, packed, workbook_parts

if TYPE_CHECKING:
    from random import Random  # noqa: TID251  the fuzzer's seed decides

_ROW: Final = re.compile(rb'<row r="(\d+)">')
_STRINGS_OF: Final = re.compile(rb"<si>.*?</si>", re.DOTALL)
_HOSTILE: Final = (
    "../../../tmp/x", "a" * 500, "", " ", "'", "<b>&", "\u202eabc", "Sheet1", "sheet1", "History", "=1+1",
    "a:b\\c/d?e*[f]", "😀", "CachNhap", "\ufffd", "Trang\n2", "NUL", "%00",
)  # fmt: skip
_LAUGHS: Final = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(10))
    + b"]>"
)


def part_missing(parts: Parts, rng: Random) -> Parts:
    gone = rng.choice(list(parts))
    return {name: data for name, data in parts.items() if name != gone}


def part_emptied(parts: Parts, rng: Random) -> Parts:
    return {**parts, rng.choice(list(parts)): b""}


def part_renamed(parts: Parts, rng: Random) -> Parts:
    old = rng.choice(list(parts))
    new = rng.choice((old.upper(), old.replace("/", "\\"), f"/{old}", f"../{old}", "x", old + "\0", "XL/" + old[3:]))
    return {new if name == old else name: data for name, data in parts.items()}


def parts_swapped(parts: Parts, rng: Random) -> Parts:
    one, other = rng.sample(list(parts), 2)
    return {**parts, one: parts[other], other: parts[one]}


def part_cut(parts: Parts, rng: Random) -> Parts:
    """A part that ends in the middle, in a zip file that is whole."""
    name = rng.choice([SHEET, SHEET, STRINGS, *parts])
    return {**parts, name: parts[name][: rng.randint(0, len(parts[name]))]}


def part_garbled(parts: Parts, rng: Random) -> Parts:
    """Bytes changed inside a part, in a zip file whose check sums fit."""
    name = rng.choice([SHEET, SHEET, STRINGS, *parts])
    return {**parts, name: rng.choice((bytes_flipped, bytes_inserted))(parts[name], rng)}


def strings_cut(parts: Parts, rng: Random) -> Parts:
    """Fewer shared strings than the cells point to."""
    strings = _STRINGS_OF.findall(parts[STRINGS])
    kept = strings[: rng.randint(0, len(strings) - 1)]
    head = parts[STRINGS].partition(b"<si>")[0]
    return {**parts, STRINGS: head + b"".join(kept) + b"</sst>"}


def string_places_wild(parts: Parts, rng: Random) -> Parts:
    wild = rng.choice((b"999999999", b"-1", b"x", b"", b"18446744073709551616", b"1.5", b"0x10"))
    return _in_sheet(parts, rb't="s"><v>\d+<', b't="s"><v>' + wild + b"<", rng, 0.02)


def numbers_wild(parts: Parts, rng: Random) -> Parts:
    wild = rng.choice((b"1e400", b"-1e308", b"NaN", b"inf", b"--1", b"", b"1,5", b"9" * 400, b"2958466.5", b"-0.0"))
    return _in_sheet(parts, rb'(r="[A-Z]+\d+"(?: s="1")?)><v>[^<]*<', rb"\1><v>" + wild + b"<", rng, 0.3)


def cell_types_wild(parts: Parts, rng: Random) -> Parts:
    kind = rng.choice((b"d", b"b", b"e", b"n", b"inlineStr", b"str", b"zzz", b""))
    return _in_sheet(parts, rb't="s"', b't="' + kind + b'"', rng, 0.1)


def styles_wild(parts: Parts, rng: Random) -> Parts:
    style = rng.choice((b"0", b"1", b"2", b"4294967296", b"-1", b"x"))
    return _in_sheet(parts, rb"<c r=", b'<c s="' + style + b'" r=', rng, 0.5)


def row_numbers_wild(parts: Parts, rng: Random) -> Parts:
    """Row numbers repeated, falling, beyond the last row, or none."""
    wild = rng.choice((b"1", b"0", b"-1", b"1048577", b"4294967297", b"99999999999999999999", b"x", b""))
    return _in_sheet(parts, rb'<row r="\d+"', b'<row r="' + wild + b'"', rng, 0.2)


def places_wild(parts: Parts, rng: Random) -> Parts:
    """Cells with places that are wrong, repeated or none."""
    wild = rng.choice(
        (b"A1", b"XFE1", b"AAAA1", b"A0", b"A1048577", b"a1", b"1A", b"", b"A", b"$A$1", b"A-1", b"\xc3\x8a1")
    )
    return _in_sheet(parts, rb'<c r="[A-Z]+\d+"', b'<c r="' + wild + b'"', rng, 0.02)


def places_left_out(parts: Parts, _rng: Random) -> Parts:
    """No row and no cell says where it stands, which the standard allows."""
    return {**parts, SHEET: re.sub(rb'<(row|c) r="[A-Z]*\d+"', rb"<\1", parts[SHEET])}


def cell_far_away(parts: Parts, rng: Random) -> Parts:
    """One more cell in the last row, the last column, or both."""
    row, place = rng.choice(((b"1048576", b"A"), (b"1048576", b"XFD"), (b"9999", b"XFD"), (b"500000", b"ZZ")))
    cell = b'<row r="%s"><c r="%s%s" t="inlineStr"><is><t>x</t></is></c></row>' % (row, place, row)
    return {**parts, SHEET: parts[SHEET].replace(b"</sheetData>", cell + b"</sheetData>")}


def dimension_lies(parts: Parts, rng: Random) -> Parts:
    lie = rng.choice(
        (b"A1", b"A1:XFD1048576", b"B2:C3", b"A1:A1", b"Z9:A1", b"", b"x", b"A0:B0", b"A1:ZZZZ99999999999")
    )
    return {**parts, SHEET: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + lie + b'"', parts[SHEET])}


def merges_wild(parts: Parts, rng: Random) -> Parts:
    """Merged ranges that overlap, lie outside the table, or are none."""
    wild = (
        b"A1:C3",
        b"B2:D9",
        b"A5:A60",
        b"A1:XFD1048576",
        b"A1048576:B1048577",
        b"Z9:A1",
        b"",
        b"A0:A0",
        b"x",
        b"A5:A7",
    )
    chosen = [rng.choice(wild) for _ in range(rng.choice((1, 5, 3000)))]
    tags = b"".join(b'<mergeCell ref="%s"/>' % one for one in chosen)
    block = b'<mergeCells count="1">' + tags + b"</mergeCells>"
    return {**parts, SHEET: parts[SHEET].replace(b"</sheetData>", b"</sheetData>" + block)}


def entities(parts: Parts, rng: Random) -> Parts:
    """XML entities: a billion laughs, and a file of the machine."""
    name = rng.choice((SHEET, STRINGS, "xl/workbook.xml"))
    inside = rng.choice((_LAUGHS, b'<!DOCTYPE x [<!ENTITY k SYSTEM "file:///etc/passwd">]>'))
    used = re.sub(rb"(<t[^>]*>|<v>)", lambda tag: tag[1] + b"&k;", parts[name], count=3)
    return {**parts, name: used.replace(b"?>\n", b"?>" + inside, 1)}


def sheets_empty(parts: Parts, rng: Random) -> Parts:
    """Sheets without a cell beside the list."""
    count = rng.choice((1, 5, 200))
    blank = re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", parts[SHEET], flags=re.DOTALL)
    blanks = {f"xl/worksheets/sheet{at}.xml": blank for at in range(2, count + 2)}
    return {**parts, **blanks, **workbook_parts(["Sheet1", *(f"Trang {at}" for at in range(2, count + 2))])}


def sheets_many(parts: Parts, rng: Random) -> Parts:
    """The list twice or more in one workbook, or listed twice though there is one part."""
    count = rng.choice((2, 12))
    copies = {f"xl/worksheets/sheet{at}.xml": parts[SHEET] for at in range(2, count + 1)}
    return {**parts, **copies, **workbook_parts([f"Trang {at}" for at in range(1, count + 1)])}


def sheet_names_hostile(parts: Parts, rng: Random) -> Parts:
    return {**parts, **workbook_parts([rng.choice(_HOSTILE)])}


def package_nested(parts: Parts, rng: Random) -> Parts:
    """A workbook inside the workbook, or in its place."""
    inner = packed(parts)
    return {**parts, "xl/embeddings/book.xlsx": inner} if rng.random() < 0.5 else {"land.xlsx": inner}


def relations_astray(parts: Parts, rng: Random) -> Parts:
    """The workbook points to parts that are not there, or to itself."""
    name = "xl/_rels/workbook.xml.rels"
    target = rng.choice((b"worksheets/sheet9.xml", b"workbook.xml", b"../../../etc/passwd", b"", b"http://x/y", b"/xl"))
    return {**parts, name: parts[name].replace(b"worksheets/sheet1.xml", target)}


def _in_sheet(parts: Parts, pattern: bytes, written: bytes, rng: Random, share: float) -> Parts:
    changed = re.sub(pattern, lambda hit: hit.expand(written) if rng.random() < share else hit[0], parts[SHEET])
    return {**parts, SHEET: changed}
