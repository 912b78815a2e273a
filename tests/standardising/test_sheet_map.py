"""Old sheets with several new ones."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.schemas import RAW_SHEET_MAP
from cleaning.standardising.sheet_map import with_sheet_state

# old unit, old sheet, new sheet
ROWS = [
    ("11554", "7", "150"),
    ("11554", "07", "156"),
    ("11554", "8", "157"),
    ("11569", "7", "20"),
    ("2161", "1", "12"),
    ("02161", "1", "5"),
]


def _state(
    old_unit: str | None, certificate_sheet: str | None, sheet: str | None = None, rows: list[tuple[str, ...]] = ROWS
) -> tuple[str, str | None]:
    empty = RAW_SHEET_MAP.empty()
    told = pl.DataFrame(rows, ["old_unit_code_raw", "old_sheet_raw", "new_sheet_raw"], orient="row")
    sheet_map = pl.concat([empty, told.cast(pl.String)], how="diagonal") if rows else empty
    columns = dict.fromkeys(["parcel_old_unit_code_written", "certificate_sheet", "sheet"], pl.String)
    frame = pl.DataFrame([(old_unit, certificate_sheet, sheet)], columns, orient="row")
    return with_sheet_state(frame, sheet_map).select("sheet_state", "sheet_candidates").row(0)


@pytest.mark.parametrize("written", ["7", "07"])
def test_an_old_sheet_with_two_new_ones_is_ambiguous(written):
    assert _state("11554", written) == ("ambiguous", "150, 156")


def test_codes_that_lost_a_zero_are_the_same_unit_and_candidates_stand_in_order():
    assert _state("02161", "1") == ("ambiguous", "5, 12")


def test_one_new_sheet_is_no_problem():
    assert _state("11554", "8") == ("ok", None)
    assert _state("11569", "7") == ("ok", None), "the same number in another unit"


def test_a_row_with_a_sheet_of_its_own_needs_no_table():
    assert _state("11554", "7", sheet="150") == ("ok", None)


def test_nothing_is_claimed_without_unit_sheet_or_table():
    assert _state(None, "7") == ("ok", None)
    assert _state("11554", None) == ("ok", None)
    assert _state("11554", "7", rows=[]) == ("ok", None)
