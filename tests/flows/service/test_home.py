"""The service's own folder: one account, one holder, nothing left of the service before."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest

from flows.service.home import LOCK, ServiceError, held, open_home, refuse_taken_port
from flows.service.presence import ServiceState, service_state


def test_account_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    account = home.account("")
    assert account == open_home(tmp_path).account("") == home.access.read_text("utf-8").strip()
    assert len(account.partition(":")[2]) >= 12
    assert stat.S_IMODE(home.access.stat().st_mode) == 0o600
    assert account != open_home(tmp_path / "another").account("")


def test_account_of_the_office_goes_before_the_kept_one(tmp_path: Path) -> None:
    assert open_home(tmp_path).account("thien-huong:correct-horse") == "thien-huong:correct-horse"
    assert not open_home(tmp_path).access.exists()


@pytest.mark.parametrize(
    "wrong", ["canbo", ":no-name-before", "canbo:ngắn-mà-có-dấu", "canbo:short", "can bo:12345678"]
)
def test_account_no_server_could_read_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ServiceError, match=r"Cách xử lý: .* tên:mật-khẩu") as refused:
        open_home(tmp_path).account(wrong)
    assert wrong not in str(refused.value)


def test_folder_is_held_by_one_and_free_when_it_ends(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    refused = pytest.raises(ServiceError, match=r"đang chạy .* http://127\.0\.0\.1:4200")
    with held(home, 4200), refused, held(home, 4300):
        pass
    with held(home, 4300):
        pass


def test_lock_of_a_dead_service_holds_nobody_up(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    (home.path / LOCK).write_text('{"pid": 1, "port": 4200, "since": "2026-11-21T18:00:00+00:00"}', encoding="utf-8")
    assert service_state(tmp_path) == ServiceState(installed=True, running=False, url=None)
    with held(home, 4200):
        pass


def test_lock_that_tells_nothing_is_told_of_without_a_place(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    with held(home, 4200):
        (home.path / LOCK).write_text("", encoding="utf-8")
        with pytest.raises(ServiceError, match="cho thư mục kết quả này. Cách xử lý"), held(home, 4200):
            pass


def test_taken_port_is_refused_and_a_free_one_not() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServiceError, match=f"Không mở được cổng {port}.*--port"):
            refuse_taken_port(port)
    refuse_taken_port(port)


def test_what_killed_runs_left_is_removed_and_the_rest_stays(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    (home.temporary / "prefect-1").mkdir(parents=True)
    (home.temporary / "prefect-1" / "left").touch()
    account = home.account("")
    home.make_ready()
    home.make_ready()
    assert list(home.temporary.iterdir()) == []
    assert home.account("") == account


def test_copied_pages_are_the_owner_s_alone_and_the_second_ui_stays_barred(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    home.make_ready()
    (home.pages / "v1" / "assets").mkdir(mode=0o755, parents=True)
    (home.pages / "v1" / "assets" / "page.js").touch(mode=0o644)
    home.close_pages()
    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in home.pages.rglob("*") if not path.is_symlink()}
    assert modes == {"v1": 0o700, "assets": 0o700, "page.js": 0o600}
    assert not (home.pages / "v2").exists()
    assert (home.pages / "v2").is_symlink()


def test_nothing_was_ever_served_is_no_service_that_is_down(tmp_path: Path) -> None:
    state = service_state(tmp_path)
    assert (state.installed, state.running, state.url) == (False, False, None)
    assert list(tmp_path.iterdir()) == []


def test_service_that_holds_its_folder_but_does_not_answer_is_not_running(tmp_path: Path) -> None:
    with held(open_home(tmp_path), 9):  # nobody listens there
        state = service_state(tmp_path)
    assert (state.installed, state.running, state.url) == (True, False, "http://127.0.0.1:9")
