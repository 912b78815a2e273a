"""What happens in a run → JSON lines beside its checkpoints: what, when, how long, how many; nothing of people."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from flows import clock
from flows.faults import told
from flows.run_folder import private_folder
from flows.stage_lines import log_in_prefect
from flows.stages import LISTENER, Listener, StageEvent

if TYPE_CHECKING:
    from flows.outcomes import WardOutcome

JOURNAL: Final = "journal.jsonl"

Event = Literal[
    "run_begun", "run_ended", "run_failed", "across_done", "city_published", "expired_removed",
    "ward_waits", "ward_begun", "ward_resumed", "ward_published", "ward_unchanged", "ward_failed",
    "stage_begun", "stage_done", "stage_failed",
]  # fmt: skip
_OF_STAGE: Final[dict[str, Event]] = {"begun": "stage_begun", "done": "stage_done", "failed": "stage_failed"}


class Entry(BaseModel):
    """One line; what is null is not written. `told`: why a run or ward failed, as people are told.

    Of `run_begun`: `wards` are all the run is for, `as_of` is its day, `pid` the process that leads it.
    """

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    run_id: str
    event: Event
    ward: str | None = None
    stage: str | None = None
    seconds: float | None = None
    rows_in: int | None = None
    rows_out: int | None = None
    counts: dict[str, int] | None = None
    told: str | None = None
    wards: tuple[str, ...] | None = None
    as_of: date | None = None
    pid: int | None = None


@dataclass(frozen=True)
class Journal:
    """The journal in `folder`, of a run or of one ward in it. Where the disk takes no line the run goes on without."""

    folder: Path
    run_id: str

    def note(self, event: Event, ward: str | None = None, **counts: int) -> None:
        """Write that something happened, to one ward or to all, and how many of what."""
        self._write(event, ward=ward, counts=counts or None)

    def ended(self, outcome: WardOutcome) -> None:
        """Write how a ward ended."""
        if outcome.error is not None:
            self._write("ward_failed", ward=outcome.ward, told=outcome.error)
        elif outcome.unchanged or outcome.manifest is None:
            self._write("ward_unchanged", ward=outcome.ward)
        else:
            counts = {name: number for name, number in outcome.manifest["counts"].items() if isinstance(number, int)}
            seconds = round(sum(stage["seconds"] for stage in outcome.manifest["stages"]), 3)
            self._write("ward_published", ward=outcome.ward, seconds=seconds, counts=counts)

    def hear(self, event: StageEvent) -> None:
        """Write that a stage has begun, is done, or has failed."""
        taken = {} if event.state == "begun" else {"seconds": event.seconds, "rows_out": event.rows_out}
        self._write(_OF_STAGE[event.state], ward=event.ward, stage=event.stage, rows_in=event.rows_in, **taken)

    def begin(self, wards: Sequence[str], as_of: date) -> None:
        """Write that the run begins."""
        self._write("run_begun", wards=tuple(wards), as_of=as_of, pid=os.getpid())

    def end(self, seconds: float, error: BaseException | None = None) -> None:
        """Write that the run is over, or what ended it before its time."""
        why = None if error is None else told(error) if isinstance(error, Exception) else "Lần chạy bị dừng giữa chừng."
        self._write("run_ended" if why is None else "run_failed", seconds=round(seconds, 3), told=why)

    def _write(self, event: Event, **facts: Any) -> None:
        line = Entry(at=clock.now(), run_id=self.run_id, event=event, **facts).model_dump_json(exclude_none=True)
        with suppress(OSError), _opened(self.folder, os.O_WRONLY | os.O_APPEND) as journal:
            os.write(journal, line.encode() + b"\n")


@contextmanager
def kept(output: Path, run_id: str, *, wards: Sequence[str], as_of: date) -> Generator[Journal]:
    """The journal of a run, from its begin to its end; held all the while, so that others see the run is alive."""
    journal = Journal(private_folder(output / "runs" / run_id, below=output), run_id)
    with _opened(journal.folder, os.O_WRONLY) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        journal.begin(wards, as_of)
        begun = perf_counter()
        try:
            yield journal
        except BaseException as error:
            journal.end(perf_counter() - begun, error)
            raise
        journal.end(perf_counter() - begun)


def is_alive(run: Path) -> bool:
    """Whether the run of this folder is still at work; the system lets go of the journal when its process dies."""
    try:
        with (run / JOURNAL).open("rb") as journal:
            fcntl.flock(journal, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def entries(folder: Path) -> list[Entry]:
    """The lines of the journal in `folder`, in order; none where it has none. A line cut short is passed over."""
    found: list[Entry] = []
    try:
        lines = (folder / JOURNAL).read_bytes().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return found
    for line in lines:
        with suppress(ValidationError):
            found.append(Entry.model_validate_json(line))
    return found


def of_ward(output: Path, run_id: str, ward: str) -> Journal:
    """The journal of one ward of a run, for whoever works on it."""
    return Journal(output / "runs" / run_id / ward, run_id)


def listening(output: Path, run_id: str, ward: str) -> Listener:
    """Whoever listens to a ward's stages: the terminal, the ward's journal, the pages of the run in the UI."""
    others, journal = LISTENER.get(), of_ward(output, run_id, ward)

    def tell(event: StageEvent) -> None:
        journal.hear(event)
        log_in_prefect(event)
        others(event)

    return tell


@contextmanager
def _opened(folder: Path, flags: int) -> Generator[int]:
    descriptor = os.open(folder / JOURNAL, flags | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
