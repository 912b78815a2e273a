"""An order → how every ward of it ended, then the city and the upkeep of the output.

Wards that another run holds come last: meanwhile that run may end. A ward for which nothing changed since its sheets
were published is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Final

from cleaning.errors import LandCleanError
from flows import clock
from flows.artifacts import Progress, show_outcomes
from flows.city import CITY, publish_city
from flows.engine import engine
from flows.faults import told, without_data
from flows.inputs import find_wards, read_settings
from flows.journal import kept
from flows.order import Order, Run
from flows.outcomes import WardOutcome, WardsFailedError
from flows.rounds import outcome, through
from flows.run_folder import WardBusyError, new_run_id
from flows.upkeep.retention import Expired, remove_expired
from flows.upkeep.temporary import own_temporary

_BUSY_SECONDS: Final = 6 * 3600  # how long a run waits for wards that other runs hold


def run_wards(order: Order) -> list[WardOutcome]:
    """Take all wards of the order through their routes, inside a flow run; then the city and the upkeep of the output.

    Raises WardsFailedError where a ward failed, and another LandCleanError where none could be begun: its words are
    what the page of the run shows first.
    """
    try:
        with without_data(lambda: "chuẩn bị và kết thúc lần chạy"):
            return _run(order)
    except OSError as error:
        raise LandCleanError(told(error)) from None


def _run(order: Order) -> list[WardOutcome]:
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
        run = Run(order, run_id, started, as_of, settings, runner, scratch, book, Progress(len(found), order.key))
        ended = through(run, found, wait_seconds=0)
        busy = [one for one in found if isinstance(ended[one.ward], WardBusyError)]
        for one in busy:
            book.note("ward_waits", one.ward)
        ended |= through(run, busy, wait_seconds=_BUSY_SECONDS)
        for one in busy:
            if isinstance(ended[one.ward], WardBusyError):
                book.ended(outcome(one.ward, ended[one.ward]))
        outcomes = [outcome(ward, ended[ward]) for ward in wards]
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
                run.book.note("city_published")
    except (LandCleanError, OSError) as error:
        failed.append(WardOutcome(CITY, error=told(error)))
    if len(run.order.wards) == 0:
        gone = list[Expired]()
        with suppress(OSError):  # another night will do
            # by the calendar, whatever day was asked for
            gone = remove_expired(output, clock.day_in_vietnam(run.started), run.settings, dry_run=False)
        if len(gone) > 0:
            run.book.note("expired_removed", folders=sum(one.removed for one in gone))
    return failed
