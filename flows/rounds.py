"""Wards through their routes together: first halves, all registers, second halves; none stops another."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, cast

from prefect.futures import PrefectFuture, as_completed

from cleaning.errors import LandCleanError
from flows.across import Across
from flows.faults import told, without_data
from flows.halfway import Halfway
from flows.inputs import WardFolder, WardJob
from flows.ledger_place import ledger_of
from flows.order import Run
from flows.outcomes import WardOutcome
from flows.registers import mark_of, registers_known
from flows.run_folder import WardBusyError, held
from flows.standing import Standing, standing
from flows.upkeep.leftovers import clear_leftovers
from flows.ward_tasks import across_task, link_task, publish_task


def through(run: Run, found: Sequence[WardFolder], *, wait_seconds: float) -> dict[str, object]:
    """How every ward of `found` ended: its manifest, what stands for it, or an error.

    A ward that another run holds is waited for, at most so long; WardBusyError then.
    """
    with ExitStack() as locks:
        return _Round(run, locks).through(found, wait_seconds)


def outcome(ward: str, ended: object) -> WardOutcome:
    """What people are told of how a ward ended."""
    if isinstance(ended, Standing):
        return WardOutcome(ward, manifest=ended.manifest, unchanged=True)
    if isinstance(ended, dict):
        return WardOutcome(ward, manifest=cast("dict[str, Any]", ended))
    return WardOutcome(ward, error=told(ended if isinstance(ended, BaseException) else RuntimeError()))


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
        self._link([ward for ward in self._jobs if ward not in self._standing and ward not in self._ended])
        self._link(self._settle("across"))
        self._settle("across-again")
        return self._ended

    def _take(self, one: WardFolder, wait_seconds: float) -> None:
        output, run = self._run.order.output_dir, self._run
        try:
            if one.problem is not None:
                raise one.problem
            with ExitStack() as hold:
                hold.enter_context(
                    held(output, one.ward, run_id=run.run_id, since=run.started, wait_seconds=wait_seconds)
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

    def _settle(self, name: str) -> list[str]:
        """Publish the wards under way; those that stood so far and whom other registers now say something else."""
        across = self._search(name)
        if across is None:
            return []
        changed = self._told_otherwise(across)
        self._publish(across)
        return changed

    def _search(self, name: str) -> Across | None:
        """What the registers say to the wards under way, and to those that stand if any register has changed.

        Null where nobody has anything to ask, or the search failed: then those who asked have ended.
        """
        running = {ward: half.folder for ward, half in self._halves.items()}
        registers = registers_known(self._run.order.output_dir, running.items())
        now = mark_of(registers)
        for ward, one in list(self._standing.items()):
            if one.registers == now:
                self._stands(ward)
        asking = running | {ward: one.folder for ward, one in self._standing.items()}
        if len(asking) == 0:
            return None
        searched = self._run.begin(across_task, folder=self._run.scratch / name, asking=asking, registers=registers)
        across = cast("object", searched.result(raise_on_failure=False))
        if isinstance(across, Across):
            self._run.book.note("across_done", registers=len(registers), asked=len(asking))
            return across
        self._halves.clear()
        self._standing.clear()
        for ward in asking:
            self._end(ward, across)
        return None

    def _told_otherwise(self, across: Across) -> list[str]:
        """Of the wards that stand those whom other registers now say something else; the others have ended."""
        for ward, one in list(self._standing.items()):
            if one.made_of.abroad == across.found(ward).mark:
                self._stands(ward)
        changed = sorted(self._standing)
        self._standing.clear()
        return changed

    def _stands(self, ward: str) -> None:
        clear_leftovers(self._run.order.output_dir, ward, keep="")
        self._end(ward, self._standing.pop(ward))

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

    def _publish(self, across: Across) -> None:
        """The second halves, begun once all registers are searched."""
        halves = [self._halves.pop(ward) for ward in sorted(self._halves)]
        begun = {half.job.ward: self._run.begin(publish_task, half=half, across=across) for half in halves}
        for ward, how in _as_they_end(begun):
            self._end(ward, how)

    def _end(self, ward: str, how: object) -> None:
        self._ended[ward] = how
        self._run.book.ended(outcome(ward, how))
        self._run.progress.ended(ward)
        if ward in self._holds:
            self._holds.pop(ward).close()


def _as_they_end(begun: Mapping[str, PrefectFuture[Any]]) -> Generator[tuple[str, object]]:
    ward_of = {future.task_run_id: ward for ward, future in begun.items()}
    for future in as_completed(list(begun.values())):
        yield ward_of[future.task_run_id], future.result(raise_on_failure=False)
