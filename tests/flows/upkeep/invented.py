"""Published days with figures, invented: what drift, status and their tests look at."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flows.figures import Figures, keep_figures

LAST = date(2026, 11, 22)
USUAL: dict[str, Any] = {
    "ward_name": "phường Thiên Hương",
    "code_version": "0123456789abcdef",
    "model": "default",
    "groups_version": "quy tắc tạm 2026-11",
    "source_rows": 105_000,
    "standardised": 104_800,
    "rejected": 100,
    "noise": 100,
    "residents": 45_000,
    "people": 58_000,
    "organisations": 2_000,
    "link": 52_200,
    "review": 3_480,
    "no_link": 2_320,
    "residents_linked": 30_000,
    "parcels": 40_000,
    "group_1": 20_000,
    "group_2": 18_000,
    "group_3": 2_000,
    "parcels_with_id": 30_000,
    "parcels_uncertified": 4_000,
    "certificates": 35_000,
    "certificates_scanned": 20_000,
    "open_errors": 9_000,
    "open_warnings": 12_000,
    "answered": 1_000,
    "hamlets": 30,
    "discrepancies": {"id_differs": 9_000},
    "precision": [],
    "nights": [],
}


def publish_figures(output: Path, ward: str, day: date, **figures: Any) -> None:
    """A published day that holds nothing but its figures: the usual ones but for those named."""
    folder = output / "published" / ward / day.isoformat()
    folder.mkdir(parents=True)
    keep_figures(folder, Figures(ward=ward, as_of=day, **(USUAL | figures)))


def publish_nights(output: Path, ward: str, links: list[int]) -> None:
    """Days in a row until the one before LAST: of 58,000 people so many linked, the others not found."""
    for number, link in enumerate(links):
        day = LAST - timedelta(days=len(links) - number)
        publish_figures(output, ward, day, link=link, review=0, no_link=58_000 - link)
