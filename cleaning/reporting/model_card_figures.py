"""Model card → the lines of its page. A group of fewer than five people is never told apart from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.reporting.model_card import ModelCard
from cleaning.reporting.model_card_words import (
    FIGURES,
    VERDICTS,
    form_words,
    in_vietnamese,
    key_words,
    level_words,
    lives_words,
    missing_words,
)
from cleaning.reporting.numerals import bits, frequency, share, thousands

FEWEST: Final = 5  # people, below which a number or a name could point at one of them


@dataclass(frozen=True)
class Bar:
    """A bar of a chart; `start` and `width` in percent of the chart, `kind` chooses the colour."""

    kind: str
    start: str
    width: str


@dataclass(frozen=True)
class Line:
    """One line of a table: what it is about, a remark, cells in the order of the headings, and its bars."""

    label: str
    note: str
    cells: tuple[str, ...]
    bars: tuple[Bar, ...] = ()


def training(card: ModelCard) -> list[tuple[str, str]]:
    """What the model was fitted on: word and number."""
    return [(FIGURES.get(name, name), _figure(name, number)) for name, number in card.figures.items()]


def share_listed(card: ModelCard) -> list[tuple[str, str]]:
    """How many land users the model takes to stand in the register, by where they live."""
    return [(lives_words(lives), frequency(listed)) for lives, listed in card.share_listed.items()]


def levels(card: ModelCard) -> list[tuple[str, list[Line]]]:
    """Per comparison its levels: m, u and weight, with a bar to the right for agreement, to the left against it."""
    longest = _longest(card.levels["weight"])
    found: dict[str, list[Line]] = {}
    for comparison, level, m, u, weight, note in card.levels.iter_rows():
        called, words = level_words(comparison, level)
        cells = (frequency(m), frequency(u), bits(weight))
        line = Line(words, in_vietnamese(note), cells, (_diverging(weight, longest),))
        found.setdefault(called, []).append(line)
    return list(found.items())


def names(card: ModelCard) -> list[tuple[str, list[Line]]]:
    """Per form of the name what agreeing on some names adds: bearers, their share, bits."""
    shown = card.names.filter(pl.col("bearers") >= FEWEST)
    longest = _longest(shown["weight_change"])
    found: dict[str, list[Line]] = {}
    for form, name, bearers, held, change in shown.iter_rows():
        line = Line(name, "", (thousands(bearers), frequency(held), bits(change)), (_diverging(change, longest),))
        found.setdefault(form_words(form), []).append(line)
    return list(found.items())


def unlinkables(card: ModelCard) -> list[Line]:
    """Per combination of missing information: rows, by verdict, share linked. The small combinations stand together."""
    frame = card.unlinkables.select("missing", "rows", *VERDICTS)
    told = [
        (missing_words(missing), *counts) for missing, *counts in frame.filter(pl.col("rows") >= FEWEST).iter_rows()
    ]
    few = frame.filter(pl.col("rows") < FEWEST)
    if not few.is_empty():
        told.append(("các trường hợp hiếm gặp khác", *few.drop("missing").sum().row(0)))
    return [_unlinkable(label, rows, judged) for label, rows, *judged in told]


def keys(card: ModelCard) -> list[Line]:
    """Per blocking key: pairs, those only it found, linked rows, those only it found, pairs left out."""
    columns = ("key", "pairs", "only_pairs", "links", "only_links", "capped")
    return [
        Line(key_words(key), "", tuple(map(thousands, counts)))
        for key, *counts in card.keys.select(columns).iter_rows()
    ]


def reasons(card: ModelCard, words: Mapping[str, str]) -> list[tuple[str, str, list[Line]]]:
    """Per verdict its rows and, the most frequent first, its reasons."""
    found: list[tuple[str, str, list[Line]]] = []
    for verdict, called in VERDICTS.items():
        of_it = card.reasons.filter(pl.col("verdict") == verdict).sort("rows", "reason", descending=[True, False])
        whole = int(of_it["rows"].sum())
        lines = [
            Line(
                words.get(reason, reason),
                "",
                (_counted(rows), _share(rows, whole)),
                (_from_left(verdict, rows, whole),),
            )
            for reason, rows in of_it.select("reason", "rows").iter_rows()
        ]
        found.append((called, thousands(whole), lines))
    return found


def _unlinkable(label: str, rows: int, judged: Sequence[int]) -> Line:
    told = [0 if number < FEWEST else number for number in judged]
    bars = [
        Bar(verdict, _percent(sum(told[:at]), rows), _percent(number, rows))
        for at, (verdict, number) in enumerate(zip(VERDICTS, told, strict=True))
    ]
    return Line(label, "", (_counted(rows), *map(_counted, judged), _share(judged[0], rows)), tuple(bars))


def _counted(number: int) -> str:
    return f"<{FEWEST}" if 0 < number < FEWEST else thousands(number)


def _share(part: int, whole: int) -> str:
    return "–" if 0 < part < FEWEST else share(part, whole)


def _figure(name: str, number: float) -> str:
    if name == "seed":
        return f"{number:.0f}"
    return thousands(int(number)) if number == int(number) else f"{number:g}".replace(".", ",")


def _longest(weights: pl.Series) -> float:
    return max((abs(weight) for weight in weights), default=0.0)


def _diverging(weight: float, longest: float) -> Bar:
    """To the right of the middle what speaks for one person, to the left what speaks against."""
    width = 0.0 if longest == 0 else 50 * abs(weight) / longest
    return Bar("against" if weight < 0 else "for", f"{50 - width if weight < 0 else 50:.2f}", f"{width:.2f}")


def _from_left(kind: str, part: int, whole: int) -> Bar:
    return Bar(kind, "0", _percent(0 if part < FEWEST else part, whole))


def _percent(part: int, whole: int) -> str:
    return "0" if whole == 0 else f"{100 * part / whole:.2f}"
