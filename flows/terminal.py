"""Events and outcomes → what the terminal shows: progress per ward while it runs, a table when it is over."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from cleaning.reporting.numerals import thousands
from flows.outcomes import HEADINGS, WardOutcome
from flows.receipts import OUTCOMES
from flows.stages import STAGES, Listener, StageEvent

if TYPE_CHECKING:
    from flows.answered_files import Taken

_LAST: Final = list(STAGES)[-1]
_WIDE: Final = 92  # columns that the headings of the outcomes need on one line


@contextmanager
def progress(console: Console) -> Generator[Listener]:
    """A listener that shows every ward's stage: live on a terminal, a line per stage elsewhere."""
    if not console.is_terminal:
        console.print("Đang khởi động …")
        yield lambda event: _print_line(console, event)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        starting = bars.add_task("Đang khởi động …", total=None)
        tasks: dict[str, TaskID] = {}

        def show(event: StageEvent) -> None:
            bars.update(starting, visible=False)
            if event.ward not in tasks:
                tasks[event.ward] = bars.add_task(event.ward, total=len(STAGES))
            bars.update(
                tasks[event.ward],
                description=f"{event.ward}  {STAGES[event.stage]}",
                advance=1 if event.state == "done" else 0,
            )
            if event.state == "failed" or (event.stage, event.state) == (_LAST, "done"):
                bars.remove_task(tasks.pop(event.ward))  # with many wards, those at work stay in sight
                _say(bars.console, f"{event.ward}  {'dừng lại' if event.state == 'failed' else 'xong'}")

        yield show


def show_outcomes(console: Console, outcomes: Sequence[WardOutcome], output: Path) -> None:
    """A line of figures per ward, and below where its sheets are and what is odd in its files."""
    is_narrow = console.width < _WIDE
    headings = (heading.replace(" ", "\n") if is_narrow else heading for heading in HEADINGS)
    table = Table(*headings, title="Kết quả", title_justify="left")
    for column in table.columns[2:]:
        column.justify = "right"
    for outcome in outcomes:
        table.add_row(*outcome.cells)
    console.print(table)
    for outcome in outcomes:
        if outcome.folder is not None:
            _say(console, f"{outcome.ward}: kết quả trong {output / outcome.folder}")
        for remark in outcome.remarks:
            _say(console, f"{outcome.ward}, {remark}")
        for warning in () if outcome.manifest is None else outcome.manifest.get("drift", ()):
            _say(console, f"{outcome.ward}: {warning}", style="yellow")


def show_taken(console: Console, taken: Sequence[Taken]) -> None:
    """A line per answered file: how many of its answers ended how, and below where its receipt is."""
    table = Table("Tệp", *(words.capitalize() for words in OUTCOMES.values()), title="Kết quả", title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    for one in taken:
        table.add_row(Text(one.name), *(thousands(one.counts[name]) for name in OUTCOMES))
    console.print(table)
    for one in taken:
        if one.receipt is not None:
            _say(console, f"{one.name}: biên nhận trong {one.receipt}")


def show_error(console: Console, words: str) -> None:
    """One message, as it stands."""
    _say(console, words, style="bold red")


def _say(console: Console, words: str, style: str | None = None) -> None:
    # paths and headers may hold brackets, and a wrapped path cannot be copied
    console.print(words, style=style, markup=False, highlight=False, soft_wrap=True)


def _print_line(console: Console, event: StageEvent) -> None:
    if event.state == "begun":
        return
    how = "xong" if event.state == "done" else "dừng lại"
    seconds = f"{event.seconds:.1f}".replace(".", ",")
    _say(console, f"{event.ward}  {STAGES[event.stage]}: {how}, {seconds} giây")
