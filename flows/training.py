"""One ward's two lists and what its staff said of links → a linkage model. Renewing the one in use: see README."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl
from rich.console import Console

from cleaning.decisions.labels import labels_of
from cleaning.linking.labels import met_pairs
from cleaning.linking.model import Model
from cleaning.linking.training import train
from cleaning.reading import WardSources, read_ward
from cleaning.reporting.numerals import thousands
from cleaning.settings import Settings
from cleaning.standardising import standardise_land, standardise_residents
from flows.faults import without_data

_NO_PAIRS: Final = pl.DataFrame(schema={"row_key": pl.String, "resident_key": pl.String})
_NO_LABELS: Final = _NO_PAIRS.with_columns(is_same=pl.lit(None, pl.Boolean))
# Why an answer taught nothing, by field of Answers.
_UNUSED: Final = {
    "unclear": "kết nối không dùng được vì chưa rõ, hoặc các câu trả lời trái nhau.",
    "untied": "kết nối không tìm lại được trong hai danh sách này: dòng đã thay đổi, hoặc dân cư ở phường, xã khác.",
    "left_out": "kết nối không dùng đến: các dòng ghi giống hệt được trả lời trái nhau, hoặc không còn là ứng viên.",
    "refused": "dòng của phiếu kiểm tra bị từ chối: xin xem lý do trong tệp tu-choi.csv của lần chạy hằng đêm.",
}


@dataclass(frozen=True)
class Answers:
    """What became of the checked and decided links: those that taught, and those that did not.

    `decided`: pairs of land user and resident that decisions of the ledger settle, those checked too among them.
    `unclear`: disputed ones too. `untied`: about no pair of the lists. `left_out`: by training. `refused` counts rows
    of the sheets that could not be read as answers.
    """

    same: int = 0
    different: int = 0
    decided: int = 0
    unclear: int = 0
    untied: int = 0
    left_out: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Trained:
    """A new model, and what the answers of staff did for it."""

    model: Model
    answers: Answers


def train_model(
    folder: Path, *, ward: str, name: str, seed: int, as_of: date, settings: Settings,
    decided: pl.DataFrame | None = None,
) -> Trained:  # fmt: skip
    """A model fitted on the lists and answers in `folder`, and on DECIDED_PAIRS `decided` of the ward where given.

    Raises SourceError where the lists cannot be read.
    """
    with without_data(lambda: "huấn luyện mô hình"):
        sources = read_ward(folder, ward=ward, salt=settings.row_key_salt)
        land = standardise_land(sources.land, sources.sheet_map, ward=ward, as_of=as_of, settings=settings)
        residents = standardise_residents(sources.residents, ward=ward, as_of=as_of, settings=settings)
        checked = _labels(sources.check_answers, land, residents, ward)
        settled = _NO_LABELS if decided is None else decided.select(_NO_LABELS.columns)
        trained_on = f"{land.height} land rows and {residents.height} residents, {as_of:%Y-%m}"
        usable = united(checked.drop_nulls(), settled)
        model = train(
            land, residents, name=name, trained_on=trained_on, seed=seed, settings=settings,
            labels=None if usable.is_empty() else usable,
        )  # fmt: skip
        return Trained(model, replace(_account(sources, checked, model), decided=settled.height))


def show_answers(console: Console, answers: Answers) -> None:
    """Print how many answers taught the model, and how many did not, and why."""
    for line in answers_in_words(answers):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def answers_in_words(answers: Answers) -> list[str]:
    """How many answers taught the model, and how many did not, and why; a sentence each."""
    taught = answers.same + answers.different
    if answers == Answers():
        return ["Thư mục không có phiếu kiểm tra đã trả lời: mô hình chỉ học từ hai danh sách."]
    ledger = "" if answers.decided == 0 else f" và {thousands(answers.decided)} quyết định trong sổ"
    lines = [
        f"Phiếu kiểm tra{ledger}: mô hình đã học từ câu trả lời về {thousands(taught)} kết nối "
        f"({thousands(answers.same)} đúng người, {thousands(answers.different)} không phải người này)."
    ]
    counted = asdict(answers)
    return lines + [f"{thousands(counted[why])} {words}" for why, words in _UNUSED.items() if counted[why] > 0]


def united(checked: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """Labels of both, said once where both say the same; where they differ training leaves the pair out."""
    return pl.concat([checked, decided.join(checked, on=_NO_LABELS.columns, how="anti")])


def _labels(answers: pl.DataFrame, land: pl.DataFrame, residents: pl.DataFrame, ward: str) -> pl.DataFrame:
    """What `answers` say of every checked link, as labels_of tells."""
    pairs = _NO_PAIRS if answers.is_empty() else met_pairs(land, residents)
    return labels_of(answers, pairs, ward=ward)


def _account(sources: WardSources, labels: pl.DataFrame, model: Model) -> Answers:
    is_settled, is_tied = labels["is_same"].is_not_null(), labels["row_key"].is_not_null()
    same, different, left_out = (
        int(model.figures.get(f"labels_{name}", 0)) for name in ("same", "different", "left_out")
    )
    return Answers(
        same=same,
        different=different,
        unclear=int((~is_settled).sum()),
        untied=int((is_settled & ~is_tied).sum()),
        left_out=left_out,
        refused=sum(one.rejected for one in sources.inputs if one.kind == "check_answers"),
    )
