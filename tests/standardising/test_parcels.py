"""Commune code, parcel key, competing claims, parcel ids."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from cleaning.settings import Settings
from cleaning.standardising.geohash import with_parcel_geohash
from cleaning.standardising.parcels import with_parcel, with_parcel_duplicated, with_unit_code

WARD = "11557"


def _cases(name: str) -> list[dict[str, str | None]]:
    lines = Path(__file__).parents[1].joinpath("cases", name).read_text(encoding="utf-8").splitlines()
    return [{field: value or None for field, value in row.items()} for row in csv.DictReader(lines)]


@pytest.mark.parametrize(
    ("written", "code", "state"),
    [
        ("11557", "11557", "ok"),
        ("11557.0", "11557", "ok"),
        ("9427", "09427", "ok"),
        ("4", "4", "unknown"),
        ("11554", "11554", "unknown"),
        ("11790", "11790", "unknown"),
        ("-", None, "missing"),
        (None, None, "missing"),
    ],
)
def test_unit_codes(written, code, state):
    told = with_unit_code(pl.DataFrame({"unit_code_text": [written]}, schema={"unit_code_text": pl.String}))
    assert told.select("unit_code", "unit_code_state").row(0) == (code, state)


def _keyed(unit: str | None, sheet: str | None, parcel: str | None) -> tuple[str | None, str]:
    texts = {"sheet_text": sheet, "parcel_text": parcel, "certificate_sheet_text": "9", "certificate_parcel_text": "9"}
    frame = pl.DataFrame([{"unit_code": unit} | texts], schema=dict.fromkeys(["unit_code", *texts], pl.String))
    return with_parcel(frame, ward=WARD).select("parcel_key", "parcel_key_state").row(0)


def test_parcel_keys():
    assert _keyed("11557", "06", "03-1") == ("11557|6|3-1", "ok")
    assert _keyed(None, "6", "3-1") == ("11557|6|3-1", "ok")
    assert _keyed("11557", None, "3") == (None, "missing"), "the certificate's numbers are of another map"
    assert _keyed("11557", "6", "chưa đo") == (None, "missing")
    assert _keyed("11557", "6", "2025-01-03") == (None, "missing"), "a parcel number made a date is no number"


def test_several_parcels_in_one_cell_are_one_key_however_they_are_written():
    assert _keyed("11557", "6", "46, 45") == _keyed("11557", "06", "45+046") == ("11557|6|45+46", "ok")


def _duplicated(*rows: tuple[str, str | None, str | None, float]) -> list[bool]:
    """Rows of parcel, serial (None: none issued), holder and area."""
    frame = pl.DataFrame(rows, ["parcel_key", "certificate_serial", "holder_name_folded", "area_m2"], orient="row")
    state = pl.when(pl.col("certificate_serial").is_null()).then(pl.lit("none_issued")).otherwise(pl.lit("ok"))
    typed = frame.cast({"certificate_serial": pl.String, "holder_name_folded": pl.String}).with_columns(
        certificate_state=state, area_parts_m2=pl.lit(None, pl.Float64), land_uses=pl.lit("ODT"),
        holder_citizen_id=pl.lit(None, pl.String), organisation_folded=pl.lit(None, pl.String),
        holder_markers=pl.lit(None, pl.String),
    )  # fmt: skip
    return with_parcel_duplicated(typed)["is_parcel_duplicated"].to_list()


def test_two_certificates_compete_and_all_rows_say_so():
    assert _duplicated(("p", "AB 123456", "an", 1), ("p", "AB 123457", "an", 1), ("p", None, "an", 1)) == [True] * 3


def test_co_holders_and_repeated_rows_do_not_compete():
    assert _duplicated(("p", "AB 123456", "an", 1), ("p", "ab123456", "binh", 1)) == [False] * 2
    assert _duplicated(("p", None, "an", 1), ("p", None, "binh", 1), ("p", None, "an", 1)) == [False] * 3


def test_different_statements_of_strangers_without_certificate_compete():
    assert _duplicated(("p", None, "an", 1), ("p", None, "binh", 2), ("q", None, "chi", 3)) == [True, True, False]


def test_different_statements_of_one_person_do_not_compete():
    assert _duplicated(("p", None, "an", 1), ("p", None, "an", 2)) == [False] * 2
    assert _duplicated(("p", None, None, 1), ("p", None, "an", 2)) == [False] * 2


def test_a_certificate_against_a_strangers_claim_without_one():
    assert _duplicated(("p", "AB 123456", "an", 1), ("p", None, "binh", 2)) == [True] * 2
    assert _duplicated(("p", "AB 123456", "an", 1), ("p", None, "binh", 1)) == [False] * 2, "the wife's serial left out"


def _geohash(ids: list[str | None], keys: list[str | None] | None = None, ward: str = WARD) -> pl.DataFrame:
    frame = pl.DataFrame(
        {"parcel_geohash_text": ids, "parcel_key": keys or [str(place) for place in range(len(ids))]},
        schema_overrides={"parcel_geohash_text": pl.String, "parcel_key": pl.String},
    )
    return with_parcel_geohash(frame, ward=ward, settings=Settings())


def test_every_parcel_id_of_the_table_is_told():
    cases = _cases("parcel_geohash.csv")
    told = _geohash([case["input"] for case in cases])
    assert told["parcel_geohash"].to_list() == [case["expected"] for case in cases]
    assert told["parcel_geohash_state"].to_list() == [case["state"] for case in cases]


def test_a_ward_without_box_is_known_by_its_own_ids():
    ids = [f"w7gj{place:08d}" for place in range(99)] + ["w7ey00000000"]
    assert _geohash(ids, ward="11533")["parcel_geohash_state"].to_list() == ["ok"] * 99 + ["outside_unit"]


def test_a_ward_abroad_is_never_inside():
    assert _geohash(["u00000000000"] * 5, ward="11533")["parcel_geohash_state"].unique().to_list() == ["outside_unit"]


def test_one_id_on_two_parcels_is_shared():
    told = _geohash(
        ["w7ey00000000", "W7EY00000000", "w7ey00000001", "w7ey00000001", "w7ey", "w7ey"], ["a", "b", "c", "c", "d", "e"]
    )
    assert told["is_parcel_geohash_shared"].to_list() == [True, True, False, False, False, False]
