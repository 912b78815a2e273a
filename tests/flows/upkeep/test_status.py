"""How wards are told to stand: at work, waiting, published, unchanged, failed, cut off; and what needs attention."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cleaning.errors import SourceError
from flows import clock
from flows.cli_status import status
from flows.journal import Journal, kept, listening
from flows.outcomes import WardOutcome
from flows.run_folder import held, open_run
from flows.stages import StageLog
from flows.status_table import show_status
from flows.upkeep.status import Status, status_of
from tests.flows.upkeep.invented import publish_figures

LAST = date(2025, 1, 2)  # before any clock these tests will see
OLD, RUN = "20261121T180000Z-0001", "20261122T180000Z-0002"
FAILED = "Thiếu cột “Họ và tên” (tệp residents.csv). Cách xử lý: Bổ sung cột rồi chạy lại."
DONE = {"counts": {"link": 4}, "stages": [{"seconds": 1.5}]}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Last night: 11557 was published, 11581 had not changed, 11506 failed."""
    with kept(tmp_path, OLD, wards=["11506", "11557", "11581"], as_of=LAST) as book:
        publish_figures(tmp_path, "11557", LAST)
        publish_figures(tmp_path, "11581", LAST - timedelta(days=1))
        _manifest(tmp_path, "11557")
        book.ended(WardOutcome("11557", manifest=DONE))
        book.ended(WardOutcome("11581", manifest=DONE, unchanged=True))
        book.ended(WardOutcome("11506", error=FAILED))
    return tmp_path


@pytest.fixture
def tonight(output: Path) -> Iterator[Path]:
    """A run is at work: on 11557 it links, 11581 has not been begun."""
    with ExitStack() as locks, kept(output, RUN, wards=["11557", "11581"], as_of=LAST):
        for ward in ("11557", "11581"):
            locks.enter_context(held(output, ward, run_id=RUN, since=clock.now()))
        open_run(output, RUN, "11557")
        log = StageLog("11557", seconds=lambda: 0.0, listen=listening(output, RUN, "11557"))
        with log.stage("read", rows_in=1):
            pass
        with log.stage("link", rows_in=1):
            yield output


def _manifest(output: Path, ward: str, **facts: object) -> None:
    open_run(output, OLD, ward).write_manifest({"as_of": LAST.isoformat(), **facts})


def _states(output: Path) -> dict[str, tuple[str, str | None]]:
    return {one.ward: (one.state, one.stage) for one in status_of(output).wards}


def _shown(found: Status) -> str:
    console = Console(width=200, record=True, file=StringIO())
    show_status(console, found)
    return console.export_text()


def test_wards_stand_as_last_night_left_them(output: Path) -> None:
    assert _states(output) == {
        "11506": ("failed", None),
        "11557": ("published", None),
        "11581": ("unchanged", None),
    }


def test_run_at_work_is_told_with_its_stage(tonight: Path) -> None:
    assert _states(tonight) == {
        "11506": ("failed", None),
        "11557": ("running", "link"),
        "11581": ("waiting", None),
    }


def test_killed_run_is_told_where_it_was(output: Path) -> None:
    killed = Journal(open_run(output, RUN, "11557").path.parent, RUN)
    killed.begin(["11557", "11581"], LAST)
    killed.note("ward_begun", "11557")
    log = StageLog("11557", seconds=lambda: 0.0, listen=listening(output, RUN, "11557"))
    log.stage("link", rows_in=1).__enter__()  # and never comes back
    (output / "locks").mkdir()
    for ward in ("11557", "11581"):
        (output / "locks" / f"{ward}.lock").write_text(json.dumps({"pid": 1, "run_id": RUN}), "utf-8")
    assert _states(output) == {
        "11506": ("failed", None),
        "11557": ("cut_off", "link"),
        "11581": ("cut_off", None),
    }
    told = status_of(output).needs_attention
    assert any(said.startswith("11557: Lần chạy bị ngắt giữa chừng ở bước kết nối với dân cư.") for said in told)


def test_run_that_failed_as_a_whole_is_told_of_its_wards(output: Path) -> None:
    with pytest.raises(SourceError), kept(output, RUN, wards=["11557"], as_of=LAST):
        raise SourceError("Không đọc được sổ.", remedy="Kiểm tra sổ.")
    (ward,) = [one for one in status_of(output).wards if one.ward == "11557"]
    assert (ward.state, ward.told) == ("failed", "Không đọc được sổ. Cách xử lý: Kiểm tra sổ.")


