"""Outcomes as people read them: figures written the Vietnamese way, every failure with its remedy."""

from __future__ import annotations

import pickle

import pytest
from prefect.states import Failed

from cleaning.errors import GateError, SourceError
from flows.outcomes import WardOutcome, WardsFailedError
from flows.ward_tasks import may_pass_later

_FILE = {"path": "a.csv", "repeated": 1200, "shared_guids": 2, "inherited": 0, "unknown_columns": ["cột K", "cột L"]}
_MANIFEST = {
    "as_of": "2026-11-22",
    "inputs": [_FILE],
    "counts": {
        "source_rows": 135423,
        "link": 79828,
        "review": 4369,
        "no_link": 3232,
        "discrepancies": {"a": 1, "b": 2},
    },
    "stages": [{"seconds": 1.25}, {"seconds": 2.0}],
}
GOOD = WardOutcome("11557", manifest=_MANIFEST)
UNCHANGED = WardOutcome("11558", manifest=_MANIFEST, unchanged=True)
FAILED = WardOutcome("11560", error="Tệp rỗng. Cách xử lý: xuất lại danh sách.")
CITY = WardOutcome("thanh-pho", error="Ổ đĩa đã đầy. Cách xử lý: giải phóng chỗ trống.")


def test_figures_are_written_as_in_vietnam() -> None:
    assert GOOD.cells == ("11557", "đã xong", "135.423", "79.828", "4.369", "3.232", "3", "3,2")


def test_an_unchanged_ward_shows_the_figures_that_stand_and_took_no_time() -> None:
    assert UNCHANGED.cells == ("11558", "không đổi", "135.423", "79.828", "4.369", "3.232", "3", "0,0")


def test_a_failed_ward_shows_no_figures() -> None:
    assert FAILED.cells == ("11560", "chưa xong", *["–"] * 6)
    assert FAILED.remarks == ()
    assert FAILED.folder is None


def test_what_is_odd_in_a_file_is_said_in_one_sentence() -> None:
    assert GOOD.remarks == (
        "tệp a.csv: 1.200 dòng đã có trong tệp hoặc trang đọc trước nên chỉ tính một lần; 2 dòng mang Guid trùng với "
        "dòng khác, vẫn được giữ riêng từng dòng; cột chưa biết, giữ nguyên và không xử lý: cột K, cột L.",
    )


def test_failed_wards_are_counted_named_and_told_also_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(WardsFailedError([GOOD, FAILED])))
    assert error.summary == "1 trên 2 phường, xã không hoàn thành: 11560."
    assert str(error) == f"{error.summary} 11560: {FAILED.error}"
    assert error.outcomes == (GOOD, FAILED)


def test_what_fails_every_ward_alike_is_told_once_and_never_more_than_three_errors() -> None:
    alike = WardsFailedError([WardOutcome("11560", error="A."), WardOutcome("11561", error="A.")])
    assert str(alike) == "2 trên 2 phường, xã không hoàn thành: 11560, 11561. 11560, 11561: A."
    many = str(WardsFailedError([WardOutcome(f"1156{at}", error=f"E{at}.") for at in range(5)]))
    assert "11562: E2." in many
    assert "E3." not in many
    assert many.endswith("Còn 2 lỗi khác: xem bảng kết quả của lần chạy.")


def test_a_roll_up_that_failed_is_no_ward() -> None:
    assert WardsFailedError([GOOD, CITY]).summary == "Không lập được bảng tổng hợp thành phố."
    both = WardsFailedError([GOOD, FAILED, CITY]).summary
    assert both == "1 trên 2 phường, xã không hoàn thành: 11560. Không lập được bảng tổng hợp thành phố."


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (OSError(116, "Stale file handle"), True),
        (SourceError("Tệp rỗng.", remedy="xuất lại."), False),
        (GateError("Số dòng không khớp."), False),
        (ValueError("fault"), False),
    ],
)
def test_only_what_may_pass_is_tried_again(error: Exception, again: bool) -> None:
    assert may_pass_later(None, None, Failed(data=error)) is again
