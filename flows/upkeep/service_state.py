"""Whether `landclean serve` is up for an output, by its lock and by asking it on this machine."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from typing import Final, Literal

from flows.service.home import FOLDER, HOST, ServiceHome
from flows.upkeep.holders import holder

# `none`: never set up for this output. `silent`: its process lives, and its server does not answer.
Service = Literal["none", "down", "silent", "up"]

_PATIENCE_SECONDS: Final = 3


def service_state(output: Path) -> Service:
    """How the service of this output stands."""
    home = ServiceHome(output / FOLDER)
    if not home.lock.exists():
        return "none"
    told = holder(home.lock)
    if told is None:
        return "down"
    return "up" if isinstance(told.get("port"), int) and _answers(told["port"]) else "silent"


def _answers(port: int) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never by way of a proxy of the office
    try:
        with direct.open(f"http://{HOST}:{port}/api/health", timeout=_PATIENCE_SECONDS) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
