"""Commands → processes that die with the service, each with a log of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.service.home import ServiceHome

MORTAL: Final = (sys.executable, "-m", "flows.service.mortal")
ROOT: Final = Path(__file__).parents[2]  # where prefect.yaml is


@dataclass(frozen=True)
class Child:
    """A process of the service."""

    name: str
    process: subprocess.Popen[bytes]

    def has_ended(self) -> bool:
        """Whether it is gone."""
        return self.process.poll() is not None

    def stop(self, seconds: float, *, by: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end; end it where it has not within `seconds`."""
        if self.has_ended():
            return
        self.process.send_signal(by)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(name: str, arguments: Sequence[str], home: ServiceHome, environment: Mapping[str, str]) -> Child:
    """Start `python ARGUMENTS`; what it says goes to `<name>.log`, that of the time before to `<name>.log.1`."""
    log = home.path / f"{name}.log"
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as handle:
        process = subprocess.Popen(
            [*MORTAL, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=handle,
            start_new_session=True,  # Ctrl+C reaches the service alone, which ends them in order
        )
    return Child(name, process)
