"""The service's own folder, `OUTPUT/.service`: one service at a time, the word that opens its door, its addresses."""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import socket
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cleaning.errors import LandCleanError
from flows import clock
from flows.run_folder import private_folder

FOLDER: Final = ".service"
HOST: Final = "127.0.0.1"  # never wider: whoever works elsewhere comes through a tunnel or the office's own proxy

_ACCOUNT: Final = "canbo"


class ServiceRefusedError(LandCleanError):
    """The service can't be brought up here and now."""


@dataclass(frozen=True)
class ServiceHome:
    """`OUTPUT/.service`, nobody's but the owner's."""

    path: Path

    @property
    def prefect(self) -> Path:
        """What Prefect keeps: its database, its results, its profile."""
        return self.path / "prefect"

    @property
    def access(self) -> Path:
        """The account that opens the UI, `user:password`, where the environment names none."""
        return self.path / "dang-nhap.txt"

    @property
    def lock(self) -> Path:
        """Held while the service is up; tells whose it is."""
        return self.path / "service.lock"

    def account(self, given: str) -> str:
        """The account that opens the UI: `given`, or the one kept here, made when there is none.

        Raises ServiceRefusedError where it is not `user:password` in plain letters: the server could not read it.
        """
        if given == "" and not self.access.exists():
            write_private(self.access, f"{_ACCOUNT}:{secrets.token_urlsafe(12)}\n")
        account = given if given != "" else self.access.read_text(encoding="utf-8").strip()
        if re.fullmatch(r"[!-9;-~]+:[!-~]{8,}", account) is None:
            raise ServiceRefusedError(
                "Tài khoản của dịch vụ chưa đúng dạng. Cách xử lý: Ghi LANDCLEAN_SERVER_AUTH (hoặc tệp "
                f"{self.access.name}) theo dạng tên:mật-khẩu, chữ không dấu, mật khẩu từ 8 ký tự, không có dấu cách."
            )
        return account


def open_home(output: Path) -> ServiceHome:
    """The service's folder, made where it is not there yet."""
    home = ServiceHome(private_folder(output / FOLDER, below=output).resolve())
    private_folder(home.prefect, below=home.path)
    return home


@contextmanager
def held_home(home: ServiceHome, port: int) -> Generator[None]:
    """Hold the folder until the service ends or dies. Raises ServiceRefusedError where another service holds it."""
    with open(os.open(home.lock, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceRefusedError(_taken(handle.read())) from None
        handle.truncate(0)
        json.dump({"pid": os.getpid(), "port": port, "since": clock.now().isoformat(timespec="seconds")}, handle)
        handle.flush()
        yield


def refuse_taken_port(port: int) -> None:
    """Raise ServiceRefusedError where another program listens at the port."""
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((HOST, port))
        except OSError:
            raise ServiceRefusedError(
                f"Cổng {port} đang được chương trình khác dùng. Cách xử lý: Dừng chương trình ấy, hoặc chọn cổng khác "
                "bằng --port."
            ) from None


def write_private(file: Path, text: str) -> None:
    """Write a file nobody but the owner can open, whole or not at all."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
    unfinished.replace(file)


def _taken(told: str) -> str:
    """Who holds the folder, as far as its lock tells."""
    try:
        holder = json.loads(told)
        known = f" (tiến trình {holder['pid']}, http://{HOST}:{holder['port']})"
    except (ValueError, KeyError, TypeError):
        known = ""
    return (
        f"Dịch vụ đang chạy cho thư mục kết quả này{known}. Cách xử lý: Dùng dịch vụ ấy, hoặc dừng nó rồi chạy lại."
    )
