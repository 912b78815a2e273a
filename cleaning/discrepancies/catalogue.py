"""The catalogue: every discrepancy there is, declared once. Codes and numbers are a contract and never change.

A rule that one table can answer stands in `expectations.suites` under the same code; the others are named here.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.discrepancies import addresses, births, identity, names, owners, people
from cleaning.discrepancies.entries import Entry

_LINKED: Final = people.LINKED.fill_null(value=False)


def _text(*parts: str | pl.Expr, separator: str = ", ") -> pl.Expr:
    """The parts that are there, one after the other; null where none is."""
    exprs = [pl.col(part) if isinstance(part, str) else part for part in parts]
    return pl.when(pl.any_horizontal(part.is_not_null() for part in exprs)).then(
        pl.concat_str(exprs, separator=separator, ignore_nulls=True)
    )


def _labelled(label: str, value: str) -> pl.Expr:
    """'label value', or null where the value is."""
    return pl.concat_str(pl.lit(f"{label} "), pl.col(value))


# ---- values as received ----------------------------------------------------------------------------------------------

_NAME: Final = pl.coalesce("holder_name_raw", "organisation_name_raw")
_ID: Final = pl.col("holder_id_number_raw")
_BIRTH: Final = pl.col("holder_birth_date_raw")
_PERSON: Final = _text(
    _NAME, _labelled("số giấy tờ", "holder_id_number_raw"), _labelled("sinh", "holder_birth_date_raw")
)
_IDENTITY: Final = _text(
    _labelled("số", "holder_id_number_raw"),
    _labelled("sinh", "holder_birth_date_raw"),
    _labelled("giới tính", "holder_gender_raw"),
)
_PARCEL: Final = _text(_labelled("tờ", "sheet_raw"), _labelled("thửa", "parcel_raw"))
_SHEET: Final = pl.coalesce("sheet_raw", "certificate_sheet_raw")
_STATEMENT: Final = _text(_NAME, _PARCEL, _labelled("số phát hành", "certificate_serial_raw"))
_USES: Final = _text("use_1_raw", "use_2_raw", "use_3_raw", separator="; ")
_UNIT: Final = _text(_labelled("mã", "unit_code_raw"), _labelled("địa chỉ", "parcel_address_raw"))
_PARCEL_ADDRESS: Final = pl.col("parcel_address_raw")
_GEOHASH: Final = pl.col("parcel_geohash_raw")
_SERIAL: Final = pl.col("certificate_serial_raw")

# ---- values as registered; null where nobody is linked ---------------------------------------------------------------

_RESIDENT_ID: Final = pl.col("resident_citizen_id")
_RESIDENT_BIRTH: Final = pl.coalesce("resident_birth_date_raw", pl.col("resident_birth_year").cast(pl.String))
_RESIDENT_DAY: Final = pl.col("resident_birth_date").dt.to_string("%d/%m/%Y")
_RESIDENT_GENDER: Final = pl.col("resident_gender").replace_strict({"male": "Nam", "female": "Nữ"}, default=None)
_RESIDENT_STATUS: Final = _text("resident_status_raw", _labelled("ngày", "resident_death_date_raw"))
_RESIDENCE: Final = pl.col("resident_residence_raw")
_ID_OWNER: Final = _text("id_owner_name", _labelled("sinh", "id_owner_birth_date_raw"))

_OWN_CURRENT_ID: Final = pl.coalesce("holder_citizen_id", "holder_cmnd")
_CONVERTED_NAME: Final = pl.when(pl.col("text_state") == "converted").then(
    pl.coalesce("holder_name", "organisation_name")
)

CATALOGUE: Final[tuple[Entry, ...]] = (
    # who
    Entry("person_not_found", 1, "error", "công an", "Không tìm thấy trong dân cư", _PERSON,
          rule=people.person_not_found),
    Entry("person_ambiguous", 2, "error", "công an", "Nhiều người phù hợp ngang nhau", _PERSON,
          pl.col("candidates_shown"),
          rule=people.person_ambiguous),
    Entry("person_to_review", 3, "error", "công an", "Chưa chắc chắn là ai", _PERSON, pl.col("candidate_best"),
          rule=people.person_to_review),
    # number
    Entry("id_missing", 4, "warning", "tổ dân phố", "Thiếu số định danh", _ID, _RESIDENT_ID, _RESIDENT_ID,
          on_link=True),
    Entry("id_old_cmnd", 5, "warning", "địa chính", "Chỉ có số chứng minh nhân dân cũ", _ID, _RESIDENT_ID, _RESIDENT_ID,
          on_link=True),
    Entry("id_repaired", 6, "info", "địa chính", "Số định danh đã được khôi phục", _ID, _RESIDENT_ID, _OWN_CURRENT_ID),
    Entry("id_malformed", 7, "error", "địa chính", "Số định danh không đúng dạng", _ID, _RESIDENT_ID, _RESIDENT_ID,
          on_link=True),
    Entry("id_differs", 8, "error", "công an", "Số định danh khác dữ liệu dân cư", _ID, _RESIDENT_ID, _RESIDENT_ID,
          rule=identity.id_differs, on_link=True),
    Entry("id_belongs_to_other", 9, "error", "công an", "Số định danh là của người khác", _ID, _ID_OWNER, _RESIDENT_ID,
          rule=identity.id_belongs_to_other),
    Entry("id_inconsistent", 10, "warning", "công an", "Số định danh không phù hợp năm sinh, giới tính", _IDENTITY,
          _RESIDENT_ID),
    Entry("id_shared", 11, "error", "công an", "Một số định danh ghi cho nhiều người", _ID, _RESIDENT_ID),
    # name and text
    Entry("name_spelling", 12, "warning", "địa chính", "Họ tên khác cách viết", _NAME, pl.col("resident_name_raw"),
          pl.col("resident_name"), rule=names.name_spelling, on_link=True),
    Entry("name_differs", 13, "error", "công an", "Họ tên khác dữ liệu dân cư", _NAME, pl.col("resident_name_raw"),
          pl.col("resident_name"), rule=names.name_differs, on_link=True),
    Entry("text_legacy_encoding", 14, "info", "địa chính", "Phông chữ cũ", _NAME, proposal=_CONVERTED_NAME),
    # birth and gender
    Entry("birth_date_incomplete", 15, "info", "địa chính", "Ngày sinh chưa đầy đủ", _BIRTH, _RESIDENT_BIRTH,
          _RESIDENT_DAY,
          rule=births.birth_date_incomplete, on_link=True),
    Entry("birth_date_differs", 16, "error", "công an", "Ngày sinh khác dữ liệu dân cư", _BIRTH, _RESIDENT_BIRTH,
          _RESIDENT_DAY,
          rule=births.birth_date_differs, on_link=True),
    Entry("gender_differs", 17, "warning", "công an", "Giới tính khác dữ liệu dân cư", pl.col("holder_gender_raw"),
          _RESIDENT_GENDER, _RESIDENT_GENDER, rule=births.gender_differs, on_link=True),
    # address
    Entry("address_outdated", 18, "info", "địa chính", "Địa chỉ theo đơn vị hành chính cũ",
          pl.col("holder_address_raw"), _RESIDENCE,
          pl.coalesce("holder_address_proposal", pl.when(_LINKED).then(_RESIDENCE)), rule=addresses.address_outdated,
          on_link=True),
    Entry("address_differs", 19, "warning", "công an", "Địa chỉ khác nơi thường trú", pl.col("holder_address_raw"),
          _RESIDENCE,
          _RESIDENCE, rule=addresses.address_differs, on_link=True),
    # may the person hold the land
    Entry("owner_deceased", 20, "error", "tổ dân phố", "Người sử dụng đất đã chết", _NAME, _RESIDENT_STATUS,
          rule=owners.owner_deceased, on_link=True),
    Entry("owner_moved_away", 21, "warning", "công an", "Người sử dụng đất đã chuyển đi", _NAME, _RESIDENT_STATUS,
          rule=owners.owner_moved_away, on_link=True),
    Entry("current_user_differs", 22, "warning", "địa chính", "Người đang sử dụng khác người đứng tên",
          pl.col("current_user_name_raw")),
    Entry("owner_minor", 23, "warning", "địa chính", "Người sử dụng đất chưa thành niên", _BIRTH, _RESIDENT_BIRTH,
          rule=owners.owner_minor, on_link=True),
    Entry("household_members_unknown", 24, "warning", "tổ dân phố", "Chưa có thành viên hộ gia đình", _NAME,
          rule=owners.household_members_unknown),
    # parcel
    Entry("parcel_key_missing", 25, "error", "địa chính", "Thiếu số tờ, số thửa", _PARCEL),
    Entry("parcel_duplicate", 26, "error", "VPĐKĐĐ", "Thửa đất bị trùng", _PARCEL),
    Entry("parcel_sheet_ambiguous", 27, "warning", "VPĐKĐĐ", "Tờ bản đồ cũ ứng với nhiều tờ mới", _SHEET,
          proposal=pl.col("sheet_candidates")),
    Entry("parcel_id_missing", 28, "info", "VPĐKĐĐ", "Thiếu mã định danh thửa đất", _GEOHASH),
    Entry("parcel_id_malformed", 29, "error", "VPĐKĐĐ", "Mã định danh thửa đất không đúng dạng", _GEOHASH),
    Entry("parcel_id_outside_unit", 30, "error", "VPĐKĐĐ", "Mã định danh thửa đất nằm ngoài địa bàn", _GEOHASH),
    Entry("parcel_id_shared", 31, "error", "VPĐKĐĐ", "Một mã định danh ghi cho nhiều thửa", _GEOHASH),
    Entry("area_invalid", 32, "error", "địa chính", "Diện tích không hợp lệ", pl.col("area_raw")),
    Entry("area_parts_mismatch", 33, "warning", "địa chính", "Tổng diện tích loại đất không khớp", pl.col("area_raw")),
    Entry("land_use_unknown", 34, "error", "địa chính", "Loại đất không có trong danh mục", _USES),
    Entry("land_use_superseded", 35, "info", "địa chính", "Loại đất theo danh mục cũ", _USES,
          proposal=pl.col("land_use_proposal")),
    Entry("land_use_ambiguous", 36, "warning", "địa chính", "Loại đất cũ ứng với nhiều loại mới", _USES,
          proposal=pl.col("land_use_proposal")),
    Entry("unit_unknown", 37, "error", "địa chính", "Không xác định được phường, xã", _UNIT),
    Entry("unit_superseded", 38, "info", "địa chính", "Thửa đất ghi theo đơn vị hành chính cũ", _PARCEL_ADDRESS,
          proposal=pl.col("parcel_address_proposal")),
    Entry("unit_split", 39, "warning", "địa chính", "Đơn vị hành chính cũ đã chia tách", _PARCEL_ADDRESS),
    # certificate
    Entry("certificate_missing", 40, "warning", "địa chính", "Chưa có giấy chứng nhận", _SERIAL),
    Entry("certificate_serial_malformed", 41, "error", "địa chính", "Số phát hành không đúng dạng", _SERIAL),
    Entry("certificate_serial_shared", 42, "error", "VPĐKĐĐ", "Một số phát hành có trên nhiều thửa", _SERIAL),
    Entry("certificate_date_invalid", 43, "error", "địa chính", "Ngày cấp giấy thiếu hoặc không hợp lệ",
          pl.col("certificate_date_raw")),
    Entry("register_number_malformed", 44, "warning", "VPĐKĐĐ", "Số vào sổ thiếu hoặc không đúng dạng",
          pl.col("register_number_raw")),
    # organisation
    Entry("org_id_missing", 45, "warning", "địa chính", "Thiếu mã số tổ chức", pl.col("organisation_id_raw")),
    Entry("org_id_invalid", 46, "error", "địa chính", "Mã số tổ chức không hợp lệ", pl.col("organisation_id_raw")),
    # the row itself
    Entry("row_rejected", 47, "error", "địa chính", "Dòng không đưa vào xử lý được", pl.col("content")),
    Entry("row_repeated", 48, "warning", "địa chính", "Dòng bị lặp lại", _STATEMENT),
)  # fmt: skip

ENTRIES: Final[dict[str, Entry]] = {entry.code: entry for entry in CATALOGUE}
