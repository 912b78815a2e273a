"""An output folder → how its wards and what they need stand, and what of it wants somebody's attention."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from cleaning.errors import LandCleanError, SourceError
from cleaning.reporting.numerals import thousands
from flows import clock
from flows.faults import told
from flows.service.presence import ServiceState, service_state
from flows.stages import STAGES
from flows.upkeep.ward_states import WardState, ward_states

# A ward should be looked at every night; after so long one was missed.
_MISSED_AFTER: Final = timedelta(hours=36)
_LEAST_FREE: Final = 5 * 1024**3  # bytes: some nights of a few large wards


@dataclass(frozen=True)
class Status:
    """How an output stands. `ledger`: why the decisions can't be read, null where they can or none were taken yet."""

    wards: tuple[WardState, ...]
    now: datetime
    free_bytes: int
    ledger: str | None
    service: ServiceState

    @property
    def today(self) -> date:
        """The day on the wall in Vietnam."""
        return clock.day_in_vietnam(self.now)

    @property
    def needs_attention(self) -> list[str]:
        """A sentence for everything somebody has to look at, once for all wards it is true of; empty: all is well."""
        wards_of: dict[str, list[str]] = {}
        for ward in self.wards:
            for said in _remarks(ward, self.now):
                wards_of.setdefault(said, []).append(ward.name)
        return [*self._surroundings(), *(f"{', '.join(wards)}: {said}" for said, wards in wards_of.items())]

    def _surroundings(self) -> list[str]:
        said: list[str] = []
        if len(self.wards) == 0:
            said.append("Thư mục này chưa có lần chạy nào. Cách xử lý: Kiểm tra lại đường dẫn thư mục kết quả.")
        if self.free_bytes < _LEAST_FREE:
            free = f"{self.free_bytes / 1024**3:.1f}".replace(".", ",")
            said.append(
                f"Ổ đĩa của thư mục kết quả chỉ còn {free} GB. Cách xử lý: Dọn bớt hoặc chuyển sang ổ đĩa lớn hơn."
            )
        if self.ledger is not None:
            said.append(f"Không dùng được sổ quyết định: {self.ledger}")
        if self.service.installed and not self.service.running:
            remedy = "Khởi động lại bằng lệnh landclean serve; nếu dịch vụ vừa khởi động, chờ một phút rồi xem lại."
            said.append(f"Dịch vụ chạy hằng đêm đang tắt hoặc không trả lời. Cách xử lý: {remedy}")
        return said


def status_of(output: Path) -> Status:
    """How the output stands now; nothing in it is changed. Raises SourceError where there is none, or OSError."""
    if not output.is_dir():
        remedy = "Ghi lại đúng thư mục kết quả của các lần chạy."
        raise SourceError(f"Không có thư mục kết quả {output}.", remedy=remedy)
    now = clock.now()
    return Status(
        wards=tuple(ward_states(output, since=now - _MISSED_AFTER)),
        now=now,
        free_bytes=shutil.disk_usage(output).free,
        ledger=_ledger_problem(output),
        service=service_state(output),
    )


def _ledger_problem(output: Path) -> str | None:
    from flows.ledger_place import has_ledger, ledger_of  # what databases need is slow to import

    try:
        if has_ledger(output):
            ledger_of(output).last_decisions()
    except (LandCleanError, OSError) as error:
        return told(error)
    return None


def _remarks(ward: WardState, now: datetime) -> list[str]:
    """What somebody has to look at of a ward."""
    said = [*ward.drift]
    if ward.state == "failed":
        said.append(ward.told or "Không hoàn thành. Cách xử lý: Xem nhật ký của lần chạy.")
    if ward.day is not None and ward.day > clock.day_in_vietnam(now):
        said.append(
            f"Ngày công bố mới nhất ({ward.day:%d/%m/%Y}) ở sau hôm nay: đồng hồ máy từng chạy sai hoặc ngày chạy ghi "
            "nhầm. Cách xử lý: Chỉnh đồng hồ, xóa thư mục của ngày ấy, rồi chạy lại."
        )
    if ward.state == "cut_off":
        where = "" if ward.stage is None else f" ở bước {STAGES.get(ward.stage, ward.stage)}"
        said.append(f"Lần chạy bị ngắt giữa chừng{where}. Cách xử lý: Chạy lại; phần đã xong được dùng tiếp.")
    if ward.state in ("published", "unchanged") and ward.at is not None and now - ward.at > _MISSED_AFTER:
        hours = thousands(int((now - ward.at).total_seconds() // 3600))
        remedy = "Xem dịch vụ hằng đêm có chạy không, thư mục dữ liệu của phường, xã có còn không."
        said.append(f"Đã {hours} giờ chưa được chạy lại. Cách xử lý: {remedy}")
    return said
