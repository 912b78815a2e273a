"""How each ward ended → what people are told: counts, where the sheets are, or what went wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cleaning.errors import LandCleanError
from cleaning.reporting.numerals import thousands

HEADINGS: Final = (
    "Phường, xã", "Tình trạng", "Số dòng", "Đã khớp", "Cần xem", "Không thấy", "Sai lệch", "Giây",
)  # fmt: skip

_REMARKS: Final = {
    "repeated": "{} dòng đã có trong tệp hoặc trang đọc trước nên chỉ tính một lần",
    "shared_guids": "{} dòng mang Guid trùng với dòng khác, vẫn được giữ riêng từng dòng",
    "inherited": "{} dòng lấy giá trị theo cấu trúc danh sách (ô gộp, dòng đầu của hộ, chữ 'nt', tên trang)",
}
# What stands for the roll-up over wards among the outcomes, where that failed.
CITY: Final = "thanh-pho"
# So many errors stand in the words of a failed run; the page of outcomes has them all.
_TOLD: Final = 3


@dataclass(frozen=True)
class WardOutcome:
    """How one ward ended: published with the figures of its manifest, or failed with `error`.

    `unchanged`: skipped, for nothing has changed since the run that `manifest` is of.
    """

    ward: str
    manifest: dict[str, Any] | None = None
    error: str | None = None
    unchanged: bool = False

    @property
    def name(self) -> str:
        """The ward's code, or what the roll-up over wards is called."""
        return "tổng hợp thành phố" if self.ward == CITY else self.ward

    @property
    def status(self) -> str:
        """In a word."""
        if self.manifest is None:
            return "chưa xong"
        return "không đổi" if self.unchanged else "đã xong"

    @property
    def cells(self) -> tuple[str, ...]:
        """The ward's line under HEADINGS, numbers as Vietnamese write them."""
        if self.manifest is None:
            return (self.name, self.status, *["–"] * (len(HEADINGS) - 2))
        counts = self.manifest["counts"]
        rows = (
            counts["source_rows"],
            counts["link"],
            counts["review"],
            counts["no_link"],
            sum(counts["discrepancies"].values()),
        )
        seconds = 0.0 if self.unchanged else sum(stage["seconds"] for stage in self.manifest["stages"])
        return (self.name, self.status, *map(thousands, rows), f"{seconds:.1f}".replace(".", ","))

    @property
    def remarks(self) -> tuple[str, ...]:
        """A sentence per source file in which something is odd, though all of it was read."""
        inputs = () if self.manifest is None else self.manifest["inputs"]
        return tuple(f"tệp {file['path']}: {said}." for file in inputs if (said := remark(file)) != "")

    @property
    def folder(self) -> Path | None:
        """Where its sheets are, below the output; None where it was not published."""
        return None if self.manifest is None else Path("published") / self.ward / self.manifest["as_of"]


class WardsFailedError(LandCleanError):
    """Some wards were not published; the others were. Its words name the first errors, `summary` the wards alone."""

    def __init__(self, outcomes: Sequence[WardOutcome]) -> None:
        self.outcomes = tuple(outcomes)
        failed = [one for one in self.outcomes if one.error is not None]
        self.summary = " ".join(_summary(self.outcomes))
        super().__init__(" ".join([self.summary, *_told(failed)]))

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the error whole when a worker process hands it back."""
        return (WardsFailedError, (self.outcomes,))


def remark(file: dict[str, Any]) -> str:
    """What is odd in a source file of a manifest; empty where nothing is."""
    said = [words.format(thousands(file[key])) for key, words in _REMARKS.items() if file[key] > 0]
    if file["unknown_columns"]:
        said.append(f"cột chưa biết, giữ nguyên và không xử lý: {', '.join(file['unknown_columns'])}")
    return "; ".join(said)


def _summary(outcomes: Sequence[WardOutcome]) -> list[str]:
    wards = [one for one in outcomes if one.ward != CITY]
    failed = [one.ward for one in wards if one.error is not None]
    said = f"{len(failed)} trên {len(wards)} phường, xã không hoàn thành: {', '.join(failed)}."
    city = [] if len(wards) == len(outcomes) else ["Không lập được bảng tổng hợp thành phố."]
    return [said, *city] if len(failed) > 0 else city


def _told(failed: Sequence[WardOutcome]) -> list[str]:
    """The first errors, each once: a share that is gone fails every ward in the same words."""
    wards: dict[str, list[str]] = {}
    for one in failed:
        wards.setdefault(one.error or "", []).append(one.name)
    lines = [f"{', '.join(named)}: {error}" for error, named in list(wards.items())[:_TOLD]]
    more = len(wards) - len(lines)
    return lines if more <= 0 else [*lines, f"Còn {more} lỗi khác: xem bảng kết quả của lần chạy."]
