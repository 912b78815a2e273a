"""Table → parts of an XLSX or ODS package → its bytes: plain enough that every part can be damaged on purpose."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from tests.fuzzing.cells import CellError, Formula, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fuzzing.cells import Cell, Table

Parts = dict[str, bytes]
SHEET: Final = "xl/worksheets/sheet1.xml"
STRINGS: Final = "xl/sharedStrings.xml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES: Final = (
    f"{_HEAD}<styleSheet {_MAIN}><fonts count='1'><font/></fonts><fills count='1'><fill><patternFill/></fill></fills>"
    "<borders count='1'><border/></borders><cellStyleXfs count='1'><xf/></cellStyleXfs>"
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
_EPOCH: Final = date(1899, 12, 30)
_ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES: Final = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def xlsx_parts(tables: dict[str, Table]) -> Parts:
    """Sheet name → table, as the parts of a workbook with shared strings."""
    strings: dict[str, int] = {}
    sheets = {f"xl/worksheets/sheet{at}.xml": sheet_xml(one, strings) for at, one in enumerate(tables.values(), 1)}
    shared = "".join(f'<si><t xml:space="preserve">{escape(clean(text))}</t></si>' for text in strings)
    return {
        "[Content_Types].xml": _content_types(list(sheets)),
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        **workbook_parts(list(tables)),
        "xl/styles.xml": _STYLES.encode(),
        STRINGS: f'{_HEAD}<sst {_MAIN} count="{len(strings)}" uniqueCount="{len(strings)}">{shared}</sst>'.encode(),
        **sheets,
    }


def workbook_parts(names: list[str]) -> Parts:
    """The two parts that list the sheets."""
    tags = "".join(f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1))
    targets = {f"rId{at}": ("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(names) + 1)}
    beside = {"rIdS": ("sharedStrings", "sharedStrings.xml"), "rIdT": ("styles", "styles.xml")}
    book = f'{_HEAD}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{tags}</sheets></workbook>'
    return {"xl/workbook.xml": book.encode(), "xl/_rels/workbook.xml.rels": relations(targets | beside)}


def sheet_xml(table: Table, strings: dict[str, int]) -> bytes:
    """A worksheet; texts not yet in `strings` are added to it."""
    rows = "".join(
        f'<row r="{number}">{"".join(_cells(row, number, strings))}</row>'
        for number, row in enumerate(table.rows, 1)
        if any(cell is not None for cell in row)
    )
    corner = f"{letters(max(table.width, 1) - 1)}{max(len(table.rows), 1)}"
    return (
        f'{_HEAD}<worksheet {_MAIN}><dimension ref="A1:{corner}"/><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def packed(parts: Parts, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts in one zip file, without clock."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, compression, compresslevel=1)
    return target.getvalue()


def ods_parts(tables: dict[str, Table]) -> Parts:
    """Sheet name → table, as the parts of an OpenDocument spreadsheet; every cell a text."""
    sheets = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_ods_row, table.rows))}</table:table>"
        for name, table in tables.items()
    )
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    content = f'{_HEAD}<office:document-content {_ODS_NAMES} office:version="1.2">{body}</office:document-content>'
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _ODS), ("content.xml", "text/xml"))
    )
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'{_HEAD}<manifest:manifest xmlns:manifest="{name}">{entries}</manifest:manifest>'
    return {"mimetype": _ODS.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}


def letters(at: int) -> str:
    """Column letters: 0 → 'A'."""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def clean(text: str) -> str:
    """A text without the characters XML cannot hold; Excel writes those as '_x0000_'."""
    return "".join(
        f"_x{ord(letter):04X}_" if (letter < " " and letter not in "\t\n") or "\ud800" <= letter <= "\udfff" else letter
        for letter in text
        if letter not in "\ufffe\uffff"
    )


def _cells(row: list[Cell], number: int, strings: dict[str, int]) -> Iterator[str]:
    for at, cell in enumerate(row):
        place = f"{letters(at)}{number}"
        if isinstance(cell, str):
            if cell:
                yield f'<c r="{place}" t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>'
        elif isinstance(cell, date):
            yield f'<c r="{place}" s="1"><v>{(cell - _EPOCH).days}</v></c>'
        elif isinstance(cell, CellError):
            yield f'<c r="{place}" t="e"><v>{cell.code}</v></c>'
        elif isinstance(cell, Formula):
            value = "" if cell.value is None else f"<v>{escape(clean(cell.value))}</v>"
            yield f'<c r="{place}" t="str"><f>{escape(clean(cell.text))}</f>{value}</c>'
        elif cell is not None:
            yield f'<c r="{place}"><v>{cell}</v></c>'


def _ods_row(row: list[Cell]) -> str:
    cells = (
        f'<table:table-cell office:value-type="string"><text:p>{escape(clean(text))}</text:p></table:table-cell>'
        if (text := as_text(cell))
        else "<table:table-cell/>"
        for cell in row
    )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def relations(targets: dict[str, tuple[str, str]]) -> bytes:
    """The part that names other parts: id → kind and target."""
    tags = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{tags}</Relationships>'.encode()


def _content_types(sheets: list[str]) -> bytes:
    kinds = {"xl/workbook.xml": "sheet.main", STRINGS: "sharedStrings", "xl/styles.xml": "styles"}
    kinds |= dict.fromkeys(sheets, "worksheet")
    tags = "".join(
        f'<Override PartName="/{part}" ContentType="{_OFFICE_TYPE}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    rels = "application/vnd.openxmlformats-package"
    default = f'<Default Extension="rels" ContentType="{rels}.relationships+xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{default}{tags}</Types>'.encode()
