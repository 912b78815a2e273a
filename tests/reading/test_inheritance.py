"""Village lists: what a row takes from the rows above it, and what it never takes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.reading import WardSources, read_ward
from cleaning.reading.files import Grid
from cleaning.reading.headings import heading
from cleaning.reading.rows import sort_rows

CASES = Path(__file__).parents[1] / "cases" / "inheritance.csv"
VILLAGE = ["STT", "Họ và tên (Tên hộ)", "CCCD", "Ngày sinh", "Số tờ", "Số thửa", "Diện tích", "Xứ đồng", "Số GCN"]
SHOWN = ("holder_name", "holder_id_number", "holder_birth_date", "sheet", "parcel")
Rows = list[list[str]]
Write = Callable[..., Path]


def read(folder: Path) -> WardSources:
    return read_ward(folder, ward="11557", salt="a salt of the tests")


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def cells(rows: str) -> Rows:
    split = [VILLAGE if row == "HEADING" else row.split("|") for row in rows.split(" // ")]
    assert {len(row) for row in split} == {len(VILLAGE)}
    return split


def outcome(ward: WardSources, height: int) -> str:
    """Each row of the list: name, number, birth, sheet, parcel; 'x' where it was rejected, '.' where it is noise."""
    shown = ward.land.select("source_row", *(pl.col(f"{field}_raw").fill_null("-") for field in SHOWN)).rows()
    told = {at: " ".join(values) for at, *values in shown} | dict.fromkeys(ward.rejected["source_row"], "x")
    return " // ".join(told.get(at, ".") for at in range(2, height + 2))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_cases(residents: Path, write_csv: Write, case: dict[str, str]) -> None:
    rows = cells(case["rows"])
    ward = read(write_csv("land.csv", [VILLAGE, *rows]))
    assert outcome(ward, len(rows)) == case["expected"], case["why"]


Merges = Sequence[tuple[int, int, int]]


@pytest.fixture
def write_merged(tmp_path: Path) -> Callable[..., Path]:
    """Write a sheet whose cells are merged downwards: (row below the header from 0, column, rows)."""

    def write(name: str, rows: Rows, merges: Merges, sheet_name: str = "Sheet1") -> Path:
        with xlsxwriter.Workbook(tmp_path / name) as book:
            sheet = book.add_worksheet(sheet_name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, [text or None for text in row])
            for first, column, count in merges:
                sheet.merge_range(first + 1, column, first + count, column, rows[first + 1][column])
        return tmp_path

    return write


def test_merged_cells_name_the_holder_and_whom_they_share_a_parcel_with(
    residents: Path, write_merged: Callable[..., Path]
) -> None:
    rows = cells("5|Thử|031170000011|1970|5|12|100||AB 123456 // ||||5|13|90|| // |Nụ||||||| // 9|Ví|||5|14|||")
    merges = [(0, 0, 2), (0, 1, 2), (0, 2, 3), (0, 8, 2), (1, 4, 2), (1, 5, 2)]
    ward = read(write_merged("land.xlsx", [VILLAGE, *rows], merges))
    assert outcome(ward, 4) == "Thử 031170000011 1970 5 12 // Thử 031170000011 1970 5 13 // Nụ - - 5 13 // Ví - - 5 14"
    by_row = ward.land.sort("source_row").select("certificate_serial_raw", "inherited").rows()
    assert by_row == [
        ("AB 123456", None),
        ("AB 123456", "certificate_serial|holder_birth_date|holder_id_number|holder_name"),
        (None, "parcel|sheet"),
        (None, None),
    ]


def test_a_merged_name_ends_where_its_cell_ends(residents: Path, write_merged: Callable[..., Path]) -> None:
    rows = cells("1|Thử|||5|12||| // ||||5|13||| // ||||5|14||| // 2|Ví|||5|15|||")
    ward = read(write_merged("land.xlsx", [VILLAGE, *rows], [(0, 1, 2)]))
    assert outcome(ward, 4) == "Thử - - 5 12 // Thử - - 5 13 // - - - 5 14 // Ví - - 5 15"


def test_merged_cells_of_the_form_are_taken_and_nothing_else_is(
    residents: Path, write_merged: Callable[..., Path]
) -> None:
    header = ["STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Guid"]
    rows = [
        ["1", "Thử", "031170000011", "5", "12", "g1"],
        ["", "", "", "5", "13", "g2"],
        ["2", "Ví", "", "5", "14", "g3"],
        ["", "", "", "", "15", "g4"],
        ["3", "Và", "", "5", "16", "g5"],
    ]
    ward = read(write_merged("land.xlsx", [header, *rows], [(2, 3, 2)]))
    taken = ward.land.sort("row_key").select("row_key", "holder_name_raw", "sheet_raw", "inherited").rows()
    assert taken == [
        ("g1", "Thử", "5", None), ("g2", None, "5", None), ("g3", "Ví", "5", None), ("g4", None, "5", "sheet"),
        ("g5", "Và", "5", None),
    ]  # fmt: skip


def test_a_row_without_anything_of_its_own_takes_nothing_of_merged_cells(
    residents: Path, write_merged: Callable[..., Path]
) -> None:
    rows = cells("1|Thử|||5|12||| // |||||||Đồng Cửa| // 2|Ví|||5|14|||")
    ward = read(write_merged("land.xlsx", [VILLAGE, *rows], [(0, 1, 2), (0, 4, 2), (0, 5, 2)]))
    assert outcome(ward, 3) == "Thử - - 5 12 // x // Ví - - 5 14"


def test_merged_error_is_nobodys_value(residents: Path, write_merged: Callable[..., Path]) -> None:
    rows = cells("1|#REF!|||5|12||| // ||||5|13||| // 2|Ví|||5|14|||")
    ward = read(write_merged("land.xlsx", [VILLAGE, *rows], [(0, 1, 2)]))
    assert outcome(ward, 3) == "#REF! - - 5 12 // - - - 5 13 // Ví - - 5 14"


def test_residents_share_what_a_household_has_in_common(write_csv: Write, write_merged: Callable[..., Path]) -> None:
    header = ["STT", "Họ và tên", "CCCD", "Ngày sinh", "Họ tên chủ hộ", "Nơi thường trú", "Tổ dân phố"]
    rows = [
        ["1", "Thử", "031170000011", "1970", "Thử", "Số 3 ngõ Mẫu", "TDP 1"],
        ["2", "Nụ", "", "", "", "", ""],
        ["3", "", "", "", "", "", ""],
        ["4", "Ví", "031099000022", "1999", "", "", ""],
    ]
    write_csv("land.csv", [VILLAGE, *cells("1|Thử|||5|12|||")])
    ward = read(write_merged("residents.xlsx", [header, *rows], [(0, at, 3) for at in range(1, 7) if at != 1]))
    fields = ("name", "citizen_id", "birth_date", "head_name", "residence", "hamlet")
    told = ward.residents.sort("source_row").select(*(f"{field}_raw" for field in fields), "inherited").rows()
    assert told[1] == ("Nụ", None, None, "Thử", "Số 3 ngõ Mẫu", "TDP 1", "hamlet|head_name|residence")
    assert [row[0] for row in told] == ["Thử", "Nụ", "Ví"]
    assert ward.rejected["source_row"].to_list() == [4]


def test_ditto_marks_of_residents_repeat_what_households_have_in_common_and_nothing_else(write_csv: Write) -> None:
    header = ["STT", "Họ và tên", "CCCD", "Ngày sinh", "Dân tộc", "Nơi thường trú", "Tổ dân phố"]
    rows = [
        ["1", "Thử", "031170000011", "1970", "Kinh", "Số 3 ngõ Mẫu", "TDP 1"],
        ["2", "nt", "nt", "nt", "nt", '"', "-nt-"],
        *([str(at), "Na", "", "", "Kinh", "Số 5", "TDP 2"] for at in range(3, 12)),
        ["13", "Ví", "031099000022", "1999", "nt", "nt", "nt"],
    ]
    write_csv("land.csv", [VILLAGE, *cells("1|Thử|||5|12|||")])
    told = read(write_csv("residents.csv", [header, *rows])).residents.sort("source_row")
    fields = ("name", "citizen_id", "birth_date", "ethnicity", "residence", "hamlet")
    assert told.select(*(f"{field}_raw" for field in fields), "inherited")[[1, -1]].rows() == [
        ("nt", "nt", "nt", "Kinh", "Số 3 ngõ Mẫu", "TDP 1", "ethnicity|hamlet|residence"),
        ("Ví", "031099000022", "1999", "nt", "nt", "nt", None),
    ]


def test_keys_and_what_is_inherited_stay_when_households_stand_in_another_order(
    residents: Path, write_csv: Write
) -> None:
    one = ["{}|Thử|031170000011||5|12|||", "||||5|13|||"]
    two = ["{}|Ví|||5|14|||", "||||5|15|||", "|Tổng DT|||||100||"]
    tables = [
        read(write_csv("land.csv", [VILLAGE, *cells(" // ".join([*map(str, order)]))])).land
        for order in (
            [*(row.format(1) for row in one), *(row.format(2) for row in two)],
            [*(row.format(1) for row in two), *(row.format(2) for row in one)],
        )
    ]
    shown = [
        sorted(table.select("row_key", "holder_name_raw", "parcel_raw", "inherited").rows(), key=str)
        for table in tables
    ]
    assert shown[0] == shown[1]
    assert [row[3] for row in shown[0]].count(None) == 2


def test_two_files_are_two_lists(residents: Path, write_csv: Write) -> None:
    write_csv("a.csv", [VILLAGE, *cells("1|Thử|||5|12||| // ||||5|13||| // 2|Ví|||5|14|||")])
    ward = read(write_csv("b.csv", [VILLAGE, *cells("||||5|16||| // 1|Và|||5|15|||")]))
    assert ward.land.filter(parcel_raw="16")["holder_name_raw"].to_list() == [None]


FEW = settings(max_examples=20)


@st.composite
def village_lists(draw: st.DrawFn) -> Rows:
    """Households of one to three parcels scattered over the map; the field's name tells whose each of them is."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=11, max_size=15))
    places = iter(draw(st.permutations(range(10, 10 + sum(sizes)))))
    rows: Rows = []
    for at, size in enumerate(sizes, start=1):
        own = [["", "", "", "", "5", str(next(places)), "", f"Đồng {at}", ""] for _ in range(size)]
        own[0][:3] = [str(at), f"Vũ Thử {at}", str(31170000000 + at)]
        rows += own
    return rows


