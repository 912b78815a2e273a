"""How each ward ended → what people are told: counts, where the sheets are, or what went wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cleaning.errors import LandCleanError

HEADINGS: Final = ("Phường, xã", "Số dòng", "Đã khớp", "Cần xem", "Không thấy", "Sai lệch", "Giây")


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
    folders = "\n".join(f"- **{one.ward}**: `{one.folder}`" for one in outcomes if one.folder is not None)
    errors = "\n".join(f"- **{one.ward}**: {one.error}" for one in outcomes if one.error is not None)
    parts = (("Kết quả trong thư mục đầu ra", folders), ("Chưa hoàn thành", errors))
    return "\n\n".join([table, *(f"**{title}**\n\n{lines}" for title, lines in parts if lines != "")])
