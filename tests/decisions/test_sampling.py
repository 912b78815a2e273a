"""The nightly draw: stratified, blind to order, the same for the same night, nothing asked twice."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.decisions import checkable_links, draw_sample
from cleaning.schemas import RAW_CHECK_ANSWERS, RESIDENTS, SAMPLE
from cleaning.settings import Settings

NIGHT = date(2026, 11, 22)
NONE = RAW_CHECK_ANSWERS.empty()


def drawn(links: pl.DataFrame, answers: pl.DataFrame = NONE, *, night: date = NIGHT, **sizes: int) -> pl.DataFrame:
    return draw_sample(links, answers, as_of=night, settings=Settings(**sizes))


def counts(sample: pl.DataFrame) -> dict[str, int]:
    return dict(sample.group_by("stratum").len().iter_rows())


def test_small_strata_get_their_least_and_the_rest_follows_the_links(links: pl.DataFrame) -> None:
    assert counts(drawn(links, sample_links=50, sample_links_per_stratum=4)) == {
        "citizen_id": 30, "cmnd": 9, "name_birth_place": 4, "citizen_id_slip": 4, "other": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("total", "least", "expected"),
    [
        (0, 5, {}),
        (4, 5, {"citizen_id": 3, "cmnd": 1}),
        (5, 9, {"citizen_id": 1, "cmnd": 1, "name_birth_place": 1, "citizen_id_slip": 1, "other": 1}),
        (12, 0, {"citizen_id": 9, "cmnd": 2, "name_birth_place": 1}),
        (5000, 5, {"citizen_id": 300, "cmnd": 100, "name_birth_place": 50, "citizen_id_slip": 4, "other": 3}),
    ],
    ids=["switched off", "fewer than strata", "the total comes first", "no least", "every resident once"],
)
def test_sizes_are_those_of_the_settings(links: pl.DataFrame, total: int, least: int, expected: dict[str, int]) -> None:
    assert counts(drawn(links, sample_links=total, sample_links_per_stratum=least)) == expected


@trials(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), total=st.integers(1, 200), least=st.integers(0, 20))
def test_any_order_of_rows_gives_the_same_sample_of_as_many_residents(
    links: pl.DataFrame, seed: int, total: int, least: int
) -> None:
    sample = drawn(links, sample_links=total, sample_links_per_stratum=least)
    shuffled = links.sample(fraction=1, shuffle=True, seed=seed)
    assert_frame_equal(drawn(shuffled, sample_links=total, sample_links_per_stratum=least), sample)
    assert sample.columns == SAMPLE.names
    assert sample.height == total
    assert sample["resident_key"].is_unique().all()


def test_a_resident_of_two_strata_is_drawn_once(verdicts_of) -> None:
    rows = [(f"{reason}-{at}", f"resident-{at}", reason) for at in range(6) for reason in ("citizen_id", "several")]
    links = checkable_links(verdicts_of(rows), RESIDENTS.empty(), ward="11557")
    sample = drawn(links, sample_links=6, sample_links_per_stratum=3)
    assert sample["resident_key"].n_unique() == 6
    assert counts(sample) == {"citizen_id": 3, "other": 3}


def test_another_night_draws_another_sample(links: pl.DataFrame) -> None:
    tonight, tomorrow = drawn(links, sample_links=20), drawn(links, night=date(2026, 11, 23), sample_links=20)
    assert tonight.join(tomorrow, on="check_id").height < 12


def test_the_draw_of_a_night_never_changes(links: pl.DataFrame) -> None:
    assert drawn(links, sample_links=2)["check_id"].to_list() == [
        "K11557-664D63A55E0B602FT",
        "K11557-BF74FC0FF435FCD8T",
    ]


def test_what_was_answered_is_not_asked_again(links: pl.DataFrame, answers_of) -> None:
    first = drawn(links, sample_links=20)
    answered = answers_of([(one, "unclear", "Mẫu") for one in first["check_id"]])
    again = drawn(links, answered, sample_links=20)
    assert again.height == 20
    assert again.join(first, on="check_id").is_empty()


def test_an_answer_holds_when_the_evidence_for_the_link_has_changed(links: pl.DataFrame, answers_of) -> None:
    one = links.filter(pl.col("stratum") == "other").head(1)
    before = one["check_id"].item()[:-1] + "K"
    assert drawn(one, answers_of([(before, "right", "Mẫu")])).is_empty()
    assert drawn(one).height == 1


def test_every_link_of_a_stratum_is_drawn_about_as_often(verdicts_of) -> None:
    """Two rows of one resident count as two: rows are what precision is a share of."""
    rows = [(f"row-{at}", f"resident-{max(at, 1)}", "cmnd") for at in range(10)]
    links = checkable_links(verdicts_of(rows), RESIDENTS.empty(), ward="11557")
    nights = [date(2026, month, day) for month in range(1, 13) for day in range(1, 29)]
    first = [drawn(links, night=night, sample_links=1)["row_key"].item() for night in nights]
    times = [first.count(f"row-{at}") for at in range(10)]
    assert sum(times) == 336
    assert 15 <= min(times) <= max(times) <= 60
