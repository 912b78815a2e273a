"""`landclean decisions`, `withdraw`, `history`, `export-decisions`: what staff decided, in and out of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console


def decisions(files: Annotated[tuple[Path, ...], Parameter(name="FILE")], /, *, out: Path) -> int:
    """Nhận các phiếu sai lệch đã trả lời vào sổ quyết định, và lập biên nhận cho từng tệp.

    Args:
        files: Các tệp sai-lech đã điền (Excel hoặc CSV)
        out: Thư mục kết quả của các lần chạy
    """
    from flows import clock, terminal  # after parsing: `landclean --help` stays quick
    from flows.answered_files import take_in

    taken = take_in(files, out, clock.now())
    terminal.show_taken(Console(), taken)
    failed = [f"{one.name}: {one.error}" for one in taken if one.error is not None]
    for words in failed:
        terminal.show_error(Console(stderr=True), words)
    return 0 if all(one.is_whole for one in taken) else 1


def withdraw(
    discrepancy: Annotated[str, Parameter(name="MÃ_SAI_LỆCH")],
    /,
    *,
    by: str,
    why: str,
    out: Path,
) -> int:
    """Rút lại các quyết định đang có hiệu lực về một sai lệch: lần chạy sau sẽ hỏi lại.

    Args:
        discrepancy: Mã sai lệch, như ghi trong sai-lech.xlsx
        by: Họ tên người rút
        why: Lý do rút
        out: Thư mục kết quả của các lần chạy
    """

    def work() -> None:
        from flows import clock
        from flows.decided import withdraw_decisions

        gone = withdraw_decisions(out, discrepancy, by=by, why=why, now=clock.now())
        Console().print(f"Đã rút {gone} quyết định. Lần chạy sau sẽ hỏi lại sai lệch này.")

    return _told(work)


def history(
    row: Annotated[str, Parameter(name="GUID")],
    /,
    *,
    out: Path,
    show: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Cho xem một dòng đất đai đã được hỏi gì, ai trả lời thế nào, điều gì đã rút lại, ô nào được sửa.

    Args:
        row: Guid của dòng đất đai
        out: Thư mục kết quả của các lần chạy
        show: Hiện đầy đủ họ tên và số; bỏ trống thì che bớt
    """

    def work() -> None:
        from flows.history import show_history

        show_history(Console(), out, row=row, unmasked=show)

    return _told(work)


def export_decisions(file: Annotated[Path, Parameter(name="FILE.csv")], /, *, out: Path) -> int:
    """Xuất toàn bộ sổ quyết định ra một tệp CSV.

    Args:
        file: Tệp CSV sẽ ghi ra; tệp đã có thì không ghi đè
        out: Thư mục kết quả của các lần chạy
    """

    def work() -> None:
        from flows.decided import export

        rows = export(out, file)
        Console().print(f"Đã xuất {rows} dòng của sổ quyết định. Tệp có dữ liệu cá nhân: xin giữ cẩn thận.")

    return _told(work)


def _told(work: Callable[[], None]) -> int:
    """0 where `work` came to its end; 1 where it told, in one sentence, why not."""
    from cleaning.errors import LandCleanError
    from flows import terminal
    from flows.faults import told, without_data

    try:
        with without_data(lambda: "đọc hoặc ghi sổ quyết định"):
            work()
    except (LandCleanError, OSError) as error:
        terminal.show_error(Console(stderr=True), told(error))
        return 1
    return 0
