"""The lists: headings of the contract, order, what each cell says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

HEADINGS = {
    "doi-khop.csv": "guid,row_key,verdict,resident_id,probability,reason,found_by,model,"
    "runner_up_id,runner_up_probability",
    "sai-lech.csv": "Mã sai lệch,Loại,Mức độ,Người xử lý,Guid,Tờ,Thửa,Số phát hành,Họ tên (đất đai),Nội dung,"
    "Giá trị đất đai,Giá trị dân cư,Đề xuất,Độ tin cậy,Từ ngày,Trạng thái,"
    "Quyết định,Mã câu hỏi,Giá trị đúng,Người quyết định,Ghi chú",
    "kiem-tra.csv": "Mã kiểm tra,Tờ,Thửa,Số phát hành,Họ tên (đất đai),Họ tên (dân cư),Số giấy tờ (đất đai),"
    "Số định danh (dân cư),Số CMND (dân cư),Ngày sinh (đất đai),Ngày sinh (dân cư),Giới tính (đất đai),"
    "Giới tính (dân cư),Địa chỉ (đất đai),Địa chỉ (dân cư),Tổ dân phố (dân cư),Tình trạng (dân cư),"
    "Quan hệ với chủ hộ (dân cư),Kết luận,Người kiểm tra,Ghi chú",
    "ung-vien.csv": "Guid,Khóa dòng,Tờ,Thửa,Số phát hành,Thứ hạng,Họ tên (đất đai),Họ tên (dân cư),"
    "Số giấy tờ (đất đai),Số định danh (dân cư),Số CMND (dân cư),Ngày sinh (đất đai),Ngày sinh (dân cư),"
    "Giới tính (đất đai),Giới tính (dân cư),Địa chỉ (đất đai),Địa chỉ (dân cư),Tổ dân phố (dân cư),"
    "Tình trạng (dân cư),Giống nhau,Khác nhau,Căn cứ khác,Điểm mâu thuẫn,Vì sao cần xem lại,Độ tin cậy",
    "thua-dat.csv": "Tờ,Thửa,Nhóm,Lý do,Số người,Số người đã khớp,Số sai lệch mức lỗi,Tổ dân phố",
    "tu-choi.csv": "Tệp,Trang,Dòng,Lý do,Nội dung",
}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", HEADINGS)
def test_headings_are_the_contract(written: Path, name: str) -> None:
    assert (written / name).read_text(encoding="utf-8-sig").splitlines()[0] == HEADINGS[name]


def test_verdicts_stay_plain_for_programs(written: Path) -> None:
    listed = rows(written, "doi-khop.csv")
    assert [row["row_key"] for row in listed] == [f"khoa-{n:03d}" for n in range(1, 41)]
    assert listed[0] == {
        "guid": "{guid-001}", "row_key": "khoa-001", "verdict": "link", "resident_id": "031170000001",
        "probability": "0.999600", "reason": "tied", "found_by": "citizen_id", "model": "mau-1",
        "runner_up_id": "", "runner_up_probability": "",
    }  # fmt: skip


def test_every_discrepancy_is_listed_once_and_is_safe_in_excel(written: Path) -> None:
    listed = rows(written, "sai-lech.csv")
    assert sorted(row["Mã sai lệch"] for row in listed) == [f"d-{n:03d}" for n in range(1, 41)]
    first, second = (next(row for row in listed if row["Mã sai lệch"] == one) for one in ("d-001", "d-002"))
    assert (first["Loại"], first["Mức độ"], first["Guid"]) == ("name_spelling", "Cảnh báo", "{guid-001}")
    assert (first["Tờ"], first["Thửa"], first["Giá trị đất đai"]) == ("'007", "'12-3", "'031170000001")
    assert (first["Giá trị dân cư"], first["Đề xuất"]) == ("'=cmd()", "")
    assert (first["Từ ngày"], first["Trạng thái"], first["Quyết định"]) == ("05/11/2026", "mới", "")
    assert (first["Độ tin cậy"], second["Độ tin cậy"]) == ("", "99,9%")


def test_every_severity_stays_in_the_list(written: Path) -> None:
    assert {row["Mức độ"] for row in rows(written, "sai-lech.csv")} == {"Lỗi", "Cảnh báo", "Thông tin"}


def test_parcels_stand_in_the_order_of_numbers(written: Path) -> None:
    listed = rows(written, "thua-dat.csv")
    assert [row["Tờ"] for row in listed] == [str(n) for n in range(10, 50)]
    assert (listed[0]["Thửa"], listed[0]["Lý do"]) == ("'012", "Thiếu số định danh; other")


def test_rejected_rows_stand_by_place(written: Path) -> None:
    listed = rows(written, "tu-choi.csv")
    assert [(row["Dòng"], row["Nội dung"]) for row in listed] == [("2", "'+x"), ("9", "'+x")]


def test_candidates_stand_beside_the_land_values(written: Path) -> None:
    listed = rows(written, "ung-vien.csv")
    assert [(row["Khóa dòng"], row["Thứ hạng"]) for row in listed[:4]] == [
        ("khoa-002", "1"), ("khoa-002", "2"), ("khoa-002", "3"), ("khoa-007", "1"),
    ]  # fmt: skip
    first = listed[0]
    assert (first["Họ tên (đất đai)"], first["Họ tên (dân cư)"]) == ("Trần Thị Mẫu 2", "Trần Thị Mẫu 3")
    assert (first["Số giấy tờ (đất đai)"], first["Số định danh (dân cư)"]) == ("'031170000002", "'031170000003")
    assert (first["Ngày sinh (đất đai)"], first["Ngày sinh (dân cư)"]) == ("1970", "'05/03/1970")
    assert (first["Giới tính (đất đai)"], first["Giới tính (dân cư)"]) == ("Nữ", "Nữ")
    assert (first["Địa chỉ (đất đai)"], first["Địa chỉ (dân cư)"]) == ("'=Thôn 3", "Tổ dân phố Hoa Động 1")


def test_candidates_say_what_agrees_and_what_differs(written: Path) -> None:
    first = rows(written, "ung-vien.csv")[0]
    assert first["Giống nhau"] == "ngày sinh: cùng năm (một bên chỉ có năm); giới tính: giống nhau"
    assert first["Khác nhau"] == "họ tên: có một lỗi gõ; nơi ở: not_known_here"
    assert first["Điểm mâu thuẫn"] == "năm sinh khác nhau"
    assert first["Vì sao cần xem lại"] == "có từ hai người trở lên phù hợp ngang nhau"
    assert first["Độ tin cậy"] == "90,0%"


def test_candidates_say_what_surrounds_them_where_it_tells_one_from_another(written: Path) -> None:
    first, second, third = rows(written, "ung-vien.csv")[:3]
    assert first["Căn cứ khác"] == "là chủ hộ; chưa đủ 18 tuổi khi cấp giấy; đã khớp với hồ sơ đất khác"
    assert (second["Căn cứ khác"], third["Căn cứ khác"]) == ("là vợ hoặc chồng của chủ hộ", "")


def test_checks_show_both_sides_and_nothing_of_what_the_machine_thinks(written: Path) -> None:
    listed = rows(written, "kiem-tra.csv")
    assert [row["Mã kiểm tra"] for row in listed] == [f"K11557-00000000000000{n}T" for n in (11, 21, 31)]
    first = listed[0]
    assert (first["Thửa"], first["Họ tên (đất đai)"], first["Họ tên (dân cư)"]) == (
        "'12-3", "Trần Thị Mẫu 11", "Trần Thị Mẫu 11",
    )  # fmt: skip
    assert (first["Số giấy tờ (đất đai)"], first["Số định danh (dân cư)"]) == ("'031170000011", "'031170000011")
    assert (first["Ngày sinh (đất đai)"], first["Ngày sinh (dân cư)"]) == ("1970", "'05/03/1970")
    assert (first["Địa chỉ (đất đai)"], first["Tình trạng (dân cư)"]) == ("'=Thôn 3", "đang cư trú")
    assert [first[heading] for heading in ("Kết luận", "Người kiểm tra", "Ghi chú")] == ["", "", ""]
    for told in ("0.9996", "99,9", "tied", "link", "mau-1", "citizen_id", "khoa-", "dan-0"):
        assert told not in (written / "kiem-tra.csv").read_text(encoding="utf-8-sig")
