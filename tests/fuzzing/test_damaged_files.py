"""120 damaged files of one seed: each is read to the last row or refused in clear words, and nothing is invented."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from cleaning.errors import SourceError
from tests.fuzzing.damages import DAMAGES
from tests.fuzzing.judging import Outcome, judge, judge_together
from tests.fuzzing.long_run import MB_ALLOWED, SECONDS_ALLOWED
from tests.fuzzing.promises import broken_by_error, broken_by_values
from tests.fuzzing.samples import lists
from tests.fuzzing.specimens import Promise, Specimen, others, specimen, whole_bytes
from tests.fuzzing.variants import VARIANTS

SEED = 3
FILES = 60
_SLOW = ("zip_bomb", "many_columns", "sheets_many", "cells_long")  # left to the long run


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    made = (specimen(SEED, index) for index in range(FILES))
    quick = [one for one in made if not set(one.damages) & set(_SLOW)]
    return [outcome for at in range(0, len(quick), 25) for outcome in judge_together(quick[at : at + 25])]


def _told(outcome: Outcome) -> str:
    return f"{outcome.seed}:{outcome.index} {outcome.variant} {outcome.damages}: {outcome.broken} ({outcome.said})"


def test_no_promise_breaks(outcomes: list[Outcome]) -> None:
    assert [_told(one) for one in outcomes if one.broken] == []


def test_time_and_memory_stay_bounded(outcomes: list[Outcome]) -> None:
    assert [_told(one) for one in outcomes if one.seconds > SECONDS_ALLOWED or one.peak_mb > MB_ALLOWED] == []


def test_some_files_are_read_and_some_refused(outcomes: list[Outcome]) -> None:
    ended = [one.ended for one in outcomes]
    assert min(ended.count("read"), ended.count("refused")) > FILES // 5


def test_every_whole_variant_is_read_to_the_last_row() -> None:
    whole = [_whole(variant.name, Promise(keys=lists(0).keys[variant.list_name])) for variant in VARIANTS]
    assert [_told(one) for one in judge_together(whole) if (one.ended, one.broken) != ("read", ())] == []


def test_same_seed_and_index_make_the_same_file() -> None:
    assert specimen(SEED, 7) == specimen(SEED, 7)
    assert specimen(SEED, 7).files != specimen(SEED + 1, 7).files


def test_every_damage_has_a_name_of_its_own() -> None:
    assert len({one.name for one in DAMAGES}) == len(DAMAGES)


@pytest.mark.parametrize("lost", ["row", "key", "value"])
def test_broken_promises_are_noticed(lost: str) -> None:
    """The judge itself can fail: a row, a name of a row or a value that was there and is not."""
    promise = {
        "row": Promise(rows=frozenset({5, 9999})),
        "key": Promise(keys=frozenset({"no-such-key"})),
        "value": Promise(unchanged=True),
    }[lost]
    made = _whole("residents.xlsx", promise)
    other = {**made.files, made.damaged: whole_bytes(1, "residents.xlsx")[2]}
    assert judge(replace(made, files=other)).broken != ()


def test_invented_values_are_noticed() -> None:
    row = {"name_raw": "Vũ Thị Thử", "citizen_id_raw": "31170000011", "birth_date_raw": "05/03/1970"}
    true = {"name": "Vũ Thị Thử", "citizen_id": "031170000011", "birth_year": 1970}
    assert list(broken_by_values(pl.DataFrame([row | true]))) == []
    false = {"name": "Vũ Thị Thử Hai", "citizen_id": "031170000012", "birth_year": 1971}
    assert list(broken_by_values(pl.DataFrame([row | false]))) == [
        "birth_year invented",
        "citizen_id invented",
        "name invented",
    ]


def test_words_that_help_nobody_are_noticed() -> None:
    made = _whole("residents.csv", Promise())
    secret = max(lists(0).secrets, key=len)
    file = made.damaged
    assert broken_by_error(SourceError("Tệp hỏng.", remedy="Xuất lại.", file=file), made) == []
    assert broken_by_error(SourceError("Tệp hỏng.", remedy="", file=file), made) == ["error without remedy"]
    assert broken_by_error(SourceError("Tệp hỏng.", remedy="Xuất lại."), made) == ["error names no file"]
    quoting = SourceError(f"Tệp có {secret}.", remedy="Xuất lại.", file=file)
    assert broken_by_error(quoting, made) == ["error quotes somebody's data"]
    assert broken_by_error(KeyError("x"), made) == ["lets KeyError out"]


def _whole(variant: str, promise: Promise) -> Specimen:
    table, name, data = whole_bytes(0, variant)
    return Specimen(0, 0, 0, variant, (), table, name, {**others(0, table), name: data}, promise)
