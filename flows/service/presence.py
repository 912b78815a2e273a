"""Whether the service of an output is up, for whoever looks from outside; nothing but loopback is asked."""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path

import httpx

from flows.service.home import FOLDER, HOST, LOCK


@dataclass(frozen=True)
class ServiceState:
    """`installed`: a service was started here before. `running`: one is, and its server answers at `url`."""

    installed: bool
    running: bool
    url: str | None


def service_state(output: Path) -> ServiceState:
    """The state of the service of `output`, within a second or so."""
    lock = output / FOLDER / LOCK
    if not lock.exists():
        return ServiceState(installed=False, running=False, url=None)
    with lock.open("r", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            url = _url(handle.read())
            return ServiceState(installed=True, running=url is not None and _answers(url), url=url)
    return ServiceState(installed=True, running=False, url=None)


def _url(told: str) -> str | None:
    try:
        return f"http://{HOST}:{int(json.loads(told)['port'])}"
    except (ValueError, KeyError, TypeError):
        return None  # it has only just begun


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/health", timeout=1.0, trust_env=False).is_success
    except httpx.HTTPError:
        return False
