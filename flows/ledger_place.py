"""Where the decisions of staff are kept: the door to the environment for it. The URL may hold a password."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from cleaning.decisions.ledger import Ledger, open_ledger
from cleaning.errors import SourceError

# A database of the office: postgresql://… Never in settings, parameters, manifests or logs: it holds a password.
LEDGER_URL: Final = "LANDCLEAN_LEDGER_URL"
_FILE: Final = "ledger.db"


def ledger_of(output: Path) -> Ledger:
    """The ledger the environment names, else `OUTPUT/ledger.db`. Raises LandCleanError, which quotes no URL."""
    if not output.is_dir():  # a slip of the pen must not found a second, empty ledger
        raise SourceError(
            f"Không có thư mục kết quả {output}.", remedy="Ghi lại đúng thư mục kết quả của các lần chạy."
        )
    given = _given()
    return open_ledger(given if given != "" else f"sqlite:///{output.absolute() / _FILE}")


def has_ledger(output: Path) -> bool:
    """Whether there is a ledger to be opened: one of the office's, or the file that the first run makes."""
    return _given() != "" or (output / _FILE).exists()


def _given() -> str:
    return os.environ.get(LEDGER_URL, "").strip()  # noqa: TID251  a door to the environment
