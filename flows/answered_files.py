"""Answered sheets → ledger and receipts: each file one transaction, and none stops the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Final

import polars as pl

from cleaning.errors import LandCleanError, SourceError
from cleaning.reading.answered import read_answers
from cleaning.schemas import RECEIPT, REJECTED
from flows import clock
from flows.answer_desk import AnswerDesk
from flows.faults import told, without_data
from flows.inbox import Dropped, dropped, is_unchanged, put_away
from flows.receipts import OUTCOMES, one_at_a_time, write_receipt

_NOTHING: Final = dict.fromkeys(OUTCOMES, 0)


@dataclass(frozen=True)
class Taken:
    """What became of an answered file: answers by outcome, its receipt, or the `error` that kept it from being read."""

    name: str
    counts: Mapping[str, int]
    receipt: Path | None
    error: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the file was refused."""
        return self.error is None and self.counts["refused"] == 0


def take_in(files: Sequence[Path], output: Path, now: datetime) -> list[Taken]:
    """Take answered sheets in, one after the other; they stay where they are. `now` is when that is, UTC."""
    desk = AnswerDesk(output, now)
    return [_take_file(file, desk) for file in files]


def take_in_inbox(inbox: Path, output: Path, now: datetime) -> list[Taken]:
    """Take in all that lies in `inbox`; a file the ledger has, with its receipt written, moves to `da-nhan/<day>/`.

    One that can't be read stays, and its receipt says why. Raises SourceError where there is no inbox.
    """
    desk, day = AnswerDesk(output, now), clock.day_in_vietnam(now)
    taken = [_take_dropped(file, desk, day) for file in dropped(inbox)]
    return [one for one in taken if one is not None]


def take_in_raw(answers: pl.DataFrame, *, ward: str, output: Path, now: datetime) -> dict[str, int]:
    """Take in RAW_ANSWERS of a ward's own folder, file by file; how many ended how, by key of receipts.OUTCOMES.

    Raises LandCleanError or OSError where the ledger or the memory of the ward cannot be used: files before are in.
    """
    desk, counts = AnswerDesk(output, now), dict(_NOTHING)
    for file in answers["source_file"].unique().sort():
        taken = _take(answers.filter(pl.col("source_file") == file), REJECTED.empty(), file, desk, ward)
        counts = {outcome: counts[outcome] + taken.counts[outcome] for outcome in OUTCOMES}
    return counts


def _take_file(file: Path, desk: AnswerDesk) -> Taken:
    try:
        with without_data(lambda: "nhận phiếu đã trả lời"):
            sheet = read_answers(file)
            return _take(sheet.answers, sheet.rejected, file.name, desk)
    except (LandCleanError, OSError) as error:
        return Taken(file.name, _NOTHING, None, _without_file(error))


def _take_dropped(file: Dropped, desk: AnswerDesk, day: date) -> Taken | None:
    """What became of a file of the inbox; null where another process took it away meanwhile."""
    taken = _take_file(file.path, desk)
    with one_at_a_time(desk.output):
        if not file.path.exists():
            return None if taken.error is not None else taken
        if taken.error is not None:
            told = _refusals(pl.DataFrame({"reason": [taken.error]}))
            return replace(taken, receipt=write_receipt(desk.output, taken.name, told))
        if is_unchanged(file):  # else somebody is still copying into it: it is taken in again, as a whole
            put_away(file, day)
    return taken


def _take(answers: pl.DataFrame, rejected: pl.DataFrame, file: str, desk: AnswerDesk, ward: str | None = None) -> Taken:
    """One file: what is sound of it appended, and its receipt written, while no other file is."""
    with one_at_a_time(desk.output):
        receipt = pl.concat([desk.take(answers, ward=ward), _refusals(rejected)])
        written = write_receipt(desk.output, file, receipt)
    ended = dict(receipt["outcome"].value_counts().iter_rows())
    return Taken(PurePath(file).name, {outcome: ended.get(outcome, 0) for outcome in OUTCOMES}, written)


def _refusals(rejected: pl.DataFrame) -> pl.DataFrame:
    """RECEIPT of rows, or of a file, that can't be read: `reason`, and where it stands as far as known."""
    known = pl.concat([REJECTED.empty(), rejected], how="diagonal")
    return RECEIPT.conform(
        known.select(
            "source_sheet",
            "source_row",
            discrepancy_id=pl.lit(None, pl.String),
            outcome=pl.lit("refused"),
            words=pl.col("reason"),
        )
    )


def _without_file(error: LandCleanError | OSError) -> str:
    """What is wrong and what to do, without the file's name: it may tell who answered."""
    if isinstance(error, SourceError):
        return str(SourceError(error.what, remedy=error.remedy, sheet=error.sheet, header=error.header, row=error.row))
    return told(error)
