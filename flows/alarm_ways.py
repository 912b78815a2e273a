"""How an alarm leaves: to a webhook or by the office's mail server; the door to the environment for both."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from cleaning.errors import SourceError

WEBHOOK: Final = "LANDCLEAN_ALARM_WEBHOOK"
SMTP: Final = "LANDCLEAN_ALARM_SMTP"
SENDER: Final = "LANDCLEAN_ALARM_FROM"
RECEIVERS: Final = "LANDCLEAN_ALARM_TO"

_SECONDS: Final = 10.0  # for a receiver to answer
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Way(Protocol):
    """One way out. `send` raises OSError, ValueError or HTTPException where the receiver does not take it."""

    @property
    def name(self) -> str:
        """What it is called in the log."""
        ...

    def send(self, title: str, text: str, fields: Mapping[str, Any]) -> None:
        """Hand one alarm over."""
        ...


@dataclass(frozen=True)
class Webhook:
    """POSTs the fields as JSON, straight to the address: no proxy of the environment sees it."""

    url: str = field(repr=False)
    name: str = "webhook"

    def send(self, title: str, text: str, fields: Mapping[str, Any]) -> None:
        """Hand one alarm over."""
        del title, text  # they stand among the fields
        body = json.dumps(dict(fields), ensure_ascii=False).encode()
        request = Request(self.url, body, {"Content-Type": "application/json; charset=utf-8"}, method="POST")
        with build_opener(ProxyHandler({})).open(request, timeout=_SECONDS):
            pass


@dataclass(frozen=True)
class Mail:
    """Sends a plain letter through the mail server of the office."""

    server: SplitResult = field(repr=False)
    sender: str
    receivers: tuple[str, ...]
    name: str = "email"

    def send(self, title: str, text: str, fields: Mapping[str, Any]) -> None:
        """Hand one alarm over."""
        del fields
        letter = EmailMessage()
        letter["Subject"], letter["From"], letter["To"] = title, self.sender, ", ".join(self.receivers)
        letter.set_content(text)
        with self._connected() as server:
            if self.server.username is not None:
                server.login(unquote(self.server.username), unquote(self.server.password or ""))
            server.send_message(letter)

    def _connected(self) -> smtplib.SMTP:
        host, port = self.server.hostname or "", self.server.port or _PORTS[self.server.scheme]
        if self.server.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
        server = smtplib.SMTP(host, port, timeout=_SECONDS)
        if self.server.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        return server


def ways() -> list[Way]:
    """The ways out the environment names. Raises SourceError, which quotes no value, where one cannot be used."""
    named = {name: os.environ.get(name, "").strip() for name in (WEBHOOK, SMTP, SENDER, RECEIVERS)}  # noqa: TID251
    found: list[Way] = []
    if named[WEBHOOK] != "":
        if _address(WEBHOOK, named[WEBHOOK]).scheme not in ("http", "https"):
            raise _refused(WEBHOOK, "http://máy-chủ/đường-dẫn hoặc https://máy-chủ/đường-dẫn")
        found.append(Webhook(named[WEBHOOK]))
    if named[SMTP] != "":
        server = _address(SMTP, named[SMTP])
        receivers = tuple(one.strip() for one in named[RECEIVERS].split(",") if one.strip() != "")
        if server.scheme not in _PORTS:
            raise _refused(SMTP, "smtp://máy-chủ:25, smtp+starttls://tài-khoản:mật-khẩu@máy-chủ:587 hoặc smtps://…")
        if "@" not in named[SENDER]:
            raise _refused(SENDER, "địa chỉ thư của người gửi")
        if len(receivers) == 0 or not all("@" in one for one in receivers):
            raise _refused(RECEIVERS, "các địa chỉ thư của người nhận, cách nhau bằng dấu phẩy")
        found.append(Mail(server, named[SENDER], receivers))
    return found


def _address(name: str, value: str) -> SplitResult:
    try:
        split = urlsplit(value)
        if split.hostname is not None and (split.port is None or split.port > 0):
            return split
    except ValueError:
        pass  # a port that is no number
    raise _refused(name, "một địa chỉ đầy đủ, có tên máy chủ")


def _refused(name: str, wanted: str) -> SourceError:
    return SourceError(f"Biến môi trường {name} không dùng được.", remedy=f"Ghi {wanted}, rồi khởi động lại dịch vụ.")
