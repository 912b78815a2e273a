"""`landclean clean`: what is kept long enough is removed, as the nightly run does, or only told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from flows.upkeep.retention import Expired

_KINDS: Final = {
    "run": "Dữ liệu trung gian của lần chạy",
    "published": "Kết quả đã công bố",
    "receipt": "Biên nhận",
    "sheet": "Phiếu đã nhận",
}


def clean(*, out: Path, inbox: Path | None = None, settings: Path | None = None, dry_run: bool = False) -> int:
    """Xóa những gì đã quá thời hạn lưu ghi trong cài đặt; không bao giờ xóa sổ quyết định.

    Args:
        out: Thư mục kết quả của các lần chạy
        inbox: Thư mục nhận phiếu: xóa cả các phiếu đã nhận quá thời hạn
        settings: Tệp cài đặt (TOML hoặc JSON); bỏ trống là cài đặt mặc định
        dry_run: Chỉ cho biết những gì sẽ bị xóa, không xóa
    """
    from flows import clock, terminal  # after parsing: `landclean --help` stays quick
    from flows.faults import told
    from flows.inputs import read_settings
    from flows.upkeep.retention import remove_expired, remove_taken_in

    try:
        wanted, today = read_settings("" if settings is None else str(settings)), clock.day_in_vietnam(clock.now())
        expired = remove_expired(out, today, wanted, dry_run=dry_run)
        if inbox is not None:
            expired += remove_taken_in(inbox, today, wanted, dry_run=dry_run)
    except Exception as error:
        terminal.show_error(Console(stderr=True), told(error))
        return 1
    _show(Console(), expired, dry_run=dry_run)
    return 0 if dry_run or all(one.removed for one in expired) else 1


def _show(console: Console, expired: Sequence[Expired], *, dry_run: bool) -> None:
    """A line of figures per kind: names of receipts may tell who answered."""
    if len(expired) == 0:
        console.print("Không có gì quá thời hạn lưu.")
        return
    table = Table("", "Số lượng", "Từ ngày", "Đến ngày", "MB", "Chưa xóa được", title="Quá thời hạn lưu")
    for kind, words in _KINDS.items():
        found = [one for one in expired if one.kind == kind]
        if len(found) > 0:
            table.add_row(words, *_figures(found, dry_run=dry_run))
    console.print(table)
    console.print("Chạy thử: chưa xóa gì." if dry_run else "Đã xóa.")


def _figures(found: Sequence[Expired], *, dry_run: bool) -> tuple[str, ...]:
    days = sorted(one.day for one in found)
    megabytes = sum(one.size_bytes for one in found) / 1_000_000
    left = sum(not one.removed for one in found)
    return (
        str(len(found)),
        f"{days[0]:%d/%m/%Y}",
        f"{days[-1]:%d/%m/%Y}",
        f"{megabytes:.1f}".replace(".", ","),
        "–" if dry_run else str(left),
    )
