"""What operators see of a run in the UI: what failed and what to do first, and nothing that tells of anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from httpx import ConnectError

from flows import artifacts
from flows.artifacts import Progress, as_markdown, show_outcomes
from flows.outcomes import WardOutcome

_FILE = {"path": "Trần Thị Mẫu.csv", "repeated": 0, "shared_guids": 2, "inherited": 0, "unknown_columns": []}
_COUNTS = {"source_rows": 1838, "link": 1140, "review": 4, "no_link": 27, "discrepancies": {"a": 2792}}
_MANIFEST = {
    "as_of": "2026-11-22", "inputs": [_FILE | {"shared_guids": 0}, _FILE], "counts": _COUNTS, "stages": [],
    "drift": ["Tỷ lệ khớp 71,0%, những đêm trước 94–96%."],
}  # fmt: skip
GOOD = WardOutcome("11557", manifest=_MANIFEST)
UNCHANGED = WardOutcome("11558", manifest=_MANIFEST | {"drift": []}, unchanged=True)
FAILED = WardOutcome("11560", error="Tệp rỗng. Cách xử lý: xuất lại danh sách.")


def test_the_page_says_first_what_failed_and_what_to_do() -> None:
    page = as_markdown([GOOD, UNCHANGED, FAILED], Path("/ket-qua"))
    assert page.startswith(
        "2 trên 3 phường, xã đã có kết quả; 1 không đổi nên không tính lại; **1 chưa hoàn thành**.\n\n"
        "## Chưa hoàn thành\n\n- **11560**: Tệp rỗng. **Cách xử lý:** xuất lại danh sách.\n\n## Kết quả\n"
    )


def test_a_line_per_ward_has_its_figures() -> None:
    lines = as_markdown([GOOD, UNCHANGED, FAILED], Path("/ket-qua")).splitlines()
    assert "| 11557 | đã xong | 1.838 | 1.140 | 4 | 27 | 2.792 | – |" in lines
    assert "| 11558 | không đổi | 1.838 | 1.140 | 4 | 27 | 2.792 | – |" in lines
    assert "| 11560 | chưa xong | – | – | – | – | – | – |" in lines


def test_groups_are_those_published(monkeypatch: pytest.MonkeyPatch) -> None:
    class Figures:
        group_1, group_2, group_3 = 1516, 371, 0

    monkeypatch.setattr(artifacts, "read_figures", lambda *_where: Figures())
    assert "| 2.792 | 1.516 · 371 · 0 |" in as_markdown([GOOD], Path("/ket-qua"))


def test_what_is_unusual_and_where_things_are_is_told() -> None:
    page = as_markdown([GOOD, FAILED], Path("/ket-qua"))
    assert "- **11557**: Tỷ lệ khớp 71,0%, những đêm trước 94–96%." in page
    assert "- **11557**: `/ket-qua/published/11557/2026-11-22`" in page
    assert "`/ket-qua/published/11560" not in page


def test_a_file_is_told_by_its_number_for_its_name_may_tell_who_answered() -> None:
    page = as_markdown([GOOD], Path("/ket-qua"))
    assert "- **11557**: tệp thứ 2 trong `manifest.json`: 2 dòng mang Guid trùng" in page
    assert "Mẫu" not in page


def test_nothing_is_said_of_what_there_is_nothing_of() -> None:
    assert "Chưa hoàn thành" not in as_markdown([GOOD], Path("/ket-qua"))
    assert "Khác thường" not in as_markdown([UNCHANGED], Path("/ket-qua"))
    assert "Thư mục kết quả" not in as_markdown([FAILED], Path("/ket-qua"))


def test_progress_counts_wards_once_however_often_they_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[float, str]] = []

    def create(progress: float, *, key: str, description: str) -> Any:
        assert key == "nightly-progress"
        shown.append((progress, description))
        return uuid4()

    def update(_bar: object, *, progress: float, description: str) -> None:
        shown.append((progress, description))

    monkeypatch.setattr(artifacts, "create_progress_artifact", create)
    monkeypatch.setattr(artifacts, "update_progress_artifact", update)
    progress = Progress(2, "nightly")
    progress.halfway("11557")
    progress.ended("11560")  # it failed before its half
    progress.ended("11557")
    progress.ended("11557")
    assert [share for share, _ in shown] == [0, 25, 75, 100, 100]
    assert shown[2][1] == "1 trên 2 phường, xã đã chạy hết"


def test_a_server_that_does_not_answer_costs_a_picture_and_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: object, **_named: object) -> None:
        raise ConnectError("refused")

    for name in ("create_progress_artifact", "create_markdown_artifact", "update_progress_artifact"):
        monkeypatch.setattr(artifacts, name, gone)
    progress = Progress(1, "nightly")
    progress.ended("11557")
    show_outcomes([GOOD], Path("/ket-qua"), key="nightly")
