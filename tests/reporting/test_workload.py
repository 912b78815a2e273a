"""What waits for an answer, for whom and how long, as the leaders' page counts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cleaning.reporting import WardReport
from cleaning.reporting.workload import Batch, Handler, answered, handlers, kinds, oldest, waiting_notes
from cleaning.schemas import FOLLOWED, LIFE
from tests.reporting.conftest import frame_of

Found = tuple[str, str, str, str, str]  # code, severity, handler, state, since


def with_found(report: WardReport, *found: tuple[Found, int]) -> WardReport:
    """The report of so many discrepancies of each kind; as_of is 5 November 2026."""
    rows = [
        {
            "discrepancy_id": f"{number}-{n}", "code": code, "severity": severity, "handler": handler, "state": state,
            "since": date.fromisoformat(since), "state_day": report.as_of,
        }
        for number, ((code, severity, handler, state, since), count) in enumerate(found)
        for n in range(count)
    ]  # fmt: skip
    life = frame_of(LIFE, [{k: v for k, v in row.items() if k in LIFE.names} for row in rows])
    followed = [{k: v for k, v in row.items() if k in FOLLOWED.names} for row in rows if row["state"] != "gone"]
    return replace(report, followed=frame_of(FOLLOWED, followed), life=life)


OLD, NEWER, TONIGHT = "2026-09-30", "2026-10-07", "2026-11-05"


@pytest.fixture(scope="module")
def busy(report: WardReport) -> WardReport:
    return with_found(
        report,
        (("name_spelling", "warning", "địa chính", "open", OLD), 3),
        (("id_missing", "error", "công an", "open", OLD), 2),
        (("id_missing", "error", "công an", "waiting", OLD), 1),
        (("id_missing", "error", "công an", "reopened", NEWER), 4),
        (("other_code", "error", "VPĐKĐĐ", "new", TONIGHT), 9),
        (("name_spelling", "warning", "địa chính", "answered", OLD), 5),
        (("id_missing", "error", "công an", "gone", OLD), 50),
        (("address", "info", "địa chính", "open", OLD), 100),
    )


def test_the_oldest_come_first_and_errors_before_warnings(busy: WardReport) -> None:
    assert oldest(busy) == [
        Batch("Thiếu số định danh", "error", "30/09", "36", "3"),
        Batch("Họ tên khác cách viết", "warning", "30/09", "36", "3"),
        Batch("Thiếu số định danh", "error", "07/10", "29", "4"),
    ]


def test_what_was_found_tonight_has_not_waited(report: WardReport) -> None:
    assert oldest(with_found(report, (("id_missing", "error", "công an", "new", TONIGHT), 3))) == []


def test_only_the_four_oldest_are_told(report: WardReport) -> None:
    found = [((f"code_{n}", "error", "công an", "open", f"2026-10-{n + 1:02d}"), 1) for n in range(9)]
    assert [batch.title for batch in oldest(with_found(report, *found))] == [f"code_{n}" for n in range(4)]


def test_long_waiting_and_unclear_ones_are_noted(busy: WardReport, report: WardReport) -> None:
    assert waiting_notes(busy) == [
        "6 sai lệch đã chờ từ 30 ngày trở lên.",
        "1 sai lệch được trả lời “chưa rõ”, đang chờ xác minh thêm.",
    ]
    fresh = with_found(report, (("id_missing", "error", "công an", "open", "2026-10-07"), 3))
    assert waiting_notes(fresh) == []  # 29 days


def test_info_needs_no_answer_and_the_answered_do_not_wait(busy: WardReport) -> None:
    assert [(one.label, one.kind, one.count, one.share) for one in kinds(busy)] == [
        ("other_code", "error", "9", "47,4%"), ("Thiếu số định danh", "error", "7", "36,8%"),
        ("Họ tên khác cách viết", "warning", "3", "15,8%"),
    ]  # fmt: skip
    assert answered(busy) == (5, 24)


def test_handlers_with_most_to_answer_come_first(busy: WardReport) -> None:
    assert handlers(busy) == [
        Handler("VPĐKĐĐ", "9", "0", "0"), Handler("Công an", "7", "0", "0"), Handler("Địa chính", "0", "3", "5"),
        Handler("Cộng", "16", "3", "5"),
    ]  # fmt: skip


def test_of_nothing_the_table_still_adds_up(empty_report: WardReport) -> None:
    assert handlers(empty_report) == [Handler("Cộng", "0", "0", "0")]
    assert (answered(empty_report), kinds(empty_report), oldest(empty_report)) == ((0, 0), [], [])


def test_rare_kinds_are_told_together(report: WardReport) -> None:
    found = [((f"code_{n:02d}", "error", "công an", "new", TONIGHT), 20 - n) for n in range(13)]
    shown = kinds(with_found(report, *found))
    assert ([one.label for one in shown[:2]], len(shown)) == (["code_00", "code_01"], 11)
    assert (shown[-1].label, shown[-1].count, shown[-1].width) == ("3 loại khác", "27", "0")
