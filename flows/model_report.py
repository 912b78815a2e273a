"""The linkage model in words: what the page of a ward is made of, and what a newly trained model changes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl
from rich.console import Console
from rich.table import Table

from cleaning.errors import ModelError
from cleaning.linking.card import card_of
from cleaning.linking.model import Model, load_model
from cleaning.linking.model_diff import ModelDiff, model_diff
from cleaning.reporting import ModelCard
from cleaning.reporting.model_card_words import form_words, level_words, lives_words
from cleaning.reporting.numerals import bits, frequency
from cleaning.settings import Settings

# A change of one bit doubles or halves the odds: worth a word. More words than this nobody reads.
_WORTH_BITS: Final = 1.0
_SEEN_BITS: Final = 0.005  # less is printed as nothing
_TOLD: Final = 8
_FREQUENCIES: Final = ("m", "m mới", "u", "u mới")
_WIDE: Final = 120  # characters of a terminal that shows them without cutting numbers off


def model_card(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    verdicts: pl.DataFrame,
    report: pl.DataFrame,
    *,
    model: Model,
    settings: Settings,
) -> ModelCard:
    """The card of `model` on one ward: LAND, RESIDENTS, VERDICTS and the blocking `report` of linking."""
    return ModelCard(
        name=model.name,
        trained_on=model.trained_on,
        figures=model.figures,
        share_listed=model.share_listed,
        link_at=settings.link_at,
        review_at=settings.review_at,
        **card_of(land, residents, verdicts, report, model)._asdict(),
    )


def model_in_use(settings: Settings) -> Model | None:
    """The model the nightly run uses; null where it does not fit this version: a new one is trained for that too."""
    try:
        return load_model(None if settings.model_file == "" else Path(settings.model_file))
    except ModelError:
        return None


def show_change(console: Console, old: Model | None, new: Model) -> None:
    """Print what the new model changes: every level as a table, then the biggest changes in words."""
    if old is not None:
        console.print(_table(model_diff(old, new), with_frequencies=console.width >= _WIDE))
    for line in change_in_words(old, new):
        _say(console, line)


def change_in_words(old: Model | None, new: Model) -> list[str]:
    """The biggest changes, a sentence each; that nothing can be compared where there is no `old`."""
    if old is None:
        return ["Không so sánh được với mô hình đang dùng: tệp mô hình ấy không đọc được hoặc thuộc phiên bản khác."]
    return _told(model_diff(old, new))


def change_by_level(old: Model, new: Model) -> list[tuple[str, ...]]:
    """Information, level, weight before and after in bits, change, and a mark where that is a bit or more."""
    rows: list[tuple[str, ...]] = []
    for comparison, level, *_, before, after, change in model_diff(old, new).levels.iter_rows():
        called, word = level_words(comparison, level)
        mark = _mark(change) if abs(change) >= _WORTH_BITS else ""
        rows.append((called, word, bits(before), bits(after), bits(change), mark))
    return rows


def _table(diff: ModelDiff, *, with_frequencies: bool) -> Table:
    table = Table(title=f"Mô hình mới {diff.new} so với mô hình đang dùng {diff.old}", title_justify="left")
    for heading in ("Thông tin", "Mức so sánh"):
        table.add_column(heading)
    for heading in (*(_FREQUENCIES if with_frequencies else ()), "bit", "bit mới", "thay đổi", ""):
        table.add_column(heading, justify="right", no_wrap=True)
    for (comparison,), levels in diff.levels.group_by("comparison", maintain_order=True):
        for place, (level, *frequencies, old, new, change) in enumerate(levels.drop("comparison").iter_rows()):
            called, word = level_words(str(comparison), level)
            is_big = abs(change) >= _WORTH_BITS
            table.add_row(
                called if place == 0 else "", word, *(map(frequency, frequencies) if with_frequencies else ()),
                bits(old), bits(new), bits(change), _mark(change) if is_big else "", style="bold" if is_big else None,
            )  # fmt: skip
        table.add_section()
    return table


def _told(diff: ModelDiff) -> list[str]:
    lines: list[str] = []
    for lives, before, after, change in _moved(diff.share_listed).iter_rows():
        lines.append(
            f"Người sử dụng đất có {lives_words(lives)}: tỷ lệ có trong dữ liệu dân cư {frequency(before)} → "
            f"{frequency(after)}; mọi cặp như vậy được tính thêm {bits(change)} bit từ đầu."
        )
    for form, before, after, change in _moved(diff.agreement).iter_rows():
        lines.append(
            f"{form_words(form)}: hai người bất kỳ trùng nhau {frequency(before)} → {frequency(after)}; "
            f"trùng như vậy được tính thêm {bits(change)} bit."
        )
    return lines + _largest(diff.levels)


def _moved(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("change").abs() >= _SEEN_BITS)


def _largest(levels: pl.DataFrame) -> list[str]:
    big = levels.filter(pl.col("change").abs() >= _WORTH_BITS)
    if big.is_empty():
        return ["Không mức so sánh nào thay đổi từ 1 bit trở lên."]
    largest = big.sort(pl.col("change").abs(), descending=True, maintain_order=True).head(_TOLD)
    lines = [f"{big.height} trên {levels.height} mức so sánh thay đổi từ 1 bit trở lên (▲ tăng, ▼ giảm):"]
    for comparison, level, *_, old, new, change in largest.iter_rows():
        called, word = level_words(comparison, level)
        lines.append(f"{_mark(change)} {called}, {word}: {bits(old)} → {bits(new)} bit; {_meaning(old, new)}.")
    if big.height > largest.height:
        lines.append(f"… và {big.height - largest.height} mức khác được in đậm trong bảng.")
    return lines


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _mark(change: float) -> str:
    return "▲" if change > 0 else "▼"


def _meaning(old: float, new: float) -> str:
    """What a changed weight means for a pair that shows the level."""
    if bits(new) == bits(0):
        return "nay không nghiêng về bên nào"
    if old > 0 > new:
        return "trước nghiêng về cùng người, nay nghiêng về khác người"
    if old < 0 < new:
        return "trước nghiêng về khác người, nay nghiêng về cùng người"
    side = "cùng người" if max(old, new) > 0 else "khác người"
    return f"nay nghiêng về {side} {'mạnh' if abs(new) > abs(old) else 'yếu'} hơn"
