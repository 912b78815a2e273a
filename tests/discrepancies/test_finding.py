"""What holds of all discrepancies together: order, ids, nothing dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning import schemas
from cleaning.errors import SchemaError

REJECTED = {"source_file": "a.csv", "source_row": 7, "reason": "Dòng trống cột bắt buộc", "content": "…"}
DEAD = {"resident": {"resident_status": "dead", "status_raw": "Đã chết"}}


@pytest.fixture
def busy_ward(ward: Any) -> Any:
    for place in range(12):
        parcel = {"sheet": str(place % 3 + 9), "parcel": str(place + 5)}
        ward.add(f"{place:08x}-0000", {"land": parcel} | (DEAD if place % 2 else {}))
        ward.problems.append({"row_key": f"{place:08x}-0000", "code": "id_missing"})
    ward.rejected += [REJECTED, REJECTED | {"source_row": 8}]
    return ward


def test_a_good_row_has_no_discrepancy(ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    ward.add("good", {})
    assert find(ward.tables()).height == 0


def test_what_the_register_knows_is_left_to_the_office(ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    nobody = {"verdict": {"verdict": "no_link", "reason": "nothing_found", "probability": None}}
    for key, given in (("linked", {}), ("unknown", nobody)):
        missing = {"holder_id_state": "missing", "holder_citizen_id": None, "holder_id_number_raw": None}
        ward.add(key, {"land": missing} | given)
        ward.problems.append({"row_key": key, "code": "id_missing"})
    found = find(ward.tables()).filter(code="id_missing").sort("row_key")
    assert found.select("row_key", "handler").rows() == [("linked", "địa chính"), ("unknown", "tổ dân phố")]


def test_row_order_changes_nothing(busy_ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    tables = busy_ward.tables()
    shuffled = {name: table.sample(fraction=1, shuffle=True, seed=3) for name, table in tables.items()}
    assert_frame_equal(find(tables), find(shuffled))


def test_errors_first_then_by_sheet_and_parcel_as_numbers(busy_ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    found = find(busy_ward.tables())
    assert found["severity"].unique(maintain_order=True).to_list() == ["error", "warning"]
    warnings = found.filter(pl.col("severity") == "warning")
    places = [(int(sheet), int(parcel)) for sheet, parcel in warnings.select("sheet", "parcel").iter_rows()]
    assert places == sorted(places)


def test_ids_are_unique_and_name_row_and_code(busy_ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    found = find(busy_ward.tables())
    assert found["discrepancy_id"].is_unique().all()
    row = found.filter((pl.col("row_key") == "00000003-0000") & (pl.col("code") == "owner_deceased"))
    assert row["discrepancy_id"].to_list() == ["00000003-0000-20"]


def test_an_id_does_not_depend_on_other_rows(busy_ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    before = set(find(busy_ward.tables())["discrepancy_id"])
    for key in ("ffffffff-0000", "00000003-0000-a", "00000003-0000-b"):
        busy_ward.add(key, DEAD)
    assert before < set(find(busy_ward.tables())["discrepancy_id"])


def test_one_discrepancy_per_rejected_row(busy_ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    rejected = find(busy_ward.tables()).filter(pl.col("code") == "row_rejected")
    assert rejected.height == 2
    assert rejected["row_key"].null_count() == 2
    assert rejected["discrepancy_id"].is_unique().all()


def test_an_unknown_code_is_no_silent_loss(busy_ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    tables = busy_ward.tables()
    stray = pl.DataFrame({"row_key": ["00000001-0000"], "code": ["id_odd"]})
    with pytest.raises(SchemaError, match="id_odd"):
        find(tables | {"problems": pl.concat([tables["problems"], stray])})


def test_a_problem_of_no_land_row_is_no_silent_loss(busy_ward: Any, find: Callable[..., pl.DataFrame]) -> None:
    tables = busy_ward.tables()
    stray = pl.DataFrame({"row_key": ["elsewhere"], "code": ["id_missing"]})
    with pytest.raises(SchemaError):
        find(tables | {"problems": pl.concat([tables["problems"], stray])})


def test_an_empty_ward_has_none(find: Callable[..., pl.DataFrame]) -> None:
    tables = {"land": "LAND", "residents": "RESIDENTS", "verdicts": "VERDICTS", "candidates": "CANDIDATES"}
    tables |= {"problems": "PROBLEMS", "rejected": "REJECTED"}
    found = find({name: getattr(schemas, table).empty() for name, table in tables.items()})
    assert_frame_equal(found, schemas.DISCREPANCIES.empty())


def test_what_concerns_the_row_is_said_once_for_the_people_it_names(
    ward: Any, find: Callable[..., pl.DataFrame]
) -> None:
    both = {"holders_named": 2, "holder_name_raw": "Ông Vũ Đình Khoái và vợ là bà Lê Thị Mận", "area_state": "zero"}
    wife = {"holder_ordinal": 2, "guid": "a", "holder_name": "Lê Thị Mận", "holder_citizen_id": None}
    unknown = {"verdict": {"verdict": "no_link", "reason": "nothing_found", "probability": None}}
    ward.add("a", {"land": both})
    ward.add("a/2", {"land": both | wife} | unknown)
    ward.problems += [{"row_key": key, "code": code} for key in ("a", "a/2") for code in ("area_invalid", "id_missing")]
    found = find(ward.tables()).sort("code", "row_key")
    assert found.select("code", "row_key", "guid").rows() == [
        ("area_invalid", "a", "a"), ("id_missing", "a", "a"), ("id_missing", "a/2", "a"),
        ("person_not_found", "a/2", "a"),
    ]  # fmt: skip
    (sentence,) = found.filter(code="person_not_found")["sentence"]
    assert "Lê Thị Mận" in sentence
    assert "Khoái" not in sentence
