"""An order → how every ward of it ended: each two tasks, none stopped by another, and between them one across all.

Wards that another run holds come last: meanwhile that run may end. A ward for which nothing changed since its sheets
were published is left as it is.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner
from prefect.tasks import Task
from pydantic import BaseModel, ConfigDict

from cleaning.errors import LandCleanError
from cleaning.settings import Settings
from flows import clock
from flows.across import Across
from flows.artifacts import Progress, show_outcomes
from flows.city import CITY, publish_city
from flows.engine import engine
from flows.faults import told, without_data
from flows.halfway import Halfway
from flows.inputs import EngineName, WardFolder, WardJob, find_wards, read_settings
from flows.journal import Journal, kept
from flows.ledger_place import ledger_of
from flows.outcomes import WardOutcome, WardsFailedError
from flows.registers import registers_known, seen_by
from flows.run_folder import WardBusyError, held, new_run_id
from flows.standing import Standing, standing
from flows.upkeep.leftovers import clear_leftovers
from flows.upkeep.retention import remove_expired
from flows.upkeep.temporary import own_temporary
from flows.ward_tasks import across_task, link_task, publish_task

_BUSY_SECONDS: Final = 6 * 3600  # how long a run waits for wards that other runs hold


class Order(BaseModel):
    """What somebody asks for. No names or numbers of people: the UI shows it."""

    model_config = ConfigDict(frozen=True)

    key: str  # of what the UI shows of it
    input_dir: Path
    output_dir: Path
    wards: list[str] = []
    date: str = ""
    force: bool = False
    engine: EngineName = ""
    settings_file: str = ""


@dataclass(frozen=True)
class Run:
    """What all wards of a run share."""

    order: Order
    run_id: str
    started: datetime
    as_of: date
    settings: Settings
    runner: TaskRunner[PrefectFuture[Any]]
    book: Journal
    progress: Progress

    def job(self, one: WardFolder) -> WardJob:
        """What is to be done for a ward."""
        return WardJob(
            ward=one.ward, folder=one.folder, output=self.order.output_dir, run_id=self.run_id, as_of=self.as_of,
            settings=self.settings, force=self.order.force,
        )  # fmt: skip

    def begin(self, task: Task[..., Any], **parameters: Any) -> PrefectFuture[Any]:
        """A task under way."""
        return self.runner.submit(task, parameters)


def run_wards(order: Order) -> list[WardOutcome]:
    """Take all wards of the order through their routes, inside a flow run; then the city and the upkeep of the output.

    Raises WardsFailedError where a ward failed, and LandCleanError where none can be begun.
    """
    settings, as_of, started = read_settings(order.settings_file), clock.run_date(order.date), clock.now()
    output = order.output_dir
    run_id = new_run_id(started, output)
    import_module("great_expectations")  # and pandas with it: first imported by two wards at once, they deadlock
    found = find_wards(order.input_dir, order.wards)
    wards = [one.ward for one in found]
    with (
        kept(output, run_id, wards=wards, as_of=as_of) as book,
        own_temporary(output, run_id) as scratch,
        engine(order.engine, scratch=scratch) as runner,
    ):
        run = Run(order, run_id, started, as_of, settings, runner, book, Progress(len(found), order.key))
        ended = _round(run, found, wait_seconds=0)
        busy = [one for one in found if isinstance(ended[one.ward], WardBusyError)]
        for one in busy:
            book.note("ward_waits", one.ward)
        ended |= _round(run, busy, wait_seconds=_BUSY_SECONDS)
        for one in busy:
            if isinstance(ended[one.ward], WardBusyError):
                book.ended(_outcome(one.ward, ended[one.ward]))
        outcomes = [_outcome(ward, ended[ward]) for ward in wards]
        outcomes += _afterwards(run, outcomes)
    show_outcomes(outcomes, output, order.key)
    if any(one.error is not None for one in outcomes):
        raise WardsFailedError(outcomes)
    return outcomes


def _afterwards(run: Run, outcomes: Sequence[WardOutcome]) -> list[WardOutcome]:
    """The city's roll-up and, after a run of all wards, the upkeep; what failed of it."""
    output, failed = run.order.output_dir, list[WardOutcome]()
    try:
        with without_data(lambda: "tổng hợp thành phố"):
            if publish_city(output, run.as_of, run.settings, run_id=run.run_id, outcomes=outcomes) is not None:
                run.book.note("city_published", wards=len(outcomes))
    except (LandCleanError, OSError) as error:
        failed.append(WardOutcome(CITY, error=told(error)))
    if len(run.order.wards) == 0:
        # by the calendar, whatever day was asked for
        gone = remove_expired(output, clock.day_in_vietnam(run.started), run.settings, dry_run=False)
        run.book.note("expired_removed", folders=sum(one.removed for one in gone))
    return failed


