"""Where the header is, and which list it names."""

from __future__ import annotations

import re

import polars as pl
import pytest

from cleaning.errors import SourceError
from cleaning.reading.files import Grid
from cleaning.reading.header_rows import heading_paths
from cleaning.reading.headings import heading
from cleaning.reading.unrecognised import headers_seen
from cleaning.schemas import LAND_FIELDS

VILLAGE = ["STT", "Họ và tên (Tên hộ)", "CCCD", "Ngày sinh", "Số tờ", "Số thửa", "Diện tích", "Xứ đồng", "Số GCN"]
POLICE = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số ĐDCN (CCCD)", "Quan hệ với chủ hộ"]
SHEETS = ["bangThamChieuBanDoDiaChinh2CapId", "tinhId", "xaId", "xaIdCu", "soHieuToBanDo", "soHieuToBanDoCu", "ghiChu",
          "soThuTuThua", "soThuTuThuaCu", "tyLe"]  # fmt: skip


def grid(*rows: list[str], sheet: str | None = "Sheet1") -> Grid:
    width = max(map(len, rows))
    padded = [[text or None for text in (row + [""] * width)[:width]] for row in rows]
    schema = {f"c{at}": pl.String for at in range(width)}
    return Grid("land.xlsx", sheet, pl.DataFrame(padded, schema=schema, orient="row"), None)


def test_the_form(form_header: list[list[str]]) -> None:
    found = heading(grid(*form_header, ["1", "11557"]))
    assert found is not None
    assert (found.kind, found.end) == ("land", 4)
    assert found.columns == {field: at for at, field in enumerate(LAND_FIELDS)}


def test_titles_above_and_missing_item_numbers(form_header: list[list[str]]) -> None:
    found = heading(grid(["BIỂU MẪU THU THẬP"], [""], ["", "Đơn vị: phường Mẫu"], *form_header[:3], ["1", "11557"]))
    assert found is not None
    assert (found.kind, found.end, len(found.columns)) == ("land", 6, 61)


@pytest.mark.parametrize(
    "row",
    [
        ["1", "Vũ Văn Ví", "031 099 000022", "1999", "5", "12", "100", "Đồng Mẫu", "AB 123456"],
        ["", "Vũ Văn Ví", "031099000022"],
    ],
    ids=["many cells, two figures", "citizen number"],
)
def test_data_above_the_header_is_no_silence(row: list[str]) -> None:
    mistyped = ["S", "Ho v", "Can cuoc", "Sinh", "Bản đồ", "Lô", "Rộng", "Nơi", "Sổ"]
    with pytest.raises(SourceError, match=r"Phía trên hàng tiêu đề.*dòng 2\)"):
        heading(grid(mistyped, row, VILLAGE, row))


def test_titles_with_figures_above_the_header_are_titles() -> None:
    titles = [
        ["Tờ bản đồ số", "5", "Số thửa", "12"],
        ["Tháng 10 năm 2025"],
        ["1", "2", "3", "4"],
        ["ĐT", "0225 3874 000"],
    ]
    found = heading(grid(*titles, VILLAGE, ["1"] * 9))
    assert found is not None
    assert (found.kind, found.end) == ("land", 5)


@pytest.mark.parametrize(("header", "kind"), [(VILLAGE, "land"), (POLICE, "residents"), (SHEETS, "sheet_map")])
def test_kind_is_told_by_headers(header: list[str], kind: str) -> None:
    found = heading(grid(header, ["1"] * len(header)))
    assert found is not None
    assert (found.kind, found.end) == (kind, 1)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["STT", "Mã xã", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ngày cấp", "Nơi cấp"], "residents"),
        (
            ["STT", "Họ tên", "Ngày sinh", "CCCD", "Thôn", "Dân tộc", "Ghi chú", "Tình trạng", "Số tờ", "Số thửa"],
            "land",
        ),
        (["STT", "Họ và tên", "CCCD", "Diện tích", "Xứ đồng", "Số tờ", "Số thửa"], "land"),
    ],
    ids=["register with commune and card", "land list with much about its people", "village list"],
)
def test_kind_is_what_the_list_speaks_of(header: list[str], kind: str) -> None:
    found = heading(grid(header, ["x"] * len(header)))
    assert found is not None
    assert found.kind == kind


def test_a_land_list_short_of_its_parcels_is_no_register() -> None:
    with pytest.raises(SourceError, match="Thiếu cột bắt buộc"):
        heading(grid(["STT", "Họ tên", "Ngày sinh", "CCCD", "Thôn", "Ghi chú", "Số tờ"], ["1"]))


def test_a_group_of_two_columns_whose_name_is_a_heading_too() -> None:
    found = heading(
        grid([*VILLAGE, "Loại đất 2", ""], [*[""] * len(VILLAGE), "Loại đất", "Diện tích"], ["1", "Vũ Thị Thử"])
    )
    assert found is not None
    assert (found.end, found.columns["use_2"], found.columns["use_2_area"]) == (2, 9, 10)
    assert found.columns["area"] == 6


def test_a_data_row_of_header_words_stays_data() -> None:
    found = heading(grid(POLICE, ["1", "Vũ Thị Thử", "1970", "Nữ", "031170000011", "Chủ hộ"]))
    assert found is not None
    assert found.end == 1


