"""Answered sheets dropped into the inbox → one run of take-in-decisions, once they lie still."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient

from cleaning.errors import SourceError
from flows.inbox import Dropped, dropped

TAKE_IN: Final = "take-in-decisions/take-in-decisions"


@dataclass
class InboxWatch:
    """What lies in the inbox and since when; nothing is run for what lay there when the last run began.

    So a sheet that was refused and left lying is not tried again until somebody saves it anew or adds another.
    """

    inbox: Path
    still_seconds: float
    _seen: tuple[Dropped, ...] = ()
    _since: float = 0.0
    _handled: tuple[Dropped, ...] = ()
    _run: UUID | None = field(default=None)

    def look(self, client: SyncPrefectClient, at: float) -> bool:
        """Whether a run was begun now. `at`: seconds of a clock that never goes back."""
        lying = self._lying()
        if lying != self._seen:
            self._seen, self._since = lying, at
        nothing_new = set(lying) <= set(self._handled)
        if nothing_new or at - self._since < self.still_seconds or self._is_running(client):
            return False
        deployment = client.read_deployment_by_name(TAKE_IN)
        self._run = client.create_flow_run_from_deployment(deployment.id).id
        self._handled = lying
        return True

    def _lying(self) -> tuple[Dropped, ...]:
        try:
            return tuple(dropped(self.inbox))
        except (SourceError, OSError):
            return ()  # a share that is away for a while

    def _is_running(self, client: SyncPrefectClient) -> bool:
        if self._run is None:
            return False
        state = client.read_flow_run(self._run).state
        return state is not None and not state.is_final()