def _round(run: Run, found: Sequence[WardFolder], *, wait_seconds: float) -> dict[str, object]:
    with ExitStack() as locks:
        return _Round(run, locks).through(found, wait_seconds)


class _Round:
    """Wards on their way together. `ended`: how each did, its manifest, what stands for it, or an error.

    A ward is held from before its first half until it has ended. Nothing is waited for once the first half of any
    ward is under way: two runs that want the same wards never wait for each other.
    """

    def __init__(self, run: Run, locks: ExitStack) -> None:
        self._run, self._locks = run, locks
        self._ended: dict[str, object] = {}
        self._jobs: dict[str, WardJob] = {}
        self._holds: dict[str, ExitStack] = {}
        self._standing: dict[str, Standing] = {}
        self._halves: dict[str, Halfway] = {}

    def through(self, found: Sequence[WardFolder], wait_seconds: float) -> dict[str, object]:
        """How every ward of `found` ended."""
        for one in found:
            self._take(one, wait_seconds)
        self._look_what_stands()
        self._link([ward for ward in self._jobs if ward not in self._standing])
        self._link(self._with_other_registers())
        self._publish()
        return self._ended

    def _take(self, one: WardFolder, wait_seconds: float) -> None:
        run = self._run
        try:
            if one.problem is not None:
                raise one.problem
            with ExitStack() as hold:
                hold.enter_context(
                    held(run.order.output_dir, one.ward, run_id=run.run_id, since=run.started, wait_seconds=wait_seconds)
                )
                self._holds[one.ward] = self._locks.enter_context(hold.pop_all())
                self._jobs[one.ward] = run.job(one)
        except WardBusyError as busy:
            self._ended[one.ward] = busy  # not told yet: its turn may come
        except (LandCleanError, OSError) as refused:
            self._end(one.ward, refused)

    def _look_what_stands(self) -> None:
        """Which wards need nothing as far as they themselves can tell."""
        if self._run.order.force or len(self._jobs) == 0:
            return
        decisions = ledger_of(self._run.order.output_dir).last_decisions()
        for ward, job in list(self._jobs.items()):
            try:
                with without_data(lambda: "so dữ liệu với lần trước"):
                    found = standing(job, decisions.get(ward, ""), is_day_asked=self._run.order.date != "")
            except (LandCleanError, OSError) as error:
                self._end(ward, error)
            else:
                if found is not None:
                    self._standing[ward] = found

    def _with_other_registers(self) -> list[str]:
        """Of the wards that stand those whose neighbours' registers changed; the others have ended."""
        registers = registers_known(self._run.order.output_dir, {one.job.ward: one.folder for one in self._halves.values()})
        changed = [ward for ward, one in self._standing.items() if one.registers != seen_by(ward, registers)]
        for ward, one in self._standing.items():
            if ward not in changed:
                clear_leftovers(self._run.order.output_dir, ward, keep="")
                self._end(ward, one)
        return changed

    def _link(self, wards: Sequence[str]) -> None:
        for ward in wards:
            self._run.book.note("ward_begun", ward)
        begun = {ward: self._run.begin(link_task, job=self._jobs[ward]) for ward in wards}
        for ward, how in _as_they_end(begun):
            if isinstance(how, Halfway):
                self._halves[ward] = how
                self._run.progress.halfway(ward)
            else:
                self._end(ward, how)

    def _publish(self) -> None:
        """The second halves, begun once all registers are searched; where that fails, every ward does."""
        if len(self._halves) == 0:
            return
        halves = [self._halves[ward] for ward in sorted(self._halves)]
        searched = self._run.begin(across_task, output=self._run.order.output_dir, halves=halves)
        across = cast("object", searched.result(raise_on_failure=False))
        if not isinstance(across, Across):
            for ward in self._halves:
                self._end(ward, across)
            return
        begun = {half.job.ward: self._run.begin(publish_task, half=half, across=across) for half in halves}
        for ward, how in _as_they_end(begun):
            self._end(ward, how)

    def _end(self, ward: str, how: object) -> None:
        self._ended[ward] = how
        self._run.book.ended(_outcome(ward, how))
        self._run.progress.ended(ward)
        if ward in self._holds:
            self._holds.pop(ward).close()


def _as_they_end(begun: Mapping[str, PrefectFuture[Any]]) -> Generator[tuple[str, object]]:
    ward_of = {future.task_run_id: ward for ward, future in begun.items()}
    for future in as_completed(list(begun.values())):
        yield ward_of[future.task_run_id], future.result(raise_on_failure=False)


def _outcome(ward: str, ended: object) -> WardOutcome:
    if isinstance(ended, Standing):
        return WardOutcome(ward, manifest=ended.manifest, unchanged=True)
    if isinstance(ended, dict):
        return WardOutcome(ward, manifest=cast("dict[str, Any]", ended))
    return WardOutcome(ward, error=told(ended if isinstance(ended, BaseException) else RuntimeError()))
