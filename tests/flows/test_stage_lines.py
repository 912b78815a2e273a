"""What whoever opens a task's page in the UI reads of its stages."""

from __future__ import annotations

import logging

import prefect.logging
import pytest

from flows.stage_lines import log_in_prefect, logged_here
from flows.stages import StageEvent


@pytest.mark.parametrize(
    ("state", "level", "words"),
    [
        ("begun", "INFO", "11557: kết nối với dân cư …"),
        ("done", "INFO", "11557: kết nối với dân cư: xong, 12,4 giây, 60.000 dòng vào, 59.000 dòng ra"),
        ("failed", "ERROR", "11557: kết nối với dân cư: dừng lại sau 12,4 giây"),
    ],
)
def test_stage_is_a_plain_line(
    state: str, level: str, words: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(prefect.logging, "get_run_logger", lambda: logging.getLogger("tests.run"))
    with caplog.at_level("INFO", "tests.run"):
        log_in_prefect(StageEvent("11557", "link", state, 12.44, 60_000, 59_000))
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [(level, words)]


def test_outside_a_run_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        log_in_prefect(StageEvent("11557", "link", "begun", 0.0, 60_000, 0))
    assert caplog.records == []


def test_stage_of_another_process_is_logged_where_its_ward_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(prefect.logging, "get_run_logger", lambda: logging.getLogger("tests.task"))
    waiting = logged_here("11557")
    waiting.__enter__()
    monkeypatch.setattr(prefect.logging, "get_run_logger", lambda: logging.getLogger("tests.flow"))
    with caplog.at_level("INFO"):
        for ward in ("11557", "11581"):
            log_in_prefect(StageEvent(ward, "link", "begun", 0.0, 60_000, 0))
        waiting.__exit__(None, None, None)
        log_in_prefect(StageEvent("11557", "publish", "begun", 0.0, 60_000, 0))
    assert [(record.name, record.getMessage()) for record in caplog.records] == [
        ("tests.task", "11557: kết nối với dân cư …"),
        ("tests.flow", "11581: kết nối với dân cư …"),
        ("tests.flow", "11557: công bố …"),
    ]
