"""cap-nhat.xlsx: the campaign form again, equal to what was received but for the cells decided otherwise."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from polars.testing import assert_frame_equal

from cleaning.reading import files, read_ward
from cleaning.reading.parts import file_parts
from cleaning.reading.unrecognised import is_declared_ignored
from cleaning.reporting.form_header import HEADER_ROWS, form_columns
from cleaning.reporting.update_form import write_update_form
from cleaning.reporting.update_list import LIST_SHEET
from cleaning.schemas import CORRECTIONS, LAND_FIELDS, RAW_LAND

DAY = date(2026, 11, 22)
SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"
RAWS = [f"{field}_raw" for field in LAND_FIELDS]
CHANGED = "FFFFE699"


def land(*rows: Mapping[str, str | None], sheet: str | None = "Sheet1") -> pl.DataFrame:
    """RAW_LAND of rows given by their cells; a row's key is its Guid where 'key' says no other."""
    told = [
        {"row_key": row.get("key", row.get("guid")), "source_file": "land.xlsx", "source_sheet": sheet}
        | {f"{field}_raw": cell for field, cell in row.items() if f"{field}_raw" in RAW_LAND.names}
        | {"other_cells": row.get("other_cells")}
        for row in rows
    ]
    return pl.DataFrame(told, schema={column.name: column.dtype for column in RAW_LAND.columns})


def decided(*cells: tuple[str, str, str]) -> pl.DataFrame:
    """CORRECTIONS of (row, field, value)."""
    told = [
        {"row_key": row, "field": field, "value": value, "code": "id_differs", "discrepancy_id": f"{row}-07",
         "decided_by": "Trần Thị Mẫu", "decided_on": date(2026, 11, 20), "note": "xem thẻ"}
        for row, field, value in cells
    ]  # fmt: skip
    return pl.DataFrame(told, schema={column.name: column.dtype for column in CORRECTIONS.columns})


def with_received(corrections: pl.DataFrame, raw: pl.DataFrame) -> pl.DataFrame:
    cells = raw.select("row_key", pl.col(RAWS).name.replace("_raw$", "")).unpivot(
        LAND_FIELDS, index="row_key", variable_name="field", value_name="received"
    )
    beside = corrections.drop("received").join(cells, on=["row_key", "field"], how="left", maintain_order="left")
    return CORRECTIONS.conform(beside)


def book_of(raw: pl.DataFrame, corrections: pl.DataFrame) -> bytes:
    made = io.BytesIO()
    write_update_form(made, raw, with_received(corrections, raw), DAY)
    return made.getvalue()


def sheets(made: bytes) -> tuple[Worksheet, Worksheet]:
    """The form and the list of changes, as another program opens them."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["Sheet1", LIST_SHEET]
    return book["Sheet1"], book[LIST_SHEET]


def lines(sheet: Worksheet) -> list[dict[str, object]]:
    """The lines below the header of the list of changes."""
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    first = next(at for at, row in enumerate(rows) if row[0] == "Dòng")
    return [dict(zip(map(str, rows[first]), row, strict=True)) for row in rows[first + 1 :]]


def sentences(sheet: Worksheet) -> str:
    return "\n".join(str(row[0]) for row in sheet.iter_rows(max_row=8, values_only=True) if row[0] and row[1] is None)


def read_again(made: bytes, folder: Path) -> pl.DataFrame:
    """The raw rows of the book, by this project's own reader; it takes no other sheet for a list."""
    (folder / "cap-nhat.xlsx").write_bytes(made)
    [part] = file_parts(files.opened(folder / "cap-nhat.xlsx", folder))
    assert part.kind == "land"
    return part.sorted_rows.accepted


ROW = {
    "guid": "7C1F0AAA-0001", "order_number": "12", "unit_code": "11557", "holder_name": " Vũ Thị  Thử",
    "holder_id_number": "031170000011", "holder_birth_date": "1970-03-05", "sheet": "007", "parcel": "12-3",
    "area": "120.5", "certificate_serial": "AĐ 266864", "register_number": "=1+1", "certificate_date": "05/03/2001",
}  # fmt: skip