def test_ward_that_finished_though_its_run_was_killed_is_published(output: Path) -> None:
    Journal(open_run(output, RUN, "11506").path.parent, RUN).begin(["11506"], LAST)
    open_run(output, RUN, "11506").write_manifest({})
    assert _states(output)["11506"] == ("published", None)


def test_wards_published_before_there_were_journals_are_known(tmp_path: Path) -> None:
    publish_figures(tmp_path, "11557", LAST)
    assert _states(tmp_path) == {"11557": ("published", None)}


def test_what_is_well_needs_nobody(output: Path) -> None:
    found = status_of(output)
    well = replace(found, wards=tuple(one for one in found.wards if one.state != "failed"), free_bytes=10**12)
    assert well.needs_attention == []
    assert "Không có việc gì cần người xem." in _shown(well)


def test_failed_ward_is_told_with_its_remedy_once_for_all_it_is_true_of(output: Path) -> None:
    found = replace(status_of(output), free_bytes=10**12)
    assert found.needs_attention == [f"11506: {FAILED}"]
    (failed,) = [one for one in found.wards if one.state == "failed"]
    twice = replace(found, wards=(failed, replace(failed, ward="11509")))
    assert twice.needs_attention == [f"11506, 11509: {FAILED}"]


def test_missed_night_is_told(output: Path) -> None:
    found = status_of(output)
    late = replace(found, now=found.now + timedelta(hours=49), free_bytes=10**12)
    assert any(said.startswith("11557, 11581: Đã 49 giờ chưa được chạy lại.") for said in late.needs_attention)


def test_day_that_is_not_yet_is_told(tmp_path: Path) -> None:
    publish_figures(tmp_path, "11557", date(2999, 1, 1))
    assert any("(01/01/2999) ở sau hôm nay" in said for said in status_of(tmp_path).needs_attention)


def test_drift_of_the_last_manifest_is_told(output: Path) -> None:
    _manifest(output, "11557", drift=["Tỷ lệ khớp với dân cư giảm."])
    assert "11557: Tỷ lệ khớp với dân cư giảm." in status_of(output).needs_attention


def test_full_disk_is_told(output: Path) -> None:
    told = replace(status_of(output), free_bytes=3 * 1024**3).needs_attention
    assert [said for said in told if "chỉ còn 3,0 GB" in said] != []


def test_ledger_is_looked_at_and_never_made(output: Path) -> None:
    assert status_of(output).ledger is None
    assert not (output / "ledger.db").exists()
    (output / "ledger.db").write_bytes(b"no database at all" * 100)
    assert "Không dùng được sổ quyết định" in status_of(output).needs_attention[0]


def test_looking_changes_nothing(tonight: Path) -> None:
    def everything() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(tonight.rglob("*"))}

    before = everything()
    status_of(tonight)
    assert everything() == before


def test_table_has_a_line_per_ward(tonight: Path) -> None:
    shown = _shown(status_of(tonight))
    (line,) = [" ".join(line.split()) for line in shown.splitlines() if "11557" in line and "105.000" in line]
    assert line.startswith("11557 đang chạy: kết nối với dân cư ")
    assert line.endswith(" 02/01/2025 105.000 90,0% 6,0% 50,0% 9.000")
    assert "3 phường, xã: 1 đang chạy, 1 chờ lượt, 1 bị lỗi." in shown


def test_command_ends_with_one_where_somebody_has_to_look(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(out=output) == 1
    assert status(out=tmp_path / "nowhere") == 1
    assert "Không có thư mục kết quả" in capsys.readouterr().err


def test_folder_without_any_run_is_no_good_news(tmp_path: Path) -> None:
    assert "chưa có lần chạy nào" in status_of(tmp_path).needs_attention[0]


def test_the_city_of_114_wards_is_told_at_once(tmp_path: Path) -> None:
    wards = [f"{11000 + number}" for number in range(114)]
    with kept(tmp_path, OLD, wards=wards, as_of=LAST) as book:
        for ward in wards:
            publish_figures(tmp_path, ward, LAST)
            _manifest(tmp_path, ward)
            book.ended(WardOutcome(ward, manifest=DONE))
    begun = time.process_time()
    found = status_of(tmp_path)
    assert time.process_time() - begun < 2
    assert [one.state for one in found.wards] == ["published"] * 114