def told(rows: Rows) -> pl.DataFrame:
    """The rows of a village list below its header, and whether each goes by the name of its own holder."""
    cells = pl.DataFrame([VILLAGE, *rows], schema=[f"c{at}" for at in range(len(VILLAGE))], orient="row")
    grid = Grid("land.csv", None, cells.select(pl.when(pl.all() != "").then(pl.all())), None)
    found = heading(grid)
    assert found is not None
    name = pl.col("parcel_address_raw").str.replace("Đồng", "Vũ Thử")
    return sort_rows(grid, found).accepted.with_columns(is_own=name == pl.col("holder_name_raw"))


@FEW
@given(rows=village_lists())
def test_every_further_parcel_finds_its_holder(rows: Rows) -> None:
    elsewhere = [[*row[:4], row[4] if row[0] else str(6 + at % 2), *row[5:]] for at, row in enumerate(rows)]
    assert told(elsewhere)["is_own"].to_list() == [True] * len(rows)


@FEW
@given(rows=village_lists(), lost=st.sets(st.integers(0, 40), max_size=8))
def test_rows_that_went_missing_give_nobody_anothers_parcel(rows: Rows, lost: set[int]) -> None:
    last = max(at for at, row in enumerate(rows) if row[0])
    kept = [row for at, row in enumerate(rows) if at >= last or at not in lost]
    assert told(kept)["is_own"].drop_nulls().all()


@FEW
@given(rows=village_lists(), columns=st.lists(st.sampled_from([0, 1, 2, 5]), min_size=1, max_size=2))
def test_a_list_sorted_by_any_column_gives_nobody_anothers_parcel(rows: Rows, columns: list[int]) -> None:
    for column in columns:
        rows.sort(key=lambda row: (not row[column], row[column].zfill(9)))  # blank cells last, as Excel does
    assert told(rows)["is_own"].drop_nulls().all()
