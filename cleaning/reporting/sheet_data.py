"""Rows → the cells of worksheets, as the XML of SpreadsheetML: whole columns at once, every text written once.

XlsxWriter makes the book and, in each sheet to fill, its head and below it one model row, whose cells bear the formats;
here it gives way to the rows themselves. Cell by cell, XlsxWriter takes several times as long.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from cleaning.reporting.differences import BEGIN, END
from cleaning.reporting.formats import CELL_POINTS, FONT

_STRINGS: Final = "xl/sharedStrings.xml"
_COMPRESSION: Final = 3  # a sixth larger than the usual 6, in less than half the time
_SLICE: Final = 10_000  # rows put into words at once
_ROW, _POINTS = "row number", "height in points"
_STYLED, _COUNTED = " as styled", " as number"
_SHEET: Final = re.compile(
    r'(?P<head>.*)<row r="(?P<row>\d+)".*?>(?P<model>.*?)</row>(?P<tail></sheetData>.*)', re.DOTALL
)
_STYLE: Final = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"/>')
_DIMENSION: Final = re.compile(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+"')

_TEXT: Final = '<t xml:space="preserve">'
_FONT: Final = f'<rFont val="{FONT}"/><family val="2"/></rPr>{_TEXT}'
_SIZE: Final = f'<sz val="{CELL_POINTS}"/>'
_MARKED_RUN: Final = f'<r><rPr><b/><u/>{_SIZE}<color rgb="FFB3261E"/>{_FONT}'
_PLAIN_RUN: Final = f"<r><rPr>{_SIZE}{_FONT}"
_RUN_END: Final = "</t></r>"
# What XML or the spreadsheet has a meaning of its own for → how it is written.
_WRITTEN: Final = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\ufffe": "_xFFFE_", "\uffff": "_xFFFF_",
    **{chr(code): f"_x{code:04X}_" for code in range(32) if chr(code) not in "\t\n"},
    BEGIN: f"{_RUN_END}{_MARKED_RUN}", END: f"{_RUN_END}{_PLAIN_RUN}",
}  # fmt: skip


@dataclass(frozen=True)
class Body:
    """What stands in a sheet below its head, from its model row on.

    `rows` has the sheet's columns in order, texts (marked as `differences` does) or numbers; `points` are the heights,
    null where they are as usual. Each column bears the format of its model cell. Where cells of one column differ,
    `looks` and `numbers` have the columns of `rows`: the place of the model cell whose format a cell bears, null where
    there is no cell; and the numbers that stand in cells without text, as text.
    """

    rows: pl.DataFrame
    points: pl.Series | None
    looks: pl.DataFrame | None = None
    numbers: pl.DataFrame | None = None


def fill(book: IO[bytes], bodies: Mapping[str, Body], target: IO[bytes]) -> None:
    """Copy `book` to `target`; each sheet of `bodies`, by its path in the book, gets its rows for its model row."""
    with (
        zipfile.ZipFile(book) as made,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as filled,
    ):
        own = made.read(_STRINGS).decode()
        texts, numbered = _numbered(bodies, offset=own.count("<si>"))
        for name in made.namelist():
            pieces: Iterable[str] = (made.read(name).decode(),)
            if name in bodies:
                pieces = _sheet(*pieces, bodies[name], numbered[name])
            elif name == _STRINGS:
                pieces = _strings(own, texts)
            with filled.open(name, "w") as part:  # a name alone is dated 1980: no clock gets in
                for piece in pieces:
                    part.write(piece.encode())


def _numbered(bodies: Mapping[str, Body], offset: int) -> tuple[pl.Series, dict[str, pl.DataFrame]]:
    """Every text of all bodies once, and their rows with the number of each text, from `offset`, in its place."""
    columns = [(key, name) for key, body in bodies.items() for name in _texts(body.rows)]
    none = pl.Series("text", [], pl.String)
    all_texts = pl.concat([none, *(bodies[key].rows[name].alias("text") for key, name in columns)])
    texts = all_texts.drop_nulls().unique(maintain_order=True)
    table = texts.to_frame().with_row_index("at", offset)
    places = all_texts.to_frame().join(table, on="text", how="left", maintain_order="left")["at"]
    numbered, begin = {key: body.rows for key, body in bodies.items()}, 0
    for key, name in columns:
        height = numbered[key].height
        numbered[key] = numbered[key].with_columns(places.slice(begin, height).alias(name))
        begin += height
    return texts, numbered


def _texts(rows: pl.DataFrame) -> list[str]:
    return [name for name, dtype in rows.schema.items() if dtype == pl.String]


def _strings(own: str, texts: pl.Series) -> Iterator[str]:
    """The book's table of texts, `texts` after its own."""
    yield re.sub(r' count="\d+" uniqueCount="\d+"', "", own.removesuffix("</sst>"), count=1)
    written = pl.col("text").str.replace_all(r"_x([0-9A-Fa-f]{4})_", "_x005F_x${1}_").str.replace_many(_WRITTEN)
    in_runs = pl.concat_str(pl.lit(f"<r>{_TEXT}"), written, pl.lit(_RUN_END))
    for empty in (f"<r>{_TEXT}{_RUN_END}", f"{_PLAIN_RUN}{_RUN_END}"):
        in_runs = in_runs.str.replace(empty, "", literal=True)
    whole = pl.concat_str(pl.lit(_TEXT), written, pl.lit("</t>"))
    item = pl.when(pl.col("text").str.contains(BEGIN, literal=True)).then(in_runs).otherwise(whole)
    for part in texts.to_frame().iter_slices(_SLICE):
        yield part.select(pl.concat_str(pl.lit("<si>"), item, pl.lit("</si>")).str.join("")).item()
    yield "</sst>"


