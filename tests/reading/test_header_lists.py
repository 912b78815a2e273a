"""Lists that are not the campaign form: exports of land systems, registers, village lists, resident lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import polars as pl
import pytest

from cleaning.errors import SourceError
from cleaning.reading.files import Grid
from cleaning.reading.headings import Heading, heading
from cleaning.reading.unrecognised import shown_headers

# Header of a VBDLIS export → field; null: kept among the unknown columns.
FLAT = {
    "hoTen": "holder_name",
    "ngaySinh": "holder_birth_date",
    "namSinh": "holder_birth_year",
    "namMat": "holder_death_year",
    "gioiTinh": "holder_gender",
    "maDinhDanhCaNhan": "holder_id_number",
    "soGiayTo": "paper_1",
    "loaiGiayToTuyThan": "paper_1_kind",
    "trangThaiXacThuc": "paper_1_state",
    "diaChi": "holder_address",
    "xaId": "unit_code",
    "soHieuToBanDo": "sheet",
    "soThuTuThua": "parcel",
    "soHieuToBanDoCu": "certificate_sheet",
    "soThuTuThuaCu": "certificate_parcel",
    "dienTich": "area",
    "dienTichPhapLy": None,
    "loaiMucDichSuDung": "use_1",
    "hinhThucSuDung": "use_1_form",
    "soPhatHanh": "certificate_serial",
    "soVaoSo": "register_number",
    "ngayVaoSo": "certificate_date",
    "tenToChuc": "organisation_name",
    "maDoanhNghiep": "organisation_id",
    "maSoThue": None,
    "maThuaDat": "parcel_geohash",
    "thuaDatId": None,
}
PATHS = {
    "CaNhan.maSoDinhDanh": "holder_id_number",
    "CaNhan.hoTen": "holder_name",
    "CaNhan.namSinh": "holder_birth_date",
    "CaNhan.xaId": "",
    "CaNhan.diaChi": "holder_address",
    "CaNhan.ListGiayToTuyThan.0.soGiayTo": "paper_1",
    "CaNhan.ListGiayToTuyThan.0.ngayCap": "",
    "CaNhan.ListGiayToTuyThan.1.soGiayTo": None,
    "ThuaDat.xaId": "unit_code",
    "ThuaDat.soHieuToBanDo": "sheet",
    "ThuaDat.soThuTuThua": "parcel",
    "ThuaDat.dienTich": "area",
    "ThuaDat.diaChi": "parcel_address",
    "ThuaDat.ListMucDichSuDung[0].loaiMucDichSuDungId": "use_1",
    "ThuaDat.ListMucDichSuDung[0].dienTich": "use_1_area",
    "GiayChungNhan.soPhatHanh": "certificate_serial",
    "GiayChungNhan.ngayVaoSo": "certificate_date",
    "GiayChungNhan.xaId": None,
    "ToChuc.tenToChuc": "organisation_name",
    "ToChuc.maSoThue": "organisation_id",
    "ToChuc.diaChi": None,
    "VoChong.Vo.hoTen": None,
}
POLICE = {
    "STT": "order_number",
    "Họ, chữ đệm và tên khai sinh": "name",
    "Ngày, tháng, năm sinh": "birth_date",
    "Giới tính": "gender",
    "Số ĐDCN": "citizen_id",
    "Số CMND 9 số": "cmnd",
    "Dân tộc": "ethnicity",
    "Tôn giáo": "religion",
    "Quê quán": "native_place",
    "Nơi thường trú": "residence",
    "Nơi tạm trú/Nơi ở hiện tại": "temporary_residence",
    "Họ tên chủ hộ": "head_name",
    "Quan hệ với chủ hộ": "relation",
    "Số hồ sơ cư trú": "household_number",
    "Trạng thái (đang sống/đã chết/đã đi/mất tích)": "status",
    "Ngày mất": "death_date",
    "Ngày chuyển đi": "departure_date",
    "Nơi chuyển đến": None,
    "Đã xóa ĐKTT": "departure",
    "Tổ dân phố": "hamlet",
    "Số điện thoại": None,
    "Ghi chú": "note",
}
VILLAGE = {
    "STT": "order_number",
    "Họ và tên (Tên hộ)": "holder_name",
    "CCCD": "holder_id_number",
    "Ngày sinh": "holder_birth_date",
    "Số tờ": "sheet",
    "Số thửa": "parcel",
    "Diện tích": "area",
    "Xứ đồng": "parcel_address",
    "Số GCN": "certificate_serial",
}
VILIS = {
    "STT": "order_number",
    "Tên chủ": "holder_name",
    "Năm sinh": "holder_birth_date",
    "Số CMT": "holder_id_number",
    "Địa chỉ chủ": "holder_address",
    "Số tờ": "sheet",
    "Số thửa": "parcel",
    "Diện tích": "area",
    "MĐSD": "use_1",
    "Số phát hành": "certificate_serial",
    "Số vào sổ": "register_number",
    "Ngày cấp": "certificate_date",
}
BOTH_NUMBERS = {
    "Họ và tên": "holder_name",
    "CCCD": "holder_id_number",
    "Ngày cấp": "",
    "CMND": "paper_1",
    "Ngày sinh": "holder_birth_date",
    "Năm sinh": "holder_birth_year",
    "Số tờ": "sheet",
    "Số tờ cũ": "certificate_sheet",
    "Số thửa": "parcel",
    "Thửa cũ": "certificate_parcel",
    "Vị trí thửa đất": None,
    "Địa chỉ thửa đất": "parcel_address",
}
SHORT = ("STT", "Họ và tên", "Số CCCD", "Số tờ", "Số thửa", "Diện tích", "Ghi chú")
RESIDENTS_IN_OTHER_WORDS = {
    "Số TT": "order_number",
    "Họ và tên công dân": "name",
    "Ngày sinh": "birth_date",
    "Năm sinh": "birth_year",
    "Số định danh": "citizen_id",
    "HKTT": "residence",
    "Địa chỉ": None,
    "Thôn": None,
    "TDP": "hamlet",
    "Ngày chết": "death_date",
    "Năm chết": "death_year",
}


def grid(*rows: Sequence[str]) -> Grid:
    width = max(map(len, rows))
    cells = [[cell or None for cell in (*row, *[""] * (width - len(row)))] for row in rows]
    schema = {f"c{at}": pl.String for at in range(width)}
    return Grid("list.csv", None, pl.DataFrame(cells, schema=schema, orient="row"), None)


def read(*rows: Sequence[str]) -> Heading:
    found = heading(grid(*rows))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("land", FLAT),
        ("land", {header.lower(): field for header, field in FLAT.items()}),
        ("land", {header.upper(): field for header, field in FLAT.items()}),
        ("land", PATHS),
        ("land", VILLAGE),
        ("land", {header.upper(): field for header, field in VILLAGE.items()}),
        ("land", VILIS),
        ("land", BOTH_NUMBERS),
        ("residents", POLICE),
        ("residents", {header: field for header, field in POLICE.items() if field not in {"cmnd", "death_date"}}),
        ("residents", RESIDENTS_IN_OTHER_WORDS),
    ],
    ids=["flat export", "in lower case", "in capitals", "paths", "village", "in capitals", "ViLIS", "two of a kind",
         "police", "police, less", "police, other words"],
)  # fmt: skip
def test_every_column_means(kind: str, headers: dict[str, str | None]) -> None:
    found = read(list(headers), [f"x{at}" for at in range(len(headers))])
    assert (found.kind, found.end) == (kind, 1)
    assert found.columns == {field: at for at, field in enumerate(headers.values()) if field}
    assert found.unknown == {header: at for at, (header, field) in enumerate(headers.items()) if field is None}


@pytest.mark.parametrize("header", ["ho_ten,so_giay_to,so_to,so_thua", "hoTen,soGiayTo,soHieuToBanDo,soThuTuThua"])
def test_the_only_number_is_the_holders(header: str) -> None:
    names = ["holder_name", "holder_id_number", "sheet", "parcel"]
    assert list(read(header.split(","), list("abcd")).columns) == names


def test_the_parcel_register_has_no_numbers_of_people() -> None:
    found = read(
        ["Tờ bản đồ số", "Thửa đất số", "Tên người sử dụng, quản lý đất", "Đối tượng sử dụng, quản lý đất",
         "Diện tích (m²)", "Loại đất", "", "Ghi chú"],
        ["", "", "", "", "", "Hiện trạng", "Theo giấy tờ pháp lý về QSDĐ", ""],
        ["1", "2", "3", "4", "5", "6", "7", "8"],
        ["5", "12", "Vũ Thị Thử", "GDC", "72", "ODT", "ONT", ""],
    )  # fmt: skip
    assert list(found.columns) == ["sheet", "parcel", "holder_name", "holder_kind", "area", "use_1"]
    assert (found.end, found.columns["use_1"]) == (3, 6)
    assert found.unknown == {"Loại đất / Hiện trạng": 5, "Ghi chú": 7}


def test_numbers_under_a_heading_nobody_knows_stop_a_list_without_numbers() -> None:
    header = ["STT", "Họ và tên", "Mã công dân", "Số tờ", "Số thửa"]
    with pytest.raises(SourceError, match="của ai: cột C"):
        read(header, ["1", "Vũ Thị Thử", "031170000011", "5", "12"])
    assert list(read(header, ["1", "Vũ Thị Thử", "ABC", "5", "12"]).unknown) == ["Mã công dân"]


def test_a_number_right_of_another_persons_name_is_not_the_holders_second() -> None:
    header = ["STT", "Họ và tên", "CCCD", "Người được ủy nhiệm", "CMND", "Số tờ", "Số thửa"]
    with pytest.raises(SourceError, match="cột C 'CCCD'; cột E 'CMND'"):
        read(header, ["1"])


@pytest.mark.parametrize(
    "headers",
    [
        ["STT", "Hä vµ tªn", "Sè CCCD", "Sè tê", "Sè thöa", "DiÖn tÝch", "Ghi chó"],
        ["STT", "Hoï vaø teân", "Soá CCCD", "Soá tôø", "Soá thöûa", "Dieän tích", "Ghi chuù"],
        [text.encode().decode("latin-1") for text in SHORT],
        [unicodedata.normalize("NFD", text) for text in SHORT],
        ["STT", "Ho va ten", "So CCCD", "So to", "So thua", "Dien tich", "Ghi chu"],
    ],
    ids=["TCVN3", "VNI", "decoded twice", "NFD", "without accents"],
)  # fmt: skip
def test_headings_in_every_encoding(headers: list[str]) -> None:
    found = read(headers, ["1", "Vũ Thị Thử", "031170000011", "5", "12", "72", "x"])
    assert list(found.columns) == ["order_number", "holder_name", "holder_id_number", "sheet", "parcel", "area"]
    assert found.rows == (tuple(headers),)
    [(name, at)] = found.unknown.items()
    assert (unicodedata.normalize("NFC", name) in {"Ghi chú", "Ghi chu"}, at) == (True, 6)


@pytest.mark.parametrize(
    ("header", "row", "end"),
    [
        (["Xã cũ", "Tờ cũ", "Tỷ lệ", "Tờ mới"], ["xã Mẫu", "1", "1/500", "2"], 1),
        (["Xã cũ", "Tờ cũ", "Tỷ lệ", "Tờ mới"], ["1", "2", "3", "4"], 2),
        (["Tờ cũ", "Tờ mới"], ["1", "2"], 1),
        (["Tờ cũ", "Tờ mới"], ["(1)", "(2)"], 2),
    ],
    ids=["data", "item numbers", "sheet 1 becomes sheet 2", "bracketed item numbers"],
)
def test_renumbering_of_sheets_is_never_taken_for_item_numbers(header: list[str], row: list[str], end: int) -> None:
    found = read(header, row, ["x"] * len(row))
    assert (found.kind, found.end) == ("sheet_map", end)


def test_a_land_list_without_parcels_is_no_renumbering() -> None:
    with pytest.raises(SourceError, match="Thiếu cột bắt buộc"):
        read(["STT", "Họ và tên", "CCCD", "Số tờ", "Số tờ cũ", "Diện tích"], ["1"])


def test_unknown_headers_that_may_be_somebodys_data_are_shown_by_their_letter() -> None:
    unknown = {"Số điện thoại": 2, "thuaDatId": 3, "Vũ Thị Thử": 4, "031170000011": 27, "Hộ bà Nguyễn Thị Mẫu": 28}
    shown = ["cột C 'Số điện thoại'", "cột D 'thuaDatId'", "cột E", "cột AB", "cột AC"]
    assert shown_headers(unknown) == shown


def test_a_long_header_is_cut() -> None:
    found = read([*VILLAGE, "y" * 5000, "y" * 5000], ["x"] * (len(VILLAGE) + 2))
    assert [len(name) for name in found.unknown] == [100, 104]


@pytest.mark.parametrize(
    ("rows", "fields", "end"),
    [
        # a year of birth, or a tick, under the men's or the women's column
        (
            [["STT", "Họ và tên", "Năm sinh", "", "Số CCCD", "Nơi thường trú"], ["", "", "Nam", "Nữ", "", ""]],
            {"name": 1, "man": 2, "woman": 3, "citizen_id": 4},
            2,
        ),
        (
            [["STT", "Họ đệm", "Tên", "Ngày sinh", "Giới tính", "", "Số CCCD"], ["", "", "", "", "Nam", "Nữ", ""]],
            {"family_name": 1, "name": 2, "birth_date": 3, "man": 4, "woman": 5, "citizen_id": 6},
            2,
        ),
        (
            [["STT", "Họ tên chủ sử dụng", "Năm sinh", "", "CCCD", "Tờ", "Thửa"], ["", "", "Nam", "Nữ", "", "", ""]],
            {"holder_name": 1, "holder_man": 2, "holder_woman": 3, "holder_id_number": 4},
            2,
        ),
        # 'Năm' is the year, not the men's column; beside a whole name 'Tên' says it again
        (
            [["STT", "Họ và tên", "Tên", "Ngày sinh", "", "", "Số CCCD"], ["", "", "", "Ngày", "Tháng", "Năm", ""]],
            {"name": 1, "birth_day": 3, "birth_month": 4, "birth_year": 5, "citizen_id": 6},
            2,
        ),
        (
            [
                ["STT", "Họ tên chủ sử dụng", "NGÀY SINH", "", "", "CCCD", "Tờ", "Thửa"],
                ["", "", "NGÀY", "THÁNG", "NĂM", "", "", ""],
            ],
            {"holder_name": 1, "holder_birth_day": 2, "holder_birth_month": 3, "holder_birth_year": 4},
            2,
        ),
    ],
)
def test_facts_spread_over_two_columns(rows: list[list[str]], fields: dict[str, int], end: int) -> None:
    data = [["1", "Vũ Thị Thử", *[""] * (len(rows[0]) - 2)], ["2", "Lê Văn Thử", *[""] * (len(rows[0]) - 2)]]
    found = read(*rows, *data)
    assert fields.items() <= found.columns.items()
    assert {"man", "woman", "holder_man", "holder_woman"} & set(found.columns) <= set(fields)
    assert found.end == end


@pytest.mark.parametrize(
    ("names", "second", "expected"),
    [
        (["Nguyễn Văn", "Trần Thị", "Lê"], ["An", "Bình", "Cúc"], (2, 1)),
        (["Nguyễn V¨n", "TrÇn ThÞ", "Lª"], ["An", "B×nh", "T\u00adêng"], (2, 1)),
        (["Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Cúc"], ["Con", "Vợ", "Chủ"], (1, None)),
        (["Nguyễn An", "Trần Bình", "Lê Cúc"], ["Nam", "Nữ", "Nữ"], (1, None)),
        (["Nguyễn An", "Trần Bình", "Lê Cúc"] * 5, ["Chủ", "Vợ", "Con"] * 5, (1, None)),
        (["Nguyễn Văn", "Trần Thị", "Lê"], ["x", "x", "x"], (1, None)),
        (["Nguyễn Văn", "Trần Thị", "Lê"], ["12", "13", "14"], (1, None)),
        (["Nguyễn Văn", "Trần Thị", "Lê"], ["An", "Hải Phòng", "Đã mất"], (1, None)),
    ],
)
def test_a_name_over_two_columns_is_told_by_what_both_hold(
    names: list[str], second: list[str], expected: tuple[int, int | None]
) -> None:
    header = ["STT", "Họ và tên", "", "Số CCCD", "Số tờ", "Số thửa"]
    rows = [[str(at), *pair, "", "5", str(at)] for at, pair in enumerate(zip(names, second, strict=True), 1)]
    found = read(header, *rows)
    assert (found.columns["holder_name"], found.columns.get("holder_family_name")) == expected
    assert ("Cột C" in found.unknown) == (expected == (1, None))
