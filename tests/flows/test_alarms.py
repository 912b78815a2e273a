"""Failed and crashed runs reach the office once, by webhook and mail, and say nothing of anybody."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Crashed, Failed

from cleaning.errors import SourceError
from flows.alarm_ways import Mail, Way, Webhook, ways
from flows.alarms import Alarms, alarm_of
from flows.outcomes import WardOutcome, WardsFailedError

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
BEFORE = "Flow run encountered an exception: "
# whoever answered named the file
NAMED = str(SourceError("Tệp rỗng.", remedy="Xuất lại danh sách.", file="Trần Thị Mẫu (1).csv", row=7))

ONE_FAILED = WardsFailedError([WardOutcome("11557", {}), WardOutcome("11560", error=NAMED)])


def _run(message: str, *, crashed: bool = False, ended: datetime = NOW, name: str = "nightly-2026-11-23") -> FlowRun:
    state = Crashed(message=message) if crashed else Failed(message=message)
    kind = StateType.CRASHED if crashed else StateType.FAILED
    told: dict[str, Any] = {
        "id": uuid4(), "name": name, "flow_id": uuid4(), "state": state, "state_id": uuid4(), "state_type": kind,
        "end_time": ended,
    }  # fmt: skip
    return FlowRun.model_construct(**told)


class Server:
    """As much of Prefect's client as alarms ask."""

    api_url = "http://127.0.0.1:4200/api/"

    def __init__(self, *runs: FlowRun) -> None:
        self.runs, self.asked_after = list(runs), list[datetime]()

    def read_flow_runs(self, flow_run_filter: Any, limit: int) -> list[FlowRun]:
        after = flow_run_filter.end_time.after_
        self.asked_after.append(after)
        return [run for run in self.runs if run.end_time is not None and run.end_time >= after][:limit]

    def read_flow(self, _flow_id: object) -> Any:
        return SimpleNamespace(name="nightly")


def _client(*runs: FlowRun) -> SyncPrefectClient:
    return cast("SyncPrefectClient", Server(*runs))


class Noting:
    """A way that notes what it is given; `broken` as long as its receiver is down."""

    def __init__(self, name: str = "noting") -> None:
        self.name, self.titles, self.broken = name, list[str](), False

    def send(self, title: str, text: str, fields: object) -> None:
        del text, fields
        if self.broken:
            raise ConnectionRefusedError
        self.titles.append(title)


def _alarms(home: Path, *given: Way, now: datetime = NOW) -> Alarms:
    return Alarms(given, home, now=lambda: now)


@pytest.mark.parametrize(
    ("message", "words", "wards"),
    [
        (
            f"{BEFORE}WardsFailedError: {ONE_FAILED}",
            "1 trên 2 phường, xã không hoàn thành: 11560. 11560: Tệp rỗng. Cách xử lý: Xuất lại danh sách.",
            ("11560",),
        ),
        (f"{BEFORE}LandCleanError: {NAMED}", "Tệp rỗng. Cách xử lý: Xuất lại danh sách.", ()),
        (
            f"{BEFORE}LandCleanError: Không đọc hoặc ghi được tệp Trần Thị Mẫu.csv (No space left on device). "
            "Cách xử lý: Ổ đĩa đã đầy.",
            "Không đọc hoặc ghi được tệp (No space left on device). Cách xử lý: Ổ đĩa đã đầy.",
            (),
        ),
        (
            f"{BEFORE}LandCleanError: Thư mục không có danh sách dân cư; tìm thấy: Trần Thị Mẫu (1).csv (phiếu), "
            "land.xlsx (danh sách đất đai). Cách xử lý: Chép danh sách dân cư vào thư mục.",
            "Thư mục không có danh sách dân cư. Cách xử lý: Chép danh sách dân cư vào thư mục.",
            (),
        ),
        (
            f"{BEFORE}WardsFailedError: 1 trên 2 phường, xã không hoàn thành: 11560. 11560: Hai tệp Trần Thị Mẫu.csv "
            "và b.csv trái nhau. Cách xử lý: Bỏ bớt.",
            "1 trên 2 phường, xã không hoàn thành: 11560. Cách xử lý: Xem nguyên nhân trên trang của lần chạy.",
            ("11560",),
        ),
    ],
)
def test_what_went_wrong_and_the_remedy_are_told_without_the_names_of_files(
    message: str, words: str, wards: tuple[str, ...]
) -> None:
    alarm = alarm_of(_run(message), "nightly", "http://127.0.0.1:4200/api/")
    assert (alarm.words, alarm.wards) == (words, wards)
    assert "Mẫu" not in json.dumps(alarm.fields, ensure_ascii=False)
    assert "7" not in alarm.words


