"""The service's own folder, `OUTPUT/.service`: one service at a time, the account that opens it, temporary files."""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from cleaning.errors import LandCleanError
from flows import clock
from flows.run_folder import private_folder, write_whole

FOLDER: Final = ".service"
LOCK: Final = "service.lock"
LOG: Final = "service.log"
HOST: Final = "127.0.0.1"  # never wider: whoever works elsewhere comes through a tunnel or the office's own proxy

_ACCOUNT: Final = "canbo"
_LOOKERS_SECONDS: Final = 1.0  # who only looks whether the service is up holds the lock for a moment


class ServiceError(LandCleanError):
    """The service can't be brought up here and now, or one of its parts has ended."""


@dataclass(frozen=True)
class ServiceHome:
    """`OUTPUT/.service`, nobody's but the owner's."""

    path: Path

    @property
    def prefect(self) -> Path:
        """What Prefect keeps: its database, its results, its profile."""
        return self.path / "prefect"

    @property
    def temporary(self) -> Path:
        """Temporary files of the server, the worker and the runs."""
        return self.path / "tmp"

    @property
    def access(self) -> Path:
        """The account that opens the UI, `user:password`, where the environment names none."""
        return self.path / "dang-nhap.txt"

    def account(self, given: str) -> str:
        """The account that opens the UI: `given`, or where that is empty the one kept here, made at the first start.

        Raises ServiceError where it is not `user:password` in plain letters: the server could not read it.
        """
        if given == "" and not self.access.exists():
            write_whole(self.access, f"{_ACCOUNT}:{secrets.token_urlsafe(12)}\n".encode())
        account = given if given != "" else self.access.read_text(encoding="utf-8").strip()
        if re.fullmatch(r"[!-9;-~]+:[!-~]{8,}", account) is None:
            raise ServiceError(
                "Tài khoản của dịch vụ chưa đúng dạng. Cách xử lý: Ghi LANDCLEAN_SERVER_AUTH (hoặc tệp "
                f"{self.access.name}) theo dạng tên:mật-khẩu, chữ không dấu, không có dấu cách, mật khẩu từ 8 ký tự."
            )
        return account

    @property
    def pages(self) -> Path:
        """The UI's pages as the server lays them out."""
        return self.path / "ui"

    def make_ready(self) -> None:
        """Remove what killed runs of the service before left, and bar the second UI; for whoever holds the folder."""
        shutil.rmtree(self.temporary, ignore_errors=True)
        private_folder(self.temporary, below=self.path)
        # Its pages ask an outside host from the browser. Where a link leads nowhere the server can't lay them out.
        second = private_folder(self.pages, below=self.path) / "v2"
        if not second.is_symlink():
            second.symlink_to("none")

    def close_pages(self) -> None:
        """Take the rights from the UI's pages that the server copied with them, once it is up."""
        for path in self.pages.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o700 if path.is_dir() else 0o600)


def open_home(output: Path) -> ServiceHome:
    """The service's folder, made where it is not there yet."""
    home = ServiceHome(private_folder(output / FOLDER, below=output).resolve())
    private_folder(home.prefect, below=home.path)
    return home


@contextmanager
def held(home: ServiceHome, port: int) -> Generator[None]:
    """Hold the folder until the service ends or dies. Raises ServiceError where another service holds it."""
    descriptor = os.open(home.path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as handle:
        _lock(handle)
        handle.truncate(0)
        json.dump({"pid": os.getpid(), "port": port, "since": clock.now().isoformat(timespec="seconds")}, handle)
        handle.flush()
        yield


def refuse_taken_port(port: int) -> None:
    """Raise ServiceError where another program listens at the port."""
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((HOST, port))
        except (OSError, OverflowError):
            raise ServiceError(
                f"Không mở được cổng {port}: chương trình khác đang dùng, hoặc không có quyền. Cách xử lý: Dừng chương "
                "trình ấy, hoặc chọn cổng khác từ 1024 đến 65535 bằng --port."
            ) from None


def _lock(handle: TextIO) -> None:
    end = time.monotonic() + _LOOKERS_SECONDS
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise ServiceError(_taken(handle.read())) from None
        time.sleep(0.1)


def _taken(told: str) -> str:
    """Who holds the folder, as far as its lock tells."""
    try:
        holder = json.loads(told)
        known = f" (tiến trình {holder['pid']}, http://{HOST}:{holder['port']})"
    except (ValueError, KeyError, TypeError):
        known = ""
    return f"Dịch vụ đang chạy cho thư mục kết quả này{known}. Cách xử lý: Dùng dịch vụ ấy, hoặc dừng nó rồi chạy lại."
