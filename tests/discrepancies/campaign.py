"""One discrepancy through the nights by hand: what is found of it, what staff say between the nights."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from cleaning import schemas
from cleaning.discrepancies.life import Asked, Decided, follow
from cleaning.discrepancies.questions import remembered

FIRST = date(2026, 11, 22)
ID, ROW = "row-08", "row"
NO_CONFLICTS = pl.DataFrame(schema={"discrepancy_id": pl.String, "said": pl.String})


def table_of(table: schemas.Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """`rows` as `table`; what a row leaves out is null."""
    assert {name for row in rows for name in row} <= set(table.names)
    return pl.DataFrame(rows, schema=table.empty().schema, orient="row")


def question(evidence: str, round_: int = 1) -> str:
    """The question of evidence 'LPV', a letter each for the land cells, the people and the register's value."""
    parts = "".join(f"{ord(part):08X}" for part in evidence)
    return f"C11557-{parts}" + (f"-{round_}" if round_ > 1 else "")


def standing_row(asked: str, status: str, **more: Any) -> dict[str, Any]:
    """A row of STANDING on the question `asked`."""
    answer = {"decided": "keep_land", "waiting": "unclear", "conflict": None}[status]
    said = "Bà Mẫu: sửa theo dân cư; ông Thử: giữ theo đất đai" if status == "conflict" else None
    row = {
        "discrepancy_id": ID, "question": asked, "code": "id_differs", "row_key": ROW, "status": status,
        "answer": answer, "decided_by": "Bà Mẫu", "decided_on": FIRST, "sequence": 1, "said": said,
    }  # fmt: skip
    return row | more


class Campaign:
    """`night` and `say` in turn. Evidence is 'A' for 'AAA', or three letters: land cells, people, register.

    '-' stands for nobody, and for no value of the register.
    """

    def __init__(self) -> None:
        self.nights = 0
        self.round = 1
        self.life, self.questions = schemas.LIFE.empty(), schemas.QUESTIONS.empty()
        self.standing: dict[str, dict[str, Any]] = {}
        self.conflicts, self.corrections = NO_CONFLICTS, schemas.CORRECTIONS.empty()
        self.last = ""

    @property
    def day(self) -> date:
        return FIRST + timedelta(days=self.nights - 1)

    def night(self, evidence: str | None) -> pl.DataFrame:
        """FOLLOWED of the next night; nothing is found where `evidence` is None."""
        self.nights += 1
        followed, life, ever = self.run(evidence)
        self.life, self.questions = life, ever
        return followed

    def run(self, evidence: str | None) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """FOLLOWED, LIFE and QUESTIONS of this night, run once more or for the first time."""
        found = [] if evidence is None else [self._shown(evidence)]
        asked = [] if evidence is None else [self._asked(evidence)]
        tonight = table_of(schemas.QUESTIONS, asked)
        ever = remembered(tonight, self.questions)
        decided = Decided(table_of(schemas.STANDING, list(self.standing.values())), self.conflicts, self.corrections)
        followed, life = follow(
            table_of(schemas.DISCREPANCIES, found), Asked(tonight, ever), self.life, decided, as_of=self.day
        )
        return followed, life, ever

    def say(self, what: str) -> None:
        """What happens between two nights, to the question asked last."""
        for one in what.split("+"):
            if one in ("decided", "waiting", "conflict"):
                self.standing[self.last] = standing_row(self.last, one)
            elif one == "withdrawn":
                self.standing.clear()
                self.round += 1
            elif one == "lost":
                self.standing.clear()
            elif one == "rowconflict":
                self.conflicts = pl.DataFrame({"discrepancy_id": [ID], "said": ["Bà Mẫu: 1; ông Thử: 2"]})
            elif one == "settled":
                self.conflicts = NO_CONFLICTS
            else:
                assert one == ".", one

    def _shown(self, evidence: str) -> dict[str, Any]:
        land, _, register = evidence * 3 if len(evidence) == 1 else evidence
        known = None if register == "-" else f"dân {register}"
        return {
            "discrepancy_id": ID, "code": "id_differs", "severity": "error", "handler": "địa chính", "row_key": ROW,
            "sentence": "Câu thường.", "land_value": f"đất {land}", "resident_value": known, "proposal": known,
        }  # fmt: skip

    def _asked(self, evidence: str) -> dict[str, Any]:
        whole = evidence * 3 if len(evidence) == 1 else evidence
        shown = {name: text for name, text in self._shown(evidence).items() if name in schemas.QUESTIONS.names}
        self.last = question(whole, self.round)
        return shown | {
            "question": self.last, "residents": None if whole[1] == "-" else f"người {whole[1]}",
            "person_marks": whole[1],
            "is_one_of_several": False, "first_day": self.day, "last_day": self.day,
        }  # fmt: skip
