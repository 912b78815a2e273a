"""The campaign form in every shape it is known to come in: the same fields, and data from the right row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import polars as pl
import pytest

from cleaning.reading.files import Grid
from cleaning.reading.header_rows import heading_paths
from cleaning.reading.headings import Heading, heading
from cleaning.schemas import LAND_FIELDS

Path = tuple[str, ...]
# Field → what a row of the form holds, the first one a row that could be taken for item numbers.
VALUES = {
    "order_number": "1",
    "unit_code": "11557",
    "holder_name": "Vũ Thị Thử",
    "sheet": "5",
    "parcel": "12",
    "area": "72",
}
TITLES = (
    ["ỦY BAN NHÂN DÂN", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHƯỜNG MẪU", "", "", "Độc lập - Tự do - Hạnh phúc"],
    ["", "", "", "Phường Mẫu, ngày 15 tháng 9 năm 2025"],
    ["DANH SÁCH THỬA ĐẤT CỦA CHỦ SỬ DỤNG", "", "Thôn: Mẫu 1", "Tổ: 3"],
)
# Order of the fields in PL3 (Phú Thọ): birth date and gender before the number.
PL3_ORDER = (
    *LAND_FIELDS[:8], "holder_birth_date", "holder_gender", "holder_id_number", *LAND_FIELDS[11:]
)  # fmt: skip


def grid(rows: Iterable[Sequence[str]]) -> Grid:
    rows = [list(row) for row in rows]
    width = max(map(len, rows))
    cells = [[cell or None for cell in (*row, *[""] * (width - len(row)))] for row in rows]
    return Grid(
        "land.xlsx",
        "Sheet1",
        pl.DataFrame(cells, schema={f"c{at}": pl.String for at in range(width)}, orient="row"),
        None,
    )


def merged(paths: Sequence[Path], *, levels: int) -> list[list[str]]:
    """Header rows of the paths as merged cells come: each text once, at the left and top of its block."""
    rows = [[""] * len(paths) for _ in range(levels)]
    for level in range(levels):
        at = 0
        for path, block in groupby(paths, key=lambda one: one[: level + 1]):
            if len(path) == level + 1:
                rows[level][at] = path[level]
            at += len(list(block))
    return rows


def data(fields: Sequence[str]) -> list[str]:
    return [VALUES.get(field, "") for field in fields]


@pytest.fixture
def form(form_header: list[list[str]]) -> dict[str, Path]:
    """Field → its header texts in the campaign form, groups first."""
    return dict(zip(LAND_FIELDS, heading_paths([tuple(row) for row in form_header[:3]]), strict=True))


def read(rows: Iterable[Sequence[str]]) -> Heading:
    found = heading(grid(rows))
    assert found is not None
    return found


def numbers(fields: Sequence[str], *, style: str = "{}", without: Sequence[str] = ("order_number",)) -> list[str]:
    """Item numbers 1, 2 … below the fields but those `without`."""
    rising = iter(range(1, len(fields) + 1))
    return ["" if field in without else style.format(next(rising)) for field in fields]


def pl3_numbers() -> list[str]:
    """1-49 with 21 and 22 missing; none below the current user's name and number nor right of column AY."""
    rising = iter([number for number in range(1, 50) if number not in {21, 22}])
    bare = ("order_number", "current_user_name", "current_user_id_number", *LAND_FIELDS[51:])
    return ["" if field in bare else str(next(rising, "")) for field in PL3_ORDER]


def test_pl3(form: dict[str, Path]) -> None:
    found = read([*merged([form[field] for field in PL3_ORDER], levels=3), pl3_numbers(), data(PL3_ORDER)])
    assert found.columns == {field: at for at, field in enumerate(PL3_ORDER)}
    assert (found.end, found.unknown) == (4, {})


