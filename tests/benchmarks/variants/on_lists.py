"""Variants of the land list that are no campaign form: lists of villages, exports of land systems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from .declared import Variant, with_land_in
from .files import write_book, write_text
from .layouts import TAG, Cells, Column, body, changed, header, renamed
from .letters import in_tcvn3
from .on_files import in_unicode
from .ward import Row, Ward, only, without

_VILLAGE: Final = {
    "order_number": "STT",
    "holder_name": "Họ và tên (Tên hộ)",
    "holder_id_number": "CCCD",
    "holder_birth_date": "Ngày sinh",
    "sheet": "Số tờ",
    "parcel": "Số thửa",
    "area": "Diện tích",
    "parcel_address": "Xứ đồng",
    "certificate_serial": "Số GCN",
    "guid": TAG,
}
_OF_HOLDER: Final = ("order_number", "holder_name", "holder_id_number", "holder_birth_date")
_VILIS: Final = {
    "order_number": "STT",
    "holder_name": "Tên chủ",
    "holder_birth_date": "Năm sinh",
    "holder_id_number": "Số CMT",
    "holder_address": "Địa chỉ chủ",
    "sheet": "Số tờ",
    "parcel": "Số thửa",
    "area": "Diện tích",
    "use_1": "MĐSD",
    "certificate_serial": "Số phát hành",
    "register_number": "Số vào sổ",
    "certificate_date": "Ngày cấp",
    "guid": TAG,
}
_VBDLIS: Final = {
    "unit_code": "xaId",
    "certificate_serial": "soPhatHanh",
    "register_number": "soVaoSo",
    "certificate_date": "ngayVaoSo",
    "organisation_name": "tenToChuc",
    "organisation_id": "maSoThue",
    "holder_name": "hoTen",
    "holder_id_number": "maSoDinhDanh",
    "holder_birth_date": "ngaySinh",
    "holder_birth_year": "namSinh",
    "holder_gender": "gioiTinh",
    "holder_death_year": "namMat",
    "holder_address": "diaChi",
    "certificate_sheet": "soHieuToBanDoCu",
    "certificate_parcel": "soThuTuThuaCu",
    "sheet": "soHieuToBanDo",
    "parcel": "soThuTuThua",
    "area": "dienTich",
    "use_1": "loaiMucDichSuDungId",
    "trust": "trangThaiXacThuc",
    "guid": TAG,
}
_YEAR: Final = re.compile(r"\b((?:18|19|20)\d\d)\b")


def _named(row: Row) -> Row:
    """A list with one column for names has the organisation's in it."""
    return row | {"holder_name": row["holder_name"] or row["organisation_name"]}


def _as_list(columns: dict[str, str], change: Callable[[Row], Row] = dict) -> Callable[[Ward], Ward]:
    """What a list of `columns` says of the land; without totals."""

    def says(ward: Ward) -> Ward:
        keep = only(*columns)
        rows = tuple(keep(change(_named(row))) for row in ward.land if row["guid"])
        return ward._replace(land=rows)

    return says


def _by_household(ward: Ward) -> Ward:
    """As the village list says it, the parcels of one holder below each other."""
    listed = _as_list(_VILLAGE)(ward)
    return listed._replace(land=tuple(sorted(listed.land, key=_holder)))


def _holder(row: Row) -> tuple[str, ...]:
    return tuple(row[field] for field in _OF_HOLDER[1:])


def _households(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each holder: only the first bears number, name, citizen number and birth."""
    for at, (_, own) in enumerate(groupby(rows, key=_holder), start=1):
        first, *others = own
        yield [first | {"order_number": str(at)}, *map(without(*_OF_HOLDER), others)]


def _village(*, totals: bool, titles: Cells = []) -> Callable[[Sequence[Row], Path], None]:  # noqa: B006
    columns = renamed(_VILLAGE)

    def write(rows: Sequence[Row], folder: Path) -> None:
        cells: Cells = [*titles, *header(columns, items=False)]
        for own in _households(rows):
            cells += body(own, columns)
            if totals and len(own) > 1:
                cells += body([{"holder_name": "Tổng DT", "area": "1.234,5"}], columns)
        write_text(folder / "land.csv", cells)

    return write


def _village_book(rows: Sequence[Row], folder: Path) -> None:
    """The village list as a workbook with titles, errors in cells nobody reads, and the total at the end."""
    columns = (*renamed(_VILLAGE), Column("", ("Kiểm tra",)))
    cells: Cells = [["DANH SÁCH HỘ SỬ DỤNG ĐẤT"], ["Thôn Mẫu"], [], *header(columns, items=False)]
    for own in _households(rows):
        cells += [[*row[:-1], "#REF!"] for row in body(own, columns)]
    cells += [["", "Tổng cộng", "", "", "", "", "98765,4"]]
    write_book(folder / "land.xlsx", {"Danh sách": cells})


def _year_only(row: Row) -> Row:
    year = _YEAR.search(row["holder_birth_date"])
    return row | {"holder_birth_date": year[1] if year else ""}


def _vilis_in_unicode(ward: Ward) -> Ward:
    return _as_list(_VILIS, _year_only)(in_unicode(ward))


def _flat_list(
    columns: dict[str, str], change: Callable[[str], str] = str, encoding: str = "utf-8-sig"
) -> Callable[..., None]:
    def write(rows: Sequence[Row], folder: Path) -> None:
        chosen = renamed(columns)
        cells = changed([*header(chosen, items=False), *body(rows, chosen)], change)
        write_text(folder / "land.csv", cells, encoding=encoding)

    return with_land_in(write)


def _vbdlis(row: Row) -> Row:
    """Year and day of birth in columns of their own; 1 is a man."""
    year = _YEAR.fullmatch(row["holder_birth_date"].strip())
    birth = {"holder_birth_date": "", "holder_birth_year": year[1]} if year else {}
    return (
        row
        | birth
        | {"holder_gender": {"Nam": "1", "Nữ": "0"}.get(row["holder_gender"], row["holder_gender"]), "trust": "1"}
    )


def _write_vbdlis(rows: Sequence[Row], folder: Path) -> None:
    columns = renamed(_VBDLIS)
    write_text(folder / "land.csv", [*header(columns, items=False), *body(map(_vbdlis, rows), columns)])


_MISSING_IN_VILLAGE: Final = "gender, address, role, old keys, land uses, dates of certificates"
_MISSING_IN_VILIS: Final = "gender, role, day of birth, land uses 2 and 3"
VARIANTS: Final = (
    Variant(
        "list: village, a row per parcel of a household",
        with_land_in(_village(totals=False)),
        _by_household,
        _MISSING_IN_VILLAGE,
    ),
    Variant(
        "list: village, totals of households",
        with_land_in(_village(totals=True)),
        _by_household,
        _MISSING_IN_VILLAGE,
    ),
    Variant(
        "list: village, XLSX with titles and cell errors",
        with_land_in(_village_book),
        _by_household,
        _MISSING_IN_VILLAGE,
    ),
    Variant("list: ViLIS", _flat_list(_VILIS), _as_list(_VILIS, _year_only), _MISSING_IN_VILIS),
    Variant(
        "list: ViLIS in TCVN3 bytes",
        _flat_list(_VILIS, in_tcvn3, "cp1252"),
        _vilis_in_unicode,
        f"{_MISSING_IN_VILIS}; blocks in TCVN3 stand in Unicode",
    ),
    Variant(
        "list: VBDLIS, flat",
        with_land_in(_write_vbdlis),
        _as_list(_VBDLIS),
        "role, current user, papers, land uses 2 and 3",
    ),
)
