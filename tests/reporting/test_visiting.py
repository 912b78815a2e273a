"""The order staff work in: whole parcels, those nearest to group 1 first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from cleaning import schemas
from cleaning.reporting import WardReport
from cleaning.reporting.visiting import in_visiting_order


def frame_of(table: schemas.Table, rows: list[dict[str, object]]) -> pl.DataFrame:
    absent = {column.name: False if column.dtype == pl.Boolean else None for column in table.columns}
    schema = {column.name: column.dtype for column in table.columns}
    return table.conform(pl.DataFrame([{**absent, **row} for row in rows], schema=schema))


def ordered(report: WardReport, *rows: str) -> list[str]:
    """Rows written 'parcel code severity confidence state' → their numbers in visiting order."""
    told = [dict(zip(("parcel", "code", "severity", "confidence", "state"), row.split(), strict=True)) for row in rows]
    followed = [
        {
            "discrepancy_id": f"{at}", "row_key": f"r{at}", "sheet": "1", "parcel": one["parcel"], "code": one["code"],
            "severity": one["severity"], "confidence": None if one["confidence"] == "-" else float(one["confidence"]),
            "state": one["state"], "since": date(2026, 11, 5),
        }
        for at, one in enumerate(told)
    ]  # fmt: skip
    land = [{"row_key": f"r{at}", "parcel_key": one["parcel"]} for at, one in enumerate(told)]
    barring = {"90": "name_differs, parcel_id_missing", "91": "certificate_missing"}
    parcels = [
        {"parcel_id": name, "hamlet": "Tổ dân phố 1", "reasons": barring.get(name, "name_differs")}
        for name in sorted({one["parcel"] for one in told})
    ]
    made = replace(
        report,
        followed=frame_of(schemas.FOLLOWED, followed),
        land=frame_of(schemas.LAND, land),
        parcels=frame_of(schemas.PARCELS, parcels),
        verdicts=frame_of(schemas.VERDICTS, [{"row_key": f"r{at}", "reason": "decided"} for at in range(9) if at == 8]),
    )
    shuffled = replace(made, followed=made.followed.reverse())
    assert in_visiting_order(shuffled).equals(in_visiting_order(made))
    return in_visiting_order(made)["discrepancy_id"].to_list()


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        (("2 x error - new", "1 x warning - new"), "01"),
        (("1 x error - new", "1 y error - new", "2 x error - new"), "201"),
        (("1 x warning - new", "1 x error - new", "1 x info - new"), "102"),
        (("1 x error 0.985 new", "2 x error 0.999 new", "3 x error - new"), "102"),
        (("10 x error 0.991 new", "9 x error 0.999 new"), "10"),
        (("90 name_differs error - new", "1 x error - new"), "10"),
        (("1 x warning - new", "91 certificate_missing warning - new"), "10"),
        (("1 x error - waiting", "2 x info - open", "3 x warning - reopened"), "210"),
        (("1 x error - answered", "2 x warning - new"), "1"),
    ],
    ids=[
        "errors before warnings", "the less in the way the sooner", "errors first in a parcel, information at the end",
        "the surer first, what rests on no link last", "whole percents, then by number",
        "what is awaited from elsewhere is in the way too", "a warning that bars group 1 comes first",
        "asked, then information, then what waits", "what is answered is not shown",
    ],
)  # fmt: skip
def test_order(report: WardReport, rows: tuple[str, ...], order: str) -> None:
    assert "".join(ordered(report, *rows)) == order


def test_a_parcel_is_never_parted(report: WardReport) -> None:
    rows = [f"{n % 7} x {'error' if n % 3 else 'warning'} - new" for n in range(60)]
    parcels = [rows[int(one)].split()[0] for one in ordered(report, *rows)]
    assert len([1 for one, other in pairwise(parcels) if one != other]) == 6


def test_a_link_that_people_decided_is_the_surest(report: WardReport) -> None:
    rows = [f"{n} x error 0.999 new" for n in range(8)]
    assert ordered(report, *rows, "9 x error - new")[0] == "8"


def test_a_rejected_row_stands_for_itself(report: WardReport) -> None:
    rejected = report.followed.head(1).with_columns(row_key=pl.lit(None, pl.String))
    placed = in_visiting_order(replace(report, followed=rejected))
    assert placed.select("parcel_id", "hamlet").row(0) == (rejected["discrepancy_id"][0], None)
