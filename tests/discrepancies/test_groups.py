"""Groups of parcels: the truth table, and what holds of any."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning import schemas
from cleaning.discrepancies import group_parcels
from cleaning.errors import LandCleanError
from cleaning.settings import Settings

CASES = pl.read_csv(Path(__file__).parents[1] / "cases" / "groups.csv", infer_schema=False)  # noqa: TID251  truth table


def grouped(
    tables: dict[str, pl.DataFrame], found: list[tuple[str, str, str]], settled: tuple[str, ...] = ()
) -> pl.DataFrame:
    rows = [
        {"discrepancy_id": str(n), "row_key": key, "code": code, "severity": how, "is_settled": code in settled}
        for n, (key, code, how) in enumerate(found)
    ]
    followed = pl.DataFrame(rows, schema=schemas.FOLLOWED.empty().schema)
    return group_parcels(tables["land"], tables["residents"], tables["verdicts"], followed, settings=Settings())


@pytest.mark.parametrize("case", CASES.rows(named=True), ids=lambda case: case["case"])
def test_case(ward: Any, case: dict[str, Any]) -> None:
    for place, changes in enumerate(json.loads(case["rows"])):
        on_one_parcel = {"parcel_key": "11557|5|112", "holder_name_key": f"người {place}"}
        ward.add(f"row {place}", changes | {"land": on_one_parcel | changes.get("land", {})})
    found = [("row 0", code, severity) for code, severity in json.loads(case["discrepancies"])]
    parcel = grouped(ward.tables(), found).row(0, named=True)
    assert (str(parcel["group"]), parcel["reasons"]) == (case["group"], case["reasons"])
    assert (str(parcel["people"]), str(parcel["people_linked"])) == (case["people"], case["people_linked"])


@pytest.fixture
def two_parcels(ward: Any) -> Any:
    for key, parcel, hamlet in (
        ("a", "1", "Tổ dân phố Kiền Bái 3"),
        ("b", "1", "Tổ dân phố Hoàng Động 1"),
        ("c", "2", None),
    ):
        land = {"parcel_key": f"11557|5|{parcel}", "parcel": parcel, "parcel_hamlet": "Thôn Lâm Động"}
        land["parcel_hamlet_key"] = "lam dong"
        ward.add(key, {"land": land, "resident": {"hamlet": hamlet}})
    return ward


def test_hamlet_of_residents_comes_before_the_address(two_parcels: Any) -> None:
    assert grouped(two_parcels.tables(), [])["hamlet"].to_list() == ["Tổ dân phố Hoàng Động 1", "Thôn Lâm Động"]


def test_hamlet_of_the_address_bears_the_registers_name(two_parcels: Any) -> None:
    two_parcels.add("d", {"resident": {"hamlet": "Tổ dân phố Lâm Động", "hamlet_key": "lam dong"}})
    assert grouped(two_parcels.tables(), [])["hamlet"].to_list()[1] == "Tổ dân phố Lâm Động"


def test_open_errors_are_counted_per_parcel(two_parcels: Any) -> None:
    found = [("a", "owner_deceased", "error"), ("b", "owner_deceased", "error"), ("b", "id_missing", "warning")]
    assert grouped(two_parcels.tables(), found)["open_errors"].to_list() == [2, 0]


def test_every_land_row_is_on_one_parcel(two_parcels: Any) -> None:
    two_parcels.add("d", {"land": {"parcel_key": None, "parcel_key_state": "missing"}})
    assert grouped(two_parcels.tables(), [])["parcel_id"].to_list() == ["11557|5|1", "11557|5|2", "d"]


def test_row_order_changes_nothing(two_parcels: Any) -> None:
    tables = two_parcels.tables()
    turned = {name: table.reverse() for name, table in tables.items()}
    assert_frame_equal(grouped(tables, []), grouped(turned, []))


def test_what_people_settled_bars_nobody_any_more(ward: Any) -> None:
    ward.add("row 0", {"land": {"parcel_key": "11557|5|112", "certificate_state": "missing"}})
    found = [("row 0", "certificate_missing", "warning"), ("row 0", "id_differs", "error")]
    barred = [
        grouped(ward.tables(), found, settled)["reasons"].item()
        for settled in ((), ("certificate_missing",), ("id_differs",), ("certificate_missing", "id_differs"))
    ]
    assert barred == ["certificate_missing, id_differs", "id_differs", "certificate_missing", None]


def test_unknown_rules_are_refused(two_parcels: Any) -> None:
    tables = two_parcels.tables()
    settings = Settings(groups_version="quy tắc khác")
    with pytest.raises(LandCleanError, match="quy tắc khác"):
        group_parcels(
            tables["land"], tables["residents"], tables["verdicts"], schemas.FOLLOWED.empty(), settings=settings
        )
