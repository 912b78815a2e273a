"""Invented wards of an invented city, as the roll-up is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from cleaning.reporting import CityReport
from cleaning.reporting.city_report import CITY_NIGHTS, CITY_WARDS, NAMES
from cleaning.settings import Settings

TODAY = date(2026, 11, 22)
Nights = Sequence[tuple[int, int]]  # days ago, parcels of group 1


def ward_row(
    code: str, parcels: int, group_1: int, *, group_3: int = 0, state: str = "tonight", days_ago: int = 0, **counts: int
) -> dict[str, object]:
    """A ward whose other counts follow from its parcels; all of them may be given."""
    records = 2 * parcels
    return {
        "ward": code, "ward_name": f"Phường Mẫu {int(code)}", "state": state, "day": TODAY - timedelta(days=days_ago),
        "parcels": parcels, "group_1": group_1, "group_2": parcels - group_1 - group_3, "group_3": group_3,
        "parcels_with_id": parcels // 2, "parcels_uncertified": parcels // 10, "certificates": parcels,
        "certificates_scanned": parcels // 2, "records": records, "link": records - records // 5 - records // 10,
        "review": records // 10, "no_link": records // 5, "residents_linked": parcels // 2,
        "organisations": parcels // 20, "residents": parcels, "open_errors": parcels // 4,
        "open_warnings": parcels // 5, "answered": parcels // 8,
    } | counts  # fmt: skip


def absent(code: str, state: str = "without") -> dict[str, object]:
    """A ward without counts."""
    return {"ward": code, "ward_name": f"Xã Mẫu {int(code)}", "state": state, "day": None} | dict.fromkeys(NAMES)


def city_of(rows: Sequence[dict[str, object]], nights: dict[str, Nights] | None = None, **given: object) -> CityReport:
    """The roll-up of the wards; their nights are given as (days ago, group 1), else each has the one of its counts."""
    told = {str(one["ward"]): one for one in rows if one["parcels"] is not None}
    past = nights or {ward: [((TODAY - one["day"]).days, one["group_1"])] for ward, one in told.items()}
    lines = [
        (ward, TODAY - timedelta(days=ago), told[ward]["parcels"], group_1, 100)
        for ward, of_ward in past.items()
        for ago, group_1 in of_ward
    ]
    return CityReport(
        name="Thành phố Mẫu",
        as_of=TODAY,
        wards=CITY_WARDS.conform(pl.DataFrame(rows, schema={one.name: one.dtype for one in CITY_WARDS.columns})),
        nights=pl.DataFrame(lines, schema={one.name: one.dtype for one in CITY_NIGHTS.columns}, orient="row"),
        discrepancies=pl.DataFrame({"code": ["id_missing", "owner_minor"], "count": [1234, 3]}),
        titles={"id_missing": "Thiếu số định danh", "owner_minor": "Chưa đủ 18 tuổi"},
        settings=Settings(**{"groups_version": "quy tắc tạm thử"} | given),
    )


def three_wards() -> CityReport:
    """One ahead, one behind with a small group 3, one without figures."""
    return city_of([ward_row("00001", 1000, 800, group_3=40), ward_row("00002", 2000, 500, group_3=3), absent("00003")])