# ---- the sample ward -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> pl.DataFrame:
    return read_ward(SAMPLE, ward="11557", salt="a salt of the tests").land


def test_read_again_the_form_says_what_was_received_but_for_accepted_cells(
    sample: pl.DataFrame, tmp_path: Path
) -> None:
    with_guid = sample.filter(pl.col("row_key") == pl.col("guid_raw").str.to_lowercase())
    keys = with_guid["row_key"].sort().gather_every(3)
    some = [(key, field, value) for at, key in enumerate(keys) for field, value in _decisions(at)]
    (tmp_path / "residents.csv").write_bytes((SAMPLE / "residents.csv").read_bytes())
    (tmp_path / "cap-nhat.xlsx").write_bytes(book_of(sample, decided(*some)))
    again = read_ward(tmp_path, ward="11557", salt="a salt of the tests").land.sort("row_key")
    assert_frame_equal(again.select("row_key"), keys.to_frame())
    expected = with_guid.join(keys.to_frame(), on="row_key", how="semi").sort("row_key")
    for at in {field for _, field, _ in some}:
        new = {key: value or None for key, field, value in some if field == at}
        expected = expected.with_columns(
            pl.coalesce(pl.col("row_key").replace_strict(new, default=None, return_dtype=pl.String), f"{at}_raw").alias(
                f"{at}_raw"
            )
        )
    assert_frame_equal(again.select(RAWS), expected.select(RAWS))


def _decisions(at: int) -> Iterable[tuple[str, str]]:
    yield "holder_id_number", f"03117000{at:04d}"
    if at % 2 == 0:
        yield "holder_birth_date", "1957-03-05"
    if at % 5 == 0:
        yield "area", "119.7"
    if at % 7 == 0:
        yield "holder_name", "Vũ Thị Thứ"


def test_the_header_is_that_of_the_form(sample: pl.DataFrame) -> None:
    form, _ = sheets(book_of(sample, decided()))
    source = openpyxl.load_workbook(SAMPLE / "land.xlsx")["Sheet1"]
    assert sorted(map(str, form.merged_cells.ranges)) == sorted(map(str, source.merged_cells.ranges))
    for mine, theirs in zip(form.iter_rows(max_row=4), source.iter_rows(max_row=4), strict=True):
        assert [cell.value for cell in mine] == [cell.value for cell in theirs]
    assert [form.cell(HEADER_ROWS, at).value for at in (2, 9, 51, 60)] == ["1", "8", "50", "Định vị thửa đất"]
    assert form.freeze_panes == "A5"
    assert [one.field for one in form_columns()] == list(LAND_FIELDS)


def test_the_row_order_of_the_source_changes_no_byte(sample: pl.DataFrame) -> None:
    some = decided(*((key, "area", "99.5") for key in sample["row_key"].sort().head(30)))
    shuffled = sample.sample(fraction=1, shuffle=True, seed=7)
    assert book_of(sample, some) == book_of(shuffled, some.reverse())


# ---- rows and cells --------------------------------------------------------------------------------------------------


def test_only_rows_with_corrections_come_in_the_order_of_map_sheets() -> None:
    raw = land(*(ROW | {"guid": f"g{at}", "sheet": sheet, "parcel": parcel} for at, (sheet, parcel) in enumerate(
        [("10", "1"), ("9", "2"), ("9", "11"), ("9", "11a"), ("DC6", "1")])))  # fmt: skip
    form, _ = sheets(book_of(raw, decided(*((f"g{at}", "area", "1") for at in (0, 2, 3, 1)))))
    assert [row[60] for row in form.iter_rows(min_row=5, values_only=True)] == ["g1", "g2", "g3", "g0"]


def test_corrected_cells_alone_are_coloured() -> None:
    corrections = decided(("7c1f0aaa-0001", "holder_id_number", "031170000012"), ("7c1f0aaa-0001", "parcel", ""))
    form, _ = sheets(book_of(land(ROW | {"key": "7c1f0aaa-0001"}), corrections))
    coloured = {cell.column: cell.value for cell in form[5] if cell.fill.fgColor.rgb == CHANGED}
    assert coloured == {
        LAND_FIELDS.index("holder_id_number") + 1: "031170000012",
        LAND_FIELDS.index("parcel") + 1: None,
    }


