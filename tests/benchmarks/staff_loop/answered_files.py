"""A published sheet → answered files as offices send them in: in parts, damaged, saved again by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random  # noqa: TID251  seeded
from typing import Final

import openpyxl

from cleaning.discrepancies import ANSWERING
from cleaning.schemas import ANSWERS
from tests.flows.clerks import COLLEAGUE, Row, answered, read_sheet, write_sheet
from tests.fuzzing.sheet_damages import DAMAGES

Save = Callable[[Path, Sequence[Row]], Path]
# Heading of the sheet → what damages call the column; the other columns stay as they are.
_NAMES: Final = {
    "Mã sai lệch": "discrepancy_id", "Loại": "code", "Guid": "guid", "Tờ": "sheet", "Thửa": "parcel",
    "Họ tên (đất đai)": "holder_name", "Giá trị đất đai": "land_value", "Giá trị dân cư": "resident_value",
    "Đề xuất": "proposal", "Từ ngày": "since", "Quyết định": "answer", "Mã câu hỏi": "question",
    "Giá trị đúng": "value", "Người quyết định": "decided_by", "Ghi chú": "note",
}  # fmt: skip
_DAMAGED: Final = (
    "zeros_lost", "decimals_added", "powers_of_ten", "dates_iso", "dates_with_time", "dates_shown_american",
    "dates_read_american", "dates_counted", "accents_lost", "letters_lost", "accents_apart", "full_width",
    "spaces_around", "apostrophes", "labelled", "capitals", "small_letters", "rows_sorted", "rows_doubled",
    "question_deleted", "answers_moved", "some_columns_sorted", "notes_below", "signatures_lost",
)  # fmt: skip
_HANDLER, _BOOK, _NOT_IN_BOOKS = "VPĐKĐĐ", "van-phong-dang-ky.xlsx", "Thông tin"
_ANSWERED: Final = ("Quyết định", "Giá trị đúng", "Người quyết định", "Ghi chú")
_SEED: Final = 20261122
_DISPUTED: Final = 7


@dataclass(frozen=True)
class AnsweredFile:
    """One file sent in. `meant`: what its clerk answered, by discrepancy, before any damage."""

    name: str
    path: Path
    meant: dict[str, Row]


def answered_files(published: Path, folder: Path, *, answers: int) -> list[AnsweredFile]:
    """`answers` answers to the sheet of a published day, in as many files as there are ways of sending them in.

    One more file is a colleague's, who answers some rows of the first otherwise.
    """
    folder.mkdir(parents=True)
    chosen = _chosen(read_sheet(published / "sai-lech.csv"), answers)
    in_book = [row for row in chosen if row["Người xử lý"] == _HANDLER and row["Mức độ"] != _NOT_IN_BOOKS]
    of_book = in_book[: answers // 20]
    others = [row for row in chosen if row not in of_book]
    saves: list[tuple[str, Save]] = [*_FORMS.items(), *((name, _as_csv) for name in _DAMAGED)]
    files = [AnsweredFile("handler's book", _as_book(folder, published, of_book), _by_id(of_book))]
    for at, (name, save) in enumerate(saves):
        own = others[at :: len(saves)]
        files.append(AnsweredFile(name, save(folder / name, _damaged(own, name)), _by_id(own)))
    undamaged = [row for file in files[1 : len(_FORMS) + 1] for row in file.meant.values()]
    disputed = [row | said for row in undamaged if (said := _disagreeing(row)) is not None][:_DISPUTED]
    return [*files, AnsweredFile("colleague", _as_csv(folder / "colleague", disputed), _by_id(disputed))]


def _chosen(rows: list[Row], answers: int) -> list[Row]:
    """Rows of every code, answered one way after the other, in no order."""
    codes = len({row["Loại"] for row in rows})
    random = Random(_SEED)
    random.shuffle(rows)
    found = answered(rows, per_code=-(-answers // codes))
    random.shuffle(found)
    return found[:answers]


def _damaged(rows: list[Row], name: str) -> list[Row]:
    change = next((one.change for one in DAMAGES if one.name == name), None)
    if change is None:
        return rows
    fields = [{field: row[heading] or None for heading, field in _NAMES.items()} for row in rows]
    headings = {field: heading for heading, field in _NAMES.items()}
    rest = {heading: "" for heading in rows[0]}
    return [
        rest | {headings[field]: cell or "" for field, cell in row.items()} for row in change(Random(_SEED), fields)
    ]


def _disagreeing(row: Row) -> Row | None:
    """What a colleague says who sees it otherwise; None where one of them would leave it open."""
    allowed = {ANSWERS[answer] for answer in ANSWERING[row["Loại"]].answers} - {row["Quyết định"]}
    said = next((ANSWERS[answer] for answer in ("keep_land", "different") if ANSWERS[answer] in allowed), None)
    if said is None or row["Quyết định"] == ANSWERS["unclear"]:
        return None
    return {"Quyết định": said, "Giá trị đúng": "", "Người quyết định": COLLEAGUE}


def _by_id(rows: Sequence[Row]) -> dict[str, Row]:
    return {row["Mã sai lệch"]: row for row in rows}


# ---- how they are saved ----------------------------------------------------------------------------------------------


def _as_csv(path: Path, rows: Sequence[Row], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    return write_sheet(path.with_suffix(".csv"), rows, encoding=encoding, delimiter=delimiter)


def _as_unicode_text(path: Path, rows: Sequence[Row]) -> Path:
    return _as_csv(path, rows, encoding="utf-16", delimiter="\t")


def _as_semicolons(path: Path, rows: Sequence[Row]) -> Path:
    return _as_csv(path, rows, encoding="utf-8", delimiter=";")


def _as_xlsx(path: Path, rows: Sequence[Row]) -> Path:
    book = openpyxl.Workbook()
    for row in [list(rows[0]), *(list(row.values()) for row in rows)]:
        book.active.append(row)
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def _resaved_xlsx(path: Path, rows: Sequence[Row]) -> Path:
    return _by_libreoffice(_as_xlsx(path.with_name("as_typed"), rows), path.with_suffix(".xlsx"))


def _resaved_csv(path: Path, rows: Sequence[Row]) -> Path:
    return _by_libreoffice(_as_csv(path.with_name("as_typed"), rows), path.with_suffix(".csv"))


def _as_book(folder: Path, published: Path, rows: Sequence[Row]) -> Path:
    """The handler's own book with the answers in its cells, then saved by LibreOffice."""
    book = openpyxl.load_workbook(published / "theo-nguoi-xu-ly" / _BOOK)
    by_id = _by_id(rows)
    for sheet in book.worksheets:
        headings = {cell.value: cell.column for cell in sheet[1]}
        for line in range(2, sheet.max_row + 1) if "Mã sai lệch" in headings else ():
            answer = by_id.get(sheet.cell(line, headings["Mã sai lệch"]).value)
            for heading in _ANSWERED if answer is not None else ():
                sheet.cell(line, headings[heading]).value = answer[heading] or None
    typed = folder / f"typed-{_BOOK}"
    book.save(typed)
    return _by_libreoffice(typed, folder / _BOOK)


def _by_libreoffice(source: Path, target: Path) -> Path:
    """`source` opened and saved again by LibreOffice as `target`."""
    folder = source.parent / "saved"
    command = ["soffice", "--headless", "--convert-to", target.suffix[1:], "--outdir", folder, source]
    subprocess.run(command, check=True, capture_output=True)
    shutil.move(folder / source.with_suffix(target.suffix).name, target)
    source.unlink()
    return target


_FORMS: Final[dict[str, Save]] = {
    "csv": _as_csv,
    "unicode_text": _as_unicode_text,
    "semicolons": _as_semicolons,
    "xlsx": _as_xlsx,
    "xlsx_by_libreoffice": _resaved_xlsx,
    "csv_by_libreoffice": _resaved_csv,
}
