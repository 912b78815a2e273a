"""How each ward ended → what people are told: counts, where the sheets are, or what went wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cleaning.errors import LandCleanError

HEADINGS: Final = ("Phường, xã", "Số dòng", "Đã khớp", "Cần xem", "Không thấy", "Sai lệch", "Giây")

_REMARKS: Final = {
    "repeated": "{} dòng đã có trong tệp hoặc trang đọc trước nên chỉ tính một lần",
    "shared_guids": "{} dòng mang Guid trùng với dòng khác, vẫn được giữ riêng từng dòng",
    "inherited": "{} dòng lấy giá trị theo cấu trúc danh sách (ô gộp, dòng đầu của hộ, tên trang)",
}


@dataclass(frozen=True)
class WardOutcome:
    """How one ward ended: published with the figures of its manifest, or failed with `error`."""

    ward: str
    manifest: dict[str, Any] | None = None
    error: str | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The ward's line under HEADINGS, numbers as Vietnamese write them."""
        if self.manifest is None:
            return (self.ward, *["–"] * (len(HEADINGS) - 1))
        counts = self.manifest["counts"]
        rows = (
            counts["source_rows"],
            counts["link"],
            counts["review"],
            counts["no_link"],
            sum(counts["discrepancies"].values()),
        )
        seconds = sum(stage["seconds"] for stage in self.manifest["stages"])
        return (self.ward, *(f"{number:,}".replace(",", ".") for number in rows), f"{seconds:.1f}".replace(".", ","))

    @property
    def remarks(self) -> tuple[str, ...]:
        """A sentence per source file in which something is odd, though all of it was read."""
        inputs = () if self.manifest is None else self.manifest["inputs"]
        return tuple(f"tệp {file['path']}: {said}." for file in inputs if (said := _said(file)) != "")

    @property
    def folder(self) -> Path | None:
        """Where its sheets are, below the output; None where it was not published."""
        return None if self.manifest is None else Path("published") / self.ward / self.manifest["as_of"]


class WardsFailedError(LandCleanError):
    """Some wards were not published; the others were."""

    def __init__(self, outcomes: Sequence[WardOutcome]) -> None:
        self.outcomes = tuple(outcomes)
        failed = [one.ward for one in self.outcomes if one.error is not None]
        super().__init__(f"{len(failed)} trên {len(self.outcomes)} phường, xã không hoàn thành: {', '.join(failed)}.")

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the error whole when a worker process hands it back."""
        return (WardsFailedError, (self.outcomes,))


def as_markdown(outcomes: Sequence[WardOutcome]) -> str:
    """The outcomes as a page for the operators: a table of counts, then where the sheets are, then the errors."""
    lines = [HEADINGS, ["---", *["---:"] * (len(HEADINGS) - 1)], *(one.cells for one in outcomes)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    remarks = "\n".join(f"- **{one.ward}**, {remark}" for one in outcomes for remark in one.remarks)
    folders = "\n".join(f"- **{one.ward}**: `{one.folder}`" for one in outcomes if one.folder is not None)
    errors = "\n".join(f"- **{one.ward}**: {one.error}" for one in outcomes if one.error is not None)
    parts = (
        ("Kết quả trong thư mục đầu ra", folders),
        ("Điều cần biết về các tệp", remarks),
        ("Chưa hoàn thành", errors),
    )
    return "\n\n".join([table, *(f"**{title}**\n\n{lines}" for title, lines in parts if lines != "")])


def _said(file: dict[str, Any]) -> str:
    """What is odd in a source file of a manifest; empty where nothing is."""
    said = [words.format(f"{file[key]:,}".replace(",", ".")) for key, words in _REMARKS.items() if file[key] > 0]
    if file["unknown_columns"]:
        said.append(f"cột chưa biết, giữ nguyên và không xử lý: {', '.join(file['unknown_columns'])}")
    return "; ".join(said)
