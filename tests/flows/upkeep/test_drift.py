"""Tonight's rates against the band of the last nights: what leaves it is told, what does not is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cleaning.settings import Settings
from flows.upkeep.drift import MEASURES, drift_warnings
from tests.flows.upkeep.invented import LAST, USUAL, publish_figures, publish_nights

WARD, SETTINGS = "11557", Settings()
NIGHTS = [52_100, 52_200, 52_300, 52_150, 52_250, 52_200]


def _told(output: Path, nights: list[dict[str, Any]], tonight: dict[str, Any]) -> list[str]:
    for number, figures in enumerate(reversed(nights), start=1):
        publish_figures(output, WARD, LAST - timedelta(days=number), **figures)
    publish_figures(output, WARD, LAST, **tonight)
    return drift_warnings(output, WARD, LAST, SETTINGS)


@pytest.mark.parametrize(
    ("tonight", "told"),
    [
        ({}, []),
        ({"link": 51_000, "no_link": 3_520}, []),  # two points in a hundred: as usual
        ({"link": 48_000, "no_link": 6_520}, ["Tỷ lệ khớp với dân cư giảm"]),
        (
            {"link": 55_600, "review": 80, "no_link": 2_320},
            ["Tỷ lệ khớp với dân cư tăng", "Tỷ lệ dòng cần xem lại giảm"],
        ),
        ({"link": 49_000, "review": 6_680}, ["Tỷ lệ khớp với dân cư giảm", "Tỷ lệ dòng cần xem lại tăng"]),
        ({"rejected": 400, "standardised": 104_500}, []),
        ({"rejected": 2_000, "standardised": 102_900}, ["Tỷ lệ dòng bị từ chối tăng"]),  # of 0.1 %, twenty times that
        ({"rejected": 0, "standardised": 104_900}, []),  # fewer rejected rows are no reason to look
        ({"residents": 44_000}, []),
        ({"residents": 40_000}, ["Số người trong danh sách dân cư giảm"]),
        ({"residents": 90_000}, ["Số người trong danh sách dân cư tăng"]),
        ({"people": 30_000}, ["Số dòng đất đai giảm"]),
    ],
)
def test_measures_that_left_the_band_are_told(tmp_path: Path, tonight: dict[str, Any], told: list[str]) -> None:
    found = _told(tmp_path, [{} for _ in range(6)], tonight)
    assert [sentence.split(":")[0] for sentence in found] == told


def test_sentence_says_before_now_and_where_to_look(tmp_path: Path) -> None:
    publish_nights(tmp_path, WARD, NIGHTS)
    publish_figures(tmp_path, WARD, LAST, link=40_000, review=0, no_link=18_000)
    assert drift_warnings(tmp_path, WARD, LAST, SETTINGS) == [
        "Tỷ lệ khớp với dân cư giảm: lần này 69,0%, 6 lần trước từ 89,9% đến 90,1%. Nên xem danh sách dân cư có đủ "
        "người, đủ cột không, rồi xem thay-doi.csv và mo-hinh.html."
    ]


def test_one_odd_night_widens_no_band(tmp_path: Path) -> None:
    publish_nights(tmp_path, WARD, [*NIGHTS, 20_000])
    publish_figures(tmp_path, WARD, LAST, link=40_000, review=0, no_link=18_000)
    assert len(drift_warnings(tmp_path, WARD, LAST, SETTINGS)) == 1


def test_what_lasts_is_the_new_usual(tmp_path: Path) -> None:
    publish_nights(tmp_path, WARD, [*NIGHTS, 40_000, 40_000])
    publish_figures(tmp_path, WARD, LAST, link=40_000, review=0, no_link=18_000)
    assert drift_warnings(tmp_path, WARD, LAST, SETTINGS) == []


def test_two_nights_say_nothing_and_three_do(tmp_path: Path) -> None:
    tonight = {"link": 20_000, "no_link": 34_520}
    assert _told(tmp_path / "two", [{}, {}], tonight) == []
    assert len(_told(tmp_path / "three", [{}, {}, {}], tonight)) == 1


def test_only_the_last_nights_count(tmp_path: Path) -> None:
    publish_nights(tmp_path, WARD, [20_000, 20_000, 20_000, *[52_200] * SETTINGS.drift_nights])
    publish_figures(tmp_path, WARD, LAST, link=20_000, review=0, no_link=38_000)
    assert len(drift_warnings(tmp_path, WARD, LAST, SETTINGS)) == 1


def test_few_rows_move_much_by_chance(tmp_path: Path) -> None:
    small = {
        "people": 20,
        "organisations": 0,
        "link": 18,
        "review": 1,
        "no_link": 1,
        "source_rows": 40,
        "residents": 20,
    }
    rest = {"standardised": 40, "rejected": 0, "noise": 0}
    tonight = small | {"link": 16, "review": 2, "no_link": 2, "people": 21}
    assert _told(tmp_path, [small | rest] * 4, tonight | rest) == []


def test_new_model_is_named_beside_what_it_may_explain(tmp_path: Path) -> None:
    (told,) = _told(tmp_path, [{}] * 3, {"link": 40_000, "no_link": 14_520, "model": "thien-huong-1"})
    assert told.endswith("Từ lần trước đã đổi mô hình kết nối.")


def test_damaged_or_older_days_are_passed_over(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        publish_figures(tmp_path, WARD, LAST - timedelta(days=number))
    (tmp_path / "published" / WARD / (LAST - timedelta(days=1)).isoformat() / ".state" / "figures.json").write_text("{")
    publish_figures(tmp_path, WARD, LAST, link=20_000, no_link=34_520)
    assert drift_warnings(tmp_path, WARD, LAST, SETTINGS) == []
    assert drift_warnings(tmp_path, "99999", LAST, SETTINGS) == []


def test_ward_without_rows_is_no_division_by_zero(tmp_path: Path) -> None:
    nothing = dict.fromkeys([name for name, value in USUAL.items() if isinstance(value, int)], 0)
    assert _told(tmp_path, [nothing] * 4, nothing) == []


def test_every_measure_says_what_to_look_at_when_it_rises() -> None:
    assert [measure.name for measure in MEASURES if not measure.risen.startswith("Nên ")] == []
