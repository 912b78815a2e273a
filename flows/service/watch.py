"""The service while it is up: its parts looked after, alarms told, the inbox watched."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Final

from httpx import HTTPError
from prefect.client.orchestration import SyncPrefectClient
from prefect.exceptions import PrefectException

from flows.alarms import Alarms
from flows.service.children import Child
from flows.service.home import ServiceError
from flows.service.inbox_watch import InboxWatch

_TURN_SECONDS: Final = 1.0
_TURNS_BETWEEN_LOOKS: Final = 10
_SILENCE_SECONDS: Final = 900.0  # a server that answers nobody for so long will not begin to; a busy one may be slow


class PartEndedError(ServiceError):
    """Server or worker ended, or the server answers no more; what worked before will when it is brought up again."""


@dataclass(frozen=True)
class Watch:
    """What is looked after: the parts, of which the server is the first, and what the office wants to be told of."""

    client: SyncPrefectClient
    parts: Sequence[Child]
    alarms: Alarms
    inbox: InboxWatch
    say: Callable[[str], None]

    def until(self, stop: Event) -> None:
        """Look after all until `stop` is set. Raises PartEndedError where a part is no more."""
        turn, heard = 0, time.monotonic()
        while not stop.wait(_TURN_SECONDS):
            for part in self.parts:
                if part.has_ended():
                    raise PartEndedError(str(part.fault()))
            turn += 1
            try:
                if self.inbox.look(self.client, time.monotonic()):
                    self.say("Có phiếu mới trong thư mục để phiếu: bắt đầu nhận.")
                if turn % _TURNS_BETWEEN_LOOKS == 0:
                    self.client.hello()
                    self.alarms.look(self.client)
                    heard = time.monotonic()
            except (HTTPError, PrefectException):
                if time.monotonic() - heard > _SILENCE_SECONDS:
                    raise PartEndedError(str(self.parts[0].fault())) from None
