"""Report → the published files of a ward. The room's only door to the disk."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import polars as pl

from cleaning.reporting.candidates import candidate_list
from cleaning.reporting.checks import check_list
from cleaning.reporting.discrepancies import discrepancy_list, discrepancy_rows
from cleaning.reporting.lists import link_list, parcel_list, rejected_list
from cleaning.reporting.model_card_page import model_page
from cleaning.reporting.page import leaders_page
from cleaning.reporting.report import WardReport
from cleaning.reporting.workbook import write_workbook


def write_reports(folder: Path, report: WardReport) -> list[str]:
    """Write every published file of the ward into the existing empty `folder`; their names, sorted.

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
    }
    for name, frame in lists.items():
        _write_csv(_new_file(folder / name), frame)
    with _new_file(folder / "sai-lech.xlsx").open("wb") as target:
        write_workbook(target, report, rows)
    pages = {
        "mo-hinh.html": model_page(report, _template("model_card.html.j2")),
        "tong-hop.html": leaders_page(report, _template("page.html.j2")),
    }
    for name, page in pages.items():
        _new_file(folder / name).write_text(page, encoding="utf-8", newline="\n")
    return sorted([*lists, "sai-lech.xlsx", *pages])


def _template(name: str) -> str:
    return files("cleaning.reporting").joinpath(name).read_text(encoding="utf-8")


def _new_file(path: Path) -> Path:
    """An empty file nobody else can read, before anything personal is in it."""
    path.touch(mode=0o600, exist_ok=False)
    return path


def _write_csv(path: Path, frame: pl.DataFrame) -> None:
    """As Excel likes it: UTF-8 with BOM, CRLF; probabilities with six digits."""
    frame.write_csv(path, include_bom=True, line_terminator="\r\n", float_precision=6)
