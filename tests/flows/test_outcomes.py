"""What people are told of wards: numbers as Vietnamese write them, where the sheets are, what to do where none are."""

from __future__ import annotations

import pickle

import pytest
from prefect.states import Failed

from cleaning.errors import GateError, SourceError
from flows.nightly import may_pass_later
from flows.outcomes import WardOutcome, WardsFailedError, as_markdown

GOOD = WardOutcome(
    "11557",
    manifest={
        "as_of": "2026-11-22",
        "inputs": [
            {
                "path": "a.csv",
                "repeated": 1200,
                "inherited": 0,
                "shared_guids": 2,
                "unknown_columns": ["cột K", "cột L"],
            },
            {"path": "b.csv", "repeated": 0, "inherited": 0, "shared_guids": 0, "unknown_columns": []},
        ],
        "counts": {
            "source_rows": 135423,
            "link": 79828,
            "review": 4369,
            "no_link": 3232,
            "discrepancies": {"a": 1, "b": 2},
        },
        "stages": [{"seconds": 1.25}, {"seconds": 2.0}],
    },
)
FAILED = WardOutcome("11560", error="Tệp rỗng. Cách xử lý: xuất lại danh sách.")


def test_figures_are_written_as_in_vietnam() -> None:
    assert GOOD.cells == ("11557", "135.423", "79.828", "4.369", "3.232", "3", "3,2")


def test_page_for_operators_has_a_line_per_ward_and_the_remedy() -> None:
    page = as_markdown([GOOD, FAILED])
    assert "| 11557 | 135.423 | 79.828 |" in page
    assert "- **11560**: Tệp rỗng. Cách xử lý: xuất lại danh sách." in page
    assert "- **11557**: `published/11557/2026-11-22`" in page
    assert "Chưa hoàn thành" not in as_markdown([GOOD])
    assert "Kết quả trong" not in as_markdown([FAILED])


def test_what_is_odd_in_a_file_is_said_in_one_sentence() -> None:
    assert GOOD.remarks == (
        "tệp a.csv: 1.200 dòng đã có trong tệp hoặc trang đọc trước nên chỉ tính một lần; 2 dòng mang Guid trùng với "
        "dòng khác, vẫn được giữ riêng từng dòng; cột chưa biết, giữ nguyên và không xử lý: cột K, cột L.",
    )
    assert "- **11557**, tệp a.csv: 1.200 dòng" in as_markdown([GOOD])
    assert FAILED.remarks == ()


def test_failed_wards_are_counted_and_named_also_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(WardsFailedError([GOOD, FAILED])))
    assert str(error) == "1 trên 2 phường, xã không hoàn thành: 11560."
    assert error.outcomes == (GOOD, FAILED)


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
