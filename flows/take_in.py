"""The flow operators start to take answered sheets in: an inbox or files → ledger and receipts; counts are shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from cleaning.errors import LandCleanError
from flows import clock
from flows.answered_files import Taken, take_in_inbox
from flows.faults import told
from flows.forms import Inbox, OutputFolder, SettingsFile
from flows.inputs import read_settings
from flows.receipts import FOLDER, OUTCOMES
from flows.upkeep.retention import remove_taken_in


def _run_name() -> str:
    return f"take-in-{clock.as_asked('')}"


@flow(name="take-in-decisions", flow_run_name=_run_name, persist_result=False)
def take_in_decisions(
    inbox: Inbox = "inbox",
    output_dir: OutputFolder = "output",
    settings_file: SettingsFile = "",
) -> None:
    """Nhận các phiếu sai lệch đã trả lời vào sổ quyết định.

    Args:
        inbox: Đã đặt sẵn, xin để nguyên. Tệp nhận xong được chuyển vào thư mục con da-nhan
        output_dir: Đã đặt sẵn, xin để nguyên. Thư mục kết quả của các lần chạy
        settings_file: Tệp TOML hoặc JSON trên máy chủ; để trống là cài đặt mặc định
    """
    output, now, settings = Path(output_dir), clock.now(), read_settings(settings_file)
    try:
        taken = take_in_inbox(Path(inbox), output, now)
        remove_taken_in(Path(inbox), clock.day_in_vietnam(now), settings, dry_run=False)
    except OSError as error:  # without the name of a file: it may tell who answered
        raise LandCleanError(told(OSError(error.errno, error.strerror, "thư mục nhận phiếu"))) from None
    create_markdown_artifact(as_markdown(taken), key="take-in-decisions", description="Kết quả nhận phiếu")
    failed = sum(one.error is not None for one in taken)
    if failed > 0:
        raise LandCleanError(
            f"{failed} trên {len(taken)} tệp không nhận được. Cách xử lý: Xem lý do trong bảng kết quả của lần chạy "
            f"này hoặc trong thư mục {FOLDER}, sửa tệp rồi nộp lại."
        )


def as_markdown(taken: Sequence[Taken]) -> str:
    """How many answers of each file ended how. Files are numbered: their names may tell who answered."""
    headings = ("Tệp", *OUTCOMES.values())
    lines = [headings, ("---", *["---:"] * len(OUTCOMES))]
    lines += [(str(at), *(str(one.counts[name]) for name in OUTCOMES)) for at, one in enumerate(taken, start=1)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    errors = "\n".join(f"- **Tệp {at}**: {one.error}" for at, one in enumerate(taken, start=1) if one.error is not None)
    parts = [table, f"Từng câu trả lời: xem biên nhận trong thư mục `{FOLDER}`."]
    return "\n\n".join(parts if errors == "" else [*parts, f"**Không nhận được**\n\n{errors}"])