@pytest.mark.parametrize(
    "row",
    [["", "", "", "", "5", "12", "72", "", ""], ["1", "Vũ Thị Thử", "2", "3", "5", "12", "72", "", ""]],
    ids=["second parcel of a household", "name among small numbers"],
)
def test_a_first_row_of_small_numbers_is_not_item_numbers(row: list[str]) -> None:
    found = heading(grid(VILLAGE, row))
    assert found is not None
    assert found.end == 1


def test_item_numbers_with_gaps_and_brackets_are_header() -> None:
    found = heading(grid(VILLAGE, ["(1)", "(2)", "(4)", "(5)", "(7)", "(8)", "(9)", "", ""], ["1", "Vũ Thị Thử"]))
    assert found is not None
    assert found.end == 2


def test_headings_in_an_old_font() -> None:
    found = heading(grid(["STT", "Hä vµ tªn", "Ngµy sinh", "Giíi tÝnh", "Sè CCCD", "Tæ d©n phè"], ["1"]))
    assert found is not None
    assert found.columns == {"order_number": 0, "name": 1, "birth_date": 2, "gender": 3, "citizen_id": 4, "hamlet": 5}


def test_a_neighbours_text_never_reaches_a_vertical_header() -> None:
    rows = [("A", "Nhóm", "", "B"), ("", "x", "y", ""), ("", "x1", "", "")]
    assert heading_paths(rows) == [("A",), ("Nhóm", "x", "x1"), ("Nhóm", "y"), ("B",)]


def test_a_group_stops_where_the_group_above_it_stops() -> None:
    rows = [("G", "", "H"), ("g", "", ""), ("1", "2", "3")]
    assert heading_paths(rows) == [("G", "g", "1"), ("G", "g", "2"), ("H", "3")]


def test_unknown_and_instruction_sheets_have_no_heading(form_header: list[list[str]]) -> None:
    assert heading(grid(["Mã", "Trạng thái"], ["1", "Đã xác thực"])) is None
    assert heading(grid(*form_header, sheet="CachNhap")) is None


def test_missing_required_column_is_named() -> None:
    with pytest.raises(SourceError) as raised:
        heading(grid([text for text in VILLAGE if text != "Số thửa"], ["1"]))
    assert raised.value.header == "Số thứ tự thửa trên bản đồ địa chính"
    assert (raised.value.file, raised.value.sheet) == ("land.xlsx", "Sheet1")


def test_a_column_found_twice_names_the_candidates() -> None:
    with pytest.raises(SourceError, match="cột C 'CCCD'; cột J 'Số định danh'"):
        heading(grid([*VILLAGE, "Số định danh"], ["1"]))


def test_an_ignored_column_found_twice_is_no_error() -> None:
    found = heading(grid([*POLICE, "Dân tộc", "Dân tộc"], ["1"]))
    assert found is not None
    assert found.columns["ethnicity"] == len(POLICE)


def test_headers_seen_never_shows_data() -> None:
    assert headers_seen(grid(["Mã", "Trạng thái"], ["1", "x"])) == "'Mã'; 'Trạng thái'"
    assert headers_seen(grid(["Họ tên", "Hồ sơ cư trú", "Vũ Thử"])) == "'Họ tên'; 'Hồ sơ cư trú'; …"
    for row in (
        ["1", "Vũ Thị Thử", "031170000011"],
        ["1", "Vũ Thị Thử", "Nữ", "Thôn Mẫu"],
        ["1", "Hồ Công Minh", "Kinh"],  # words of headings, but a name
    ):
        assert not {"Thử", "Minh", "031170000011", "Mẫu"} & set(re.findall(r"\w+", headers_seen(grid(row))))


def test_a_variant_with_another_order_and_no_guid() -> None:
    """Birth date and gender before the number, shorter group names, plain headings for the current user."""
    found = heading(
        grid(
            ["Số TT", "Mã ĐVHC cấp xã", "Thông tin về chủ sử dụng", "", "", "",
             "Người sử dụng đất hiện tại", "", "Thửa đất", ""],
            ["", "", "Họ và tên chủ sử dụng", "Ngày, tháng, năm sinh", "Giới tính", "Số định danh cá nhân/CCCD",
             "Họ và tên", "CCCD", "Số hiệu tờ trên bản đồ địa chính", "Số thứ tự thửa trên bản đồ địa chính"],
            [str(at) for at in range(1, 11)],
            ["1", "11557", "Vũ Thị Thử"],
        )
    )  # fmt: skip
    assert found is not None
    assert found.end == 3
    assert list(found.columns) == [
        "order_number", "unit_code", "holder_name", "holder_birth_date", "holder_gender", "holder_id_number",
        "current_user_name", "current_user_id_number", "sheet", "parcel",
    ]  # fmt: skip


def test_column_order_does_not_matter(form_header: list[list[str]]) -> None:
    """Columns moved with their groups spelled out keep their meaning."""
    texts = heading_paths([tuple(row) for row in form_header[:3]])
    full = [[path[level] if level < len(path) - 1 else "" for path in texts] for level in range(2)] + [
        [path[-1] for path in texts]
    ]
    found = heading(grid(*[row[::-1] for row in full], ["x"] * len(texts)))
    assert found is not None
    assert found.columns == {field: len(texts) - 1 - at for at, field in enumerate(LAND_FIELDS)}
