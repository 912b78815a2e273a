"""The leaders' section on checked links: counts, intervals, and the sentences around them."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from cleaning.reporting import WardReport
from cleaning.reporting.numerals import interval
from cleaning.reporting.quality import quality
from cleaning.schemas import PRECISION
from tests.reporting.test_page import page_of


def measured(*strata: dict[str, object]) -> pl.DataFrame:
    counts = dict.fromkeys(("links_measured", "right", "wrong", "unclear", "disputed", "wrong_standing"), 0)
    absent = {"precision": None, "low": None, "high": None}
    schema = {column.name: column.dtype for column in PRECISION.columns}
    return PRECISION.conform(pl.DataFrame([{**counts, **absent, **one} for one in strata], schema=schema))


NUMBER = {
    "stratum": "citizen_id", "title": "Cùng số", "links": 1500, "links_measured": 1500, "right": 19, "wrong": 1,
    "unclear": 3, "disputed": 1, "wrong_standing": 1, "precision": 0.95, "low": 0.763869, "high": 0.991119,
}  # fmt: skip
CARD = {"stratum": "cmnd", "title": "Cùng CMND", "links": 500}
NONE = {"stratum": "other", "title": "Khác", "links": 0}
ALL = {**NUMBER, "stratum": "all", "title": "Tất cả", "links": 2000}


def test_nothing_answered_yet_is_one_sentence(report: WardReport) -> None:
    told = quality(report)
    assert (told.lines, told.notes) == (
        [],
        ["Chưa có phiếu kiểm tra nào được trả lời; tệp kiem-tra.csv có 3 kết nối của máy đang chờ cán bộ kiểm tra."],
    )
    unasked = quality(replace(report, sample=report.sample.clear()))
    assert unasked.notes == ["Chưa có phiếu kiểm tra nào được trả lời."]


def test_strata_with_links_are_told_with_their_intervals_and_the_whole_last(report: WardReport) -> None:
    told = quality(replace(report, precision=measured(NUMBER, CARD, NONE, ALL)))
    assert [(one.title, one.links, one.checked, one.precision, one.interval) for one in told.lines] == [
        ("Cùng số", "1.500", "19/20", "95,0%", "76,3–99,2%"),
        ("Cùng CMND", "500", "0/0", "–", "chưa có"),
        ("Tất cả", "2.000", "19/20", "95,0%", "76,3–99,2%"),
    ]
    first = told.lines[0]
    assert (told.axis, first.start, first.width, first.at) == ("50%", "52.77", "45.45", "90.00")


def test_the_axis_begins_at_nought_where_an_interval_reaches_far_down(report: WardReport) -> None:
    told = quality(replace(report, precision=measured({**ALL, "low": 0.2})))
    assert (told.axis, told.lines[0].start) == ("0%", "20.00")


def test_what_is_wrong_unclear_or_left_out_is_said(report: WardReport) -> None:
    assert quality(replace(report, precision=measured(NUMBER, CARD, ALL))).notes == [
        "1 kết nối được kết luận “không phải người này”; 1 trong số đó vẫn còn trong kết quả đêm nay "
        "và cần được xử lý.",
        "3 phiếu chưa rõ, không tính vào tỷ lệ; trong đó 1 phiếu có hai kết luận trái nhau.",
        "Tỷ lệ chung mới nói về 75,0% số kết nối: các loại còn lại chưa có kết luận nào.",
        "Tệp kiem-tra.csv đêm nay có 3 kết nối đang chờ kiểm tra.",
    ]


def test_doubts_alone_are_no_share(report: WardReport) -> None:
    told = quality(replace(report, precision=measured({**CARD, "stratum": "all", "unclear": 2})))
    assert told.lines == []
    assert told.notes[0].startswith("2 phiếu chưa rõ")


def test_the_page_shows_the_table_and_the_sentences(report: WardReport) -> None:
    said = page_of(replace(report, precision=measured(NUMBER, CARD, ALL)))
    assert "76,3–99,2%" in said
    assert "không phải người này" in said
    waiting = page_of(report)
    assert "Chưa có phiếu kiểm tra nào được trả lời" in waiting
    assert "Tin cậy 95%" not in waiting


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.84242, 0.99568, "84,2–99,6%"),
        (0.79, 0.9, "79,0–90,0%"),
        (0.0, 1.0, "0–100%"),
        (0.00001, 0.99999, "0–100%"),
        (0.9991, 0.9991, "99,9–100%"),
    ],
    ids=["outwards", "round values stay", "nothing known", "rounded outwards to the ends", "narrow"],
)
def test_intervals_never_claim_too_much(low: float, high: float, said: str) -> None:
    assert interval(low, high) == said
