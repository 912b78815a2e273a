"""Answered sheets of discrepancies → the answers in them, as received; rows not yet answered are noise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from cleaning.reading import files, formats
from cleaning.reading.cells import has_any
from cleaning.reading.parts import Part, account, file_parts
from cleaning.reading.rows import SortedRows
from cleaning.reading.sources import InputFile
from cleaning.schemas import RAW_ANSWERS, REJECTED

KIND: Final = "answers"
_SEND_THE_SHEET: Final = (
    "Chọn tệp sai-lech (.xlsx hoặc .csv) đã điền, còn nguyên hàng tiêu đề. Phiếu kiểm tra (kiem-tra.csv) đã điền thì "
    "chép vào thư mục đầu vào của phường, xã."
)
# A signature alone answers nothing: staff sign whole columns in advance.
_SIGNATURE: Final = ("decided_by_raw",)
_ANSWERING: Final = ("answer_raw", "value_raw")
# LibreOffice writes 'ý' into a Windows-1258 file as it writes 'ỳ', the mark behind its letter: 'Ký' would become 'Kỳ'.
_DOUBTFUL: Final = "(?i)y\u0300"


@dataclass(frozen=True)
class AnsweredSheet:
    """The answers of one file (RAW_ANSWERS), its rows that can't be read (REJECTED), and the account of all its rows.

    A damaged or unknown id, an unknown word or a missing signature is no reason to be among the latter.
    """

    answers: pl.DataFrame
    rejected: pl.DataFrame
    input: InputFile


def read_answers(path: Path) -> AnsweredSheet:
    """Read one answered sheet, CSV or workbook; of a workbook every sheet that has the heading, in order.

    Raises SourceError where the file can't be opened or is no answered sheet; it names the headings the file has.
    """
    formats.check_suffix(path.name)
    source = files.opened(path, path.parent)
    found = file_parts(source, (KIND,), remedy=_SEND_THE_SHEET)
    parts = [with_answers(part) for part in found]
    answers = pl.concat([part.sorted_rows.accepted for part in parts])
    rejected = pl.concat([REJECTED.empty(), *(part.sorted_rows.rejected for part in parts)])
    return AnsweredSheet(answers, rejected, account(parts))


def with_answers(part: Part) -> Part:
    """`part` with the answered rows alone accepted, which conform to RAW_ANSWERS; the others of them are noise.

    A letter that can't be told is '?', as other programs write letters they lose.
    """
    sheet = part.sorted_rows
    signed_alone = sheet.accepted.select((has_any(_SIGNATURE) & ~has_any(_ANSWERING)).sum()).item()
    answered = sheet.accepted.filter(has_any(_ANSWERING)).with_columns(
        pl.col("^.*_raw$").str.replace_all(_DOUBTFUL, "?"),
        source_sha256=pl.lit(part.source.sha256),
        signed_alone=pl.lit(signed_alone, pl.Int32),
    )
    noise = sheet.noise + sheet.accepted.height - answered.height
    return replace(part, sorted_rows=SortedRows(RAW_ANSWERS.conform(answered), sheet.rejected, noise))
