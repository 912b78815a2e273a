"""The ledger, from the shell: the decisions on one discrepancy withdrawn, and all of them as one CSV file."""

from __future__ import annotations

import os
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from cleaning.decisions.standing import WITHDRAWN, live_answers
from cleaning.errors import SourceError
from cleaning.reporting.cells import harmless, marked
from cleaning.schemas import ANSWERS, DECISIONS
from flows.ledger_place import ledger_of
from flows.manifest import instant

ANSWER_WORDS: Final = ANSWERS | {WITHDRAWN: "rút lại"}
# Column of DECISIONS → heading of the export, in its order.
_HEADINGS: Final = {
    "sequence": "Thứ tự",
    "taken_at": "Nhận lúc (UTC)",
    "ward": "Mã phường, xã",
    "discrepancy_id": "Mã sai lệch",
    "question": "Mã câu hỏi",
    "code": "Loại",
    "guid": "Guid",
    "row_key": "Khóa dòng",
    "answer": "Quyết định",
    "value": "Giá trị đúng",
    "decided_by": "Người quyết định",
    "note": "Ghi chú",
    "land_value": "Giá trị đất đai",
    "resident_value": "Giá trị dân cư",
    "proposal": "Đề xuất",
    "residents": "Người được hỏi tới",
    "person_marks": "Dấu của người được hỏi tới",
    "is_same": "Là cùng một người",
    "corrections": "Ô được sửa",
    "probability": "Độ tin cậy",
    "model": "Mô hình",
    "run_id": "Lần chạy",
    "source_file": "Tệp trả lời",
    "source_sha256": "SHA-256 của tệp",
    "source_row": "Dòng trong tệp",
    "decision_id": "Mã quyết định",
    "withdraws": "Rút lại quyết định",
}
# Read by people; the others are codes, which stay as they are.
_MARKED: Final = ("value", "land_value", "resident_value", "proposal", "residents", "note", "decided_by", "source_file")


def withdraw_decisions(output: Path, discrepancy: str, *, by: str, why: str, now: datetime) -> int:
    """How many decisions on a discrepancy were withdrawn: all that still count, whoever gave them.

    Raises SourceError where there are none, or where it is not said who withdraws them and why.
    """
    who, reason, asked = (" ".join(text.split()) for text in (by, why, discrepancy))
    if "" in (who, reason):
        raise SourceError("Chưa ghi người rút hoặc lý do rút.", remedy="Ghi đủ họ tên và lý do rồi chạy lại.")
    ledger = ledger_of(output)
    is_asked = pl.col("discrepancy_id").str.to_lowercase() == asked.lower()
    ids = live_answers(ledger.decisions().filter(is_asked))["decision_id"].to_list()
    if len(ids) == 0:
        raise SourceError(
            "Không có quyết định nào đang có hiệu lực về sai lệch này.",
            remedy="Kiểm tra lại mã sai lệch; xem các quyết định bằng lệnh landclean history.",
        )
    return ledger.withdraw(ids, decided_by=who, note=reason, taken_at=instant(now)).height


def export(output: Path, file: Path) -> int:
    """Write the whole ledger into a new CSV file, in order of taking in; how many rows that are.

    Raises SourceError where the file is there already.
    """
    rows = DECISIONS.conform(ledger_of(output).decisions()).with_columns(
        pl.col("answer").replace(ANSWER_WORDS),
        pl.col("is_same").replace_strict({True: "có", False: "không"}, return_dtype=pl.String),
    )
    texts = [name for name, dtype in rows.schema.items() if dtype == pl.String and name not in _MARKED]
    shown = rows.with_columns(marked(pl.col(*_MARKED)), harmless(pl.col(*texts)))
    try:
        with open(file, "xb", opener=partial(os.open, mode=0o600)) as handle:
            shown.select(list(_HEADINGS)).rename(_HEADINGS).write_csv(handle, include_bom=True, line_terminator="\r\n")
    except FileExistsError:
        raise SourceError("Tệp đã có.", remedy="Ghi tên tệp khác.", file=file.name) from None
    return rows.height
