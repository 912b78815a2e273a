"""Serials, register numbers, parcel ids, tax codes, genders, uses of any text: a state for each, one form for ever."""

from __future__ import annotations

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaning.schemas import STATES
from cleaning.settings import Settings
from cleaning.standardising.certificates import with_certificate_serial, with_register_number
from cleaning.standardising.gender import with_gender
from cleaning.standardising.geohash import with_parcel_geohash
from cleaning.standardising.land_uses import with_land_uses
from cleaning.standardising.organisations import with_organisation
from cleaning.standardising.text import tidy

TOKENS = [
    "AB", "AĐ", "Ð", "123456", "00476432", "CHUACOGIAY_11557_1_2", "CH", "00123", "QSDĐ", "w7eyf1234567", "0300588569",
    "N/A-", "-001", "Nam", "nữ", "1", "0", "true", "ONT", "CLN", "LUA", "T", "2L", "đất ở", "vườn", "200 m2", "150,5",
    "#REF!", "thế chấp", "О", "٣",
]  # fmt: skip
SIGNS = [" ", ".", "-", "/", ";", ",", "+", "(", ")", ":", "\n", "'", "="]
text = st.one_of(st.text(max_size=14), st.lists(st.sampled_from(TOKENS + SIGNS), max_size=6).map("".join))
texts = st.lists(text, min_size=1, max_size=25)
trials = settings(max_examples=12)


def _texts(cells: list[str] | list[str | None], *columns: str) -> pl.DataFrame:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    return frame.select(tidy(pl.col("cell")).alias(column) for column in columns)


def _serials(cells: list[str]) -> pl.DataFrame:
    return with_certificate_serial(_texts(cells, "certificate_serial_text"))


def _organisations(cells: list[str]) -> pl.DataFrame:
    columns = ("organisation_id_text", "organisation_name_text", "holder_name_text", "holder_id_number_text")
    return with_organisation(_texts(cells, *columns).with_columns(holder_type=pl.lit("organisation")))


def _uses(cells: list[str]) -> pl.DataFrame:
    empty = pl.lit(None, pl.String)
    return with_land_uses(_texts(cells, "use_1_text").with_columns(use_2_text=empty, use_3_text=empty))


@trials
@given(texts)
@example(["AB 123456 (thế chấp)", "=", "'", "Số:", "số phát hành", "AB 123456 - mất"])
def test_a_serial_is_shown_where_there_is_one(cells: list[str]) -> None:
    told = _serials(cells)
    for serial, state in told.select("certificate_serial", "certificate_state").iter_rows():
        assert state in STATES["certificate_state"]
        assert (serial is not None) == (state in ("ok", "malformed"))
        assert serial != ""
    sound = told.filter(certificate_state="ok")["certificate_serial"].to_list()
    assert _serials(sound)["certificate_serial"].to_list() == sound


@trials
@given(texts)
def test_letters_and_digits_of_a_serial_are_the_written_ones(cells: list[str]) -> None:
    told = _serials(cells).filter(certificate_state="ok")
    for serial, written in told.select("certificate_serial", "certificate_serial_text").iter_rows():
        letters, digits = serial.split(" ")
        kept = "".join(sign for sign in written.upper() if sign in letters + digits)
        assert letters + digits in kept


@trials
@given(texts)
@example(["Số:", "số vào sổ: "])
def test_register_numbers_have_a_state(cells: list[str]) -> None:
    told = with_register_number(_texts(cells, "register_number_text"))
    for number, state in told.select("register_number", "register_number_state").iter_rows():
        assert state in STATES["register_number_state"]
        assert (number is None) == (state == "missing")
        assert number != ""


@trials
@given(texts)
@example(["'", "=", "*"])
def test_parcel_ids_have_a_state(cells: list[str]) -> None:
    written = _texts(cells, "parcel_geohash_text").with_columns(parcel_key=pl.lit("11557|1|1"))
    told = with_parcel_geohash(written, ward="11557", settings=Settings())
    for parcel_id, state in told.select("parcel_geohash", "parcel_geohash_state").iter_rows():
        assert state in STATES["parcel_geohash_state"]
        assert (parcel_id is None) == (state == "missing")
        assert parcel_id != ""
        assert state != "ok" or (len(parcel_id) == 12 and parcel_id.isascii())


@trials
@given(texts)
@example(["'", "MST:", "N/A-", "="])
def test_tax_codes_have_a_state_and_the_written_digits(cells: list[str]) -> None:
    told = _organisations(cells).select("organisation_id", "organisation_id_state", "organisation_id_text")
    for number, state, written in told.iter_rows():
        assert state in STATES["organisation_id_state"]
        assert (number is None) == (state == "missing")
        assert number != ""
        assert number is None or set(number) <= set((written or "").upper())


@trials
@given(texts)
@example([".", "'", "*"])
def test_genders_have_a_state_whatever_the_order(cells: list[str]) -> None:
    told = with_gender(_texts(cells, "text"), "text", "").select("gender", "gender_state")
    for gender, state in told.iter_rows():
        assert state in STATES["gender_state"]
        assert (gender in ("male", "female")) == (state == "ok")
    signs = with_gender(_texts([".", "'", "-"], "text"), "text", "")
    assert set(signs["gender_state"]) == {"missing"}
    assert with_gender(_texts(cells[::-1], "text"), "text", "").select(told.columns).rows() == told.rows()[::-1]


@trials
@given(texts)
def test_a_use_is_known_reported_or_not_stated(cells: list[str]) -> None:
    told = _uses(cells)
    flags = pl.any_horizontal(f"has_land_use_{kind}" for kind in ("unknown", "superseded", "ambiguous"))
    silent = told.filter(pl.col("land_uses").is_null() & ~flags)["use_1_text"].drop_nulls()
    assert not silent.str.contains(r"[1-9]|ONT|CLN|LUA|#").any()
    codes = told["land_uses"].drop_nulls().to_list()
    assert _uses(codes)["land_uses"].to_list() == codes
