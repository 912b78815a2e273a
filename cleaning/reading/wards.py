"""ward folder → sources: every list of one ward as raw tables, and what became of every source row."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning import reference
from cleaning.errors import SourceError
from cleaning.reading import files, keys
from cleaning.reading.answered import with_answers
from cleaning.reading.answers import judge_answers
from cleaning.reading.parts import Part, account, file_parts
from cleaning.reading.repeats import without_repeats
from cleaning.reading.row_kinds import ROW_KINDS
from cleaning.reading.sources import InputFile, WardSources
from cleaning.schemas import RAW_ANSWERS, RAW_CHECK_ANSWERS, RAW_LAND, RAW_RESIDENTS, RAW_SHEET_MAP, REJECTED

if TYPE_CHECKING:
    from pathlib import Path

    from cleaning.reading.files import SourceFile

_TABLES: Final = {"land": RAW_LAND, "residents": RAW_RESIDENTS, "sheet_map": RAW_SHEET_MAP}
_LISTS: Final = ("land", "residents")
_ANSWERS: Final = {"check_answers": RAW_CHECK_ANSWERS, "answers": RAW_ANSWERS}


def read_ward(folder: Path, *, ward: str, salt: str) -> WardSources:
    """Read every file of a ward's folder. `salt` keys the hash that names rows without Guid.

    A row that stands in several lists counts once. Answers given twice do no harm, and are read twice. Raises
    SourceError when the ward or folder is unknown, a file can't be used, or the land list or the resident list is
    missing or empty; SourceChangingError when somebody changes the folder meanwhile.
    """
    _check_ward(ward)
    sources = _opened(folder)
    parts = _once([_judged(part, ward) for source in sources for part in file_parts(source)])
    tables = {kind: _table(kind, parts, salt) for kind in _TABLES}
    inputs = tuple(account for source in sources for account in _accounts(source, parts, tables))
    _check_lists(inputs)
    rejected = pl.concat([REJECTED.empty(), *(part.sorted_rows.rejected for part in parts)])
    answers = {kind: _answers(kind, parts) for kind in _ANSWERS}
    return WardSources(**tables, **answers, rejected=rejected, inputs=inputs)


def ward_told_by_rows(folder: Path) -> str:
    """The commune code most land rows of `folder` bear, for lists that lie outside a ward folder.

    Raises SourceError where a file can't be used or no row bears a code.
    """
    parts = [part for source in _opened(folder) for part in file_parts(source) if part.kind == "land"]
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


def _opened(folder: Path) -> list[SourceFile]:
    """Every file as it was at one moment: the folder is looked through again once all are read."""
    sources = [files.opened(path, folder) for path in files.paths(folder)]
    files.check_unchanged({source.path: source.sha256 for source in sources}, folder, files.paths(folder))
    return sources


def _judged(part: Part, ward: str) -> Part:
    if part.kind == "check_answers":
        return replace(part, sorted_rows=judge_answers(part.sorted_rows, ward))
    return with_answers(part) if part.kind == "answers" else part


def _once(parts: list[Part]) -> list[Part]:
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


def _accounts(source: SourceFile, parts: list[Part], tables: dict[str, pl.DataFrame]) -> list[InputFile]:
    by_kind = {kind: [part for part in parts if part.source is source and part.kind == kind] for kind in ROW_KINDS}
    return [
        account(
            own,
            inherited=_rows(tables, kind, source, pl.col("inherited").is_not_null()),
            shared_guids=_rows(tables, kind, source, keys.guid(ROW_KINDS[kind].fields) != pl.col("row_key")),
        )
        for kind, own in by_kind.items()
        if own
    ]


def _rows(tables: dict[str, pl.DataFrame], kind: str, source: SourceFile, which: pl.Expr) -> int:
    """How many rows of a file are such, of a list of land or people; 0 of other lists."""
    if kind not in _LISTS:
        return 0
    return tables[kind].select(((pl.col("source_file") == source.path) & which).sum()).item()


def _check_lists(inputs: tuple[InputFile, ...]) -> None:
    found = ", ".join(f"{one.path} ({ROW_KINDS[one.kind].name})" for one in inputs)
    for kind in _LISTS:
        if not any(one.kind == kind for one in inputs):
            raise SourceError(
                f"Thư mục không có {ROW_KINDS[kind].name}; tìm thấy: {found or 'không có tệp nào'}.",
                remedy=f"Chép {ROW_KINDS[kind].name} vào thư mục của phường, xã rồi chạy lại.",
            )
    for one in inputs:
        if one.accepted + one.repeated == 0 and one.kind not in _ANSWERS:
            raise SourceError(
                f"Trong tệp, {ROW_KINDS[one.kind].name} không có dòng dữ liệu nào dùng được.",
                remedy="Xuất lại danh sách rồi chép lại vào thư mục.",
                file=one.path,
            )


def _table(kind: str, parts: list[Part], salt: str) -> pl.DataFrame:
    table, own = _TABLES[kind], [part.sorted_rows.accepted for part in parts if part.kind == kind]
    if not own:
        return table.empty()
    named = keys.with_row_keys(pl.concat(own), ROW_KINDS[kind].fields, salt=salt)
    return table.conform(named.with_columns(corrected=pl.lit(None, pl.String)))


def _answers(kind: str, parts: list[Part]) -> pl.DataFrame:
    own = [part.sorted_rows.accepted for part in parts if part.kind == kind]
    return pl.concat([_ANSWERS[kind].empty(), *own])
