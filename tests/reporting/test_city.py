"""The roll-up's numbers: totals, shares, ranks; what is withheld is nowhere; its JSON explains itself."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cleaning.reporting import CityReport, write_city
from cleaning.reporting.city_data import city_figures, city_table
from cleaning.reporting.city_lines import ranking
from cleaning.reporting.city_report import COUNTS, STATES
from cleaning.reporting.city_summary import CitySummary, summary_of
from cleaning.reporting.city_words import coverage_words, report_words
from tests.reporting.invented_city import absent, city_of, three_wards, ward_row


@pytest.fixture(scope="module")
def summary() -> CitySummary:
    return summary_of(three_wards())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    assert write_city(folder, three_wards()) == sorted(path.name for path in folder.iterdir())
    return folder


def by_ward(summary: CitySummary) -> dict[str, dict[str, Any]]:
    return {one["ward"]: one for one in summary.wards.to_dicts()}


def test_totals_are_the_sums_of_wards_with_counts(summary: CitySummary) -> None:
    assert {name: summary.total[name] for name in ("parcels", "group_1", "link", "records", "open_errors")} == {
        "parcels": 3000, "group_1": 1300, "link": 4200, "records": 6000, "open_errors": 750,
    }  # fmt: skip
    assert summary.total["group_1_share"] == pytest.approx(1300 / 3000, abs=1e-6)


def test_a_small_group_takes_its_neighbours_with_it(summary: CitySummary) -> None:
    wards = by_ward(summary)
    assert wards["00002"]["withheld"] == ["group_3", "group_2"]
    assert wards["00001"]["withheld"] == ["group_3", "group_2"]
    assert [wards["00002"][name] for name in ("group_1", "group_2", "group_3", "group_3_share")] == [500] + [None] * 3
    assert summary.total["group_3"] == 43


def test_ranks_are_by_share_and_by_pace() -> None:
    nights = {
        "00001": [(14, 300), (0, 400)], "00002": [(14, 100), (0, 800)], "00003": [(14, 390), (0, 400)],
        "00004": [(2, 100), (0, 200)],
    }  # fmt: skip
    rows = [ward_row(ward, 1000, told[-1][1]) for ward, told in nights.items()]
    wards = by_ward(summary_of(city_of(rows, nights)))
    assert [one["rank"] for one in wards.values()] == [2, 1, 2, 4]
    assert [one["pace_rank"] for one in wards.values()] == [2, 1, 3, None]
    assert (wards["00001"]["gained"], wards["00001"]["points"]) == (7.1, 5.0)


def test_where_group_1_is_withheld_nothing_tells_of_it() -> None:
    nights = {"00001": [(14, 900), (0, 997)], "00002": [(14, 900), (0, 950)]}
    rows = [ward_row("00001", 1000, 997), ward_row("00002", 1000, 950)]
    first = by_ward(summary_of(city_of(rows, nights)))["00001"]
    assert {
        first[name] for name in ("group_1", "group_1_share", "rank", "gained", "points", "pace_rank", "finish")
    } == {None}


def test_a_ward_with_very_few_parcels_stands_outside() -> None:
    summary = summary_of(city_of([ward_row("00001", 1000, 800), ward_row("00002", 4, 4), ward_row("00003", 900, 100)]))
    assert by_ward(summary)["00002"]["state"] == "too_small"
    assert by_ward(summary)["00002"]["parcels"] is None
    assert summary.total["parcels"] == 1900


def test_wards_that_reached_the_target_are_counted() -> None:
    rows = [ward_row("00001", 1000, 960), ward_row("00002", 1000, 940)]
    assert summary_of(city_of(rows, campaign_target=0.95)).finished == 1


def numbers(value: object) -> Iterator[int]:
    if isinstance(value, dict):
        for one in value.values():
            yield from numbers(one)
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one)
    elif isinstance(value, int):
        yield value


def test_the_json_explains_every_field_and_state(summary: CitySummary) -> None:
    told = json.loads(city_figures(summary))
    fields = {name for ward in told["wards"] for name in ward} | told["total"].keys()
    fields |= {name for night in told["nights"] for name in night}
    assert fields <= told["fields"].keys()
    assert all(one["title"] and one["meaning"] for one in told["fields"].values())
    assert {ward["state"] for ward in told["wards"]} <= told["states"].keys()
    assert told["units"] == {"expected": 3, "counted": 2, "reached_target": 0}
    assert [night["day"] for night in told["nights"]] == ["2026-11-22"]


def test_no_small_count_is_in_the_json(summary: CitySummary) -> None:
    told = json.loads(city_figures(summary))
    counts = [{count.name: ward[count.name] for count in COUNTS} for ward in [*told["wards"], told["total"]]]
    assert [number for number in numbers([counts, told["nights"]]) if 0 < number < 5] == []


def test_the_table_has_a_line_per_ward(summary: CitySummary) -> None:
    table = city_table(summary)
    assert table["Mã"].to_list() == ["00001", "00002", "00003"]
    assert table["Tình trạng"].to_list() == [STATES["tonight"], STATES["tonight"], STATES["without"]]
    assert table["Số không công bố"].to_list() == ["Nhóm 3; Nhóm 2", "Nhóm 3; Nhóm 2", ""]
    assert table["Số liệu ngày"].to_list() == ["22/11/2026", "22/11/2026", None]


def test_the_csv_is_as_excel_likes_it(written: Path) -> None:
    data = (written / "tong-hop.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 4
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0]["Nhóm 1"] == "800"


def test_words_to_report(summary: CitySummary) -> None:
    said = report_words(summary)
    assert "Tính đến ngày 22/11/2026, Thành phố Mẫu có 2/3 phường, xã, đặc khu có số liệu, 0 đơn vị đạt" in said
    assert "xếp nhóm 3.000 thửa đất: nhóm 1 1.300 (43,3%), nhóm 2 1.657 (55,2%), nhóm 3 43 (1,4%)" in said
    assert "khớp 4.200 (70,0%)" in said


def test_wards_without_new_figures_are_named() -> None:
    rows = [
        ward_row("00001", 1000, 500), ward_row("00002", 1000, 500, state="unchanged", days_ago=3),
        ward_row("00003", 1000, 500, state="failed", days_ago=1), absent("00004", "failed_without"), absent("00005"),
        ward_row("00006", 1000, 500, state="earlier", days_ago=9),
    ]  # fmt: skip
    assert coverage_words(summary_of(city_of(rows))) == [
        ("failed", "Chạy không hoàn thành, giữ số liệu cũ (1): P. Mẫu 3 (21/11)."),
        ("failed_without", "Chạy không hoàn thành và chưa từng có số liệu (1): X. Mẫu 4."),
        ("unchanged", "Không có gì thay đổi, giữ số liệu cũ (1): P. Mẫu 2 (19/11)."),
        ("earlier", "Chưa chạy ngày này, giữ số liệu cũ (1): P. Mẫu 6 (13/11)."),
        ("without", "Chưa có số liệu (1): X. Mẫu 5."),
    ]


def test_a_sentence_names_six_wards_at_most() -> None:
    rows = [ward_row("00001", 1000, 500), *(absent(f"{n:05}") for n in range(2, 16))]
    ((_, said),) = coverage_words(summary_of(city_of(rows)))
    assert said.startswith("Chưa có số liệu (14): X. Mẫu 2, ")
    assert said.endswith("X. Mẫu 7 và 8 đơn vị khác.")


def test_the_ranking_shows_what_fits() -> None:
    few, many = ([ward_row(f"{n + 1:05}", 1000, 10 + n) for n in range(count)] for count in (24, 300))
    shown = ranking(summary_of(city_of(few)))
    assert (len(shown.lines), shown.left_out, shown.is_table) == (24, 0, True)
    shown = ranking(summary_of(city_of(many)))
    assert (len(shown.lines), shown.left_out, shown.is_table) == (116, 184, False)
    assert [line.rank for line in shown.lines[56:60]] == ["57", "58", "243", "244"]


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_the_book_holds_the_same_numbers(written: Path, summary: CitySummary) -> None:
    book = openpyxl.load_workbook(written / "tong-hop.xlsx")
    assert book.sheetnames == ["Toàn bộ", "Phường, xã", "Theo ngày"]
    rows = list(book["Phường, xã"].iter_rows(min_row=3, values_only=True))
    total, headings, first, second, last = rows
    at = {heading: column for column, heading in enumerate(headings)}
    assert [row[at["Mã"]] for row in (first, second, last)] == ["00001", "00002", "00003"]
    assert (total[at["Nhóm 1"]], first[at["Nhóm 1"]], last[at["Nhóm 1"]]) == (1300, 800, None)
    assert (total[at["Nhóm 3"]], second[at["Nhóm 3"]], second[at["Nhóm 2"]]) == (43, "ẩn", "ẩn")
    quoted = {row[0]: row[1] for row in book["Toàn bộ"].iter_rows(min_row=6, values_only=True)}
    assert quoted["Thửa đất"] == summary.total["parcels"]
    assert quoted["Có số liệu"] == 2


def test_same_roll_up_same_bytes_whatever_the_order_of_wards(tmp_path: Path, written: Path) -> None:
    report = three_wards()
    turned = replace(report, wards=report.wards.reverse(), nights=report.nights.reverse())
    write_city(tmp_path, turned)
    for file in written.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_files_are_for_their_owner_and_never_overwritten(written: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in written.iterdir()} == {0o600}
    with pytest.raises(FileExistsError):
        write_city(written, three_wards())


def test_the_page_is_whole_and_needs_nothing(written: Path) -> None:
    html = (written / "tong-hop.html").read_text("utf-8")
    assert re.search(r"http|//|url\(|@import|src=|href=|<script|<link", html) is None
    assert html.count("<svg") == html.count("</svg>")
    for words in ("Thành phố Mẫu", "43,3%", "1.300 trên 3.000 thửa", "2/3", "P. Mẫu 1", "quy tắc tạm thử"):
        assert words in html, words


def test_a_kind_of_few_is_told_with_others_only(written: Path) -> None:
    html = (written / "tong-hop.html").read_text("utf-8")
    assert "Chưa đủ 18 tuổi" not in html
    assert re.search(r"2 loại</th>.*1\.237", html) is not None


def test_names_from_outside_are_escaped(tmp_path: Path) -> None:
    write_city(tmp_path, replace(three_wards(), name="<b>x</b>"))
    assert "<b>x" not in (tmp_path / "tong-hop.html").read_text("utf-8")


def test_all_withheld_still_makes_a_page(tmp_path: Path) -> None:
    report: CityReport = city_of([ward_row("00001", 6, 3, group_3=3, open_errors=2), absent("00002")])
    summary = summary_of(report)
    assert summary.total["group_1"] is None
    write_city(tmp_path, report)
    html = (tmp_path / "tong-hop.html").read_text("utf-8")
    assert "không công bố" in html
    assert "polyline points" not in html
    assert json.loads((tmp_path / "so-lieu.json").read_text("utf-8"))["nights"] == []
