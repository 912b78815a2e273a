"""A ward's figures beside those of its last published days → what is unlike them, in words for the operators."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from cleaning.reporting.numerals import share, thousands
from cleaning.settings import Settings
from flows.figures import Figures, published_days, read_figures

_FEWEST_DAYS: Final = 3  # a band of fewer says nothing
_TRIMMED_FROM: Final = 5  # from so many days on the highest and the lowest don't count: one odd day widens no band


@dataclass(frozen=True)
class Measure:
    """A figure that stays about the same from day to day: a part of `whole`, or `whole` itself where `part` is null.

    `risen`, `fallen`: what to look at; empty where that is no reason to look.
    """

    name: str
    whole: Callable[[Figures], int]
    part: Callable[[Figures], int] | None
    risen: str
    fallen: str


def _judged(figures: Figures) -> int:
    return figures.link + figures.review + figures.no_link


MEASURES: Final = (
    Measure(
        "Số dòng đất đai",
        lambda figures: figures.people + figures.organisations,
        None,
        risen="Nên xem có tệp cũ hoặc tệp của nơi khác nằm lẫn trong thư mục không.",
        fallen="Nên xem danh sách đất đai có thiếu tệp, thiếu trang hoặc bị cắt bớt không.",
    ),
    Measure(
        "Số người trong danh sách dân cư",
        lambda figures: figures.residents,
        None,
        risen="Nên xem có danh sách cũ hoặc danh sách của nơi khác nằm lẫn trong thư mục không.",
        fallen="Nên xem danh sách dân cư có thiếu tệp, thiếu tổ dân phố hoặc bị cắt bớt không.",
    ),
    Measure(
        "Tỷ lệ dòng bị từ chối",
        lambda figures: figures.source_rows - figures.noise,
        lambda figures: figures.rejected,
        risen="Nên xem tu-choi.csv: có thể một tệp đã đổi mẫu hoặc bị hỏng.",
        fallen="",
    ),
    Measure(
        "Tỷ lệ khớp với dân cư",
        _judged,
        lambda figures: figures.link,
        risen="Nên kiểm tra thêm các dòng của kiem-tra.csv: nhiều kết nối mới do máy tự nhận.",
        fallen="Nên xem danh sách dân cư có đủ người, đủ cột không, rồi xem thay-doi.csv và mo-hinh.html.",
    ),
    Measure(
        "Tỷ lệ dòng cần xem lại",
        _judged,
        lambda figures: figures.review,
        risen="Nên xem lý do trong doi-khop.csv và ung-vien.csv.",
        fallen="Nên kiểm tra thêm các dòng của kiem-tra.csv và xem thay-doi.csv.",
    ),
)


def drift_warnings(output: Path, ward: str, as_of: date, settings: Settings) -> list[str]:
    """A sentence for each measure of what was published for `as_of` that left the band of the days before it.

    The band: lowest to highest of the last `drift_nights` days that have figures, without the extremes where there are
    enough days. A share may leave it by `drift_share` at 50 %, by less the nearer it is to 0 or 100 % (equal
    distances in Cohen's h); a number by that part of itself; and either by two standard errors of so few rows.
    Nothing is told where fewer than three days came before.
    """
    tonight = read_figures(output, ward, as_of)
    days = (day for day in reversed(published_days(output, ward)) if day < as_of)
    read = (figures for day in days if (figures := read_figures(output, ward, day)) is not None)
    before = list(islice(read, settings.drift_nights))
    if tonight is None or len(before) < _FEWEST_DAYS:
        return []
    told = [_told(measure, tonight, before, settings.drift_share) for measure in MEASURES]
    changed = _changed(before[0], tonight)
    return [sentence + changed for sentence in told if sentence is not None]


def _told(measure: Measure, tonight: Figures, before: Sequence[Figures], most: float) -> str | None:
    """What is to be said of one measure; null where nothing is."""
    nights = sorted((one for one in before if measure.whole(one) > 0), key=lambda one: _place(measure, one))
    if len(nights) < _FEWEST_DAYS or measure.whole(tonight) == 0:
        return None
    kept = nights[1:-1] if len(nights) >= _TRIMMED_FROM else nights
    free = _free(measure, tonight, most)
    here, low, high = (_place(measure, one) for one in (tonight, kept[0], kept[-1]))
    look = measure.risen if here > high + free else measure.fallen if here < low - free else ""
    if look == "":
        return None
    way = "tăng" if here > high else "giảm"
    lowest, highest = _shown(measure, kept[0]), _shown(measure, kept[-1])
    band = f"là {lowest}" if lowest == highest else f"từ {lowest} đến {highest}"
    return f"{measure.name} {way}: lần này {_shown(measure, tonight)}, {len(nights)} lần trước {band}. {look}"


def _place(measure: Measure, figures: Figures) -> float:
    """Where a day stands on a scale on which equal distances matter equally: of a share, its angle; else logarithms."""
    whole = measure.whole(figures)
    return math.log(whole) if measure.part is None else 2 * math.asin(math.sqrt(measure.part(figures) / whole))


def _free(measure: Measure, tonight: Figures, most: float) -> float:
    """How far outside the band is still as usual."""
    usual = math.log1p(most) if measure.part is None else 2 * most
    return max(usual, 2 / math.sqrt(measure.whole(tonight)))


def _shown(measure: Measure, figures: Figures) -> str:
    whole = measure.whole(figures)
    return thousands(whole) if measure.part is None else share(measure.part(figures), whole)


def _changed(before: Figures, tonight: Figures) -> str:
    """What else is new since the day before."""
    pairs = {
        "mô hình kết nối": (before.model, tonight.model),
        "phiên bản chương trình": (before.code_version, tonight.code_version),
    }
    changed = [name for name, (old, new) in pairs.items() if old != new]
    return "" if len(changed) == 0 else f" Từ lần trước đã đổi {' và '.join(changed)}."
