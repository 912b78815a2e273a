"""The leaders' page on paper: one A4 sheet, however many nights and hamlets there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from cleaning.discrepancies import CATALOGUE
from cleaning.reporting import WardReport
from cleaning.reporting.page import leaders_page
from cleaning.schemas import PRECISION
from tests.reporting.test_campaign import nights_of
from tests.reporting.test_workload import with_found

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((found for name in BROWSERS if (found := shutil.which(name)) is not None), None)
PAGE = re.compile(rb"/Type\s*/Page\b")
STRATA = (
    "Cùng số định danh cá nhân", "Cùng số CMND cũ", "Số định danh lệch một chữ số", "Họ tên, ngày sinh và nơi ở",
    "Dân cư của phường, xã khác", "Căn cứ khác, không dựa vào số", "Tất cả",
)  # fmt: skip


def campaign_of(report: WardReport, nights: int, hamlets: int, precision: pl.DataFrame) -> WardReport:
    """A ward of so many nights and hamlets, with everything the page can show of them."""
    days = [report.as_of - timedelta(days=nights - 1 - n) for n in range(nights)]
    counts = [(day, 20_000 + 90 * n, 54_936) for n, day in enumerate(days)]
    longest = sorted(CATALOGUE, key=lambda entry: -len(entry.title))[:30]
    kinds = [
        ((entry.code, ("error", "warning")[n % 2], entry.handler, ("open", "waiting", "answered")[n % 3],
          f"{days[0]:%Y-%m-%d}"), 40 - n)
        for n, entry in enumerate(longest)
    ]  # fmt: skip
    parcels = pl.concat([report.parcels] * 6).head(hamlets * 6)
    names = [f"Tổ dân phố Hoàng Động {n // 6 + 1}" for n in range(hamlets * 6)]
    settings = report.settings.model_copy(
        update={"campaign_start": days[0], "campaign_end": report.as_of + timedelta(days=40), "campaign_target": 0.95}
    )
    told = with_found(report, *kinds)
    told = replace(told, titles={entry.code: entry.title for entry in CATALOGUE}, settings=settings)
    return replace(
        told, nights=nights_of(counts, 18_587), parcels=parcels.with_columns(hamlet=pl.Series(names)),
        ward_name="Phường Thiên Hương", precision=precision, model="ward-2026-11b",
    )  # fmt: skip


def measured() -> pl.DataFrame:
    schema = {column.name: column.dtype for column in PRECISION.columns}
    counts = {
        "links": 44_810, "links_measured": 40_000, "right": 49, "wrong": 1, "unclear": 2, "disputed": 1,
        "wrong_standing": 1, "precision": 0.98, "low": 0.91, "high": 0.996,
    }  # fmt: skip
    rows = [{**counts, "stratum": "all" if title == "Tất cả" else title, "title": title} for title in STRATA]
    return PRECISION.conform(pl.DataFrame(rows, schema=schema))


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine to print with")
@pytest.mark.parametrize(
    ("nights", "hamlets", "is_checked"), [(1, 3, True), (5, 40, False), (60, 15, False), (60, 40, True)]
)
def test_the_page_is_one_sheet(report: WardReport, tmp_path: Path, nights: int, hamlets: int, is_checked: bool) -> None:
    room = files("cleaning.reporting")
    template = "".join(room.joinpath(f"{name}.html.j2").read_text(encoding="utf-8") for name in ("drawings", "page"))
    told = campaign_of(report, nights, hamlets, measured() if is_checked else report.precision)
    page, printed = tmp_path / "tong-hop.html", tmp_path / "tong-hop.pdf"
    page.write_text(leaders_page(told, template), encoding="utf-8")
    subprocess.run(
        [
            str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={printed}", page.as_uri(),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert len(PAGE.findall(printed.read_bytes())) == 1


def test_a_page_too_many_is_counted() -> None:
    assert len(PAGE.findall(b"<</Type /Pages /Kids [1 0 R]>> <</Type /Page\n/Parent>> <</Type/Page>>")) == 2