def test_identifiers_are_text_and_what_a_workbook_held_as_date_or_area_is_one() -> None:
    corrections = decided(("7C1F0AAA-0001", "area", "119.7"), ("7C1F0AAA-0001", "certificate_date", "2001-05-03"))
    form, _ = sheets(book_of(land(ROW), corrections))
    cells = {field: form.cell(5, at) for at, field in enumerate(LAND_FIELDS, 1)}
    held = {field: cells[field].value for field in (*ROW, "holder_gender")}
    assert held == ROW | {
        "order_number": 12, "area": 119.7, "holder_birth_date": datetime(1970, 3, 5),
        "certificate_date": datetime(2001, 5, 3), "holder_gender": None,
    }  # fmt: skip
    assert {cells[field].number_format for field in ("holder_id_number", "sheet", "guid", "parcel")} == {"@"}
    assert cells["holder_birth_date"].number_format == "dd/mm/yyyy"
    assert cells["register_number"].data_type == "s"


@pytest.mark.parametrize("area", ["1.125", "1250.50", "1.250,5", "0120", "12a", "120,5", "1e5", "-3"])
def test_what_may_be_no_plain_number_stays_text(area: str) -> None:
    form, _ = sheets(book_of(land(ROW | {"area": area}), decided(("7C1F0AAA-0001", "parcel", "13"))))
    assert form.cell(5, LAND_FIELDS.index("area") + 1).value == area


def test_cells_of_a_text_file_stay_text() -> None:
    form, _ = sheets(book_of(land(ROW, sheet=None), decided(("7C1F0AAA-0001", "parcel", "13"))))
    assert [form.cell(5, LAND_FIELDS.index(field) + 1).value for field in ("area", "holder_birth_date")] == [
        "120.5", "1970-03-05",
    ]  # fmt: skip


CELLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=12),
    st.sampled_from(["0012", "=1+1", "'031", " Vũ ", "1970-03-05", "1899-12-30", "2023-02-30", "12-3", "1.5", "1.125"]),
    st.from_regex(r"[0-9]{1,12}(\.[0-9]{1,4})?", fullmatch=True),
)


ROWS = st.lists(st.dictionaries(st.sampled_from(LAND_FIELDS), CELLS), min_size=1, max_size=8)


@settings(max_examples=12)
@given(rows=ROWS, is_workbook=st.booleans())
def test_whatever_was_received_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], is_workbook: bool
) -> None:
    named = [row | {"key": f"g{at}", "certificate_serial": f"AA 0047643{at}"} for at, row in enumerate(rows)]
    raw = land(*named, sheet="Sheet1" if is_workbook else None)
    made = book_of(raw, decided(*((f"g{at}", "sheet", "7") for at in range(len(rows)))))
    again = read_again(made, tmp_path_factory.mktemp("again")).sort("certificate_serial_raw")
    assert_frame_equal(again.select(RAWS), raw.with_columns(sheet_raw=pl.lit("7")).select(RAWS))


# ---- the list of changes ---------------------------------------------------------------------------------------------


