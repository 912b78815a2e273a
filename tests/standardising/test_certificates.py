"""Serials, dates and register numbers of certificates."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cleaning.settings import Settings
from cleaning.standardising.certificates import (
    serial_key,
    with_certificate_date,
    with_certificate_serial,
    with_register_number,
    with_serial_shared,
)
from cleaning.standardising.text import tidy

AS_OF = date(2026, 11, 21)


def _cases(name: str) -> list[dict[str, str | None]]:
    lines = Path(__file__).parents[1].joinpath("cases", name).read_text(encoding="utf-8").splitlines(keepends=True)
    return [{field: value or None for field, value in row.items()} for row in csv.DictReader(lines)]


def test_every_serial_of_the_table_is_told():
    cases = _cases("certificate_serials.csv")
    written = pl.DataFrame({"certificate_serial_text": [case["input"] for case in cases]})
    told = with_certificate_serial(written.select(tidy(pl.all())))
    assert told["certificate_state"].to_list() == [case["state"] for case in cases]
    assert told["certificate_serial"].to_list() == [case["expected"] for case in cases]


def test_a_shown_serial_reads_the_same_again():
    shown = [case["expected"] for case in _cases("certificate_serials.csv") if case["state"] == "ok"]
    again = with_certificate_serial(pl.DataFrame({"certificate_serial_text": shown}))
    assert again["certificate_serial"].to_list() == shown


def test_the_key_keeps_d_and_stroked_d_apart():
    keys = pl.DataFrame({"serial": ["ad 123.456", "AĐ-123456"]}).select(serial_key(pl.col("serial"))).to_series()
    assert keys.to_list() == ["AD123456", "AĐ123456"]


def test_every_register_number_of_the_table_is_told():
    cases = _cases("register_numbers.csv")
    told = with_register_number(pl.DataFrame({"register_number_text": [case["input"] for case in cases]}))
    assert told["register_number_state"].to_list() == [case["state"] for case in cases]


def _shared(*rows: tuple[str | None, ...]) -> list[bool]:
    columns = ["certificate_serial", "parcel_key", "holder_name_folded", "holder_citizen_id", "holder_markers"]
    frame = pl.DataFrame([(*row, None)[:5] for row in rows], dict.fromkeys(columns, pl.String), orient="row")
    told = frame.with_columns(organisation_folded=pl.lit(None, pl.String))
    return with_serial_shared(told)["is_certificate_serial_shared"].to_list()


def test_one_serial_on_parcels_of_strangers_is_shared_on_all_its_rows():
    assert _shared(
        ("AB 123456", "w|1|1", "an", None), ("AB 123456", "w|1|2", "binh", None), ("AB 123457", "w|1|3", "chi", None)
    ) == [True, True, False]


def test_one_certificate_for_several_parcels_of_one_holder_is_not_shared():
    assert _shared(("AB 123456", "w|1|1", "an", None), ("AB 123456", "w|1|2", "an", None)) == [False, False]


def test_a_common_citizen_number_relates_holders_whose_names_are_written_differently():
    assert (
        _shared(("AB 123456", "w|1|1", "ng van an", "1"), ("AB 123456", "w|1|2", "nguyen van an", "1")) == [False] * 2
    )


def test_a_middle_name_left_out_makes_no_stranger():
    assert _shared(("AB 123456", "w|1|1", "le van an", None), ("AB 123456", "w|1|2", "le an", None)) == [False, False]


def test_a_couple_named_once_by_either_is_no_stranger():
    rows = [("AB 123456", "w|1|1", "le van an", None, "couple"), ("AB 123456", "w|1|2", "tran thi binh", None)]
    assert _shared(*rows) == [False, False]


def test_a_third_parcel_may_relate_two_others():
    rows = [
        ("AB 1234", "w|1|1", "an"),
        ("AB 1234", "w|1|2", "an"),
        ("AB 1234", "w|1|2", "binh"),
        ("AB 1234", "w|1|3", "binh"),
    ]
    assert _shared(*((*row, None) for row in rows)) == [False] * 4


def test_malformed_serials_count_unless_very_short():
    assert _shared(("AB 1234", "w|1|1", "an", None), ("ab1234", "w|1|2", "binh", None)) == [True, True]
    assert _shared(("AB 1", "w|1|1", "an", None), ("AB 1", "w|1|2", "binh", None)) == [False, False]


def test_nothing_known_proves_nothing():
    assert _shared(("AB 123456", "w|1|1", "an", None), ("AB 123456", "w|1|2", None, None)) == [False, False]
    assert _shared(("AB 123456", "w|1|1", "an", None), ("AB 123456", None, "binh", None)) == [False, False]
    assert _shared((None, "w|1|1", "an", None), (None, "w|1|2", "binh", None)) == [False, False]


@pytest.mark.parametrize(
    ("written", "birth_year", "state"),
    [
        ("25/08/2015", 1970, "ok"),
        ("21/11/2026", None, "ok"),
        ("22/11/2026", None, "future"),
        ("25/08/2031", None, "future"),
        ("25/08/1987", None, "too_early"),
        ("25/08/1988", None, "ok"),
        ("25/08/1999", 2003, "before_birth"),
        ("25/08/1999", 1999, "ok"),
        ("31/02/2015", None, "invalid"),
        ("2015", None, "ambiguous"),
        ("1985", None, "too_early"),
        (None, None, "missing"),
    ],
)
def test_certificate_dates_are_bounded(written, birth_year, state):
    frame = pl.DataFrame(
        {"certificate_date_text": [written], "holder_birth_year": [birth_year], "source_file": ["a"]},
        schema_overrides={"certificate_date_text": pl.String, "holder_birth_year": pl.Int32},
    )
    dated = with_certificate_date(frame, as_of=AS_OF, settings=Settings())
    assert dated["certificate_date_state"].item() == state
    assert (dated["certificate_date"].item() is not None) == (state == "ok")
