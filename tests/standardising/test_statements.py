"""Repeated statements."""

from __future__ import annotations

import polars as pl

from cleaning.schemas import LAND_FIELDS, LAND_FIELDS_OF_EXPORTS
from cleaning.standardising.statements import with_repeated

FIELDS = LAND_FIELDS + LAND_FIELDS_OF_EXPORTS


def _repeated(*rows: dict[str, str | None]) -> list[bool]:
    told = [{f"{field}_raw": row.get(field) for field in FIELDS} for row in rows]
    frame = pl.DataFrame(told, schema={f"{field}_raw": pl.String for field in FIELDS})
    return with_repeated(frame)["is_repeated"].to_list()


def test_guid_and_order_number_name_a_row_and_state_nothing():
    assert _repeated(
        {"guid": "1", "order_number": "1", "holder_name": "Nguyễn Văn An"},
        {"guid": "2", "order_number": "2", "holder_name": "Nguyễn Văn An"},
        {"guid": "3", "order_number": "3", "holder_name": "Nguyễn Văn Ân"},
    ) == [True, True, False]


def test_every_other_field_counts():
    for field in FIELDS:
        expected = field in ("guid", "order_number")
        assert _repeated({field: "1"}, {field: "2"}) == [expected] * 2, field


def test_values_do_not_run_into_each_other():
    assert _repeated({"sheet": "1", "parcel": "23"}, {"sheet": "12", "parcel": "3"}) == [False, False]


def test_an_empty_cell_is_a_missing_one():
    assert _repeated({"sheet": "1", "parcel": ""}, {"sheet": "1"}) == [True, True]