def test_pl3_01(form: dict[str, Path]) -> None:
    """38 columns, numbers from the first column on, six rows before the data."""
    fields = [field for field in PL3_ORDER if not field.startswith(("use_2", "use_3", "asset_", "paper_"))][:38]
    header = merged([("Biểu thu thập thông tin", *form[field]) for field in fields], levels=4)
    rows = [["Phụ lục 3.1", *[""] * 37], *header, numbers(fields, style="({})", without=()), data(fields)]
    found = read(rows)
    assert found.columns == {field: at for at, field in enumerate(fields)}
    assert (found.end, found.unknown) == (6, {})


def test_tanan_has_no_coordinates(form: dict[str, Path]) -> None:
    fields = [field for field in LAND_FIELDS if field not in {"coordinates", "has_scan"}]
    found = read([*merged([form[field] for field in fields], levels=3), numbers(fields), data(fields)])
    assert found.columns == {field: at for at, field in enumerate(fields)}
    assert found.columns["guid"] == len(fields) - 1


@pytest.mark.parametrize("blank", [0, 1, 2])
@pytest.mark.parametrize("above", range(1, 5))
def test_titles_above_are_no_header(form: dict[str, Path], above: int, blank: int) -> None:
    header = merged(list(form.values()), levels=3)
    found = read([*TITLES[-above:], *[[""]] * blank, *header, numbers(LAND_FIELDS), data(LAND_FIELDS)])
    assert found.columns == {field: at for at, field in enumerate(LAND_FIELDS)}
    assert found.end == above + blank + 4
    assert [list(row) for row in found.rows[:3]] == header


@pytest.mark.parametrize("levels", range(1, 7))
@pytest.mark.parametrize("has_items", [True, False])
def test_one_to_six_header_rows(levels: int, has_items: bool) -> None:
    """Groups above groups: the parcel's columns stand under `levels - 1` of them."""
    groups = tuple(f"Quy hoạch {level}" for level in range(levels - 1))
    fields = ("order_number", "holder_name", "holder_id_number", "sheet", "parcel", "area")
    headers = ("STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Diện tích")
    paths = [(*(groups if at > 2 else ()), header) for at, header in enumerate(headers)]
    items = [numbers(fields, without=())] if has_items else []
    found = read([*merged(paths, levels=levels), *items, data(fields)])
    assert found.columns == {field: at for at, field in enumerate(fields)}
    assert found.end == levels + len(items)


