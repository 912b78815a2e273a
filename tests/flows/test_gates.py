"""Gates let a sound ward pass and stop a broken one, in words that name counts and never people."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from cleaning.errors import GateError
from cleaning.reading import InputFile, WardSources
from expectations.checking import Outcome
from flows import gates

FOUR_ROWS = pl.DataFrame({"row_key": ["a", "b", "c", "d"], "holder_ordinal": [1, 1, 1, 1]})


def _sources(*, rows: int, accepted: int, rejected: int, noise: int, rejected_rows: int) -> WardSources:
    file = InputFile("land.csv", "land", "0" * 64, rows=rows, accepted=accepted, rejected=rejected, noise=noise)
    none = FOUR_ROWS.clear()
    return WardSources(
        land=FOUR_ROWS, residents=none, sheet_map=none, check_answers=none, answers=none,
        rejected=FOUR_ROWS.head(rejected_rows), inputs=(file,),
    )  # fmt: skip


def test_critical_failure_stops_and_names_the_rule_and_the_number_of_rows() -> None:
    failed = Outcome("row_key_repeated", "critical", success=False, keys=("0011-secret", "0022-secret"))
    with pytest.raises(GateError, match=r"đất đai thô.*row_key_repeated \(2 dòng\)") as stopped:
        gates.stop_on_critical("đất đai thô", [failed], is_source=True)
    assert "secret" not in str(stopped.value)
    assert "tệp nguồn" in str(stopped.value)


def test_faults_of_the_program_are_for_engineers() -> None:
    failed = Outcome("row_count_kept", "critical", success=False, keys=())
    with pytest.raises(GateError, match="người phụ trách chương trình"):
        gates.stop_on_critical("đất đai chuẩn hóa", [failed], is_source=False)


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome("row_key_repeated", "critical", success=True, keys=()),
        Outcome("area_invalid", "warning", success=False, keys=("a",)),
        Outcome("land_use_superseded", "info", success=False, keys=("a",)),
    ],
)
def test_only_critical_failures_stop(outcome: Outcome) -> None:
    gates.stop_on_critical("đất đai chuẩn hóa", [outcome], is_source=False)


def test_every_source_row_accounted_for_passes() -> None:
    sources = _sources(rows=6, accepted=4, rejected=1, noise=1, rejected_rows=1)
    gates.account_for_rows(sources, FOUR_ROWS, FOUR_ROWS.clear())


def test_further_people_of_a_row_are_no_rows() -> None:
    sources = _sources(rows=6, accepted=4, rejected=1, noise=1, rejected_rows=1)
    further = pl.DataFrame({"row_key": ["a/2"], "holder_ordinal": [2]})
    gates.account_for_rows(sources, pl.concat([FOUR_ROWS, further]), FOUR_ROWS.clear())


@pytest.mark.parametrize(("kept", "rejected_rows"), [(3, 1), (4, 0)])
def test_lost_row_stops_the_ward(kept: int, rejected_rows: int) -> None:
    sources = _sources(rows=6, accepted=4, rejected=1, noise=1, rejected_rows=rejected_rows)
    with pytest.raises(GateError, match=r"6 dòng.*5 dòng"):
        gates.account_for_rows(sources, FOUR_ROWS.head(kept), FOUR_ROWS.clear())


def test_answers_of_checks_are_rows_accounted_for() -> None:
    sources = replace(
        _sources(rows=6, accepted=5, rejected=1, noise=0, rejected_rows=1), check_answers=FOUR_ROWS.head(1)
    )
    gates.account_for_rows(sources, FOUR_ROWS, FOUR_ROWS.clear())


def test_row_from_nowhere_stops_the_ward() -> None:
    sources = _sources(rows=5, accepted=4, rejected=1, noise=0, rejected_rows=1)
    with pytest.raises(GateError):
        gates.account_for_rows(sources, pl.concat([FOUR_ROWS, FOUR_ROWS]), FOUR_ROWS.clear())


def test_candidates_are_bounded_per_land_user() -> None:
    gates.candidates_bounded(pairs=200, mentions=1, limit=200)
    with pytest.raises(GateError, match="201 cặp"):
        gates.candidates_bounded(pairs=201, mentions=1, limit=200)
