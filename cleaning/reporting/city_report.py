"""What the roll-up over wards is made of: every ward's counts on its newest day, and its nights; nothing of any person.

The counts officials quote stand once, in COUNTS: tables, sheet and page are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from cleaning.schemas import Column, Day, Table, Text, Whole
from cleaning.settings import Settings


@dataclass(frozen=True)
class Count:
    """A count of a ward. `title` heads its column; `whole` is the count its share is taken of, where it has one."""

    name: str
    title: str
    meaning: str
    whole: str | None = None


COUNTS: Final = (
    Count("parcels", "Thửa đất", "thửa đất trong cơ sở dữ liệu, đã rà soát và xếp nhóm"),
    Count("group_1", "Nhóm 1", "thửa đất đúng – đủ – sạch – sống", "parcels"),
    Count("group_2", "Nhóm 2", "thửa đất cần chỉnh sửa, bổ sung, xác thực", "parcels"),
    Count("group_3", "Nhóm 3", "thửa đất không sử dụng được, phải lập lại", "parcels"),
    Count("parcels_with_id", "Thửa có mã định danh", "thửa đất có mã định danh 12 ký tự hợp lệ", "parcels"),
    Count("parcels_uncertified", "Thửa chưa có GCN", "thửa đất không dòng nào có số phát hành GCN", "parcels"),
    Count("certificates", "GCN đã nhập", "giấy chứng nhận khác nhau theo số phát hành"),
    Count("certificates_scanned", "GCN đã quét", "giấy chứng nhận có tên tệp quét trong biểu", "certificates"),
    Count("records", "Lượt người sử dụng đất", "một lượt là một người trên một thửa của một giấy chứng nhận"),
    Count("link", "Lượt đã khớp", "lượt khớp với một người trong dữ liệu dân cư", "records"),
    Count("review", "Lượt cần xác nhận", "lượt có người gần giống, chờ cán bộ xác nhận", "records"),
    Count("no_link", "Lượt chưa tìm thấy", "lượt không có ai phù hợp trong dữ liệu dân cư", "records"),
    Count(
        "residents_linked",
        "Người đã xác thực",
        "người khác nhau trong dữ liệu dân cư có lượt đã khớp; người có đất ở hai phường, xã được tính ở cả hai",
    ),
    Count("organisations", "Lượt của tổ chức", "của tổ chức và cộng đồng dân cư: không đối khớp với dữ liệu dân cư"),
    Count("residents", "Dân cư trong danh sách", "dòng của danh sách dân cư phường, xã đưa vào"),
    Count("open_errors", "Sai lệch mức lỗi", "sai lệch mức lỗi chưa có câu trả lời có hiệu lực"),
    Count("open_warnings", "Sai lệch mức cảnh báo", "sai lệch mức cảnh báo chưa có câu trả lời có hiệu lực"),
    Count("answered", "Sai lệch đã trả lời", "sai lệch đã có câu trả lời có hiệu lực"),
)
NAMES: Final = tuple(count.name for count in COUNTS)
TITLES: Final = {count.name: count.title for count in COUNTS}

# state of a ward in the roll-up → how it is called.
STATES: Final = {
    "tonight": "số liệu ngày tổng hợp",
    "unchanged": "không có gì thay đổi, giữ số liệu cũ",
    "earlier": "chưa chạy ngày này, giữ số liệu cũ",
    "failed": "chạy không hoàn thành, giữ số liệu cũ",
    "failed_without": "chạy không hoàn thành, chưa từng có số liệu",
    "without": "chưa có số liệu",
    "too_small": "quá ít thửa đất để công bố, không tính vào tổng",
}

CITY_WARDS: Final = Table(
    "phường, xã của bảng tổng hợp",
    ("ward",),
    (
        Column("ward", Text, "5 digits"),
        Column("ward_name", Text, "as staff write it"),
        Column("state", Text, "a key of STATES but too_small, which the roll-up itself finds"),
        Column("day", Day, "the published day the counts are of; null where there are none"),
        *(Column(count.name, Whole, f"{count.meaning}; null where there are no counts") for count in COUNTS),
    ),
)
CITY_NIGHTS: Final = Table(
    "các đêm của các phường, xã",
    ("ward", "day"),
    (
        Column("ward", Text, ""),
        Column("day", Day, "a published day"),
        Column("parcels", Whole, ""),
        Column("group_1", Whole, "parcels of group 1"),
        Column("errors", Whole, "open discrepancies of severity error"),
    ),
)


@dataclass(frozen=True)
class CityReport:
    """The roll-up of one day: CITY_WARDS of every unit that should be in it, and the CITY_NIGHTS up to that day.

    `discrepancies`: `code` and `count` of all wards together. `titles` maps codes to Vietnamese.
    """

    name: str
    as_of: date
    wards: pl.DataFrame
    nights: pl.DataFrame
    discrepancies: pl.DataFrame
    titles: Mapping[str, str]
    settings: Settings

    @property
    def day(self) -> str:
        """The day as staff write it: 21/11/2026."""
        return f"{self.as_of:%d/%m/%Y}"
