"""How an output stands → what `landclean status` shows: a line per ward, and below what needs attention."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleaning.reporting.numerals import share, short_day, thousands
from flows import clock
from flows.figures import Figures
from flows.service.presence import ServiceState
from flows.stages import STAGES
from flows.upkeep.status import Status
from flows.upkeep.ward_states import State, WardState

# How a ward can stand, in the words people see and the colour a terminal gives them.
_STATES: Final[dict[State, tuple[str, str]]] = {
    "running": ("đang chạy", "cyan"),
    "waiting": ("chờ lượt", "cyan"),
    "published": ("đã xong", "green"),
    "unchanged": ("không đổi", "green"),
    "failed": ("bị lỗi", "bold red"),
    "cut_off": ("bị ngắt", "bold red"),
    "unknown": ("chưa có gì", "yellow"),
}
_COUNTS: Final = ("Số\ndòng", "Khớp", "Cần\nxem", "Thửa\nnhóm 1", "Lỗi\nđang mở")


def show_status(console: Console, status: Status) -> None:
    """The table, what the wards hang on, and a sentence for everything somebody has to look at."""
    if len(status.wards) > 0:
        console.print(_table(status))
        console.print(_summary(status), highlight=False)
    attention = status.needs_attention
    if len(attention) == 0:
        console.print("Không có việc gì cần người xem.", style="green")
        return
    console.print(f"Cần người xem ({thousands(len(attention))}):", style="bold")
    for sentence in attention:
        console.print(f"- {sentence}", markup=False, highlight=False, soft_wrap=True)


def _table(status: Status) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Phường,\nxã", no_wrap=True)
    table.add_column("Tình trạng")
    for heading in ("Từ lúc", "Công bố", *_COUNTS):
        table.add_column(heading, justify="right", no_wrap=True)
    for ward in status.wards:
        at = "–" if ward.at is None else clock.wall_time(ward.at).replace(f"/{status.today.year} ", " ")
        table.add_row(ward.name, _state(ward), at, _published(ward, status.today), *_counts(ward.figures))
    return table


def _state(ward: WardState) -> Text:
    words, style = _STATES[ward.state]
    doing = "" if ward.stage is None else f": {STAGES.get(ward.stage, ward.stage)}"
    return Text(f"{words}{doing}", style=style)


def _published(ward: WardState, today: date) -> str:
    return "–" if ward.day is None else short_day(ward.day, today)


def _counts(figures: Figures | None) -> tuple[str, ...]:
    if figures is None:
        return ("–",) * len(_COUNTS)
    judged = figures.link + figures.review + figures.no_link
    return (
        thousands(figures.source_rows),
        share(figures.link, judged),
        share(figures.review, judged),
        share(figures.group_1, figures.parcels),
        thousands(figures.open_errors),
    )


def _summary(status: Status) -> str:
    by_state = Counter(ward.state for ward in status.wards)
    counted = ", ".join(
        f"{thousands(by_state[state])} {words}" for state, (words, _) in _STATES.items() if by_state[state]
    )
    free = f"{status.free_bytes / 1024**3:.1f}".replace(".", ",")
    ledger = "đọc được" if status.ledger is None else "không dùng được"
    return (
        f"{thousands(len(status.wards))} phường, xã: {counted}.\n"
        f"Ổ đĩa còn {free} GB. Sổ quyết định: {ledger}. Dịch vụ hằng đêm: {_service(status.service)}."
    )


def _service(service: ServiceState) -> str:
    if not service.installed:
        return "chưa cài đặt"
    return f"đang chạy, {service.url}" if service.running else "đang tắt hoặc không trả lời"
