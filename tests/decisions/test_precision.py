"""Answers → shares with intervals that never claim more than was checked."""

from __future__ import annotations

import csv
from math import sqrt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from cleaning.decisions import measure_precision
from cleaning.decisions.precision import wilson
from cleaning.decisions.strata import STRATA
from cleaning.schemas import PRECISION, RAW_CHECK_ANSWERS

with (Path(__file__).parents[1] / "cases" / "wilson.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))


def limits(right: int, of: int) -> tuple[float | None, float | None]:
    low, high = wilson(pl.col("right"), pl.col("of"))
    return pl.DataFrame({"right": [right], "of": [of]}).select(low.alias("low"), high.alias("high")).row(0)


def by_stratum(precision: pl.DataFrame) -> dict[str, dict[str, object]]:
    return {row["stratum"]: row for row in precision.to_dicts()}


def ids(links: pl.DataFrame, stratum: str) -> list[str]:
    return links.filter(pl.col("stratum") == stratum)["check_id"].to_list()


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_wilson_limits(case: dict[str, str]) -> None:
    expected = [None if case[limit] == "" else float(case[limit]) for limit in ("low", "high")]
    assert list(limits(int(case["right"]), int(case["of"]))) == [
        None if limit is None else pytest.approx(limit, abs=5e-5) for limit in expected
    ], case["why"]


@trials(max_examples=60, deadline=None)
@given(right=st.integers(0, 400), wrong=st.integers(0, 400))
def test_limits_enclose_the_share_and_every_right_answer_raises_them(right: int, wrong: int) -> None:
    if right + wrong > 0:
        low, high = limits(right, right + wrong)
        assert 0 <= low <= right / (right + wrong) + 1e-12
        assert right / (right + wrong) - 1e-12 <= high <= 1
        more_low, more_high = limits(right + 1, right + wrong + 1)
        assert more_low >= low - 1e-12
        assert more_high >= high - 1e-12


def test_nothing_answered_is_no_precision(links: pl.DataFrame) -> None:
    found = measure_precision(links, RAW_CHECK_ANSWERS.empty())
    assert found.columns == PRECISION.names
    assert found["stratum"].to_list() == [*(stratum.name for stratum in STRATA), "all"]
    assert found.select("precision", "low", "high").null_count().row(0) == (7, 7, 7)
    assert found["links"].to_list() == [600, 200, 8, 100, 0, 5, 913]
    assert found["links_measured"].sum() == 0


def test_answers_are_counted_in_the_stratum_they_were_drawn_for(links: pl.DataFrame, answers_of) -> None:
    number, name = ids(links, "citizen_id"), ids(links, "name_birth_place")
    answers = [(one, "right", "Mẫu") for one in number[:9]] + [(number[9], "wrong", "Mẫu")]
    answers += [(name[0], "unclear", "Mẫu"), (name[1], "wrong", "Mẫu")]
    found = by_stratum(measure_precision(links, answers_of(answers)))
    told = {name: [found[name][key] for key in ("right", "wrong", "unclear", "precision")] for name in found}
    assert told["citizen_id"] == [9, 1, 0, 0.9]
    assert told["name_birth_place"] == [0, 1, 1, 0.0]
    assert told["cmnd"] == [0, 0, 0, None]
    assert found["all"]["links_measured"] == 700
    assert found["all"]["precision"] == pytest.approx(0.9 * 600 / 700, abs=1e-6)


def test_an_answer_given_twice_counts_once_and_a_conclusion_outweighs_doubt(links: pl.DataFrame, answers_of) -> None:
    one, other = ids(links, "cmnd")[:2]
    answers = [(one, "right", "Mẫu"), (one, "right", "Mẫu"), (one, "right", "Thử")]
    answers += [(other, "unclear", "Mẫu"), (other, "wrong", "Thử")]
    found = by_stratum(measure_precision(links, answers_of(answers)))["cmnd"]
    assert (found["right"], found["wrong"], found["unclear"], found["disputed"]) == (1, 1, 0, 0)


def test_two_who_disagree_settle_nothing(links: pl.DataFrame, answers_of) -> None:
    one = ids(links, "cmnd")[0]
    found = by_stratum(measure_precision(links, answers_of([(one, "right", "Mẫu"), (one, "wrong", "Thử")])))
    for stratum in ("cmnd", "all"):
        told = [found[stratum][key] for key in ("right", "wrong", "unclear", "disputed", "wrong_standing", "precision")]
        assert told == [0, 0, 1, 1, 0, None]


def test_a_wrong_link_still_counts_when_it_is_gone_and_is_named_while_it_stands(
    links: pl.DataFrame, answers_of
) -> None:
    gone, standing = ids(links, "cmnd")[:2]
    answers = answers_of([(gone, "wrong", "Mẫu"), (standing, "wrong", "Mẫu")])
    found = by_stratum(measure_precision(links.filter(pl.col("check_id") != gone), answers))["cmnd"]
    assert (found["wrong"], found["wrong_standing"], found["links"]) == (2, 1, 199)


def test_a_link_that_stands_on_other_evidence_by_now_still_stands(links: pl.DataFrame, answers_of) -> None:
    drawn_as = ids(links, "cmnd")[0][:-1] + "K"
    found = by_stratum(measure_precision(links, answers_of([(drawn_as, "wrong", "Mẫu")])))
    assert (found["name_birth_place"]["wrong"], found["name_birth_place"]["wrong_standing"]) == (1, 1)
    assert found["cmnd"]["wrong"] == 0


def test_one_stratum_measured_gives_the_whole_its_wilson_interval(links: pl.DataFrame, answers_of) -> None:
    answers = [(one, "right", "Mẫu") for one in ids(links, "cmnd")[:20]]
    found = by_stratum(measure_precision(links, answers_of(answers)))
    assert [found["all"][key] for key in ("precision", "low", "high")] == [1.0, pytest.approx(0.8389, abs=5e-5), 1.0]
    assert (found["all"]["links"], found["all"]["links_measured"]) == (913, 200)


def test_the_whole_adds_up_the_distances_of_the_strata(links: pl.DataFrame, answers_of) -> None:
    number, card = ids(links, "citizen_id"), ids(links, "cmnd")
    answers = [(one, "right", "Mẫu") for one in number[1:30] + card[4:10]]
    answers += [(one, "wrong", "Mẫu") for one in number[:1] + card[:4]]
    found = by_stratum(measure_precision(links, answers_of(answers)))["all"]
    parts = [(0.75, 29 / 30, limits(29, 30)), (0.25, 0.6, limits(6, 10))]
    share = sum(weight * part for weight, part, _ in parts)
    below = sqrt(sum((weight * (part - low)) ** 2 for weight, part, (low, _) in parts))
    above = sqrt(sum((weight * (high - part)) ** 2 for weight, part, (_, high) in parts))
    assert [found[key] for key in ("precision", "low", "high")] == pytest.approx(
        [share, share - below, share + above], abs=1e-6
    )


def test_a_ward_that_links_nobody_any_more_has_no_precision_in_all(links: pl.DataFrame, answers_of) -> None:
    found = by_stratum(measure_precision(links.clear(), answers_of([(links["check_id"][0], "right", "Mẫu")])))
    assert (found["all"]["right"], found["all"]["precision"]) == (1, None)
