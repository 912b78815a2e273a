"""`landclean serve`: one command up, one signal down."""

from __future__ import annotations

import os
import signal
import traceback
from pathlib import Path
from threading import Event
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console


def serve(
    given: Annotated[Path, Parameter(name="INPUT")],
    /,
    *,
    out: Path,
    inbox: Path | None = None,
    port: int = 4200,
    missed: Literal["once", "skip"] = "once",
    still: Annotated[float, Parameter(show_default=True)] = 30.0,
    settings: Path | None = None,
) -> int:
    """Chạy dịch vụ: việc hằng đêm, trang điều khiển, việc nhận phiếu; dừng bằng Ctrl+C.

    Args:
        given: Thư mục dữ liệu, mỗi phường, xã một thư mục con mang mã 5 chữ số
        out: Thư mục kết quả
        inbox: Thư mục nhận phiếu đã trả lời; bỏ trống là thư mục phieu-nop trong thư mục kết quả
        port: Cổng của trang điều khiển trên máy này
        missed: Đêm lỡ giờ vì máy tắt: once là chạy bù một lần, skip là bỏ qua
        still: Số giây một phiếu phải nằm yên trong thư mục trước khi được nhận
        settings: Tệp cài đặt (TOML hoặc JSON); bỏ trống là cài đặt mặc định
    """
    from flows.faults import told

    os.umask(0o077)
    try:
        _serve(given, out, inbox, port, missed, still, settings)
    except Exception as error:
        Console(stderr=True).print(told(error), style="bold red", markup=False, highlight=False, soft_wrap=True)
        if os.environ.get("LANDCLEAN_DEBUG"):
            traceback.print_exc()
        return 1
    return 0


def _serve(given: Path, out: Path, inbox: Path | None, port: int, missed: Literal["once", "skip"], still: float, settings: Path | None) -> None:
    from cleaning.errors import SourceError
    from flows.inputs import read_settings
    from flows.run_folder import private_folder
    from flows.service.environment import asked_account, environment
    from flows.service.home import HOST, held_home, open_home, refuse_taken_port

    settings_file = "" if settings is None else str(settings.resolve())
    keep_days = read_settings(settings_file).keep_runs_days
    if not given.is_dir():
        raise SourceError(f"Không có thư mục dữ liệu {given}.", remedy="Ghi lại đúng đường dẫn rồi chạy lại.")
    home = open_home(out)
    watched = private_folder(out / "phieu-nop", below=out) if inbox is None else inbox
    console = Console(highlight=False, markup=False, soft_wrap=True)
    with held_home(home, port):
        refuse_taken_port(port)
        account = home.account(asked_account())
        told = environment(home, port, account, keep_days)
        os.environ.update(told)
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        from flows.service.supervisor import Plan, serve as keep_up

        console.print(f"Đang khởi động dịch vụ tại http://{HOST}:{port} …")
        plan = Plan(home, given.resolve(), out.resolve(), watched.resolve(), port, missed, still, settings_file)
        keep_up(plan, dict(os.environ), stop, lambda words: console.print(words))
        console.print("Dịch vụ đã dừng.")
