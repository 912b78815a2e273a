"""One ward's route as a plain function: what stops it publishes nothing, and nobody's data gets into an error."""

from __future__ import annotations

import traceback
from datetime import date
from pathlib import Path

import pytest

from cleaning.errors import GateError, LandCleanError
from cleaning.settings import Settings
from flows import findings, steps
from flows.faults import ProgramFaultError
from flows.inputs import WardJob
from flows.run_folder import WardBusyError, held
from flows.stages import LISTENER, STAGES, StageEvent
from flows.ward import run_ward
from tests.flows.tiny_wards import HOLDER

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"
SECRET = "012345678901"


def _job(output: Path, settings: Settings | None = None) -> WardJob:
    return WardJob(
        ward="11557",
        folder=SAMPLE,
        output=output,
        run_id="run",
        as_of=date(2026, 11, 22),
        settings=Settings() if settings is None else settings,
    )


def _published(output: Path) -> list[Path]:
    return sorted((output / "published").rglob("*.csv"))


def test_failed_gate_publishes_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    standing = tmp_path / "published" / "11557" / "2026-11-21" / "sai-lech.csv"
    standing.parent.mkdir(parents=True)
    standing.write_text("yesterday")
    with pytest.raises(GateError, match=r"Quá nhiều cặp ứng viên.*Cách xử lý"):
        run_ward(_job(tmp_path, Settings(pairs_per_mention=1)))
    assert _published(tmp_path) == [standing]
    assert standing.read_text() == "yesterday"
    assert not (tmp_path / "runs" / "run" / "11557" / "manifest.json").exists()


def test_fault_of_the_program_tells_where_but_never_what_the_data_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_tables: object, **_settings: object) -> None:
        raise ValueError(f"could not parse {SECRET}")

    monkeypatch.setattr(findings, "find_discrepancies", fails)
    with pytest.raises(ProgramFaultError, match=r"tìm sai lệch \(ValueError tại .*findings\.py:\d+") as stopped:
        run_ward(_job(tmp_path))
    assert SECRET not in "".join(traceback.format_exception(stopped.value))
    assert _published(tmp_path) == []


def test_cause_of_a_told_error_is_kept_out_of_its_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_folder: object, **_settings: object) -> None:
        try:
            raise ValueError(f"could not parse {SECRET}")
        except ValueError as cause:
            raise LandCleanError("Không đọc được tệp.") from cause

    monkeypatch.setattr(steps, "read_ward", fails)
    with pytest.raises(LandCleanError) as stopped:
        run_ward(_job(tmp_path))
    assert SECRET not in "".join(traceback.format_exception(stopped.value))


def test_disk_error_goes_up_as_it_is_to_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_folder: object, **_settings: object) -> None:
        raise OSError(116, "Stale file handle")

    monkeypatch.setattr(steps, "read_ward", fails)
    with pytest.raises(OSError, match="Stale file handle"):
        run_ward(_job(tmp_path))


def test_ward_in_work_elsewhere_is_left_alone(tmp_path: Path) -> None:
    with held(tmp_path, "11557", **HOLDER), pytest.raises(WardBusyError):
        run_ward(_job(tmp_path))
    assert not (tmp_path / "runs").exists()


def test_stages_pass_in_the_order_of_the_route_and_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    heard: list[StageEvent] = []
    token = LISTENER.set(heard.append)
    try:
        first = run_ward(_job(tmp_path))
    finally:
        LISTENER.reset(token)
    before = _bytes(tmp_path / "published")
    second = run_ward(_job(tmp_path))
    after = _bytes(tmp_path / "published")
    assert [event.stage for event in heard if event.state == "done"] == list(STAGES)
    assert [stage["name"] for stage in first["stages"]] == list(STAGES)
    assert len(before) > 0
    assert before == after
    assert first["counts"] == second["counts"]


def _bytes(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