def _sheet(made: str, body: Body, numbered: pl.DataFrame) -> Iterator[str]:
    """The sheet with the rows of `body` where its model row is."""
    match = _SHEET.fullmatch(made)
    if match is None:
        raise ValueError("a sheet to fill has a model row below its head")
    first_row = int(match["row"])
    last_row = first_row + body.rows.height - 1
    yield _DIMENSION.sub(rf'\g<1>{last_row}"', match["head"], count=1)
    styles = _STYLE.findall(match["model"])
    row = pl.concat_str(*_row_begin(body), *_cells(body, styles), pl.lit("</row>"))
    placed = _with_looks(body, numbered, styles).with_columns(pl.int_range(first_row, last_row + 1).alias(_ROW))
    for part in placed.iter_slices(_SLICE):
        yield part.select(row.str.join("")).item()
    yield match["tail"]


def _row_begin(body: Body) -> tuple[str | pl.Expr, ...]:
    begin = pl.lit('<row r="'), _ROW
    if body.points is None:
        return *begin, pl.lit('">')
    return *begin, pl.lit('" ht="'), _POINTS, pl.lit('" customHeight="1">')


def _with_looks(body: Body, numbered: pl.DataFrame, styles: list[str]) -> pl.DataFrame:
    """`numbered` with what else the cells are made of: heights, styles and numbers."""
    beside = [] if body.points is None else [body.points.alias(_POINTS)]
    if body.looks is not None:
        places = dict(enumerate(styles))
        styled = pl.all().replace_strict(places, return_dtype=pl.String).name.suffix(_STYLED)
        beside += body.looks.select(styled).get_columns()
    if body.numbers is not None:
        beside += body.numbers.select(pl.all().name.suffix(_COUNTED)).get_columns()
    return numbered.with_columns(beside)


def _cells(body: Body, styles: list[str]) -> Iterator[pl.Expr]:
    texts, names = _texts(body.rows), body.rows.columns
    looks = (
        [pl.col(f"{name}{_STYLED}") for name in names] if body.looks is not None else [pl.lit(one) for one in styles]
    )
    for at, (name, style) in enumerate(zip(names, looks, strict=True)):
        values = [_value(name, '" t="s"><v>' if name in texts else '"><v>')]
        if body.numbers is not None:
            values.append(_value(f"{name}{_COUNTED}", '"><v>'))
        place = pl.lit(f'<c r="{xl_col_to_name(at)}'), _ROW, pl.lit('" s="'), style
        yield pl.concat_str(*place, pl.coalesce(*values, pl.lit('"/>'))).fill_null("")


def _value(column: str, begin: str) -> pl.Expr:
    """The rest of a cell's XML: the number of its text in the book's table, or a number of its own; null of nothing."""
    return pl.concat_str(pl.lit(begin), pl.col(column).cast(pl.String), pl.lit("</v></c>"))
