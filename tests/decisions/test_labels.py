"""Answers → labels: whom a check is about, and whether they are one person, or nobody knows."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.decisions.labels import labels_of
from cleaning.schemas import RAW_CHECK_ANSWERS


def _pairs(links: pl.DataFrame) -> pl.DataFrame:
    return links.select("row_key", "resident_key").reverse()


@pytest.mark.parametrize(
    ("said", "is_same"),
    [
        (["right"], True),
        (["wrong"], False),
        (["unclear"], None),
        (["unclear", "right"], True),
        (["wrong", "wrong"], False),
        (["right", "wrong"], None),
        (["wrong", "unclear", "right"], None),
    ],
    ids=str,
)
def test_what_was_said_of_a_link(links, answers_of, said: list[str], is_same: bool | None) -> None:
    check, row, resident = links.select("check_id", "row_key", "resident_key").row(7)
    labels = labels_of(answers_of([(check, word, "Mẫu") for word in said]), _pairs(links), ward="11557")
    assert labels.rows() == [(row, resident, is_same)]


def test_link_is_the_same_on_whatever_ground_it_was_drawn(links, answers_of) -> None:
    check, row, resident = links.select("check_id", "row_key", "resident_key").row(7)
    letters = {check[:-1] + letter for letter in "TR"}
    assert len(letters) == 2
    answers = answers_of([(one, "right", "Mẫu") for one in sorted(letters)])
    assert labels_of(answers, _pairs(links), ward="11557").rows() == [(row, resident, True)]


def test_check_of_no_pair_keeps_its_answer_without_keys(links, answers_of) -> None:
    answers = answers_of([("K11557-0123456789ABCDEFT", "right", "Mẫu")])
    assert labels_of(answers, _pairs(links), ward="11557").rows() == [(None, None, True)]
    other_ward = answers_of([(links["check_id"][0], "wrong", "Mẫu")])
    assert labels_of(other_ward, _pairs(links), ward="11560").rows() == [(None, None, False)]


def test_no_answers_are_no_labels_and_the_order_of_answers_does_not_matter(links, answers_of) -> None:
    assert labels_of(RAW_CHECK_ANSWERS.empty(), _pairs(links), ward="11557").is_empty()
    answers = answers_of([(check, "right", "Mẫu") for check in links["check_id"][:20]])
    labels = labels_of(answers, _pairs(links), ward="11557")
    assert labels.height == 20
    assert labels.equals(labels_of(answers.reverse(), _pairs(links).reverse(), ward="11557"))