@pytest.mark.parametrize("message", [f"{BEFORE}ValueError: Trần Thị Mẫu 031190001234", "Trần Thị Mẫu", "", None])
def test_words_that_are_not_our_own_are_passed_to_nobody(message: str) -> None:
    alarm = alarm_of(_run(message), "nightly", "http://127.0.0.1:4200/api/")
    assert alarm.words.startswith("Lỗi ngoài dự kiến. Cách xử lý:")
    assert "Mẫu" not in alarm.text


def test_a_run_that_was_killed_is_told_as_such() -> None:
    alarm = alarm_of(_run("Process -9 Trần Thị Mẫu", crashed=True), "nightly", "http://127.0.0.1:4200/api/")
    assert alarm.title == "landclean: nightly bị dừng đột ngột (nightly-2026-11-23)"
    assert "Mẫu" not in alarm.text
    assert "23/11/2026 01:30" in alarm.text  # the wall clock of the office
    assert alarm.page.startswith("http://127.0.0.1:4200/runs/flow-run/")


def test_every_run_is_told_once_also_by_a_service_started_anew(tmp_path: Path) -> None:
    way, run = Noting(), _run("")
    alarms = _alarms(tmp_path, way)
    alarms.look(_client(run))
    alarms.look(_client(run))
    _alarms(tmp_path, way, now=NOW + timedelta(hours=1)).look(_client(run))
    assert way.titles == ["landclean: nightly không thành công (nightly-2026-11-23)"]
    assert (tmp_path / "alarms.json").stat().st_mode & 0o777 == 0o600


def test_a_run_that_is_tried_again_and_fails_again_is_told_again(tmp_path: Path) -> None:
    way, run = Noting(), _run("")
    alarms = _alarms(tmp_path, way)
    alarms.look(_client(run))
    alarms.look(_client(run.model_copy(update={"state_id": uuid4()})))
    assert len(way.titles) == 2


def test_what_failed_before_alarms_were_set_up_is_not_told(tmp_path: Path) -> None:
    way = Noting()
    _alarms(tmp_path, way).look(_client(_run("", ended=NOW - timedelta(minutes=1))))
    assert way.titles == []


def test_a_receiver_that_was_down_is_told_later_the_other_one_once(tmp_path: Path) -> None:
    up, down, run, later = Noting("up"), Noting("down"), _run(""), [NOW]
    down.broken = True
    alarms = Alarms([down, up], tmp_path, now=lambda: later[-1])
    alarms.look(_client(run))
    down.broken = False
    alarms.look(_client(run))
    assert (len(up.titles), len(down.titles)) == (1, 0)  # left alone for a minute: waiting for it holds the watch up
    later.append(NOW + timedelta(minutes=2))
    alarms.look(_client(run))
    assert (len(up.titles), len(down.titles)) == (1, 1)


def test_a_server_that_does_not_answer_stops_nothing(tmp_path: Path) -> None:
    class Gone(Server):
        def read_flow_runs(self, flow_run_filter: Any, limit: int) -> list[FlowRun]:
            raise ConnectionRefusedError

    way = Noting()
    alarms = _alarms(tmp_path, way)
    alarms.look(cast("SyncPrefectClient", Gone()))
    alarms.look(_client(_run("")))
    assert len(way.titles) == 1


def test_a_webhook_gets_the_fields_as_json(tmp_path: Path) -> None:
    with _receiving_posts() as (port, posts):
        _alarms(tmp_path, Webhook(f"http://127.0.0.1:{port}/bao")).look(
            _client(_run(f"{BEFORE}LandCleanError: {NAMED}"))
        )
    ((path, told),) = posts
    assert path == "/bao"
    assert told["words"] == "Tệp rỗng. Cách xử lý: Xuất lại danh sách."
    assert (told["run"], told["flow"], told["state"], told["wards"]) == ("nightly-2026-11-23", "nightly", "failed", [])
    assert told["text"].startswith("landclean: nightly không thành công (nightly-2026-11-23), 23/11/2026 01:30.")