@pytest.mark.parametrize(
    "items",
    [
        ["1", "2", "3", "4", "5", "6"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]"],
        ["A", "B", "1", "2", "3", "4"],
        ["A", "B", "C", "1", "2", "3"],
        ["I", "II", "III", "IV", "V", "VI"],
        ["-1", "-2", "-3", "-4", "-5", "-6"],
        ["1.", "2.", "3.", "4.", "5.", "6."],
        ["", "1", "", "3", "4", "7"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)=(4)+(5)"],
        ["1", "2", "6", "4", "5", "3"],
        ["6", "5", "4", "3", "2", "1"],
        ["1", "7", "8", "21", "22", "24"],
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("blank", [0, 1])
def test_item_rows_are_header(items: list[str], blank: int) -> None:
    rows = [["STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Diện tích"], *[[""]] * blank, items]
    assert read([*rows, ["1", "Vũ Thị Thử", "", "5", "12", "72"]]).end == 2 + blank


@pytest.mark.parametrize(
    "row",
    [
        ["1", "Vũ Thị Thử", "2", "3", "5", "12"],
        ["", "", "", "5", "12", "72"],
        ["1", "", "", "5", "12", "72"],
        ["1", "1", "1", "5", "12", "72"],
        ["1", "A", "031170000011", "Thôn Mẫu", "đất ở", "x"],
        ["Vũ Thị Thử", "1", "", "5", "12", "72"],
    ],
    ids=[
        "name among small numbers",
        "second parcel",
        "household without a name",
        "numbers twice",
        "a letter for a name",
        "name in another column",
    ],
)
def test_data_rows_are_no_item_rows(row: list[str]) -> None:
    assert read([["STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Diện tích"], row]).end == 1


@pytest.mark.parametrize("blank", [0, 1, 3])
def test_blank_rows_before_the_data_are_no_header(blank: int) -> None:
    header = ["STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Diện tích"]
    assert read([header, *[[""]] * blank, ["1", "Vũ Thị Thử", "", "5", "12", "72"]]).end == 1


def test_a_row_of_units_is_header() -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Số tờ", "Số thửa", "Diện tích"]
    units = ["", "(chữ in hoa)", "(dd/mm/yyyy)", "", "", "(m2)"]
    found = read([header, units, ["1", "2", "3", "4", "5", "6"], ["1", "Vũ Thị Thử", "", "5", "12", "72"]])
    assert found.end == 3
    assert found.columns["area"] == 5


def test_headers_broken_over_rows_and_numbered_ones() -> None:
    rows = [
        ["1. STT", "2. Họ và tên (chữ in hoa)", "3. Ngày sinh (dd/mm/yyyy)", "Số hiệu tờ", "(5) Số thửa", "Diện tích"],
        ["", "", "", "trên bản đồ địa chính", "", "(m2)"],
    ]
    found = read([*rows, ["1", "Vũ Thị Thử", "1970", "5", "12", "72"]])
    assert found.end == 2
    assert list(found.columns) == ["order_number", "holder_name", "holder_birth_date", "sheet", "parcel", "area"]


def test_extra_columns_are_kept_under_their_names(form: dict[str, Path]) -> None:
    """Anywhere in the form, grouped or not, twice the same, or without any header."""
    paths = [*form.values()]
    paths[20:20] = [("Thông tin thửa đất", "Màu sổ")]
    paths += [("Khác", "Người nhập"), ("Khác", "Màu"), ("Màu sổ",), ("Nguồn",), ("Màu sổ",), ()]
    header = merged(paths, levels=3)
    row = ["x"] * len(paths)
    found = read([*header, row])
    assert found.unknown == {
        "Thông tin thửa đất / Màu sổ": 20,
        "Khác / Người nhập": 62,
        "Khác / Màu": 63,
        "Màu sổ": 64,
        "Nguồn": 65,
        "Màu sổ (2)": 66,
        "Cột BP": 67,
    }
    assert set(found.columns) == set(LAND_FIELDS)
    assert not set(found.columns.values()) & set(found.unknown.values())


def test_groups_nobody_knows_are_header_all_the_same() -> None:
    rows = [
        ["STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Quy hoạch", ""],
        ["", "", "", "", "", "Kỳ trước", "Kỳ sau"],
    ]
    found = read([*rows, ["1", "Vũ Thị Thử", "", "5", "12", "a", "b"]])
    assert found.end == 2
    assert found.unknown == {"Quy hoạch / Kỳ trước": 5, "Quy hoạch / Kỳ sau": 6}


def test_a_first_row_that_fills_unknown_columns_alone_stays_data() -> None:
    header = ["STT", "Họ và tên", "CCCD", "Số tờ", "Số thửa", "Quy hoạch"]
    assert read([header, ["", "", "", "", "", "x"]]).end == 1


def test_column_order_is_free(form: dict[str, Path]) -> None:
    """Reversed, with the groups merged anew."""
    fields = LAND_FIELDS[::-1]
    found = read([*merged([form[field] for field in fields], levels=3), numbers(fields, without=()), data(fields)])
    assert found.columns == {field: at for at, field in enumerate(fields)}
    assert found.end == 4


@pytest.mark.parametrize("missing", [field for field in LAND_FIELDS if field not in {"holder_name", "sheet", "parcel"}])
def test_every_optional_column_may_be_missing(form: dict[str, Path], missing: str) -> None:
    fields = [field for field in LAND_FIELDS if field != missing]
    found = read([*merged([form[field] for field in fields], levels=3), numbers(fields), data(fields)])
    assert found.columns == {field: at for at, field in enumerate(fields)}
    assert found.end == 4