def test_every_change_is_listed_with_who_when_and_why() -> None:
    row = ROW | {"use_2_area": "10"}
    corrections = decided(
        ("7C1F0AAA-0001", "holder_birth_date", "1957-03-05"), ("7C1F0AAA-0001", "use_2_area", "12.5"),
        ("7C1F0AAA-0001", "parcel", ""), ("7C1F0AAA-0001", "holder_gender", "Nữ"),
    )  # fmt: skip
    _, listed = sheets(book_of(land(row), corrections))
    told = lines(listed)
    assert told[0] == {
        "Dòng": "5", "Guid": "7C1F0AAA-0001", "Tờ": "007", "Thửa": "12-3", "Họ tên": " Vũ Thị  Thử",
        "Cột": "Mục 9: Ngày, tháng, năm sinh", "Giá trị cũ": "05/03/1970", "Giá trị mới": "05/03/1957",
        "Người quyết định": "Trần Thị Mẫu", "Ngày quyết định": "20/11/2026", "Căn cứ": "xem thẻ",
        "Mã sai lệch": "7C1F0AAA-0001-07",
    }  # fmt: skip
    assert [(one["Cột"], one["Giá trị cũ"], one["Giá trị mới"]) for one in told[1:]] == [
        ("Mục 10: Giới tính", "(để trống)", "Nữ"),
        ("Mục 22: Số thứ tự thửa trên bản đồ địa chính", "12-3", "(để trống)"),
        ("Mục 31: Loại đất 2, Diện tích", "10", "12,5"),
    ]
    assert "1 dòng của biểu mẫu với 4 ô được sửa" in sentences(listed)
    assert "Guid" not in sentences(listed)


def test_without_corrections_the_headers_stand_alone_and_the_list_says_so() -> None:
    form, listed = sheets(book_of(land(ROW), decided()))
    assert (form.max_row, lines(listed)) == (HEADER_ROWS, [])
    assert "Chưa có quyết định nào" in sentences(listed)


def test_rows_a_loading_program_cannot_tell_are_pointed_out() -> None:
    raw = land(
        ROW | {"guid": None, "key": "ab12"}, ROW | {"guid": "{G1}", "key": "cd34"}, ROW | {"guid": "g1", "key": "ef56"}
    )
    _, listed = sheets(book_of(raw, decided(*((key, "area", "1") for key in ("ab12", "cd34", "ef56")))))
    assert "1 dòng không có Guid" in sentences(listed)
    assert "2 dòng có Guid trùng" in sentences(listed)


def test_a_list_of_another_kind_fills_the_form_and_names_what_has_no_place(tmp_path: Path) -> None:
    village = {
        "key": "v", "holder_family_name": "Vũ Thị", "holder_name": "Thử", "holder_birth_year": "1970",
        "holder_death_year": "2020", "sheet": "3", "parcel": "14",
        "other_cells": '{"Xứ đồng":"Đồng Mẫu","Ghi \\"chú\\"":"x"}',
    }  # fmt: skip
    raw = land(village, village | {"key": "w", "holder_birth_date": "05/03/1970", "other_cells": '{"Vị trí":"1"}'})
    made = book_of(raw, decided(("v", "holder_id_number", "031170000011"), ("w", "holder_name", "Vũ Thị Thứ")))
    again = read_again(made, tmp_path)
    assert again.select("holder_name_raw", "holder_birth_date_raw").rows() == [
        ("Vũ Thị Thử", "1970"), ("Vũ Thị Thứ", "05/03/1970"),
    ]  # fmt: skip
    _, listed = sheets(made)
    assert 'tệp land.xlsx, xin giữ tệp đó: Ghi "chú"; Năm mất; Năm sinh; Vị trí; Xứ đồng.' in sentences(listed)


def test_a_birth_over_three_columns_stands_in_the_form_and_a_part_of_one_is_named(tmp_path: Path) -> None:
    whole = {
        "key": "v", "holder_name": "Vũ Thị Thử", "sheet": "3", "parcel": "14",
        "holder_birth_day": "5", "holder_birth_month": "3", "holder_birth_year": "1970",
    }  # fmt: skip
    numbered = decided(*((key, "holder_id_number", "031170000011") for key in ("v", "w")))
    made = book_of(land(whole, whole | {"key": "w"}), numbered)
    assert read_again(made, tmp_path)["holder_birth_date_raw"].to_list() == ["5/3/1970"] * 2
    assert "Tháng" not in sentences(sheets(made)[1])
    parted = book_of(land(whole, whole | {"key": "w", "holder_birth_day": None}), numbered)
    assert "xin giữ tệp đó: Tháng." in sentences(sheets(parted)[1])


def test_the_list_of_changes_is_declared_to_be_no_source() -> None:
    assert is_declared_ignored(LIST_SHEET)
