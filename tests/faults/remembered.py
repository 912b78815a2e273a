"""What Great Expectations said of a table → said again of the same table: it is most of a small ward's night."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from expectations.checking import Outcome

Check = Callable[[pl.DataFrame, Sequence[Any]], list[Outcome]]


def remembering(check: Check, memory: Path) -> Check:
    """`check`, asked once for every table and set of rules; a kill leaves no half of an answer in `memory`."""

    def answered(frame: pl.DataFrame, rules: Sequence[Any]) -> list[Outcome]:
        told = BytesIO()
        frame.write_ipc(told)
        file = memory / hashlib.sha256(told.getvalue() + repr(rules).encode()).hexdigest()
        if file.exists():
            return pickle.loads(file.read_bytes())
        outcomes = check(frame, rules)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(pickle.dumps(outcomes))
        unfinished.replace(file)
        return outcomes

    return answered
