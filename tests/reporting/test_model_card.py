"""The page about the linkage model: complete in itself, counts only, nobody told apart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from cleaning.linking.blocking import KEY_NAMES
from cleaning.linking.card import FEWEST_BEARERS, MISSING
from cleaning.linking.mentions import LIVES
from cleaning.reporting import ModelCard, WardReport
from cleaning.reporting import model_card_figures as figures
from cleaning.reporting import model_card_words as words
from cleaning.reporting.model_card_histogram import histogram
from tests.reporting.test_page import Reader

SECTIONS = {"huan-luyen", "trong-so", "ho-ten", "xac-suat", "thieu", "khoa", "ly-do"}
FRAMES = ("levels", "names", "histogram", "unlinkables", "keys", "reasons")
Write = Callable[[WardReport], dict[str, bytes]]


@pytest.fixture(scope="module")
def html(written: Path) -> str:
    return (written / "mo-hinh.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_page_is_whole_and_needs_nothing(html: str, page: Reader) -> None:
    assert page.open == []
    assert not {"script", "link", "img", "iframe"} & page.names
    assert re.search(r"http|//|url\(|@import|src=|href=", html) is None


def test_every_section_is_there(html: str) -> None:
    assert set(re.findall(r'<section[^>]* id="([^"]+)"', html)) == SECTIONS


@pytest.mark.parametrize(
    "shown",
    [
        "Mô hình đối khớp mau-1", "Phường Mẫu", "Ngày 05/11/2026", "95,6%", "50,0%", "1.234", "20261121", "80,0%",
        "+3,00", "−6,00", "chép tay dễ sai", "u hiếm gặp, đã làm trơn", "Trần Văn Đông", "Bùi Thị Vừa",
        "họ tên bỏ dấu + năm sinh", "số định danh lệch một chữ số", "84.946", "ngưỡng khớp 98%", "ngưỡng xem lại 20%",
        "Chưa tìm thấy: 5 lượt", "số định danh cá nhân trùng khớp", "odd_reason",
    ],
)  # fmt: skip
def test_the_page_shows(page: Reader, shown: str) -> None:
    assert shown in page.text


def test_what_the_model_was_trained_on_is_said_in_our_words_and_numbers(html: str) -> None:
    assert "một phường giả định: 40.120 dòng đất đai và 49 nhân khẩu, 2026-11" in html


def test_the_page_names_nobody(html: str, report: WardReport) -> None:
    personal = [*report.land["holder_name"], *report.residents["name"], *report.residents["citizen_id"]]
    assert [text for text in personal if text in html] == []
    assert re.search(r"\d{9}", html) is None
    assert "khoa-0" not in html


def test_a_name_that_few_bear_is_not_shown_even_if_given(card: ModelCard, html: str) -> None:
    assert "Khổng Thị Hiếm" in card.names["name"].to_list()
    assert "Hiếm" not in html
    assert FEWEST_BEARERS == figures.FEWEST


def test_agreement_goes_to_the_right_and_disagreement_to_the_left(card: ModelCard) -> None:
    (_, (same, different)), (unknown, _) = figures.levels(card)
    assert [(bar.kind, bar.start, bar.width) for bar in (*same.bars, *different.bars)] == [
        ("for", "50.00", "25.00"), ("against", "0.00", "50.00"),
    ]  # fmt: skip
    assert (same.label, different.note, unknown) == ("giống hệt", "chép tay dễ sai", "not_known_here")


def test_small_groups_are_told_together(card: ModelCard) -> None:
    whole, number, others = figures.unlinkables(card)
    assert (whole.label, whole.cells) == ("đủ thông tin", ("20", "15", "<5", "<5", "75,0%"))
    assert (number.label, number.cells) == ("thiếu số giấy tờ", ("6", "<5", "5", "0", "–"))
    assert (others.label, others.cells) == ("các trường hợp hiếm gặp khác", ("6", "0", "<5", "5", "0%"))


def test_a_single_small_group_has_no_number(card: ModelCard) -> None:
    alone = replace(card, unlinkables=card.unlinkables.filter(pl.col("missing") != "hamlet"))
    assert figures.unlinkables(alone)[-1].cells[0] == "<5"


def test_bars_of_small_cells_are_not_drawn(card: ModelCard) -> None:
    whole = figures.unlinkables(card)[0]
    assert [(bar.kind, bar.width) for bar in whole.bars] == [("link", "75.00"), ("review", "0.00"), ("no_link", "0.00")]


def test_reasons_stand_below_their_verdict_without_organisations(card: ModelCard) -> None:
    told = figures.reasons(card, {"ruled_out": "đều không phù hợp"})
    assert [(verdict, whole) for verdict, whole, _ in told] == [
        ("Đã khớp", "16"), ("Cần xác nhận", "8"), ("Chưa tìm thấy", "8"),
    ]  # fmt: skip
    assert [(line.label, line.cells) for line in told[-1][2]] == [
        ("đều không phù hợp", ("6", "75,0%")), ("odd_reason", ("<5", "–")),
    ]  # fmt: skip


def test_every_row_with_a_candidate_is_drawn_once(card: ModelCard) -> None:
    chart = histogram(card)
    assert {panel.verdict: panel.words for panel in chart.panels} == {
        "no_link": "Chưa tìm thấy: 5 lượt", "review": "Cần xác nhận: 8 lượt", "link": "Đã khớp: 16 lượt",
    }  # fmt: skip
    assert [len(panel.columns) for panel in chart.panels] == [1, 1, 2]
    assert chart.without == "3"


def test_the_chart_keeps_its_proportions(card: ModelCard) -> None:
    chart = histogram(card)
    review_at, link_at = (float(mark.at) for mark in chart.thresholds)
    one, many = chart.panels[-1].columns
    assert review_at < link_at
    # the bin from 5 to 6 bits holds the threshold of 98 % (5.6 bits)
    assert float(one.x) < link_at < float(one.x) + float(one.width) + 1
    assert 0 < float(one.height) < float(many.height)
    for panel in chart.panels:
        for column in panel.columns:
            assert float(column.y) >= float(panel.top)
            assert float(column.y) + float(column.height) == pytest.approx(float(panel.bottom), abs=0.11)
            assert chart.left <= float(column.x) < float(column.x) + float(column.width) <= chart.right


def test_words_from_outside_are_escaped(report: WardReport, card: ModelCard, write: Write) -> None:
    hostile = replace(card, name="<script>x</script>", trained_on="<script>", figures={"<script>": 1.0})
    assert b"<script" not in write(replace(report, card=hostile))["mo-hinh.html"]


def test_a_ward_without_rows_has_a_page(report: WardReport, card: ModelCard, write: Write) -> None:
    empty = replace(card, figures={}, **{name: getattr(card, name).clear() for name in FRAMES})
    said = write(replace(report, card=empty))["mo-hinh.html"].decode()
    assert "Không có họ tên nào từ 5 người mang trở lên." in said
    assert "Không có lượt nào." in said


@pytest.mark.parametrize("key", KEY_NAMES)
def test_every_blocking_key_has_its_words(key: str) -> None:
    assert set(key.split("+")) <= words.KEY_PARTS.keys()


def test_everything_a_row_may_lack_has_its_words() -> None:
    assert words.MISSING.keys() == MISSING.keys()


def test_everywhere_a_land_user_may_live_has_its_words() -> None:
    assert words.LIVES.keys() == set(LIVES)


def test_everything_the_shipped_model_says_has_its_words() -> None:
    """Notes join clauses like 'm set by hand: owners move' or 'u seen seldom, smoothed' by semicolons."""
    model = json.loads(files("cleaning.linking").joinpath("models/default.json").read_text(encoding="utf-8"))
    notes = {level["note"] for levels in model["levels"].values() for level in levels} - {""}
    clauses = {re.sub(r"^[mu](?= )", "", clause) for note in notes for clause in note.split("; ")}
    parts = {part for clause in clauses - words.PHRASES.keys() for part in re.split(r"(?<=: )", clause)}
    assert parts - words.PHRASES.keys() == set()
    assert model["figures"].keys() <= words.FIGURES.keys()
