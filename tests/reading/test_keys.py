"""Row keys: the same row keeps its key however the list is sorted, split or saved; two rows never share one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.reading import WardSources, keys, read_ward

SALT = "a salt of the tests"
VILLAGE = ["STT", "Họ và tên (Tên hộ)", "CCCD", "Số tờ", "Số thửa", "Diện tích"]
CELLS = st.text("aăđ1 \n\",;'", max_size=4)
Form = list[list[str]]
Write = Callable[..., Path]
LandRow = Callable[..., list[str]]


def read(folder: Path) -> WardSources:
    return read_ward(folder, ward="11557", salt=SALT)


def test_keys_without_guid(residents: Path, write_csv: Write) -> None:
    rows = [["1", "Vũ Thử", "", "3", "14", ""], ["2", "Vũ Thử", "", "3", "14", ""], ["3", "Vũ Thử", "", "31", "4", ""]]
    named = read(write_csv("land.csv", [VILLAGE, *rows])).land["row_key"].to_list()
    assert named[1] == f"{named[0]}-2"
    assert named[2] != named[0]
    assert all(len(key) == 32 for key in (named[0], named[2]))
    other = read_ward(residents, ward="11557", salt="another salt of the tests").land["row_key"].to_list()
    assert not set(named) & set(other)


def test_keys_outlive_saving_as_a_workbook(residents: Path, write_csv: Write) -> None:
    header = [*VILLAGE, "Ngày sinh", "Xứ đồng"]
    typed = [
        [1, "Vũ Thử", 31170000011, 3, 14, 412.5, dt.date(1970, 3, 5), "Đồng\nMẫu"],
        [2, "Vũ Ví", 31099000022, 3, 15, 100, 1999, True],
        [3, "Vũ Ba", 0, 3, 16, 1369.2, 1999, ""],
        [4, "Vũ Tư", 0, 3, 17, -12.5, 1999, ""],
    ]
    write_csv("land.csv", [
        header,
        ["1", "Vũ Thử", "031170000011", "3", "14", "412,50", "05/03/1970", "Đồng\r\nMẫu "],
        ["2", "Vũ Ví", "'031099000022", "3", "15", "100.0", "1999", "TRUE"],
        ["3", "Vũ Ba", "000000000000", "3", "16", "1.369,2", "1999", ""],
        ["4", "Vũ Tư", "000000000", "3", "17", "-12,50", "1999", ""],
    ])  # fmt: skip
    from_csv = read(residents).land["row_key"].to_list()
    (residents / "land.csv").unlink()
    with xlsxwriter.Workbook(residents / "land.xlsx", {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([header, *reversed(typed)]):
            sheet.write_row(at, 0, row)
    assert read(residents).land["row_key"].to_list() == from_csv[::-1]


def test_rows_of_one_hash_are_told_apart_in_any_order(residents: Path, write_csv: Write) -> None:
    rows = [["1", "Vũ Thử", "031170000011", "3", "14", ""], ["2", "Vũ Thử", "31170000011", "3", "14", ""]]
    named = [
        dict(read(write_csv("land.csv", [VILLAGE, *order])).land.select("holder_id_number_raw", "row_key").iter_rows())
        for order in (rows, rows[::-1])
    ]
    assert named[0] == named[1]
    assert len(set(named[0].values())) == 2


def test_guids_are_one_in_any_case_and_bracket_and_fillers_are_none(
    residents: Path, write_csv: Write, form_header: Form, land_row: LandRow
) -> None:
    none = ["#REF!", "00000000-0000-0000-0000-000000000000", "NULL", "0", "{}"]
    rows = [land_row(holder_name="Vũ Thử", guid="{7C1F-AA}"), *(land_row(holder_name=guid, guid=guid) for guid in none)]
    named = read(write_csv("land.csv", [*form_header, *rows])).land["row_key"].to_list()
    assert named[0] == "7c1f-aa"
    assert all(len(key) == 32 for key in named[1:])


def test_a_guid_on_different_rows_names_none_of_them_in_any_order(
    residents: Path, write_csv: Write, form_header: Form, land_row: LandRow
) -> None:
    rows = [
        land_row(holder_name="Vũ Thử", guid="{7C1F-AA}"),
        land_row(holder_name="Vũ Ví", guid="7c1f-aa"),
        land_row(holder_name="Vũ Ba", guid="7c1f-bb"),
    ]
    ward = read(write_csv("land.csv", [*form_header, *rows]))
    first, second, third = ward.land["row_key"]
    assert len({first, second}) == 2
    assert [len(first), len(second), third] == [32, 32, "7c1f-bb"]
    assert ward.land["guid_raw"].to_list() == ["{7C1F-AA}", "7c1f-aa", "7c1f-bb"]
    assert ward.inputs[0].shared_guids == 2
    write_csv("land.csv", [*form_header, rows[2], rows[1]])
    split = read(write_csv("land2.csv", [*form_header, rows[0]]))
    assert split.land["row_key"].to_list() == [third, second, first]
    assert [(one.path, one.shared_guids) for one in split.inputs[:2]] == [("land.csv", 1), ("land2.csv", 1)]


def test_a_field_of_a_later_release_changes_no_key_where_it_is_blank() -> None:
    row = pl.DataFrame({"order_number_raw": ["1"], "name_raw": ["Vũ Thử"]})
    wider = row.select(pl.lit(None, pl.String).alias("earlier_raw"), pl.all(), pl.lit(" ").alias("later_raw"))
    keyed = keys.with_row_keys(row, ("order_number", "name"), salt=SALT)
    again = keys.with_row_keys(wider, ("earlier", "order_number", "name", "later"), salt=SALT)
    moved = keys.with_row_keys(row.rename({"name_raw": "later_raw"}), ("order_number", "later"), salt=SALT)
    assert keyed["row_key"].to_list() == again["row_key"].to_list()
    assert keyed["row_key"].to_list() != moved["row_key"].to_list()


def test_key_of_a_known_row_never_changes(residents: Path, write_csv: Write) -> None:
    row = ["1", "Vũ Thử", "031170000011", "3", "14", "100"]
    [key] = read(write_csv("land.csv", [VILLAGE, row])).land["row_key"]
    assert key == "57ce1944b1a347a1600ec26892dbbd5a"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), draw=st.randoms())
def test_keys_survive_sorting_and_splitting(
    residents: Path, write_csv: Write, rows: list[tuple[str, ...]], draw: object
) -> None:
    own = [["1", "Vũ Thử", *row, str(at)] for at, row in enumerate(rows)]
    whole = read(write_csv("land.csv", [VILLAGE, *own]))
    assert whole.inputs[0].rows == len(own)
    shuffled = draw.sample(own, len(own))  # pyright: ignore[reportAttributeAccessIssue]
    write_csv("land.csv", [VILLAGE, *shuffled[: len(own) // 2], ["", "Vũ Ví", "", "", "", ""]])
    write_csv("land2.csv", [VILLAGE, *shuffled[len(own) // 2 :]])
    split = read(residents)
    (residents / "land2.csv").unlink()
    others = split.land.filter(pl.col("holder_name_raw") == "Vũ Thử")
    columns = ["row_key", *(f"{field}_raw" for field in ("holder_name", "holder_id_number", "sheet", "parcel", "area"))]
    assert_frame_equal(whole.land.select(columns).sort("row_key"), others.select(columns).sort("row_key"))
