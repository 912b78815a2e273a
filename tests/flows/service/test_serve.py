"""`landclean serve` as the office runs it: one real service that fires, publishes, takes in, is killed and comes back.

What an operator does in the morning is done in a real browser, whose pages ask this machine alone.

The tests stand in the order of a day: the last ones take the service down.
"""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.clock import now
from flows.service.presence import service_state
from tests.browser.chrome import BINARY, browser
from tests.browser.operator import DAY, Operator, failing
from tests.flows.clerks import answered, read_sheet, write_sheet
from tests.flows.service.conftest import ROOT, Service, free_port, serving, wait_until

pytestmark = pytest.mark.server

VIETNAM = timezone(timedelta(hours=7))


def test_deployments_know_their_folders_and_the_night_is_at_one(service: Service) -> None:
    deployments = {one["name"]: one for one in service.post("/deployments/filter", {})}
    assert set(deployments) == {"nightly", "rerun-ward", "take-in-decisions", "train-model"}
    assert deployments["nightly"]["parameters"]["input_dir"] == str(ROOT / "sample_data")
    assert deployments["take-in-decisions"]["parameters"]["inbox"] == str(service.output / "phieu-nop")
    assert {one["parameters"]["output_dir"] for one in deployments.values()} == {str(service.output)}
    (schedule,) = deployments["nightly"]["schedules"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("0 1 * * *", "Asia/Ho_Chi_Minh")
    wait_until(lambda: len(service.runs("nightly")) > 0, seconds=60)
    assert {run["expected_start_time"][11:16] for run in service.runs("nightly")} == {"18:00"}  # in UTC


@pytest.mark.skipif(BINARY is None, reason="no Chromium is installed")
def test_operator_runs_a_ward_again_from_the_form_and_reads_why_another_failed(
    service: Service, tmp_path: Path
) -> None:
    with browser() as page:
        operator = Operator(page, service.address, ":".join(service.account), tmp_path)
        operator.log_in()
        told = failing(operator, "11557", "11560")
        hosts = operator.hosts()
    assert "1 trên 2 phường, xã đã có kết quả; 1 chưa hoàn thành." in told
    assert "11557\tđã xong\t1." in told
    assert str(service.output / "published" / "11557" / DAY) in told
    assert "11560: Không có dữ liệu của phường, xã 11560" in told
    assert "Cách xử lý: Kiểm tra lại mã phường, xã" in told
    assert (service.output / "published" / "11557" / "latest" / "sai-lech.xlsx").is_file()
    assert not (service.output / "published" / "11560").exists()
    assert {host.split(":")[0] for host in hosts} == {"127.0.0.1"}
    assert len(operator.steps) == len(list(tmp_path.glob("*.png")))


def test_a_minute_from_now_is_added_to_the_hours_of_the_night(service: Service) -> None:
    # what it fires is looked at below, once it has
    # the scheduler looks every 10 s: half a minute is left to it, however the seconds fall
    at = datetime.now(VIETNAM) + timedelta(seconds=90)  # noqa: TID251  the hour on the wall
    night = service.get("/deployments/name/nightly/nightly")
    cron = {"cron": f"{at.minute} {at.hour} * * *", "timezone": "Asia/Ho_Chi_Minh"}
    service.post(f"/deployments/{night['id']}/schedules", [{"schedule": cron, "active": True}])


def test_only_who_knows_the_account_gets_in_and_only_from_this_machine(service: Service) -> None:
    asked = f"{service.address}/api/flow_runs/filter"
    assert httpx.post(asked, json={}).status_code in (401, 403)
    assert httpx.post(asked, json={}, auth=("canbo", "not-the-password")).status_code in (401, 403)
    assert httpx.post(asked, json={}, auth=service.account).status_code == 403  # no token: another site's page asks
    stranger = {"Origin": "http://example.vn", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in httpx.options(asked, headers=stranger).headers
    assert service.account[1] not in service.said
    listening = {
        line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines() if f":{service.port:04X}" in line
    }
    assert {address for address in listening if address.endswith(f":{service.port:04X}")} == {
        f"0100007F:{service.port:04X}"
    }


def test_ui_has_no_page_that_asks_an_outside_host(service: Service) -> None:
    settings = httpx.get(f"{service.address}/ui-settings").json()
    assert (settings["available_uis"], settings["default_ui"], settings["auth"]) == (["v1"], "v1", "BASIC")
    assert "<html" in httpx.get(service.address, follow_redirects=True).text


def test_second_service_is_refused_and_told_why(service: Service, tmp_path: Path) -> None:
    same = subprocess.run(serving("sample_data", "--out", service.output, "--port", free_port()), **_CAPTURED)
    assert same.returncode == 1
    assert (
        f"Dịch vụ đang chạy cho thư mục kết quả này (tiến trình {service.process.pid}, {service.address})"
        in same.stderr
    )
    port = subprocess.run(serving("sample_data", "--out", tmp_path / "out", "--port", service.port), **_CAPTURED)
    assert port.returncode == 1
    assert f"Không mở được cổng {service.port}" in port.stderr
    assert service_state(service.output).running


def test_form_refuses_what_is_no_ward_and_no_day(service: Service) -> None:
    for wrong in ({"wards": ["115"]}, {"wards": []}, {"wards": ["11557"], "date": "22/11/2026"}):
        with pytest.raises(AssertionError, match=r"(?i)validation|invalid|does not match|too short|non-empty"):
            service.begin("rerun-ward", **wrong)


def test_night_fires_by_itself_and_ends_well(service: Service) -> None:
    wait_until(lambda: _beside_the_night(service) != [], seconds=60)
    due = _beside_the_night(service)[0]
    assert due["auto_scheduled"]
    run = service.ended(due["id"])
    assert (run["state_type"], run["deployment_id"] is not None) == ("COMPLETED", True)
    began, wanted = (datetime.fromisoformat(run[key]) for key in ("start_time", "expected_start_time"))
    assert wanted <= began + timedelta(seconds=15)  # the worker fetches a run some seconds before its time
    assert (service.output / "published" / "11557" / "latest").exists()


def test_dropped_sheets_are_taken_in_by_themselves_and_only_counts_are_shown(service: Service) -> None:
    rows = read_sheet(service.output / "published" / "11557" / "latest" / "sai-lech.csv")
    box = service.output / "phieu-nop"
    good, bad = answered(rows, per_code=1)[:2]
    answers = [good, bad | {"Quyết định": "tùy", "Người quyết định": "Trần Thị Mẫu"}]
    (box / "hỏng của Mẫu.xlsx").write_bytes(b"PK\x03\x04 cut short")
    write_sheet(box / "Trần Thị Mẫu.csv", answers)
    wait_until(lambda: len(service.runs("take-in-decisions")) > 0, seconds=60)
    run = service.ended(service.runs("take-in-decisions")[0]["id"])
    assert sorted(path.name for path in box.iterdir()) == ["da-nhan", "hỏng của Mẫu.xlsx"]
    assert "1 trên 2 tệp không nhận được. Cách xử lý:" in run["state"]["message"]
    (artifact,) = service.post("/artifacts/filter", {"artifacts": {"key": {"any_": ["take-in-decisions"]}}})
    assert "| 1 | 1 | 0 | 1 | 0 |" in artifact["data"]
    told = str([run, artifact, service.post("/logs/filter", {})]) + (service.home / "service.log").read_text("utf-8")
    shown = [row[name] for row in answers for name in ("Họ tên (đất đai)", "Giá trị đất đai", "Giá trị dân cư", "Guid")]
    assert [value for value in ("Mẫu", *filter(None, shown)) if value.removeprefix("'") in told] == []


def test_nobody_else_may_read_what_the_service_keeps(service: Service) -> None:
    kept = [path for path in service.home.rglob("*") if not path.is_symlink()]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in kept}
    assert len(modes) > 100
    assert [f"{path} {mode:o}" for path, mode in modes.items() if mode & 0o077 != 0] == []


def test_killed_service_takes_all_with_it_and_makes_up_for_the_night_once(service: Service) -> None:
    wait_until(lambda: len(service.runs("nightly")) >= 3, seconds=60)
    running = service.begin("nightly")
    wait_until(lambda: service.get(f"/flow_runs/{running}")["state_type"] == "RUNNING", seconds=120)
    hour = service.runs("nightly")[-1]["expected_start_time"]
    night = service.get("/deployments/name/nightly/nightly")
    assert len(service.family()) >= 3  # server, worker, the run
    service.end(signal.SIGKILL)
    wait_until(lambda: service.family() == [], seconds=10)
    assert not service_state(service.output).running
    _let_nights_pass(service.home / "prefect" / "prefect.db", nights=2)
    service.start()
    assert "2 đêm lỡ giờ, 1 đêm bị ngắt. Chạy bù một lần ngay bây giờ." in service.said
    assert [run["state_type"] for run in service.runs("nightly")].count("CANCELLED") == 2
    assert service.get(f"/flow_runs/{running}")["state_type"] == "CRASHED"
    (made_up,) = [run for run in service.runs("nightly") if "chay-bu" in run["tags"]]
    assert service.ended(made_up["id"])["state_type"] == "COMPLETED"  # what the dead run held is free again
    assert service.get("/deployments/name/nightly/nightly")["schedules"] == night["schedules"]  # the operators' hours
    wait_until(lambda: hour in {run["expected_start_time"] for run in service.runs("nightly")}, seconds=60)


def test_one_signal_ends_all(service: Service) -> None:
    assert service.end(signal.SIGTERM) == 0
    assert service.family() == []
    assert "Dịch vụ đã dừng." in service.said
    assert not service_state(service.output).running


def _beside_the_night(service: Service) -> list[dict[str, Any]]:
    """The nightly runs of the hour that was added, the first one first."""
    return [run for run in service.runs("nightly") if run["expected_start_time"][11:16] != "18:00"]


_CAPTURED: dict[str, Any] = {"capture_output": True, "text": True, "cwd": ROOT, "timeout": 120}


def _let_nights_pass(database: Path, *, nights: int) -> None:
    """What the books look like when a service was down: the hours of its next nights have passed."""
    with sqlite3.connect(database) as books:
        waiting = books.execute(
            "SELECT id FROM flow_run WHERE state_type = 'SCHEDULED' ORDER BY expected_start_time LIMIT ?", (nights,)
        ).fetchall()
        for days, (run,) in enumerate(waiting, start=1):
            passed = (now() - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
            columns = "expected_start_time = ?, next_scheduled_start_time = ?"
            books.execute(f"UPDATE flow_run SET {columns} WHERE id = ?", (passed, passed, run))
    books.close()
