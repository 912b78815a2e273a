"""`python -m tests.fuzzing.answered_sheets --sheets 2000 --seed 1`: how many damaged sheets turn into a wrong decision.

A decision is wrong that the clerk's own answer, before the damage, does not mean: another answer, another resident,
another value, another question or another clerk. A refused row is none. `--only SEED:INDEX` tells of one sheet.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random  # noqa: TID251
from typing import Any, Final

import polars as pl
from rich.console import Console
from rich.table import Table

from cleaning.decisions.judging import Asked, candidates, judge
from cleaning.decisions.typed_text import folded
from cleaning.schemas import ANSWER_FIELDS, RAW_ANSWERS
from tests.fuzzing.asked_wards import RULES, WARD, AskedWard, asked_ward
from tests.fuzzing.clerks import Meant, answered_sheet
from tests.fuzzing.sheet_damages import DAMAGES, Row

_NOW: Final = "2026-11-22T01:02:03Z"
_TOGETHER: Final = 25  # sheets of different wards judged in one go, each a file of its own
_UNDAMAGED_ONE_IN: Final = 20


@dataclass(frozen=True)
class Damaged:
    """One answered sheet after its damages; `meant` as before them."""

    seed: int
    index: int
    damages: tuple[str, ...]
    ward: AskedWard
    rows: list[Row]
    meant: dict[str, Meant]

    @property
    def file(self) -> str:
        return f"{self.seed}-{self.index}.csv"


@dataclass(frozen=True)
class Outcome:
    """Decisions taken of a sheet, how many the clerk meant, and those that are wrong, in words."""

    damages: tuple[str, ...]
    file: str
    meant: int
    taken: int
    wrong: tuple[str, ...]


def damaged_sheet(seed: int, index: int) -> Damaged:
    """The same for the same seed and index."""
    random = Random(f"{seed} {index}")
    ward = asked_ward(random, random.randint(40, 90))
    answered = answered_sheet(random, ward)
    chosen = random.sample(DAMAGES, random.choice((1, 1, 2, 3))) if index % _UNDAMAGED_ONE_IN else []
    rows = answered.rows
    for damage in chosen:
        rows = damage.change(random, rows) if rows else rows
    return Damaged(seed, index, tuple(damage.name for damage in chosen), ward, rows, answered.meant)


def judge_together(sheets: list[Damaged]) -> list[Outcome]:
    """What becomes of each sheet."""
    questions = pl.concat([one.ward.questions for one in sheets])
    people = pl.concat([one.ward.known_people for one in sheets]).unique("resident", keep="none", maintain_order=True)
    asked = Asked(WARD, questions, people, RULES)
    judged = judge(pl.concat([_read(one) for one in sheets]), asked, taken_at=_NOW)
    taken = candidates(judged).with_columns(who=folded(pl.col("decided_by"))).partition_by("source_file", as_dict=True)
    nothing = judged.clear()
    return [_outcome(one, taken.get((one.file,), nothing)) for one in sheets]


def _read(sheet: Damaged) -> pl.DataFrame:
    """RAW_ANSWERS as a reader gives them: rows with nothing in answer and value are noise."""
    signed_alone = sum(
        row["answer"] is None and row["value"] is None and row["decided_by"] is not None for row in sheet.rows
    )
    place = {"source_file": sheet.file, "source_sheet": None, "source_sha256": "00", "signed_alone": signed_alone}
    rows = [
        place | {"source_row": at} | {f"{name}_raw": row.get(name) for name in ANSWER_FIELDS}
        for at, row in enumerate(sheet.rows, 2)
        if row["answer"] is not None or row["value"] is not None
    ]
    return RAW_ANSWERS.conform(pl.DataFrame(rows, schema={one.name: one.dtype for one in RAW_ANSWERS.columns}))


def _outcome(sheet: Damaged, taken: pl.DataFrame) -> Outcome:
    wrong = [
        told for row in taken.to_dicts() if (told := _wrong(row, sheet.meant.get(row["discrepancy_id"]))) is not None
    ]
    return Outcome(sheet.damages, sheet.file, len(sheet.meant), taken.height, tuple(wrong))


def _wrong(taken: Row, meant: Meant | None) -> str | None:
    """How a decision differs from what was meant; None where it doesn't."""
    is_same: bool | None = taken["is_same"]
    about = frozenset((taken["residents"] or "").split("|")) - {""} if is_same is not None else frozenset[str]()
    corrections = _in_small(json.loads(taken["corrections"] or "{}").items())
    found = (taken["question"], taken["answer"], taken["who"], is_same, about, corrections)
    if meant is None:
        return f"{taken['discrepancy_id']} {taken['code']}: was not answered, now {found}"
    said = (meant.question, meant.answer, _folded(meant.who), meant.is_same, meant.about, _in_small(meant.corrections))
    return None if found == said else f"{taken['discrepancy_id']} {taken['code']}: meant {said}, now {found}"


def _in_small(corrections: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """In one order; capitals make no other name, address or code."""
    return tuple(sorted((field, value.lower()) for field, value in corrections))


def _folded(text: str) -> str:
    return pl.select(folded(pl.lit(text))).item()


def outcomes(seed: int, indexes: range) -> Iterator[Outcome]:
    """What becomes of each of the sheets."""
    for first in range(0, len(indexes), _TOGETHER):
        yield from judge_together([damaged_sheet(seed, index) for index in indexes[first : first + _TOGETHER]])


def main() -> None:
    """Run as a command; ends with 1 where a decision was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ is not None else "")
    parser.add_argument("--sheets", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="SEED:INDEX")
    asked = parser.parse_args()
    if asked.only:
        seed, index = map(int, asked.only.split(":"))
        told = list(outcomes(seed, range(index, index + 1)))
    else:
        told = list(outcomes(asked.seed, range(asked.sheets)))
    console = Console(width=160)
    console.print(_by_damage(told))
    bad = [one for one in told if one.wrong]
    for one in bad:
        console.print(f"{one.file} {'+'.join(one.damages)}", markup=False)
        for line in one.wrong:
            console.print(f"   {line}", markup=False)
    sys.exit(1 if bad else 0)


def _by_damage(told: list[Outcome]) -> Table:
    table = Table(
        "damage", "sheets", "answers meant", "taken", "% taken", "% taken, alone", "wrong decisions", "sheets with one"
    )
    for damage in [*(one.name for one in DAMAGES), "none", "all"]:
        mine = [one for one in told if damage == "all" or damage in (one.damages or ("none",))]
        alone = [one for one in mine if len(one.damages) < 2]
        meant, taken = (sum(getattr(one, name) for one in mine) for name in ("meant", "taken"))
        cells: list[Any] = [
            len(mine), meant, taken, _share(mine), _share(alone), sum(len(one.wrong) for one in mine),
            sum(len(one.wrong) > 0 for one in mine),
        ]  # fmt: skip
        table.add_row(damage, *map(str, cells))
    return table


def _share(told: list[Outcome]) -> str:
    meant = sum(one.meant for one in told)
    return "" if meant == 0 else f"{100 * sum(one.taken for one in told) / meant:.0f}"


if __name__ == "__main__":
    main()
