"""A ward folder: what is accepted, refused or noise, how rows are named, and which folders stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning.errors import SchemaError, SourceError
from cleaning.reading import InputFile, WardSources, read_ward
from cleaning.reading.header_rows import heading_paths
from cleaning.schemas import RAW_LAND, RAW_RESIDENTS, RAW_SHEET_MAP, REJECTED

SALT = "a salt of the tests"
VILLAGE = ["STT", "Họ và tên (Tên hộ)", "CCCD", "Số tờ", "Số thửa", "Diện tích"]
Form = list[list[str]]
Write = Callable[..., Path]
LandRow = Callable[..., list[str]]


def read(folder: Path) -> WardSources:
    return read_ward(folder, ward="11557", salt=SALT)


def raw(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select("row_key", pl.col("^.*_raw$"))


@pytest.fixture
def land(form_header: Form, land_row: LandRow) -> Form:
    return [
        *form_header,
        land_row(order_number="1", holder_name="Vũ Thị Thử", sheet="3", parcel="14", guid=" 7C1F-AA "),
        land_row(order_number="2", holder_name=" Vũ Văn Ví", holder_id_number="031099000022", guid="7c1f-bb"),
    ]


def test_tables_conform_and_values_stay_as_received(residents: Path, write_csv: Write, land: Form) -> None:
    ward = read(write_csv("land.csv", land))
    for frame, table in ((ward.land, RAW_LAND), (ward.residents, RAW_RESIDENTS), (ward.sheet_map, RAW_SHEET_MAP)):
        assert_frame_equal(frame, table.conform(frame))
    assert_frame_equal(ward.rejected, REJECTED.empty())
    assert ward.land["row_key"].to_list() == ["7c1f-aa", "7c1f-bb"]
    assert ward.land["guid_raw"].to_list() == [" 7C1F-AA ", "7c1f-bb"]
    assert ward.land["holder_name_raw"].to_list() == ["Vũ Thị Thử", " Vũ Văn Ví"]
    assert ward.land["source_row"].to_list() == [5, 6]
    assert ward.residents["cmnd_raw"].to_list() == ["031000011", None]


def test_csv_and_workbook_give_the_same_tables(
    residents: Path, write_csv: Write, write_xlsx: Write, land: Form
) -> None:
    from_csv = read(write_csv("land.csv", land))
    (residents / "land.csv").unlink()
    codes = [["Mã", "Trạng thái"], ["2", "Đã xác thực"]]
    from_xlsx = read(write_xlsx("land.xlsx", Sheet1=land, TrangThaiXacThucSoGiayTo=codes, CachNhap=land))
    assert_frame_equal(raw(from_csv.land), raw(from_xlsx.land))
    assert from_xlsx.land["source_sheet"].unique().to_list() == ["Sheet1"]


def test_files_and_sheets_of_a_kind_are_one_list(
    residents: Path, write_csv: Write, write_xlsx: Write, form_header: Form, land_row: LandRow
) -> None:
    rows = [land_row(holder_name=f"Vũ Thử {at}", guid=f"g{at}") for at in range(3)]
    write_csv("b.csv", [*form_header, rows[2]])
    ward = read(write_xlsx("a.xlsx", Một=[*form_header, rows[0]], Hai=[*form_header, rows[1]]))
    assert ward.land["row_key"].to_list() == ["g0", "g1", "g2"]
    assert [(one.path, one.kind, one.rows) for one in ward.inputs] == [
        ("a.xlsx", "land", 2), ("b.csv", "land", 1), ("residents.csv", "residents", 2),
    ]  # fmt: skip


def test_every_row_is_accepted_refused_or_noise(
    residents: Path, write_csv: Write, form_header: Form, land_row: LandRow
) -> None:
    noise = [land_row(), land_row(order_number="  "), land_row(holder_name="Tổng DT", area="412,5"), *form_header]
    flat = [leaf for *_, leaf in heading_paths([tuple(row) for row in form_header[:3]])]
    noise += [flat, land_row(order_number="Tổng cộng: 45 thửa, 1.234,5 m2"), land_row(holder_name="CỘNG 3 hộ")]
    kept = [
        land_row(holder_name="Cộng Đồng Thử", parcel="45"),
        land_row(holder_name="Tổng công ty Mẫu"),
        land_row(holder_name="Họ và tên chủ sử dụng/ Họ tên người đại diện tổ chức", sheet="5"),
        land_row(holder_name="Tổng DT", sheet="3"),  # an identifier beside the label: somebody's parcel
        land_row(holder_name="Số TT"),
        land_row(sheet="21", parcel="22"),  # the item numbers of their own columns
    ]
    refused = [land_row(holder_address="Thôn Mẫu, số 031 170 000 011", area="100")]
    ward = read(write_csv("land.csv", [*form_header, *noise, *kept, *refused]))
    account = ward.inputs[0]
    assert (account.rows, account.accepted, account.rejected, account.noise) == (17, 6, 1, 10)
    assert ward.land["source_row"].to_list() == [15, 16, 17, 18, 19, 20]
    [one] = ward.rejected.to_dicts()
    assert (one["source_file"], one["source_row"]) == ("land.csv", 21)
    assert one["content"] == "Thôn Mẫu, số 031•••••0 011 | 100"
    assert one["reason"].startswith("Dòng không có tên người sử dụng đất")


def test_a_row_longer_than_its_header_is_refused(residents: Path) -> None:
    lines = [",".join(VILLAGE), "1,Vũ Thử,031170000011,3,14,100", "2,Vũ Ví,031099000022,3,15,1,234,5"]
    (residents / "land.csv").write_text("\n".join(lines), encoding="utf-8")
    ward = read(residents)
    assert ward.land["parcel_raw"].to_list() == ["14"]
    assert ward.rejected["reason"].to_list() == [
        "Dòng có nhiều ô hơn hàng tiêu đề: có thể dấu phân cách nằm trong nội dung nên các ô bị lệch cột."
    ]


def test_a_row_shifted_into_empty_columns_is_refused(residents: Path) -> None:
    lines = [",".join([*VILLAGE, "Số GCN"]), *["1,Vũ Thử,031170000011,3,14,100,"] * 2]
    shifted = "2,Vũ Ví, Thôn Mẫu,031099000022,3,15,,"
    (residents / "land.csv").write_text("\n".join([*lines, shifted]), encoding="utf-8")
    ward = read(residents)
    assert ward.land["sheet_raw"].to_list() == ["3", "3"]
    assert ward.rejected["source_row"].to_list() == [4]


def test_a_delimiter_at_the_end_of_every_row_refuses_nothing(residents: Path) -> None:
    lines = [",".join(VILLAGE), "1,Vũ Thử,031170000011,3,14,100,", "2,Vũ Ví,,3,15,100,", ",Tổng cộng,,,,200"]
    (residents / "land.csv").write_text("\n".join(lines), encoding="utf-8")
    assert read(residents).rejected.is_empty()


def test_a_block_excel_made_wider_for_a_note_keeps_its_rows(residents: Path) -> None:
    rows = [f"{at},Vũ Thử,031170000011,3,{at},100" + (",," if 40 <= at < 56 else "") for at in range(80)]
    rows[45] += "đã xem"
    (residents / "land.csv").write_text("\n".join([",".join(VILLAGE), *rows]), encoding="utf-8")
    assert read(residents).rejected["source_row"].to_list() == [47]


def test_notes_beside_a_table_refuse_nothing(residents: Path, write_csv: Write) -> None:
    rows = [[*VILLAGE, "", ""], ["1", "Vũ Thử", "031170000011", "3", "14", "100", "", "đã xem"]]
    assert read(write_csv("land.csv", rows)).land.height == 1


def test_a_resident_without_name_and_number_is_refused(write_csv: Write, land: Form) -> None:
    write_csv("land.csv", land)
    rows = [["STT", "Họ và tên", "CCCD", "Dân tộc"], ["1", "", "", "Kinh"], ["2", "", "031170000011", ""]]
    ward = read(write_csv("residents.csv", rows))
    assert ward.residents["citizen_id_raw"].to_list() == ["031170000011"]
    assert ward.rejected["source_row"].to_list() == [2]


def test_a_sheet_that_goes_on_without_header_is_named(residents: Path, write_xlsx: Write) -> None:
    rows = [["1", "Vũ Thử", "031170000011", "3", "14", "100"], ["2", "Vũ Ví", "31099000022", "3", "15", "90"]]
    write_xlsx("land.xlsx", Một=[VILLAGE, rows[0]], Hai=[rows[1]])
    with pytest.raises(SourceError, match="không có hàng tiêu đề") as raised:
        read(residents)
    assert (raised.value.file, raised.value.sheet) == ("land.xlsx", "Hai")
    assert "31099000022" not in str(raised.value)
    assert read(write_xlsx("land.xlsx", Một=[VILLAGE, rows[0]], CachNhap=[rows[1]])).land.height == 1


@pytest.mark.parametrize("ward", ["99999", "1155", "01", "11557 ", "phường Thiên Hương", "11566"])
def test_unknown_wards_stop(tmp_path: Path, ward: str) -> None:
    with pytest.raises(SourceError, match="không có trong danh mục"):
        read_ward(tmp_path, ward=ward, salt=SALT)


def test_missing_lists_are_named_with_what_was_found(residents: Path) -> None:
    with pytest.raises(SourceError, match=r"không có danh sách đất đai; tìm thấy: residents.csv \(danh sách dân cư\)"):
        read(residents)


def test_no_resident_list(write_csv: Write, land: Form) -> None:
    with pytest.raises(SourceError, match="không có danh sách dân cư"):
        read(write_csv("land.csv", land))


def test_a_list_of_headers_only_stops(residents: Path, write_csv: Write, form_header: Form) -> None:
    with pytest.raises(SourceError, match=r"không có dòng dữ liệu.*land\.csv"):
        read(write_csv("land.csv", form_header))


def test_an_unknown_file_is_named_with_its_headers(residents: Path, write_csv: Write, land: Form) -> None:
    write_csv("land.csv", land)
    with pytest.raises(SourceError, match=r"'Mã'; 'Trạng thái'.*codes\.csv"):
        read(write_csv("codes.csv", [["Mã", "Trạng thái"], ["1", "Đúng"]]))


def test_sheet_renumbering_table(residents: Path, write_csv: Write, land: Form) -> None:
    header = ["tinhId", "xaId", "xaIdCu", "soHieuToBanDo", "soHieuToBanDoCu", "ghiChu", "tyLe"]
    write_csv("land.csv", land)
    ward = read(write_csv("to.csv", [header, ["31", "11557", "11566", "12", "3", "Xã Hoàng Động", "1/1000"]]))
    row = ward.sheet_map.row(0, named=True)
    assert (row["old_unit_code_raw"], row["old_sheet_raw"], row["new_sheet_raw"]) == ("11566", "3", "12")
    assert (row["old_unit_name_raw"], row["scale_raw"], row["new_unit_code_raw"]) == (
        "Xã Hoàng Động",
        "1/1000",
        "11557",
    )


def test_an_account_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(SchemaError):
        InputFile("land.csv", "land", "0" * 64, rows=3, accepted=1, rejected=1, noise=0)
