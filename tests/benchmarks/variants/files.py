"""Rows of cells → text files and workbooks, and what an office program makes of them."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Final, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Worksheet

Cell = str | int | float | date
_AS_CSV: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # comma, quotation mark, UTF-8, from row 1


class Look(NamedTuple):
    """What a worksheet looks like beside its cells: the rows whose group cells are merged, what is hidden."""

    merged_rows: int = 0
    hidden_columns: tuple[int, ...] = ()
    hidden_rows: tuple[int, ...] = ()


PLAIN: Final = Look()


def write_text(
    path: Path, rows: Sequence[Sequence[str]], *, encoding: str = "utf-8-sig", comma: str = ",", newline: str = "\r\n"
) -> None:
    """One CSV file. `encoding`: as Python names it."""
    lines = StringIO(newline="")
    csv.writer(lines, delimiter=comma, lineterminator=newline).writerows(rows)
    path.write_bytes(lines.getvalue().encode(encoding))


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], look: Look = PLAIN) -> None:
    """One XLSX workbook: text stays text, numbers and dates are typed cells, a blank cell is none."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    _write(sheet, (at, column), value, day)
            _merge(sheet, rows[: look.merged_rows])
            for column in look.hidden_columns:
                sheet.set_column(column, column, None, None, {"hidden": True})
            for at in look.hidden_rows:
                sheet.set_row(at, None, None, {"hidden": True})


def resaved(path: Path, kind: str, *, reading: str = "") -> Path:
    """`path` opened and saved by LibreOffice as `kind` (xls, ods, xlsx, csv), beside it; the original is gone.

    `reading`: how LibreOffice is to read a text file, as its `--infilter` says it.
    """
    with tempfile.TemporaryDirectory() as scratch:
        command = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless"]
        command += [f"--infilter={reading}"] if reading else []
        command += ["--convert-to", _AS_CSV if kind == "csv" else kind, "--outdir", scratch, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        path.unlink()
        return Path(shutil.move(Path(scratch) / f"{path.stem}.{kind}", path.with_suffix(f".{kind}")))


def has_office() -> bool:
    """Whether LibreOffice is there."""
    return shutil.which("soffice") is not None


def _write(sheet: Worksheet, place: tuple[int, int], value: Cell, day: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*place, datetime.combine(value, time.min), day)
    elif not isinstance(value, str):
        sheet.write_number(*place, value)
    elif value:
        sheet.write_string(*place, value)


def _merge(sheet: Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    """Group cells over the blanks to their right, as far as the group above reaches."""
    for level, row in enumerate(rows):
        starts = [at for at, text in enumerate(row) if text]
        for at, following in zip(starts, [*starts[1:], len(row)], strict=True):
            last = next(
                (
                    column - 1
                    for column in range(at + 1, following)
                    if any(rows[up][column] for up in range(level)) or not any(under[column] for under in rows[level:])
                ),
                following - 1,
            )
            if last > at:
                sheet.merge_range(level, at, level, last, row[at])
