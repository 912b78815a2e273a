"""The catalogue: every discrepancy there is, declared once. Codes and numbers are a contract and never change.

A rule that one table can answer stands in `expectations.suites` under the same code; the others are named here.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.discrepancies import addresses, births, identity, names, owners, people
from cleaning.discrepancies.entries import Entry
from cleaning.discrepancies.values import (
    ADDRESS_TODAY,
    BIRTH,
    CONVERTED_NAME,
    GEOHASH,
    ID,
    ID_OWNER,
    IDENTITY,
    LEGACY_TEXT,
    NAME,
    OWN_CURRENT_ID,
    PARCEL,
    PARCEL_ADDRESS,
    PERSON,
    RESIDENCE,
    RESIDENCE_TODAY,
    RESIDENT_BIRTH,
    RESIDENT_DAY,
    RESIDENT_GENDER,
    RESIDENT_ID,
    RESIDENT_IDENTITY,
    RESIDENT_STATUS,
    SERIAL,
    SHEET,
    STATEMENT,
    UNIT,
    USES,
)

CATALOGUE: Final[tuple[Entry, ...]] = (
    # who
    Entry("person_not_found", 1, "error", "công an", "Không tìm thấy trong dữ liệu dân cư", PERSON,
          rule=people.person_not_found),
    Entry("person_ambiguous", 2, "error", "công an", "Nhiều người phù hợp ngang nhau", PERSON,
          pl.col("candidates_shown"),
          rule=people.person_ambiguous),
    Entry("person_to_review", 3, "error", "công an", "Chưa xác định chắc chắn là ai", PERSON, pl.col("candidate_best"),
          rule=people.person_to_review),
    # number
    Entry("id_missing", 4, "warning", "tổ dân phố", "Thiếu số định danh cá nhân", ID, RESIDENT_ID, RESIDENT_ID,
          on_link=True, settled_by="địa chính"),
    Entry("id_old_cmnd", 5, "warning", "địa chính", "Chỉ có số chứng minh nhân dân cũ", ID, RESIDENT_ID, RESIDENT_ID,
          on_link=True),
    Entry("id_repaired", 6, "info", "địa chính", "Số định danh cá nhân đã được khôi phục", ID, RESIDENT_ID,
          OWN_CURRENT_ID, on_link=True),
    Entry("id_malformed", 7, "error", "địa chính", "Số định danh cá nhân không đúng dạng", ID, RESIDENT_ID,
          RESIDENT_ID, on_link=True),
    Entry("id_differs", 8, "error", "công an", "Số định danh cá nhân khác dữ liệu dân cư", ID, RESIDENT_ID,
          RESIDENT_ID, rule=identity.id_differs, on_link=True),
    Entry("id_belongs_to_other", 9, "error", "công an", "Số định danh cá nhân là của người khác", ID, ID_OWNER,
          RESIDENT_ID, rule=identity.id_belongs_to_other, on_link=True),
    Entry("id_inconsistent", 10, "warning", "công an", "Số định danh cá nhân không phù hợp năm sinh, giới tính",
          IDENTITY, RESIDENT_IDENTITY, on_link=True),
    Entry("id_shared", 11, "error", "công an", "Một số định danh cá nhân ghi cho nhiều người", ID, RESIDENT_ID,
          on_link=True),
    # name and text
    Entry("name_spelling", 12, "warning", "địa chính", "Họ tên khác cách viết", NAME, pl.col("resident_name_raw"),
          pl.col("resident_name"), rule=names.name_spelling, on_link=True),
    Entry("name_differs", 13, "error", "công an", "Họ tên khác dữ liệu dân cư", NAME, pl.col("resident_name_raw"),
          pl.col("resident_name"), rule=names.name_differs, on_link=True),
    Entry("text_legacy_encoding", 14, "info", "địa chính", "Chữ gõ bằng phông cũ", LEGACY_TEXT,
          proposal=CONVERTED_NAME, of_row=True),
    # birth and gender
    Entry("birth_date_incomplete", 15, "info", "địa chính", "Ngày sinh chưa đầy đủ", BIRTH, RESIDENT_BIRTH,
          RESIDENT_DAY,
          rule=births.birth_date_incomplete, on_link=True),
    Entry("birth_date_differs", 16, "error", "công an", "Ngày sinh khác dữ liệu dân cư", BIRTH, RESIDENT_BIRTH,
          RESIDENT_DAY,
          rule=births.birth_date_differs, on_link=True),
    Entry("gender_differs", 17, "warning", "công an", "Giới tính khác dữ liệu dân cư", pl.col("holder_gender_raw"),
          RESIDENT_GENDER, RESIDENT_GENDER, rule=births.gender_differs, on_link=True),
    # address
    Entry("address_outdated", 18, "info", "địa chính", "Địa chỉ theo đơn vị hành chính cũ",
          pl.col("holder_address_raw"), RESIDENCE,
          ADDRESS_TODAY,
          rule=addresses.address_outdated, on_link=True),
    Entry("address_differs", 19, "warning", "công an", "Địa chỉ khác nơi thường trú", pl.col("holder_address_raw"),
          RESIDENCE,
          RESIDENCE_TODAY, rule=addresses.address_differs, on_link=True),
    # may the person hold the land
    Entry("owner_deceased", 20, "error", "tổ dân phố", "Người sử dụng đất đã chết", NAME, RESIDENT_STATUS,
          rule=owners.owner_deceased, on_link=True),
    Entry("owner_moved_away", 21, "warning", "công an", "Người sử dụng đất đã chuyển đi", NAME, RESIDENT_STATUS,
          rule=owners.owner_moved_away, on_link=True),
    Entry("current_user_differs", 22, "warning", "địa chính", "Người đang sử dụng khác người đứng tên",
          pl.col("current_user_name_raw"), of_row=True),
    Entry("owner_minor", 23, "warning", "địa chính", "Người sử dụng đất chưa thành niên", BIRTH, RESIDENT_BIRTH,
          rule=owners.owner_minor, on_link=True),
    Entry("household_members_unknown", 24, "warning", "tổ dân phố", "Chưa có thành viên hộ gia đình", NAME,
          rule=owners.household_members_unknown),
    # parcel
    Entry("parcel_key_missing", 25, "error", "địa chính", "Thiếu số tờ bản đồ, số thửa đất", PARCEL, of_row=True),
    Entry("parcel_duplicate", 26, "error", "VPĐKĐĐ", "Thửa đất bị trùng", PARCEL, of_row=True),
    Entry("parcel_sheet_ambiguous", 27, "warning", "VPĐKĐĐ", "Tờ bản đồ cũ ứng với nhiều tờ mới", SHEET,
          proposal=pl.col("sheet_candidates"), of_row=True),
    Entry("parcel_id_missing", 28, "info", "VPĐKĐĐ", "Thiếu mã định danh thửa đất", GEOHASH, of_row=True),
    Entry("parcel_id_malformed", 29, "error", "VPĐKĐĐ", "Mã định danh thửa đất không đúng dạng", GEOHASH, of_row=True),
    Entry("parcel_id_outside_unit", 30, "error", "VPĐKĐĐ", "Mã định danh thửa đất nằm ngoài địa bàn",
          GEOHASH, of_row=True),
    Entry("parcel_id_shared", 31, "error", "VPĐKĐĐ", "Một mã định danh ghi cho nhiều thửa đất", GEOHASH, of_row=True),
    Entry("area_invalid", 32, "error", "địa chính", "Diện tích không hợp lệ", pl.col("area_raw"), of_row=True),
    Entry("area_parts_mismatch", 33, "warning", "địa chính", "Tổng diện tích các loại đất không khớp",
          pl.col("area_raw"), of_row=True),
    Entry("land_use_unknown", 34, "error", "địa chính", "Loại đất không có trong danh mục", USES, of_row=True),
    Entry("land_use_superseded", 35, "info", "địa chính", "Loại đất theo danh mục cũ", USES,
          proposal=pl.col("land_use_proposal"), of_row=True),
    Entry("land_use_ambiguous", 36, "warning", "địa chính", "Loại đất cũ ứng với nhiều loại mới", USES,
          proposal=pl.col("land_use_proposal"), of_row=True),
    Entry("unit_unknown", 37, "error", "địa chính", "Không xác định được phường, xã", UNIT, of_row=True),
    Entry("unit_superseded", 38, "info", "địa chính", "Thửa đất ghi theo đơn vị hành chính cũ", PARCEL_ADDRESS,
          proposal=pl.col("parcel_address_proposal"), of_row=True),
    Entry("unit_split", 39, "warning", "địa chính", "Đơn vị hành chính cũ đã chia tách", PARCEL_ADDRESS, of_row=True),
    # certificate
    Entry("certificate_missing", 40, "warning", "địa chính", "Chưa có giấy chứng nhận", SERIAL, of_row=True),
    Entry("certificate_serial_malformed", 41, "error", "địa chính", "Số phát hành giấy chứng nhận không đúng dạng",
          SERIAL, of_row=True),
    Entry("certificate_serial_shared", 42, "error", "VPĐKĐĐ", "Một số phát hành có trên nhiều thửa đất",
          SERIAL, of_row=True),
    Entry("certificate_date_invalid", 43, "error", "địa chính", "Ngày cấp giấy chứng nhận thiếu hoặc không hợp lệ",
          pl.col("certificate_date_raw"), of_row=True),
    Entry("register_number_malformed", 44, "warning", "VPĐKĐĐ", "Số vào sổ thiếu hoặc không đúng dạng",
          pl.col("register_number_raw"), of_row=True),
    # organisation
    Entry("org_id_missing", 45, "warning", "địa chính", "Thiếu mã số tổ chức",
          pl.col("organisation_id_raw"), of_row=True),
    Entry("org_id_invalid", 46, "error", "địa chính", "Mã số tổ chức không hợp lệ",
          pl.col("organisation_id_raw"), proposal=pl.col("organisation_id_proposal"), of_row=True),
    # the row itself
    Entry("row_rejected", 47, "error", "địa chính", "Dòng không đưa vào xử lý được", pl.col("content")),
    Entry("row_repeated", 48, "warning", "địa chính", "Dòng bị lặp lại", STATEMENT, of_row=True),
    Entry("guid_shared", 49, "error", "địa chính", "Một Guid đứng ở nhiều dòng", pl.col("guid_raw"), of_row=True),
)  # fmt: skip

ENTRIES: Final[dict[str, Entry]] = {entry.code: entry for entry in CATALOGUE}
