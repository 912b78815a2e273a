"""kind of list → what people call it, what its rows must say, and what tells them from totals and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cleaning.schemas import (
    ANSWER_FIELDS,
    CHECK_ANSWER_FIELDS,
    LAND_FIELDS,
    LAND_FIELDS_OF_EXPORTS,
    RESIDENT_FIELDS,
    SHEET_MAP_FIELDS,
)


@dataclass(frozen=True)
class RowKind:
    """What the rows of one kind of list must say.

    `name`: what people call the list. `strong`: fields no total row has. `stating`: fields where a figure tells a row
    from the signatures under the list. `naming`: a row has at least one of these, or `refusal` is why it is rejected;
    empty where nothing is asked of a row here.
    """

    name: str
    fields: tuple[str, ...]
    strong: tuple[str, ...]
    stating: tuple[str, ...]
    naming: tuple[str, ...]
    refusal: str


_LAND_STRONG: Final = (
    "guid", "certificate_serial", "sheet", "parcel", "certificate_sheet", "certificate_parcel",
    "holder_id_number", "paper_1", "organisation_id",
)  # fmt: skip
ROW_KINDS: Final = {
    "land": RowKind(
        "danh sách đất đai",
        LAND_FIELDS + LAND_FIELDS_OF_EXPORTS,
        _LAND_STRONG,
        (*_LAND_STRONG, "order_number", "area", "parcel_geohash", "register_number", "holder_birth_date"),
        (*_LAND_STRONG, "holder_name", "organisation_name"),
        "Dòng không có tên người sử dụng đất, tên tổ chức, số định danh, số phát hành giấy chứng nhận, số tờ, số thửa "
        "hay Guid nên không biết là của ai, thửa nào.",
    ),
    "residents": RowKind(
        "danh sách dân cư",
        RESIDENT_FIELDS,
        ("citizen_id", "cmnd"),
        ("order_number", "citizen_id", "cmnd", "birth_date", "birth_year", "household_number", "death_date"),
        ("name", "citizen_id", "cmnd"),
        "Dòng không có họ tên, số định danh cá nhân hay số CMND nên không biết là của ai.",
    ),
    "sheet_map": RowKind(
        "bảng đối chiếu tờ bản đồ",
        SHEET_MAP_FIELDS,
        ("old_sheet", "new_sheet"),
        (),
        ("old_sheet", "new_sheet"),
        "Dòng không có số tờ bản đồ cũ và mới.",
    ),
    "check_answers": RowKind(
        "phiếu kiểm tra đã trả lời",
        CHECK_ANSWER_FIELDS,
        ("check_id",),
        (),
        ("check_id",),
        "Dòng không có Mã kiểm tra nên không biết là phiếu của kết nối nào.",
    ),
    "answers": RowKind(
        "phiếu sai lệch đã trả lời",
        ANSWER_FIELDS,
        ("discrepancy_id",),
        (),
        (),
        "",
    ),
}
