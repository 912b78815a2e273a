"""Two tiny wards, HERE and THERE: owners of the one who live in the other. Everybody is invented."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

from sample_data.form import write_land

# Whoever holds a ward, for `held`.
HOLDER: dict[str, Any] = {"run_id": "another", "since": datetime(2026, 11, 22, tzinfo=UTC)}
HERE, THERE = "11557", "11560"
ADDRESSES = {HERE: "Tổ dân phố Kiền Bái {}, phường Thiên Hương", THERE: "Tổ dân phố Dương Quan {}, phường Thủy Nguyên"}
HEADINGS = (
    "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số ĐDCN (CCCD)", "Số CMND 9 số", "Nơi thường trú",
    "Quan hệ với chủ hộ", "Số hồ sơ cư trú", "Trạng thái", "Tổ dân phố",
)  # fmt: skip
# invented people: name, day of birth, number
PEOPLE = {
    HERE: [("Vũ Đình Khoái", "08/07/1961", "031061000011"), ("Tạ Thị Mận", "02/03/1970", "031170000012")],
    THERE: [("Khổng Văn Nụ", "03/02/1957", "031057000021"), ("Mạc Thị Đào", "04/05/1972", "031172000022")],
}
# A name is rare or common only among many people.
CROWD = [
    (f"{family} {middle} {given}", f"{1 + n % 28:02}/{1 + n % 12:02}/{1940 + n}")
    for n, (family, middle, given) in enumerate(
        product(("Phạm", "Vũ", "Bùi"), ("Đức", "Quang"), ("Sơn", "Toàn", "Lộc"))
    )
]
OWNERS = {
    HERE: {
        "home": ("Vũ Đình Khoái", "1961", "031061000011", f"{ADDRESSES[HERE].format(1)}, thành phố Hải Phòng"),
        "by-number": ("Khổng Văn Nụ", "1957", "031057000021", ""),
        "by-name": ("Mạc Thị Đào", "1972", "", "Thôn Dương Quan 2, xã Dương Quan, huyện Thủy Nguyên, Hải Phòng"),
        "outsider": ("Mạc Thị Đào", "1949", "", "Thôn 2, xã Kênh Giang, huyện Thủy Nguyên, Hải Phòng"),
    },
    THERE: {"home": ("Khổng Văn Nụ", "1957", "031057000021", "")},
}


def guid(ward: str, row: str) -> str:
    """The Guid of the land row `row` of OWNERS."""
    return f"{ward}000-0000-4000-8000-{sorted(OWNERS[ward]).index(row):012}"


def write_ward(folder: Path) -> None:
    """The two lists of one of the wards, HERE or THERE, into the folder that bears its code."""
    folder.mkdir(parents=True)
    ward = folder.name
    rows: list[dict[str, Any]] = [
        {
            "unit_code": ward, "certificate_serial": f"AB {number:06}", "certificate_date": "01/01/2010",
            "holder_name": name, "holder_birth_date": birth, "holder_id_number": citizen_id, "holder_address": address,
            "holder_kind": "Cá nhân", "holder_role": "Cá nhân", "sheet": "1", "parcel": str(number), "area": "100",
            "parcel_address": ADDRESSES[ward].format(1), "use_1": "ODT", "use_1_area": "100", "guid": guid(ward, row),
        }
        for number, (row, (name, birth, citizen_id, address)) in enumerate(OWNERS[ward].items(), 1)
    ]  # fmt: skip
    write_land(folder / "land.xlsx", rows)
    with (folder / "residents.csv").open("w", encoding="utf-8-sig", newline="") as file:
        lists = csv.writer(file)
        lists.writerow(HEADINGS)
        others = [(name, born, f"0{ward}{number:06}") for number, (name, born) in enumerate(CROWD)]
        for number, (name, born, citizen_id) in enumerate([*PEOPLE[ward], *others], 1):
            gender, place = "Nữ" if " Thị " in name else "Nam", ADDRESSES[ward].format(number)
            lists.writerow((name, born, gender, citizen_id, "", place, "Chủ hộ", f"{ward}{number}", "Đang sống", ""))
