"""Outcomes → what operators see of a run in the Prefect UI: how far it is, then one page. Counts and paths only."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final, cast
from uuid import UUID

from httpx import HTTPError
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.exceptions import PrefectException
from prefect.logging import get_logger

from cleaning.reporting.numerals import thousands
from flows.figures import read_figures
from flows.outcomes import CITY, HEADINGS, WardOutcome, remark

# Narrow enough for the width the UI gives a page.
_HEADINGS: Final = ("Mã", *HEADINGS[1:-1], "Nhóm 1 · 2 · 3")
_REMEDY: Final = "Cách xử lý:"
_LEGEND: Final = (
    "Cần xem: có ứng viên nhưng máy chưa đủ chắc chắn. Không thấy: không có người phù hợp trong dữ liệu dân cư. "
    "Nhóm 1, 2, 3: số thửa đất. Không đổi: dữ liệu, cài đặt và quyết định như lần trước nên giữ nguyên kết quả."
)
_HALF: Final = 0.5  # of a ward's work lies before the search across wards


class Progress:
    """The bar in the UI: wards halfway and done, as whoever runs them tells. What hinders it never hinders a run."""

    def __init__(self, wards: int, key: str) -> None:
        self._wards, self._halfway, self._ended = wards, set[str](), set[str]()
        self._bar: UUID | None = None
        with _shown_or_not():
            bar = create_progress_artifact(0.0, key=f"{key}-progress", description=self._words)
            self._bar = cast("UUID", bar)

    def halfway(self, ward: str) -> None:
        """The ward's first half is over."""
        self._halfway.add(ward)
        self._show()

    def ended(self, ward: str) -> None:
        """The ward is published, skipped or failed."""
        self._ended.add(ward)
        self._show()

    @property
    def _words(self) -> str:
        return f"{thousands(len(self._ended))} trên {thousands(self._wards)} phường, xã đã chạy hết"

    def _show(self) -> None:
        share = (len(self._ended) + _HALF * len(self._halfway - self._ended)) / max(self._wards, 1)
        if self._bar is None:
            return
        with _shown_or_not():
            update_progress_artifact(self._bar, progress=round(100 * share, 1), description=self._words)


def show_outcomes(outcomes: Sequence[WardOutcome], output: Path, key: str) -> None:
    """Put the page of the outcomes into the UI, as the newest version of artifact `key`."""
    with _shown_or_not():
        create_markdown_artifact(as_markdown(outcomes, output), key=key, description="Kết quả theo phường, xã")


def as_markdown(outcomes: Sequence[WardOutcome], output: Path) -> str:
    """The outcomes as a page: what failed and what to do first, then the figures, what is unusual, where things are."""
    parts = (
        ("Chưa hoàn thành", _bullets((one.name, _marked(one.error)) for one in outcomes if one.error is not None)),
        ("Kết quả", f"{_table(outcomes, output)}\n\n{_LEGEND}"),
        (
            "Khác thường so với những đêm trước",
            _bullets((one.ward, words) for one in outcomes for words in _drift(one)),
        ),
        ("Thư mục kết quả trên máy chủ", _bullets(_places(outcomes, output))),
        ("Điều cần biết về các tệp", _bullets((one.ward, words) for one in outcomes for words in _remarks(one))),
    )
    sections = [f"## {title}\n\n{lines}" for title, lines in parts if lines != ""]
    return "\n\n".join([_summary(outcomes), *sections])


def _summary(outcomes: Sequence[WardOutcome]) -> str:
    wards = [one for one in outcomes if one.ward != CITY]
    failed, unchanged = sum(one.error is not None for one in wards), sum(one.unchanged for one in wards)
    said = [f"{thousands(len(wards) - failed)} trên {thousands(len(wards))} phường, xã đã có kết quả"]
    said += [f"{thousands(unchanged)} không đổi nên không tính lại"] if unchanged > 0 else []
    said += [f"**{thousands(failed)} chưa hoàn thành**"] if failed > 0 else []
    return f"{'; '.join(said)}."


def _table(outcomes: Sequence[WardOutcome], output: Path) -> str:
    lines = [_HEADINGS, ("---", "---", *["---:"] * (len(_HEADINGS) - 2))]
    lines += [(*one.cells[:-1], _groups(one, output)) for one in outcomes]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _groups(outcome: WardOutcome, output: Path) -> str:
    """Parcels of each group, as published; a dash where the ward was not, or by a version that kept no figures."""
    if outcome.manifest is None:
        return "–"
    figures = read_figures(output, outcome.ward, date.fromisoformat(outcome.manifest["as_of"]))
    return "–" if figures is None else " · ".join(map(thousands, (figures.group_1, figures.group_2, figures.group_3)))


def _drift(outcome: WardOutcome) -> Sequence[str]:
    return () if outcome.manifest is None else outcome.manifest.get("drift", ())


def _places(outcomes: Sequence[WardOutcome], output: Path) -> list[tuple[str, str]]:
    return [(one.ward, f"`{(output / one.folder).absolute()}`") for one in outcomes if one.folder is not None]


def _remarks(outcome: WardOutcome) -> list[str]:
    """What is odd in the files, each by its number among the manifest's inputs: a name may tell who sent it in."""
    inputs = () if outcome.manifest is None else outcome.manifest["inputs"]
    numbered = ((at, remark(file)) for at, file in enumerate(inputs, start=1))
    return [f"tệp thứ {at} trong `manifest.json`: {said}." for at, said in numbered if said != ""]


def _marked(error: str) -> str:
    """What to do stands out."""
    return error.replace(_REMEDY, f"**{_REMEDY}**")


def _bullets(lines: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- **{ward}**: {words}" for ward, words in lines)


@contextmanager
def _shown_or_not() -> Generator[None]:
    """A server that does not answer for a moment costs a picture, not a published ward."""
    try:
        yield
    except (HTTPError, PrefectException) as error:
        get_logger("landclean").warning("Chưa hiện được kết quả trên giao diện (%s).", type(error).__name__)
