"""bytes of a workbook or Parquet file → the cells of its sheets, all text."""

from __future__ import annotations

import json
import re
import zipfile
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from cleaning.errors import SourceError
from cleaning.reading import packages
from cleaning.reading.formats import DAMAGED_ZIP, refusal

if TYPE_CHECKING:
    from collections.abc import Generator

    from cleaning.reading.formats import Format
    from cleaning.reading.packages import Extent, Merged

_CELL_ERRORS: Final = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!",
    "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!",
}  # fmt: skip
_MOST_BYTES: Final = 2 << 30
_MOST_CELLS: Final = 24 << 20  # 1 GB in memory: 400,000 rows of the form's 61 columns
_MOST_PACKED: Final = 30  # lists shrink to a tenth in their package; what shrinks more may swell in memory
_DAY_AND_TIME: Final = r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?$"
_ERROR: Final = re.compile(r"Error\((\w+)\)")
_DURATION: Final = re.compile(r'DurationIso\("PT(\d+)H(\d+)M(\d+)')


class Sheet(NamedTuple):
    """One sheet: `cells` in columns c0, c1 …, column i and row i those of Excel from 0, as those of `merged` are."""

    name: str | None
    cells: pl.DataFrame
    merged: tuple[Merged, ...]


def sheets(data: bytes, form: Format, *, file: str) -> tuple[Sheet, ...]:
    """The sheets in order, hidden sheets and rows as the others; row i is row i + 1 of Excel. `form` is not text.

    A date is 'YYYY-MM-DD', a formula its last result. Raises SourceError when the file is damaged, locked with a
    password or too large to open.
    """
    from cleaning.reading import apart, cell_reader  # slow to import, and wards of text files do without

    with _damage_named(file):
        is_packed = form in {"xlsx", "xlsb", "ods"}
        extents = _extents(data, form, file) if is_packed else None
        if extents is not None and _unpacked(data) <= _MOST_PACKED * len(data):
            tables = cell_reader.workbook_tables(data)
        else:
            tables = apart.tables(packages.legible_ods(data) if form == "ods" else data, form, file=file)
        merged = [extent.merged for extent in extents or ()]
        return tuple(_sheet(table, merged[at] if len(merged) == len(tables) else ()) for at, table in enumerate(tables))


@contextmanager
def _damage_named(file: str) -> Generator[None]:
    """What libraries raise over a damaged workbook, as the one error for it."""
    import fastexcel

    try:
        yield
    except (fastexcel.FastExcelError, *DAMAGED_ZIP):
        raise refusal("damaged", file) from None
    except BaseException as error:  # a panic in Rust is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("damaged", file) from None


def _unpacked(data: bytes) -> int:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return sum(part.file_size for part in package.infolist())


def _extents(data: bytes, form: Format, file: str) -> list[Extent] | None:
    """How far the sheets of an XLSX reach; null for other packages.

    Raises SourceError before a workbook fills the memory, which would take the other wards down with it. The library
    makes room for every cell up to the last: one space in XFD1048576 is 17 thousand million cells.
    """
    if _unpacked(data) > _MOST_BYTES:
        raise SourceError("Tệp Excel quá lớn khi giải nén.", remedy="Chia danh sách thành nhiều tệp.", file=file)
    if form != "xlsx":
        return None
    with zipfile.ZipFile(BytesIO(data)) as package:
        packages.check_parts(package)
        extents = packages.extents(package, _MOST_CELLS)
    for extent in extents:
        if extent.rows * extent.columns > _MOST_CELLS:
            raise SourceError(
                f"Một trang tính có ô ở rất xa bảng (ô cuối: {extent.corner}).",
                remedy="Nhấn Ctrl+End để thấy ô đó, xóa các hàng và cột trống thừa, lưu lại rồi chép lại vào thư mục.",
                file=file,
            )
    return extents


def _sheet(table: Any, merged: tuple[Merged, ...]) -> Sheet:
    facts = json.loads(table.schema.metadata[b"sheet"])
    cells, first = pl.DataFrame(table), facts["first_column"]
    cells = _with_words(cells, facts["errors"])
    # the library leaves out empty columns at the left: with them, columns are those of Excel
    before = [pl.lit(None, pl.String).alias(f"c{at}") for at in range(first)] if cells.height else []
    named = [_day(column).alias(f"c{first + at}") for at, column in enumerate(cells)]
    return Sheet(facts["name"], cells.select(*before, *named), merged)


def _day(column: pl.Series) -> pl.Series:
    """Dates and times as people write them: a date without time comes as '1956-03-04 00:00:00', a time with a date."""
    likely = column.filter(column.str.len_bytes().is_between(19, 29))  # cheap, and most columns have no time at all
    if not likely.str.contains(_DAY_AND_TIME).any():
        return column
    plain = column.str.replace(_DAY_AND_TIME, "${1} ${2}")
    return plain.str.strip_suffix(" 00:00:00").str.strip_prefix("1899-12-31 ")


def _with_words(cells: pl.DataFrame, errors: list[tuple[int, int, str]]) -> pl.DataFrame:
    """`cells` with what the library hands over apart back in its place: '#REF!' and its like, and times of day."""
    places: dict[int, tuple[list[int], list[str]]] = {}
    for row, column, detail in errors:
        rows, words = places.setdefault(column, ([], []))
        rows.append(row)
        words.append(_word(detail))
    return cells.with_columns(cells.to_series(at).clone().scatter(rows, words) for at, (rows, words) in places.items())


def _word(detail: str) -> str:
    """What the cell shows that the library describes: 'Error(Ref)', 'DurationIso("PT14H30M00S")'."""
    if (time := _DURATION.search(detail)) is not None:
        hours, minutes, seconds = map(int, time.groups())
        return f"{hours:02}:{minutes:02}:{seconds:02}"
    kind = _ERROR.search(detail)
    return _CELL_ERRORS.get(kind[1] if kind is not None else "", "#VALUE!")
