"""The roll-up's page on paper: one A4 sheet, however many wards there are."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from cleaning.discrepancies import CATALOGUE
from cleaning.reporting import CityReport, write_city
from tests.reporting.invented_city import TODAY, absent, city_of, ward_row
from tests.reporting.test_page_printed import BROWSER, PAGE

STATES = ("tonight", "unchanged", "earlier", "failed")


def full_city(wards: int, of: int) -> CityReport:
    """So many wards with figures of so many, with everything the page can show of them, in long words and numbers."""
    rows = [
        ward_row(
            f"{n:05}",
            47_000 + n,
            9_000 + 270 * n % 36_000,
            group_3=n % 7 * 100,
            state=STATES[n % 4],
            days_ago=min(n % 4, 1),
        )
        for n in range(wards)
    ]
    rows += [absent(f"{n:05}", ("failed_without", "without")[n % 2]) for n in range(wards, of)]
    rows = [one | {"ward_name": "Phường Nguyễn Bỉnh Khiêm"} for one in rows]
    nights = {
        f"{n:05}": [(ago, 9_000 + 270 * n % 36_000 - 40 * ago) for ago in range(60, n % 4 - 1, -1)]
        for n in range(wards)
    }
    report = city_of(
        rows, nights, campaign_start=TODAY - timedelta(days=60), campaign_end=TODAY + timedelta(days=400),
        campaign_target=0.95,
    )  # fmt: skip
    longest = sorted(CATALOGUE, key=lambda entry: (-len(entry.title), entry.code))[:20]
    kinds = pl.DataFrame({"code": [one.code for one in longest], "count": [3_123_456 - n for n in range(20)]})
    return replace(report, discrepancies=kinds, titles={one.code: one.title for one in CATALOGUE})


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine to print with")
@pytest.mark.parametrize(("wards", "of"), [(2, 114), (24, 114), (114, 114), (200, 400)])
def test_the_page_is_one_sheet(tmp_path: Path, wards: int, of: int) -> None:
    folder, printed = tmp_path / "city", tmp_path / "tong-hop.pdf"
    folder.mkdir()
    write_city(folder, full_city(wards, of))
    subprocess.run(
        [
            str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={printed}", (folder / "tong-hop.html").as_uri(),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert len(PAGE.findall(printed.read_bytes())) == 1
