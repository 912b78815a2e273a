"""A process of its own that appends decisions, begun by a line on its input.

python -m tests.decisions.ledger_writer URL START STOP ROWS_AT_ONCE [PIECES_BEFORE_IT_KILLS_ITSELF]
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from typing import Any

from sqlalchemy import Engine, event

from cleaning.decisions import ledger as ledger_module
from cleaning.decisions.ledger import open_ledger
from tests.decisions.ledger_rows import decided


def main(url: str, start: str, stop: str, at_once: str, pieces: str = "0") -> None:
    ledger_module._ROWS = 500
    rows = decided(int(start), int(stop))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    ledger = open_ledger(url)
    _die_after(int(pieces))
    sys.stdout.write(str(sum(ledger.append(part).height for part in rows.iter_slices(int(at_once)))))


def _die_after(pieces: int) -> None:
    written = count(1)

    def die(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO decisions") and next(written) == pieces:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", die)


if __name__ == "__main__":
    main(*sys.argv[1:])
