"""Commands → processes that die with the service, each with a file for what it says beside the log."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.service.home import ServiceError, ServiceHome

ROOT: Final = Path(__file__).parents[2]  # where prefect.yaml is
MORTAL: Final = (sys.executable, "-m", "flows.service.mortal")


@dataclass(frozen=True)
class Child:
    """A process of the service; `said` is what it said."""

    name: str
    said: Path
    process: subprocess.Popen[bytes]

    def has_ended(self) -> bool:
        """Whether it is gone."""
        return self.process.poll() is not None

    def go_on(self) -> None:
        """Tell it that what it waits for is there."""
        if self.process.stdin is not None:
            self.process.stdin.close()

    def fault(self) -> ServiceError:
        """What to tell where it is not up, or ended by itself."""
        return ServiceError(
            f"Một phần của dịch vụ ({self.name}) không chạy được hoặc đã dừng. Cách xử lý: Xem {self.said} và "
            "service.log cùng thư mục; chạy lại dịch vụ, nếu vẫn không được thì báo người phụ trách chương trình."
        )

    def stop(self, seconds: float) -> None:
        """Ask it to end; end it where it has not within `seconds`. Its own children end with it."""
        if self.has_ended():
            return
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(
    name: str, arguments: Sequence[str], home: ServiceHome, environment: Mapping[str, str], *, told: bool = False
) -> Child:
    """Start `python ARGUMENTS`; what the one before said is kept as `<name>.log.1`. Where it is `told`, it may wait.

    It dies with the thread that starts it, not only with the process: let that be the main one.
    """
    said = home.path / f"{name}.log"
    if said.exists():
        said.replace(said.with_name(f"{said.name}.1"))
    with os.fdopen(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as handle:
        process = subprocess.Popen(
            [*MORTAL, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE if told else subprocess.DEVNULL,
            stdout=handle,
            stderr=handle,
            start_new_session=True,  # Ctrl+C reaches the service alone, which ends them in order
        )
    return Child(name, said, process)
