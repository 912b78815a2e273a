"""RAW_ANSWERS → decisions in the ledger, and a line for each answer: judged by what the ward it belongs to asked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from cleaning.decisions.answer_rules import AnswerRule
from cleaning.decisions.corrections import corrections
from cleaning.decisions.judging import Asked, candidates, judge, refuse_unusable
from cleaning.decisions.ledger import Ledger
from cleaning.decisions.receipts import receipts
from cleaning.decisions.standing import standing
from cleaning.decisions.typed_text import tidied
from cleaning.discrepancies import ANSWERING, land_marks
from cleaning.schemas import DECISIONS, RECEIPT
from flows.ledger_place import ledger_of
from flows.manifest import instant
from flows.memory import Memory, newest_memory, wards_published
from flows.trial import Trial, newest_trial

_WARD_OF_QUESTION: Final = r"^\s*C\s*(\d{5})\s*-"
_RULES: Final = {code: AnswerRule(one.answers, one.corrects, one.names_person) for code, one in ANSWERING.items()}


class AnswerDesk:
    """Takes answers into the ledger of `output`; what a ward asked is looked up once. `now`: when that is, UTC."""

    def __init__(self, output: Path, now: datetime) -> None:
        self.output, self._taken_at = output, instant(now)
        self._memories: dict[str, Memory] = {}
        self._trials: dict[str, Trial] = {}

    def take(self, answers: pl.DataFrame, *, ward: str | None = None) -> pl.DataFrame:
        """RECEIPT of the answers of one file, once the ledger holds all of them that are sound.

        Each is of the ward its question names; where that is gone, of `ward`, else of the one that asked of its
        discrepancy. Raises LandCleanError where ledger or memory can't be used: nothing of the file is taken in then.
        """
        ledger = ledger_of(self.output)
        judged = {of: self._judged(rows, of, ledger) for of, rows in self._by_ward(answers, ward).items()}
        sound = [DECISIONS.empty(), *(candidates(rows) for rows in judged.values())]
        new = ledger.append(pl.concat(sound))["decision_id"]
        told = [receipts(rows, new=new, decisions=ledger.decisions(of)) for of, rows in judged.items()]
        return pl.concat([RECEIPT.empty(), *told])

    def _by_ward(self, answers: pl.DataFrame, ward: str | None) -> dict[str, pl.DataFrame]:
        """The answers of each ward; those no ward knows go with the first, which refuses them in words."""
        wards = wards_published(self.output)
        named = pl.col("question_raw").str.to_uppercase().str.extract(_WARD_OF_QUESTION)
        told = answers.with_columns(ward=pl.coalesce(named, pl.lit(ward, pl.String)), id=_folded("discrepancy_id_raw"))
        if len(wards) > 1 and told["ward"].has_nulls():
            asked = pl.concat(
                self._memory(one).questions.select(asking=pl.lit(one), id=_folded("discrepancy_id")) for one in wards
            )
            told = told.join(asked.unique().unique("id", keep="none"), on="id", how="left", maintain_order="left")
            told = told.with_columns(pl.coalesce("ward", "asking"))
        first = told["ward"].drop_nulls().append(pl.Series([*wards, ""])).first()
        return {
            str(of): rows.select(answers.columns)
            for (of,), rows in told.with_columns(pl.col("ward").fill_null(first)).group_by("ward", maintain_order=True)
        }

    def _judged(self, answers: pl.DataFrame, ward: str, ledger: Ledger) -> pl.DataFrame:
        """The answers of one ward, judged; corrections the next run could not use are refused."""
        memory = self._memory(ward)
        asked = Asked(ward=ward, questions=memory.questions, people=memory.people, rules=_RULES)
        judged = judge(answers, asked, taken_at=self._taken_at)
        known = ledger.decisions(ward)
        new = candidates(judged).join(known, on="decision_id", how="anti")
        correcting = new.filter(pl.col("corrections").is_not_null())
        if correcting.is_empty():
            return judged
        trial = self._trial(ward)
        stands = standing(known)
        marks = land_marks(trial.raw, stands.select("row_key", "code").drop_nulls())
        usable = trial.usable(correcting, corrections(stands, marks, trial.raw).corrections)
        return refuse_unusable(
            judged, correcting["decision_id"].filter(~correcting["decision_id"].is_in(usable.implode()))
        )

    def _memory(self, ward: str) -> Memory:
        if ward not in self._memories:
            self._memories[ward] = newest_memory(self.output, ward)
        return self._memories[ward]

    def _trial(self, ward: str) -> Trial:
        if ward not in self._trials:
            self._trials[ward] = newest_trial(self.output, ward)
        return self._trials[ward]


def _folded(column: str) -> pl.Expr:
    return tidied(pl.col(column)).str.to_lowercase()
