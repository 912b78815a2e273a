"""Variants of the files: formats, encodings, delimiters, line ends, lists in parts, in another order or twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tests.fuzzing.binary_workbooks import xlsb_file
from tests.fuzzing.cells import Table

from .declared import Variant, form_cells, register_cells, with_land_in, write_plain
from .files import resaved, write_book, write_text
from .layouts import Cells, body, changed, form, header
from .letters import (
    composed,
    decomposed,
    from_tcvn3,
    in_tcvn3,
    in_vni,
    in_windows_1258,
    is_in_tcvn3,
    twice_encoded,
    vietnamese,
)
from .ward import Row, Ward

_TEXTS: Final = ("organisation_name", "holder_name", "holder_address", "current_user_name", "current_user_address")


def _read_by_office(kind: str, *, through: str = "xlsx") -> Callable[[Ward, Path], None]:
    """Both lists as text cells of a workbook, saved by LibreOffice as `kind`."""

    def write(ward: Ward, folder: Path) -> None:
        for name, cells in (("land", form_cells(ward.land)), ("residents", register_cells(ward.residents))):
            write_book(folder / f"{name}.{through}", {"Sheet1": cells})
            resaved(folder / f"{name}.{through}", kind)

    return write


def _in_binary_parts(ward: Ward, folder: Path) -> None:
    """Both lists as Excel saves an .xlsb."""
    for name, cells in (("land", form_cells(ward.land)), ("residents", register_cells(ward.residents))):
        table = Table(0, [[text or None for text in row] for row in cells])
        (folder / f"{name}.xlsb").write_bytes(xlsb_file({"Sheet1": table}))


def _text(encoding: str = "utf-8-sig", comma: str = ",", newline: str = "\r\n", mark: str = "") -> Callable[..., None]:
    """Both lists as CSV files. `mark`: what stands before everything, a byte order mark for one."""

    def write(ward: Ward, folder: Path) -> None:
        for name, cells in (("land", form_cells(ward.land)), ("residents", register_cells(ward.residents))):
            marked = [[mark + cells[0][0], *cells[0][1:]], *cells[1:]]
            write_text(folder / f"{name}.csv", marked, encoding=encoding, comma=comma, newline=newline)

    return write


def _letters(change: Callable[[str], str], encoding: str = "utf-8-sig") -> Callable[[Ward, Path], None]:
    """Both lists, headings included, in other letters."""

    def write(ward: Ward, folder: Path) -> None:
        for name, cells in (("land", form_cells(ward.land)), ("residents", register_cells(ward.residents))):
            write_text(folder / f"{name}.csv", changed(cells, change), encoding=encoding)

    return write


def _some_letters(change: Callable[[str], str], chosen: Callable[[int, str], bool]) -> Callable[..., None]:
    """The land form with the text of the chosen rows and fields in other letters."""

    def cells(rows: Sequence[Row], folder: Path) -> None:
        mixed = [
            {field: change(value) if chosen(at, field) else value for field, value in row.items()}
            for at, row in enumerate(rows)
        ]
        write_text(folder / "land.csv", form_cells(mixed))

    return with_land_in(cells)


def in_unicode(ward: Ward) -> Ward:
    """The ward without blocks in TCVN3 and without marks kept apart: what a whole list in one old font can say."""

    def plain(row: Row) -> Row:
        decoded = {"holder_name": from_tcvn3(row["holder_name"])} if is_in_tcvn3(row["holder_name"]) else {}
        return {field: vietnamese(value) for field, value in (row | decoded).items()}

    return ward.with_land(plain).with_residents(lambda row: {field: vietnamese(text) for field, text in row.items()})


def _in_capitals(ward: Ward) -> Ward:
    return in_unicode(ward).with_land(lambda row: row | {"holder_name": composed(row["holder_name"]).upper()})


def _with_cells_over_lines(ward: Ward, folder: Path) -> None:
    rows = [row | {"holder_address": row["holder_address"].replace(", ", ",\n", 1)} for row in ward.land]
    write_plain(ward._replace(land=tuple(rows)), folder)


def _parts(count: int, rows: Sequence[Row]) -> list[Sequence[Row]]:
    size = -(-len(rows) // count)
    return [rows[at : at + size] for at in range(0, len(rows), size)]


def _three_files(rows: Sequence[Row], folder: Path) -> None:
    for at, part in enumerate(_parts(3, rows), start=1):
        write_text(folder / f"land {at}.csv", form_cells(part))


def _three_sheets(rows: Sequence[Row], folder: Path) -> None:
    parts = {f"Thôn {at}": form_cells(part) for at, part in enumerate(_parts(3, rows), start=1)}
    write_book(folder / "land.xlsx", parts)


def _three_forms(rows: Sequence[Row], folder: Path) -> None:
    """Three files that agree in nothing: format, order of columns, encoding."""
    first, second, third = _parts(3, rows)
    write_book(folder / "land a.xlsx", {"Sheet1": form_cells(first)})
    write_text(folder / "land b.csv", form_cells(second, form()[::-1]), comma=";")
    write_text(folder / "land c.txt", form_cells(third), encoding="utf-16", comma="\t")


def _overlapping(rows: Sequence[Row], folder: Path) -> None:
    """A quarter of the rows stands in both files."""
    quarter = len(rows) // 4
    write_text(folder / "land 1.csv", form_cells(rows[: 2 * quarter]))
    write_text(folder / "land 2.csv", form_cells(rows[quarter:]))


def _twice(rows: Sequence[Row], folder: Path) -> None:
    for name in ("land 1.csv", "land 2.csv"):
        write_text(folder / name, form_cells(rows))


def _as_csv_and_xlsx(ward: Ward, folder: Path) -> None:
    """Both lists in both formats."""
    write_plain(ward, folder)
    write_book(folder / "land.xlsx", {"Sheet1": form_cells(ward.land)})
    write_book(folder / "residents.xlsx", {"Sheet1": register_cells(ward.residents)})


def _sorted_by_name(ward: Ward, folder: Path) -> None:
    land = tuple(sorted(ward.land, key=lambda row: (row["holder_name"], row["guid"])))
    write_plain(ward._replace(land=land, residents=tuple(sorted(ward.residents, key=lambda row: row["name"]))), folder)


def _reversed(ward: Ward, folder: Path) -> None:
    write_plain(ward._replace(land=ward.land[::-1], residents=ward.residents[::-1]), folder)


def _other_guids(ward: Ward, folder: Path) -> None:
    """The Guid as some programs print it."""
    write_plain(ward.with_land(lambda row: row | {"guid": f"{{{row['guid'].upper()}}}"}), folder)


def _rows_apart(rows: Sequence[Row], folder: Path) -> None:
    """Two lists below each other on one sheet, each with its own header."""
    first, second = _parts(2, rows)
    gap: Cells = [[""] * len(form())] * 3
    cells = [*header(form()), *body(first, form()), *gap, *header(form()), *body(second, form())]
    write_book(folder / "land.xlsx", {"Sheet1": cells})


_OLD_LETTERS: Final = "blocks in TCVN3 stand in Unicode"
VARIANTS: Final = (
    Variant("file: XLS", _read_by_office("xls"), needs_office=True),
    Variant("file: XLSB", _in_binary_parts),
    Variant("file: ODS", _read_by_office("ods"), needs_office=True),
    Variant("file: XLSX saved again by LibreOffice", _read_by_office("xlsx", through="ods.xlsx"), needs_office=True),
    Variant("file: CSV saved by LibreOffice", _read_by_office("csv"), needs_office=True),
    Variant("file: CSV UTF-8 without BOM", _text("utf-8")),
    Variant("file: CSV UTF-16LE with BOM", _text("utf-16-le", mark="\ufeff")),
    Variant("file: CSV UTF-16BE with BOM", _text("utf-16-be", mark="\ufeff")),
    Variant("file: CSV UTF-16LE without BOM", _text("utf-16-le")),
    Variant("file: CSV Windows-1258", _letters(in_windows_1258, "cp1258"), in_unicode, _OLD_LETTERS),
    Variant("file: CSV, TCVN3 in bytes", _letters(in_tcvn3, "cp1252"), in_unicode, _OLD_LETTERS),
    Variant("file: CSV, TCVN3 in UTF-8", _letters(in_tcvn3), in_unicode, _OLD_LETTERS),
    Variant("file: CSV, names in capitals (.VnTimeH)", _letters(in_tcvn3), _in_capitals, f"{_OLD_LETTERS}; capitals"),
    Variant("file: CSV, VNI in bytes", _letters(in_vni, "cp1252"), in_unicode, _OLD_LETTERS),
    Variant("file: CSV, VNI in UTF-8", _letters(in_vni), in_unicode, _OLD_LETTERS),
    Variant("file: CSV, UTF-8 encoded twice", _letters(twice_encoded), in_unicode, _OLD_LETTERS),
    Variant("file: CSV, NFD", _letters(decomposed)),
    Variant(
        "file: CSV, names in TCVN3, addresses in Unicode",
        _some_letters(in_tcvn3, lambda _, field: field == "holder_name"),
        in_unicode,
        _OLD_LETTERS,
    ),
    Variant(
        "file: CSV, forty rows in TCVN3 pasted into Unicode",
        _some_letters(in_tcvn3, lambda at, field: 100 <= at < 140 and field in _TEXTS),
        in_unicode,
        _OLD_LETTERS,
    ),
    Variant(
        "file: CSV, forty rows in VNI pasted into Unicode",
        _some_letters(in_vni, lambda at, field: 100 <= at < 140 and field in _TEXTS),
        in_unicode,
        _OLD_LETTERS,
    ),
    Variant("file: CSV, semicolons", _text(comma=";")),
    Variant("file: CSV, tabs", _text(comma="\t")),
    Variant("file: CSV, line ends LF", _text(newline="\n")),
    Variant("file: CSV, line ends CR", _text(newline="\r")),
    Variant("file: CSV, line breaks in quoted cells", _with_cells_over_lines),
    Variant("file: land in three files", with_land_in(_three_files)),
    Variant("file: land in three files unlike each other", with_land_in(_three_forms)),
    Variant("file: land in three sheets", with_land_in(_three_sheets)),
    Variant("file: two lists below each other on one sheet", with_land_in(_rows_apart)),
    Variant("file: a quarter of the rows in two files", with_land_in(_overlapping)),
    Variant("file: the same file twice", with_land_in(_twice)),
    Variant("file: the same lists as CSV and as XLSX", _as_csv_and_xlsx),
    Variant("file: rows sorted by name", _sorted_by_name),
    Variant("file: rows in reverse", _reversed),
    Variant("file: Guid in capitals and brackets", _other_guids),
)
