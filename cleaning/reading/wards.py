"""ward folder → sources: every list of one ward as raw tables, and what became of every source row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning import reference
from cleaning.errors import SourceError
from cleaning.reading import files, headings, keys, rows, unrecognised
from cleaning.reading.answers import judge_answers
from cleaning.reading.repeats import without_repeats
from cleaning.reading.row_kinds import ROW_KINDS
from cleaning.reading.sources import InputFile, WardSources
from cleaning.schemas import RAW_CHECK_ANSWERS, RAW_LAND, RAW_RESIDENTS, RAW_SHEET_MAP, REJECTED

if TYPE_CHECKING:
    from pathlib import Path

_TABLES: Final = {"land": RAW_LAND, "residents": RAW_RESIDENTS, "sheet_map": RAW_SHEET_MAP}
_LISTS: Final = ("land", "residents")
_ANSWERS: Final = "check_answers"
_NAMES: Final = {
    "land": "danh sách đất đai",
    "residents": "danh sách dân cư",
    "sheet_map": "bảng đối chiếu tờ bản đồ",
    _ANSWERS: "phiếu kiểm tra đã trả lời",
}


@dataclass(frozen=True)
class _Part:
    """The sorted rows of one sheet. `repeated`: noise among them that lists before it hold already."""

    source: files.SourceFile
    kind: str
    height: int
    sorted_rows: rows.SortedRows
    unknown_columns: tuple[str, ...]
    repeated: int = 0


def read_ward(folder: Path, *, ward: str, salt: str) -> WardSources:
    """Read every file of a ward's folder. `salt` keys the hash that names rows without Guid.

    A row that stands in several lists counts once. Answers given twice do no harm, and are read twice. Raises
    SourceError when the ward or folder is unknown, a file can't be used, or the land list or the resident list is
    missing or empty.
    """
    _check_ward(ward)
    sources = _opened(folder)
    parts = _once([_judged(part, ward) for source in sources for part in _parts(source)])
    tables = {kind: _table(kind, parts, salt) for kind in _TABLES}
    inputs = tuple(account for source in sources for account in _accounts(source, parts, tables))
    _check_lists(inputs)
    rejected = pl.concat([REJECTED.empty(), *(part.sorted_rows.rejected for part in parts)])
    answers = [part.sorted_rows.accepted for part in parts if part.kind == _ANSWERS]
    check_answers = pl.concat([RAW_CHECK_ANSWERS.empty(), *answers])
    return WardSources(**tables, check_answers=check_answers, rejected=rejected, inputs=inputs)


def ward_told_by_rows(folder: Path) -> str:
    """The commune code most land rows of `folder` bear, for lists that lie outside a ward folder.

    Raises SourceError where a file can't be used or no row bears a code.
    """
    parts = [part for source in _opened(folder) for part in _parts(source) if part.kind == "land"]
    codes = pl.concat([pl.Series(dtype=pl.String), *(part.sorted_rows.accepted["unit_code_raw"] for part in parts)])
    five = codes.str.strip_chars().str.extract(r"^(\d{4,5})(?:\.0)?$", 1).str.zfill(5).drop_nulls()
    if five.is_empty():
        raise SourceError(
            "Không dòng đất đai nào ghi mã đơn vị hành chính cấp xã, nên không biết là của phường, xã nào.",
            remedy="Đặt các tệp vào thư mục con mang mã phường, xã gồm 5 chữ số, rồi chạy lại.",
        )
    return five.mode().sort()[0]


def _check_ward(ward: str) -> None:
    communes = reference.table("admin_units").filter(level="commune")["code"]
    if re.fullmatch(r"\d{5}", ward) is None or ward not in communes:
        raise SourceError(
            f"Mã phường, xã '{ward}' không có trong danh mục đơn vị hành chính.",
            remedy="Đặt tên thư mục bằng mã 5 chữ số của phường, xã hiện hành.",
        )


def _opened(folder: Path) -> list[files.SourceFile]:
    return [files.opened(path, folder) for path in files.paths(folder)]


def _parts(source: files.SourceFile) -> list[_Part]:
    found = [(grid, heading) for grid in source.grids if (heading := headings.heading(grid)) is not None]
    if not found:
        seen = "; ".join(unrecognised.headers_seen(grid) for grid in source.grids[:3])
        raise SourceError(
            f"Tệp không phải {', '.join(_NAMES.values())}. Tiêu đề thấy được: {seen}.",
            remedy="Giữ nguyên hàng tiêu đề của biểu mẫu, hoặc bỏ tệp này ra khỏi thư mục.",
            file=source.path,
        )
    for grid in source.grids:
        if all(grid is not one for one, _ in found) and unrecognised.goes_on_without_heading(grid):
            raise SourceError(
                "Trang có số định danh cá nhân nhưng không có hàng tiêu đề, nên không biết cột nào là gì.",
                remedy="Chép hàng tiêu đề vào đầu trang này; nếu không phải danh sách thì xóa trang.",
                file=source.path,
                sheet=grid.sheet,
            )
    return [
        _Part(
            source,
            heading.kind,
            grid.cells.height - heading.end,
            rows.sort_rows(grid, heading),
            tuple(unrecognised.shown_headers(heading.unknown)),
        )
        for grid, heading in found
    ]


def _judged(part: _Part, ward: str) -> _Part:
    return replace(part, sorted_rows=judge_answers(part.sorted_rows, ward)) if part.kind == _ANSWERS else part


def _once(parts: list[_Part]) -> list[_Part]:
    """`parts`, the rows that several lists of a kind hold kept in one of them, the others noise."""
    once = list(parts)
    for kind in _TABLES:
        places = [at for at, part in enumerate(parts) if part.kind == kind]
        lists = [parts[at].sorted_rows.accepted for at in places]
        for at, kept in zip(places, without_repeats(lists, ROW_KINDS[kind].fields), strict=True):
            sheet = parts[at].sorted_rows
            repeated = sheet.accepted.height - kept.height
            once[at] = replace(
                parts[at],
                sorted_rows=replace(sheet, accepted=kept, noise=sheet.noise + repeated),
                repeated=repeated,
            )
    return once


def _accounts(source: files.SourceFile, parts: list[_Part], tables: dict[str, pl.DataFrame]) -> list[InputFile]:
    accounts: list[InputFile] = []
    for kind in _NAMES:
        own = [part for part in parts if part.source is source and part.kind == kind]
        if own:
            accounts.append(
                InputFile(
                    source.path,
                    kind,
                    source.sha256,
                    rows=sum(part.height for part in own),
                    accepted=sum(part.sorted_rows.accepted.height for part in own),
                    rejected=sum(part.sorted_rows.rejected.height for part in own),
                    noise=sum(part.sorted_rows.noise for part in own),
                    repeated=sum(part.repeated for part in own),
                    inherited=_rows(tables, kind, source, pl.col("inherited").is_not_null()),
                    shared_guids=_rows(tables, kind, source, keys.guid(ROW_KINDS[kind].fields) != pl.col("row_key")),
                    unknown_columns=tuple(dict.fromkeys(name for part in own for name in part.unknown_columns)),
                )
            )
    return accounts


def _rows(tables: dict[str, pl.DataFrame], kind: str, source: files.SourceFile, which: pl.Expr) -> int:
    """How many rows of a file are such, of a list of land or people; 0 of other lists."""
    if kind not in _LISTS:
        return 0
    return tables[kind].select(((pl.col("source_file") == source.path) & which).sum()).item()


def _check_lists(inputs: tuple[InputFile, ...]) -> None:
    found = ", ".join(f"{one.path} ({_NAMES[one.kind]})" for one in inputs)
    for kind in _LISTS:
        if not any(one.kind == kind for one in inputs):
            raise SourceError(
                f"Thư mục không có {_NAMES[kind]}; tìm thấy: {found or 'không có tệp nào'}.",
                remedy=f"Chép {_NAMES[kind]} vào thư mục của phường, xã rồi chạy lại.",
            )
    for one in inputs:
        if one.accepted + one.repeated == 0 and one.kind != _ANSWERS:
            raise SourceError(
                f"Trong tệp, {_NAMES[one.kind]} không có dòng dữ liệu nào dùng được.",
                remedy="Xuất lại danh sách rồi chép lại vào thư mục.",
                file=one.path,
            )


def _table(kind: str, parts: list[_Part], salt: str) -> pl.DataFrame:
    table, own = _TABLES[kind], [part.sorted_rows.accepted for part in parts if part.kind == kind]
    if not own:
        return table.empty()
    named = keys.with_row_keys(pl.concat(own), ROW_KINDS[kind].fields, salt=salt)
    return table.conform(named.with_columns(corrected=pl.lit(None, pl.String)))
