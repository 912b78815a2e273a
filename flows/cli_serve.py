"""`landclean serve`: one command up, one signal down."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter
from cyclopts.validators import Number
from rich.console import Console

if TYPE_CHECKING:
    from flows.service.plan import Plan

_PAUSE_SECONDS: Final = 30.0  # before what ended by itself is brought up again


def serve(
    given: Annotated[Path, Parameter(name="INPUT")],
    /,
    *,
    out: Path,
    inbox: Annotated[Path | None, Parameter(show_default=False)] = None,
    port: Annotated[int, Parameter(validator=Number(gte=1024, lte=65535))] = 4200,
    missed: Literal["once", "skip"] = "once",
    still: Annotated[float, Parameter(validator=Number(gte=0))] = 30.0,
    settings: Path | None = None,
) -> int:
    """Chạy dịch vụ: việc hằng đêm, trang điều khiển, việc nhận phiếu. Dừng bằng Ctrl+C hoặc tín hiệu TERM.

    Args:
        given: Thư mục dữ liệu, mỗi phường, xã một thư mục con mang mã 5 chữ số
        out: Thư mục kết quả
        inbox: Thư mục để phiếu đã trả lời; bỏ trống là thư mục phieu-nop trong thư mục kết quả
        port: Cổng của trang điều khiển; chỉ máy này mở được
        missed: Đêm lỡ giờ vì máy tắt: once là chạy bù một lần, skip là bỏ qua
        still: Số giây một phiếu phải nằm yên trước khi được nhận
        settings: Tệp cài đặt (TOML hoặc JSON); bỏ trống là cài đặt mặc định
    """
    from flows.faults import told  # after parsing: `landclean --help` stays quick
    from flows.service.environment import ACCOUNT, environment, started_with, take_over
    from flows.service.home import held, refuse_taken_port
    from flows.service.plan import Plan

    os.umask(0o077)  # Prefect and its database know nothing of our rights
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    plan = Plan(given, out, port, inbox, missed, still, settings)
    try:
        settings_now, home = plan.make_ready(), plan.home
        with held(home, port):
            refuse_taken_port(port)
            home.make_ready()
            own = environment(home, port, started_with(), settings_now.keep_runs_days)
            account = f"theo {ACCOUNT}" if ACCOUNT in started_with() else f"xem {home.access}"
            _say(f"Đang khởi động dịch vụ; tài khoản mở trang điều khiển: {account} …", Console())
            take_over(own)
            _keep_up(plan, own, stop)
    except Exception as error:
        _note(error, plan)
        _say(told(error), Console(stderr=True, style="bold red"))
        return 1
    return 0


def _keep_up(plan: Plan, own: Mapping[str, str], stop: Event) -> None:
    """The service until a signal: what ends by itself is brought up again."""
    from flows.service.supervisor import keep_up  # Prefect reads its settings when it is imported
    from flows.service.watch import PartEndedError

    console = Console()
    while not stop.is_set():
        try:
            keep_up(plan, own, stop, lambda words: _say(words, console))
        except PartEndedError as ended:
            _say(f"{ended} Tự khởi động lại sau {_PAUSE_SECONDS:.0f} giây.", console)
            stop.wait(_PAUSE_SECONDS)
    _say("Dịch vụ đã dừng.", console)


def _note(error: Exception, plan: Plan) -> None:
    """Keep where a fault of the program came from; in the service's own process is nobody's data."""
    from cleaning.errors import LandCleanError

    if not isinstance(error, LandCleanError) and plan.log.parent.exists():
        with suppress(OSError), plan.log.open("a", encoding="utf-8") as lines:
            lines.writelines(traceback.format_exception(error))


def _say(words: str, console: Console) -> None:
    # paths may hold brackets, and a wrapped address can't be opened
    console.print(words, markup=False, highlight=False, soft_wrap=True)
