"""Variants of the campaign form: its header, its columns, the rows between its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from cleaning.schemas import LAND_FIELDS_IGNORED

from .declared import Variant, form_cells, with_land_in
from .files import Look, write_book, write_text
from .layouts import Cells, Column, body, changed, flat, form, header
from .letters import decomposed, in_tcvn3, unaccented
from .ward import Row, land_with, without

_PAGE: Final = 50
_OPTIONAL: Final = tuple(
    field
    for field in LAND_FIELDS_IGNORED
    if field.startswith(("asset_", "paper_", "use_2", "use_3")) or field in ("has_scan", "coordinates", "scan_files")
)
_USE_PARTS: Final = ("", "_area", "_origin", "_form", "_term")
_RARE: Final = ("paper_1", "paper_2", "use_2", "use_2_area", "use_3", "use_3_area")


def _merged_xlsx(rows: Sequence[Row], folder: Path) -> None:
    notes = [["Mã", "Trạng thái"], ["1", "Đã xác thực"]]
    cells = {"Sheet1": form_cells(rows), "TrangThaiXacThucSoGiayTo": notes, "CachNhap": [["Hướng dẫn nhập"]]}
    write_book(folder / "land.xlsx", cells, Look(merged_rows=3))


def _hidden_xlsx(rows: Sequence[Row], folder: Path) -> None:
    look = Look(merged_rows=3, hidden_columns=(8, 9, 21), hidden_rows=tuple(range(9, len(rows), 5)))
    write_book(folder / "land.xlsx", {"Sheet1": form_cells(rows)}, look)


def _csv(cells: Callable[[Sequence[Row]], Cells]) -> Callable[..., None]:
    return with_land_in(lambda rows, folder: write_text(folder / "land.csv", cells(rows)))


def _flat(rows: Sequence[Row]) -> Cells:
    return [*header(flat(), items=False), *body(rows, flat())]


def _two_header_rows(rows: Sequence[Row]) -> Cells:
    columns = [
        column._replace(texts=(own.texts if len(column.texts) == 1 else (column.texts[-2], column.texts[-1])))
        for column, own in zip(form(), flat(), strict=True)
    ]
    return [*header(columns), *body(rows, columns)]


def _more_header_rows(levels: Sequence[str]) -> Callable[[Sequence[Row]], Cells]:
    """Group texts over the whole table on top of the three header rows."""

    def cells(rows: Sequence[Row]) -> Cells:
        columns = [column._replace(texts=(*levels, *column.texts)) for column in form()]
        return [*header(columns), *body(rows, columns)]

    return cells


def _titled(count: int) -> Callable[[Sequence[Row]], Cells]:
    titles = [
        "ỦY BAN NHÂN DÂN PHƯỜNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BIỂU MẪU THU THẬP THÔNG TIN GIẤY CHỨNG NHẬN",
        "(Kèm theo Kế hoạch số 515/KH-BCA-BNN&MT ngày 31/8/2025)", "", "Đơn vị: phường Thiên Hương", "",
        "Ngày lập: 20/11/2026", "Đơn vị tính: m²", "",
    ]  # fmt: skip
    return lambda rows: [*[_wide(title) for title in titles[:count]], *form_cells(rows)]


def _wide(text: str, at: int = 0) -> list[str]:
    return [text if column == at else "" for column in range(len(form()))]


def _in_order(order: Callable[[list[Column]], list[Column]]) -> Callable[[Sequence[Row]], Cells]:
    return lambda rows: form_cells(rows, order(list(form())))


def _pl3(columns: list[Column]) -> list[Column]:
    """Birth and gender before the number; the current user's name and number without item numbers."""
    by_field = {column.field: column for column in columns}
    moved = [by_field[field] for field in ("holder_birth_date", "holder_gender", "holder_id_number")]
    at = columns.index(by_field["holder_id_number"])
    rest = [column for column in columns if column not in moved]
    ordered = [*rest[:at], *moved, *rest[at:]]
    numbers = iter(str(number) for number in range(1, 60) if number not in (21, 22))
    bare = ("current_user_name", "current_user_id_number")
    return [one._replace(item=next(numbers) if one.item and one.field not in bare else "") for one in ordered]


def _pl3_01(rows: Sequence[Row]) -> Cells:
    """Field numbers shifted by one, six rows before the data, two land uses fewer."""
    kept = [one for one in _pl3(list(form())) if not one.field.startswith(("use_2", "use_3"))]
    columns = [one._replace(item=str(at)) for at, one in enumerate(kept, start=1)]
    titles = [["PHỤ LỤC 03-01", *[""] * (len(columns) - 1)], ["(Đơn vị tính: m²)", *[""] * (len(columns) - 1)]]
    return [*titles, *header(columns), *body(rows, columns)]


