"""to-dan-pho/*: one list and one paper per hamlet, fit to leave the office."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from cleaning.reporting import WardReport
from cleaning.reporting.hamlet_papers import HamletPaper, hamlet_papers
from cleaning.reporting.placing import file_names
from tests.reporting.test_collecting import asked, link, person, row, ward
from tests.reporting.test_page import Reader

HEADINGS = [
    "Hộ", "Họ tên", "Tên trong hồ sơ đất đai (nếu khác)", "Năm sinh", "Số định danh", "Nơi ở", "Thửa đất",
    "Cần thu thập", "Đã thu", "Ghi chú",
]  # fmt: skip


def papers_of(report: WardReport) -> list[HamletPaper]:
    return hamlet_papers(report, files("cleaning.reporting").joinpath("hamlet.html.j2").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def papers(report: WardReport) -> list[HamletPaper]:
    """Ten of Kiền Bái 3; two nobody found, whose cells hold more than they should."""
    said = {
        11: {"holder_name": "=Trần Thị <b>Thử</b>", "holder_citizen_id": "031170000011", "holder_birth_year": 1957},
        12: {"holder_name": "Mai 031170000012", "holder_address_raw": "+ Số 7, sinh 05/03/1957, số 031.170.000.012"},
    }
    found = [asked(n, "id_differs", "031170000099") for n in range(1, 13)] + [asked(3, "id_missing", "031170000003")]
    return papers_of(
        ward(
            report,
            found,
            [person(n) for n in range(1, 11)],
            [row(n, **said.get(n, {})) for n in range(1, 13)],
            [link(n) for n in range(1, 11)],
        )
    )


def test_every_hamlet_has_its_files_and_who_belongs_to_none_comes_last(papers: list[HamletPaper]) -> None:
    assert [paper.file for paper in papers] == ["to-dan-pho/to-dan-pho-kien-bai-3", "to-dan-pho/chua-ro-noi"]
    assert [paper.lines.height for paper in papers] == [10, 2]


def test_the_list_is_masked_and_safe_in_excel(papers: list[HamletPaper]) -> None:
    known, unknown = (paper.lines for paper in papers)
    assert known.columns == HEADINGS
    card = "Bản sao thẻ căn cước"
    assert known.row(0) == (1, "Trần Thị Mẫu 1", None, 1970, "031•••••0001", None, "tờ 7 thửa 1", card, None, None)
    assert unknown.select("Họ tên", "Năm sinh", "Số định danh", "Nơi ở").rows() == [
        ("Mai 031•••••0012", None, None, "'+ Số 7, sinh ••/••/1957, số 031•••••0.012"),
        ("'=Trần Thị <b>Thử</b>", 1957, "031•••••0011", None),
    ]


def test_no_number_leaves_the_office_whole(papers: list[HamletPaper]) -> None:
    for paper in papers:
        assert re.search(r"\d{8}", paper.lines.write_csv() + paper.page) is None
        assert re.search(r"ho-\d|dan-\d|r\d+-|C11557", paper.page) is None


def test_the_paper_is_whole_and_needs_nothing(papers: list[HamletPaper]) -> None:
    for paper in papers:
        reader = Reader()
        reader.feed(paper.page)
        assert reader.open == []
        assert not {"script", "link", "img", "iframe", "b>"} & reader.names
        assert re.search(r"http|//|url\(|@import|src=|href=", paper.page) is None
        assert "<b>Thử" not in paper.page


@pytest.mark.parametrize(
    "words",
    ["Tổ dân phố Kiền Bái 3", "10 hộ (10 người)", "Phiếu thu thập ngày 05/11/2026", "số 031•••••0001", "Đã thu",
     "Tổ trưởng tổ dân phố"],
)  # fmt: skip
def test_the_paper_says(papers: list[HamletPaper], words: str) -> None:
    assert words in papers[0].page


def test_every_thing_has_its_tick_box(papers: list[HamletPaper]) -> None:
    assert papers[0].page.count('<td class="tick"><span></span></td>') == 10  # the look at a card is in its copy


def test_doors_of_no_visit_stand_apart(report: WardReport) -> None:
    (paper,) = papers_of(ward(report, [asked(1, "id_missing", "x"), asked(2, "id_differs", "x")]))
    before, _, after = paper.page.partition("Không cần đến riêng")
    assert "Trần Thị Mẫu 2" in before
    assert "Trần Thị Mẫu 1" not in before
    assert "chỉ xem thẻ căn cước khi tiện gặp (1 người)" in after


def test_nothing_to_collect_no_paper(empty_report: WardReport) -> None:
    assert papers_of(empty_report) == []


def test_another_order_of_rows_gives_the_same_papers(report: WardReport) -> None:
    one = ward(report, [asked(n, "id_differs", "x") for n in range(1, 9)])
    other = replace(one, **{name: getattr(one, name).reverse() for name in ("land", "residents", "verdicts")})
    assert [paper.page for paper in papers_of(one)] == [paper.page for paper in papers_of(other)]


@pytest.mark.parametrize(
    ("hamlets", "names"),
    [
        (["Tổ dân phố Kiền Bái 3"], ["to-dan-pho-kien-bai-3"]),
        (["Chưa rõ nơi", "Chưa rõ nơi"], ["chua-ro-noi", "chua-ro-noi-so-2"]),
        (["Thôn 1/2", "Thôn 1-2", "Thôn 1 2"], ["thon-1-2", "thon-1-2-so-2", "thon-1-2-so-3"]),
        (["Đường Đê", "../../etc"], ["duong-de", "etc"]),
        (["***", "?"], ["to-dan-pho", "to-dan-pho-so-2"]),
        (["Cồn", "Xóm Cồn"], ["con-", "xom-con"]),
        (["K" * 300], ["k" * 60]),
    ],
    ids=["hamlet", "a hamlet called none", "signs", "no way out", "no letters", "reserved", "long"],
)
def test_file_names(hamlets: list[str], names: list[str]) -> None:
    assert file_names(hamlets) == names
