"""`landclean status`: how every ward stands, what it published, and what needs somebody's attention."""

from __future__ import annotations

from pathlib import Path


def status(*, out: Path) -> int:
    """Xem tình trạng của các phường, xã; mã thoát 1 khi có việc cần người xem.

    Args:
        out: Thư mục kết quả của các lần chạy
    """
    from rich.console import Console  # after parsing: `landclean --help` stays quick

    from cleaning.errors import LandCleanError
    from flows.faults import told
    from flows.status_table import show_status
    from flows.upkeep.status import status_of

    try:
        found = status_of(out)
    except (LandCleanError, OSError) as error:
        Console(stderr=True).print(told(error), style="bold red", markup=False, soft_wrap=True)
        return 1
    show_status(Console(), found)
    return 1 if len(found.needs_attention) > 0 else 0