def _shuffled(columns: list[Column]) -> list[Column]:
    return [columns[at * 17 % len(columns)] for at in range(len(columns))]


def _with_unknown_columns(rows: Sequence[Row]) -> Cells:
    columns = list(flat())
    columns.insert(9, Column("", ("Cán bộ rà soát",)))
    columns += [Column("", ("Màu",)), Column("order_number", ("Mã phiếu nội bộ",))]
    return [*header(columns, items=False), *body(rows, columns)]


def _heading(change: Callable[[str], str]) -> Callable[[Sequence[Row]], Cells]:
    return lambda rows: [*changed(header(form()), change), *body(rows, form())]


def _broken(text: str) -> str:
    """A header text over several lines, as narrow columns have it."""
    return text.replace(" ", "\n", 2)


def _every(count: int, between: Callable[[int], Cells]) -> Callable[[Sequence[Row]], Cells]:
    """The form with rows `between` after every `count` rows; they are told how many rows stand above."""

    def cells(rows: Sequence[Row]) -> Cells:
        full = body(rows, form())
        pages = [full[at : at + count] + between(min(at + count, len(full))) for at in range(0, len(full), count)]
        return [*header(form()), *[row for page in pages for row in page]]

    return cells


def _totals(above: int) -> Cells:
    return [_wide("Cộng trang", 7), _wide(f"Tổng cộng: {above} thửa", 0), _wide("Mang sang trang sau", 0)]


def _signed(rows: Sequence[Row]) -> Cells:
    block = [_wide(""), _wide("Thiên Hương, ngày 20 tháng 11 năm 2026", 30), _wide("NGƯỜI LẬP BIỂU", 7)]
    block += [_wide("(Ký, ghi rõ họ tên)", 7), _wide(""), _wide("Lương Thị Ký", 30)]
    block[2][30] = "TM. ỦY BAN NHÂN DÂN"
    return [*form_cells(rows), *block]


VARIANTS: Final = (
    Variant("form: XLSX, merged header, code sheets beside it", with_land_in(_merged_xlsx)),
    Variant("form: XLSX, hidden columns and rows", with_land_in(_hidden_xlsx)),
    Variant("form: one flat header row", _csv(_flat)),
    Variant("form: two header rows", _csv(_two_header_rows)),
    Variant("form: three header rows, no item numbers", _csv(lambda rows: form_cells(rows)[:3] + form_cells(rows)[4:])),
    Variant("form: four header rows", _csv(_more_header_rows(["Biểu thu thập thông tin"]))),
    Variant("form: five header rows", _csv(_more_header_rows(["Phụ lục 02", "Biểu thu thập thông tin"]))),
    Variant("form: six header rows", _csv(_more_header_rows(["Phụ lục", "Biểu số 02", "Biểu thu thập thông tin"]))),
    Variant("form: item numbers '(1)'", _csv(lambda rows: [*header(form(), item="({})"), *body(rows, form())])),
    Variant("form: three title rows", _csv(_titled(3))),
    Variant("form: ten title rows", _csv(_titled(10))),
    Variant("form: PL3, birth and gender before the number", _csv(_in_order(_pl3))),
    Variant(
        "form: PL3-01, numbers shifted, six rows before the data",
        _csv(_pl3_01),
        land_with(without(*[f"use_{n}{part}" for n in (2, 3) for part in _USE_PARTS])),
        "land uses 2 and 3",
    ),
    Variant("form: TANAN, no coordinates", _csv(_in_order(lambda all_: [c for c in all_ if c.field != "coordinates"]))),
    Variant("form: columns reversed", _csv(_in_order(lambda columns: columns[::-1]))),
    Variant("form: columns shuffled", _csv(_in_order(_shuffled))),
    Variant(
        "form: optional columns missing",
        _csv(_in_order(lambda columns: [one for one in columns if one.field not in (*_OPTIONAL, *_RARE)])),
        land_with(without(*_OPTIONAL, *_RARE)),
        "papers, assets, land uses 2 and 3",
    ),
    Variant("form: unknown columns", _csv(_with_unknown_columns)),
    Variant("form: header in TCVN3", _csv(_heading(in_tcvn3))),
    Variant("form: header in capitals", _csv(_heading(str.upper))),
    Variant("form: header without accents", _csv(_heading(unaccented))),
    Variant("form: header in NFD", _csv(_heading(decomposed))),
    Variant("form: header with line breaks", _csv(_heading(_broken))),
    Variant("form: header again every 50 rows", _csv(_every(_PAGE, lambda _: header(form())))),
    Variant("form: page totals every 50 rows", _csv(_every(_PAGE, _totals))),
    Variant("form: blank rows in between", _csv(_every(7, lambda _: [_wide(""), _wide(" ")]))),
    Variant("form: signatures at the end", _csv(_signed)),
)
