"""What the terminal shows of a run: a line per stage, a closing table that fits, and what is odd below it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from flows import terminal
from flows.outcomes import WardOutcome
from flows.stages import StageEvent

DONE = WardOutcome(
    "11557",
    manifest={
        "as_of": "2026-11-22",
        "inputs": [],
        "counts": {
            "source_rows": 170_423,
            "link": 79_828,
            "review": 24_369,
            "no_link": 13_232,
            "discrepancies": {"a": 123_456},
        },
        "stages": [{"seconds": 1234.5}],
        "drift": ["Tỷ lệ khớp với dân cư giảm: lần này 70,7%, 14 lần trước từ 90,0% đến 90,1%."],
    },
)
FAILED = WardOutcome("11560", error="Tệp rỗng. Cách xử lý: xuất lại danh sách.")


def _console(width: int) -> Console:
    return Console(width=width, record=True, file=StringIO())


@pytest.mark.parametrize(("width", "heading"), [(80, "khớp"), (120, "Đã khớp")])
def test_closing_table_keeps_every_number_on_one_line(width: int, heading: str) -> None:
    console = _console(width)
    terminal.show_outcomes(console, [DONE, FAILED], Path("output"))
    shown = console.export_text()
    (line,) = [line for line in shown.splitlines() if line.startswith("│ 11557")]
    assert [number for number in ("170.423", "79.828", "24.369", "13.232", "123.456", "1234,5") if number in line] == [
        "170.423", "79.828", "24.369", "13.232", "123.456", "1234,5",
    ]  # fmt: skip
    assert f" {heading} " in shown


def test_drift_is_told_below_the_table() -> None:
    console = _console(80)
    terminal.show_outcomes(console, [DONE, FAILED], Path("output"))
    assert "11557: Tỷ lệ khớp với dân cư giảm: lần này 70,7%" in console.export_text()


def test_without_a_terminal_every_stage_is_a_line() -> None:
    console = _console(80)
    with terminal.progress(console) as listen:
        listen(StageEvent("11557", "link", "begun", 0.0, 3, 0))
        listen(StageEvent("11557", "link", "done", 1.25, 3, 3))
        listen(StageEvent("11557", "publish", "failed", 0.5, 3, 0))
    assert console.export_text().splitlines() == [
        "Đang khởi động …",
        "11557  kết nối với dân cư: xong, 1,2 giây",
        "11557  công bố: dừng lại, 0,5 giây",
    ]
