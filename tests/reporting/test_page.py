"""The leaders' page: counts only, complete in itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files

import polars as pl
import pytest

from cleaning.reporting import WardReport, figures
from cleaning.reporting.page import leaders_page
from cleaning.schemas import LIFE
from tests.reporting.test_campaign import nights_of

VOID = {"meta", "br", "rect", "line", "circle", "polyline"}


class Reader(HTMLParser):
    """Checks that every element is closed, and keeps the text and the names of elements."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.names, self.text = list[str](), set[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(" ".join(data.split()))


def page_of(report: WardReport) -> str:
    room = files("cleaning.reporting")
    template = "".join(room.joinpath(f"{name}.html.j2").read_text(encoding="utf-8") for name in ("drawings", "page"))
    return leaders_page(report, template)


@pytest.fixture(scope="module")
def html(report: WardReport) -> str:
    old = report.followed.with_columns(since=date(2026, 10, 1), state=pl.lit("open"), state_day=report.as_of)
    return page_of(replace(report, life=old.select(LIFE.names), nights=nights_of([(report.as_of, 13, 40)])))


@pytest.fixture(scope="module")
def page(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_page_is_whole_and_needs_nothing(html: str, page: Reader) -> None:
    assert page.open == []
    assert not {"script", "link", "img", "iframe"} & page.names
    assert re.search(r"http|//|url\(|@import|src=|href=", html) is None


def test_the_page_names_no_person(html: str, report: WardReport) -> None:
    personal = [*report.land["holder_name"], *report.residents["name"], *report.residents["citizen_id"]]
    assert [text for text in personal if text in html] == []
    assert re.search(r"\d{9}", html) is None
    assert "khoa-0" not in html


@pytest.mark.parametrize(
    "words",
    [
        "Phường Mẫu", "Tổng hợp ngày 05/11/2026", "13 trên 40 thửa", "32,5%", "16 trên 32 lượt", "50,0%",
        "Thiếu số định danh", "Họ tên khác cách viết", "Địa chính", "Cộng", "Hoa Động 1", "Chưa rõ nơi",
        "01/10", "35",
    ],
)  # fmt: skip
def test_the_page_shows(page: Reader, words: str) -> None:
    assert words in page.text


def test_the_page_says_the_rules_are_provisional(page: Reader) -> None:
    said = " ".join(page.text)
    assert "quy tắc tạm thử, chưa phải bảng tiêu chí chính thức" in said
    assert "Mô hình đối khớp: mau-1." in said
    assert "Đã nhận 12.345 dòng đất đai và dân cư: 12.340 dòng được chuẩn hóa, 2 dòng bị từ chối kèm lý do" in said


def test_words_from_outside_are_escaped(report: WardReport) -> None:
    hostile = replace(report, ward_name="<script>x</script>")
    assert "<script" not in page_of(hostile)


def test_an_empty_ward_has_a_page(empty_report: WardReport) -> None:
    said = page_of(empty_report)
    assert "0 trên 0 thửa" in said
    assert "Không có sai lệch nào." in said


def test_groups_fill_the_whole(report: WardReport) -> None:
    assert [(one.label, one.count, one.start, one.width) for one in figures.groups(report)] == [
        ("Nhóm 1", "13", "0.00", "32.50"), ("Nhóm 2", "14", "32.50", "35.00"), ("Nhóm 3", "13", "67.50", "32.50"),
    ]  # fmt: skip


def test_organisations_stand_outside_the_whole(report: WardReport) -> None:
    assert [(one.label, one.count, one.share) for one in figures.verdicts(report)] == [
        ("Đã khớp", "16", "50,0%"), ("Cần xác nhận", "8", "25,0%"), ("Chưa tìm thấy", "8", "25,0%"),
        ("Tổ chức, cộng đồng", "8", "–"),
    ]  # fmt: skip


def test_hamlets_are_sorted_by_number_and_none_is_lost(report: WardReport) -> None:
    names = [f"Tổ dân phố Hoa Động {n}" for n in (10, 9, 2)] * 13 + [None]
    parcels = report.parcels.with_columns(hamlet=pl.Series(names, dtype=pl.String))
    shown = figures.hamlets(replace(report, parcels=parcels))
    assert [(one.label, one.note) for one in shown] == [
        ("Hoa Động 2", "13"), ("Hoa Động 9", "13"), ("Hoa Động 10", "13"), ("Chưa rõ nơi", "1"),
    ]  # fmt: skip


def test_many_small_hamlets_are_told_together(report: WardReport) -> None:
    names = [f"Tổ dân phố {n}" for n in range(45)]
    parcels = pl.concat([report.parcels, report.parcels.head(5)]).with_columns(hamlet=pl.Series(names))
    shown = figures.hamlets(replace(report, parcels=pl.concat([parcels] * 5)))
    assert (len(shown), shown[-1].label, shown[-1].note) == (41, "5 nơi khác", "25")


def test_a_persons_name_in_the_hamlet_column_is_not_shown(report: WardReport) -> None:
    names = ["Tổ dân phố Hoa Động 2"] * 35 + ["Ông Phạm Văn Thí Dụ"] * 4 + ["031170000001"]
    parcels = report.parcels.with_columns(hamlet=pl.Series(names))
    shown = figures.hamlets(replace(report, parcels=parcels))
    assert [(one.label, one.note) for one in shown] == [("Hoa Động 2", "35"), ("2 nơi khác", "5")]


def test_a_number_in_the_hamlet_column_is_not_shown(report: WardReport) -> None:
    names = ["Tổ dân phố Hoa Động 2"] * 30 + ["031170000001"] * 10
    shown = figures.hamlets(replace(report, parcels=report.parcels.with_columns(hamlet=pl.Series(names))))
    assert [one.label for one in shown] == ["031•••••0001", "Hoa Động 2"]


def test_the_campaign_stands_in_words_and_in_two_charts(report: WardReport) -> None:
    nights = nights_of([(date(2026, 11, day), 9 + day - 1, 40) for day in range(1, 6)], errors=14)
    settings = report.settings.model_copy(update={"campaign_end": date(2026, 11, 30), "campaign_target": 0.9})
    page = page_of(replace(report, nights=nights, settings=settings))
    assert "đạt mục tiêu 90% vào ngày 28/11, sớm 2 ngày so với hạn 30/11." in page
    assert page.count('<svg class="chart"') == 2
    assert all(words in page for words in ("kế hoạch", "tốc độ hiện nay", "28/11</text>", ">14</text>"))


def test_of_one_night_a_chart_and_no_forecast(html: str) -> None:
    assert "Chưa đủ số liệu để tính ngày hoàn thành: cần ít nhất 5 đêm trong 14 ngày gần nhất, hiện có 1." in html
    assert html.count('<svg class="chart"') == 2
    assert "tốc độ hiện nay" not in html


def test_without_nights_the_page_says_so(report: WardReport) -> None:
    html = page_of(report)
    assert "Chưa đủ số liệu để tính ngày hoàn thành: cần ít nhất 5 đêm trong 14 ngày gần nhất, hiện có 0." in html
    assert '<svg class="chart"' not in html