def test_a_webhook_that_refuses_is_asked_again(tmp_path: Path) -> None:
    with _receiving_posts(status=503) as (port, posts):
        Alarms([Webhook(f"http://127.0.0.1:{port}/")], tmp_path, now=lambda: NOW).look(_client(_run("")))
        assert len(posts) == 1
        Alarms([Webhook(f"http://127.0.0.1:{port}/")], tmp_path, now=lambda: NOW).look(_client(_run("")))
    assert len(posts) == 2


def test_mail_goes_out_by_the_office_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _receiving_mail() as (port, letters):
        monkeypatch.setenv("LANDCLEAN_ALARM_SMTP", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("LANDCLEAN_ALARM_FROM", "may-chu@vidu.vn")
        monkeypatch.setenv("LANDCLEAN_ALARM_TO", "truc@vidu.vn, lanh-dao@vidu.vn")
        Alarms(ways(), tmp_path, now=lambda: NOW).look(_client(_run(f"{BEFORE}LandCleanError: {NAMED}")))
    (letter,) = letters
    assert letter["Subject"] == "landclean: nightly không thành công (nightly-2026-11-23)"
    assert (letter["From"], letter["To"]) == ("may-chu@vidu.vn", "truc@vidu.vn, lanh-dao@vidu.vn")
    assert "Tệp rỗng. Cách xử lý: Xuất lại danh sách." in letter.get_content()
    assert "Mẫu" not in letter.get_content()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"LANDCLEAN_ALARM_WEBHOOK": "ftp://bi-mat@may/"}, "LANDCLEAN_ALARM_WEBHOOK"),
        ({"LANDCLEAN_ALARM_WEBHOOK": "http://bi-mat@may:cổng/"}, "LANDCLEAN_ALARM_WEBHOOK"),
        ({"LANDCLEAN_ALARM_SMTP": "bi-mat"}, "LANDCLEAN_ALARM_SMTP"),
        ({"LANDCLEAN_ALARM_SMTP": "smtp://u:bi-mat@may"}, "LANDCLEAN_ALARM_FROM"),
        ({"LANDCLEAN_ALARM_SMTP": "smtp://u:bi-mat@may", "LANDCLEAN_ALARM_FROM": "a@b"}, "LANDCLEAN_ALARM_TO"),
    ],
)
def test_a_wrong_address_is_refused_by_name_not_by_value(
    given: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SourceError) as refused:
        ways()
    assert named in str(refused.value)
    assert "bi-mat" not in str(refused.value)


def test_no_way_is_named_no_way_is_taken() -> None:
    assert ways() == []


def test_a_way_shows_no_secret_of_its_address() -> None:
    assert "bí-mật" not in repr(Webhook("http://u:bí-mật@may/"))
    assert "bi-mat" not in repr(Mail(urlsplit("smtp://u:bi-mat@may"), "a@b", ("c@d",)))


@contextmanager
def _receiving_posts(status: int = 200) -> Generator[tuple[int, list[tuple[str, dict[str, Any]]]]]:
    posts: list[tuple[str, dict[str, Any]]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posts.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], posts
        server.shutdown()


@contextmanager
def _receiving_mail() -> Generator[tuple[int, list[EmailMessage]]]:
    """As much of a mail server as one letter needs."""
    letters: list[EmailMessage] = []

    class Receiver(StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 office\r\n")
            for line in self.rfile:
                command = line.split(b":")[0].split()[0].upper()
                if command == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    lines = list(iter(self.rfile.readline, b".\r\n"))
                    letters.append(cast("EmailMessage", message_from_bytes(b"".join(lines), policy=policy.default)))
                self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
                if command == b"QUIT":
                    return

    class Office(ThreadingTCPServer):
        address_family, daemon_threads = socket.AF_INET, True

    with Office(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], letters
        server.shutdown()
