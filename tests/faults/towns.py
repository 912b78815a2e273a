"""Two small invented wards, a night's answers, and the states an output folder may be in when a run is killed."""

from __future__ import annotations

import csv
import shutil
from itertools import product
from pathlib import Path
from typing import Any, Final

from sample_data.form import write_land
from tests.flows.clerks import answered, read_sheet, write_sheet

YESTERDAY, TODAY = "2026-11-21", "2026-11-22"
HERE, THERE = "11557", "11560"
SAMPLE: Final = Path(__file__).parents[2] / "sample_data" / HERE
_PLACES: Final = {
    HERE: "Tổ dân phố Kiền Bái {}, phường Thiên Hương",
    THERE: "Tổ dân phố Dương Quan {}, phường Thủy Nguyên",
}
_HEADINGS: Final = (
    "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số ĐDCN (CCCD)", "Số CMND 9 số", "Nơi thường trú",
    "Quan hệ với chủ hộ", "Số hồ sơ cư trú", "Trạng thái", "Tổ dân phố",
)  # fmt: skip


def write_town(folder: Path, *, sample: bool) -> Path:
    """Two wards, whose owners live in both; `sample`: the first is the whole sample ward."""
    for ward in (HERE, THERE):
        (folder / ward).mkdir(parents=True)
    if sample:
        shutil.copytree(SAMPLE, folder / HERE, dirs_exist_ok=True)
    else:
        _write_ward(folder / HERE, owners=(*_people(HERE)[:6], *_people(THERE)[:2]))
    _write_ward(folder / THERE, owners=(*_people(THERE)[:4], *_people(HERE)[4:6]))
    return folder


def write_answers(published: Path, ward_folder: Path) -> Path:
    """What staff answered on the sheet a night published, as it comes back: in the folder of the ward."""
    rows = answered(read_sheet(published / "sai-lech.csv"), per_code=1)
    return write_sheet(ward_folder / "tra-loi.csv", rows)


def _people(ward: str) -> list[tuple[str, str, str]]:
    """Name, day of birth, number; invented."""
    names = product(("Phạm", "Vũ", "Bùi"), ("Đức", "Thị"), ("Sơn", "Mận", "Lộc"))
    return [
        (" ".join(name), f"{1 + n % 28:02}/{1 + n % 12:02}/{1940 + n}", f"0{ward}{n:06}")
        for n, name in enumerate(names)
    ]


def _write_ward(folder: Path, *, owners: tuple[tuple[str, str, str], ...]) -> None:
    ward = folder.name
    rows: list[dict[str, Any]] = [
        {
            "unit_code": ward, "certificate_serial": f"AB {at:06}", "certificate_date": "01/01/2010", "holder_name": name,
            "holder_birth_date": born[-4:], "holder_id_number": number if at % 2 else "", "holder_kind": "Cá nhân",
            "holder_role": "Cá nhân", "holder_address": f"{_PLACES[ward].format(1)}, thành phố Hải Phòng", "sheet": "1",
            "parcel": str(at), "area": "100", "parcel_address": _PLACES[ward].format(1), "use_1": "ODT",
            "use_1_area": "100", "guid": f"{ward}000-0000-4000-8000-{at:012}",
        }
        for at, (name, born, number) in enumerate(owners, 1)
    ]  # fmt: skip
    write_land(folder / "land.xlsx", rows)
    with (folder / "residents.csv").open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(_HEADINGS)
        for at, (name, born, number) in enumerate(_people(ward), 1):
            gender, place = "Nữ" if " Thị " in name else "Nam", _PLACES[ward].format(at)
            lines.writerow((name, born, gender, number, "", place, "Chủ hộ", f"{ward}{at}", "Đang sống", ""))
