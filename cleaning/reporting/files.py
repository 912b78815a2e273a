"""Report → the published files of a ward, or of the roll-up over wards. The room's only door to the disk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from cleaning.reporting.books import Book, books_of
from cleaning.reporting.candidates import candidate_list
from cleaning.reporting.changes import change_list
from cleaning.reporting.checks import check_list
from cleaning.reporting.city_book import city_book
from cleaning.reporting.city_data import city_figures, city_table
from cleaning.reporting.city_page import city_page
from cleaning.reporting.city_report import CityReport
from cleaning.reporting.city_summary import summary_of
from cleaning.reporting.discrepancies import discrepancy_list, discrepancy_rows
from cleaning.reporting.hamlet_papers import hamlet_papers
from cleaning.reporting.lists import link_list, parcel_list, rejected_list
from cleaning.reporting.model_card_page import model_page
from cleaning.reporting.page import leaders_page
from cleaning.reporting.report import WardReport
from cleaning.reporting.uncertified import uncertified_list
from cleaning.reporting.update_form import write_update_form
from cleaning.reporting.workbook import write_book

_FORM: Final = "cap-nhat.xlsx"
_BOOKS_AT_ONCE: Final = 2  # polars and zlib work beside each other; each book in the making takes memory


class Written(NamedTuple):
    """What was published: the files below the day's folder, sorted; of the books how many rows stand in each."""

    files: list[str]
    books: list[dict[str, object]]


def write_reports(folder: Path, report: WardReport) -> Written:
    """Write every published file of the ward into the existing empty `folder`.

    Files are readable by their owner alone. Same report, same bytes. Raises FileExistsError rather than overwrite.
    """
    rows = discrepancy_rows(report)
    lists = {
        "doi-khop.csv": link_list(report),
        "sai-lech.csv": discrepancy_list(rows),
        "ung-vien.csv": candidate_list(report),
        "kiem-tra.csv": check_list(report),
        "thua-dat.csv": parcel_list(report),
        "tu-choi.csv": rejected_list(report),
        "thay-doi.csv": change_list(report),
        "chua-co-giay.csv": uncertified_list(report),
    }
    papers = hamlet_papers(report, _template("hamlet.html.j2"))
    lists |= {f"{paper.file}.csv": paper.lines for paper in papers}
    for name, frame in lists.items():
        _write_csv(_new_file(folder / name), frame)
    books = _write_books(folder, report, rows)
    with _new_file(folder / _FORM).open("wb") as target:
        write_update_form(target, report.raw_land, report.corrections, report.as_of)
    pages = {
        "mo-hinh.html": model_page(report, _template("model_card.html.j2")),
        "tong-hop.html": leaders_page(report, _template("drawings.html.j2") + _template("page.html.j2")),
        **{f"{paper.file}.html": paper.page for paper in papers},
    }
    for name, page in pages.items():
        _new_file(folder / name).write_text(page, encoding="utf-8", newline="\n")
    names = sorted([*lists, *pages, _FORM, *(book.file for book in books)])
    return Written(names, [book.counts for book in books])


def write_city(folder: Path, report: CityReport) -> list[str]:
    """Write the roll-up over wards into the existing empty `folder`; returns the names of its files, sorted.

    As `write_reports`: for the owner alone, same report, same bytes, FileExistsError rather than overwrite.
    """
    summary = summary_of(report)
    _write_csv(_new_file(folder / "tong-hop.csv"), city_table(summary))
    texts = {
        "so-lieu.json": city_figures(summary),
        "tong-hop.html": city_page(summary, _template("drawings.html.j2") + _template("city.html.j2")),
    }
    for name, text in texts.items():
        _new_file(folder / name).write_text(text, encoding="utf-8", newline="\n")
    _new_file(folder / "tong-hop.xlsx").write_bytes(city_book(summary))
    return sorted(["tong-hop.csv", "tong-hop.xlsx", *texts])


def _write_books(folder: Path, report: WardReport, rows: pl.DataFrame) -> list[Book]:
    def write(book: Book) -> None:
        with _new_file(folder / book.file).open("wb") as target:
            write_book(target, report, book)

    books = books_of(report, rows)
    with ThreadPoolExecutor(_BOOKS_AT_ONCE) as pool:
        list(pool.map(write, books))  # asked for, an error of a thread comes up here
    return books


def _template(name: str) -> str:
    return files("cleaning.reporting").joinpath(name).read_text(encoding="utf-8")


def _new_file(path: Path) -> Path:
    """An empty file nobody else can read, before anything personal is in it."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    return path


def _write_csv(path: Path, frame: pl.DataFrame) -> None:
    """As Excel likes it: UTF-8 with BOM, CRLF; probabilities with six digits."""
    frame.write_csv(path, include_bom=True, line_terminator="\r\n", float_precision=6)
