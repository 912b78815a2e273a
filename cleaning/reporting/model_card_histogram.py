"""Rows by how likely their best candidate is → a chart: one panel per verdict on one axis, thresholds drawn in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.reporting.model_card import ModelCard
from cleaning.reporting.model_card_words import VERDICTS
from cleaning.reporting.numerals import thousands

# Units of the drawing; the page stretches it to its width.
WIDTH: Final = 760
_LEFT, _RIGHT, _TOP = 46, 6, 24
_PANEL, _GAP = 74, 14
_FURTHEST: Final = 20  # bits on either side of even odds
_TICKS: Final = (0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999)
_SHOWN: Final = ("no_link", "review", "link")


@dataclass(frozen=True)
class Mark:
    """A line across or up the chart with its words; `x` or `y` says where."""

    at: str
    words: str


@dataclass(frozen=True)
class Column:
    """One bar: rows whose best candidate's odds lie within one bit."""

    x: str
    y: str
    width: str
    height: str
    words: str


@dataclass(frozen=True)
class Panel:
    """The bars of one verdict between `top` and `bottom`; `lines` are powers of ten."""

    verdict: str
    words: str
    top: str
    bottom: str
    columns: tuple[Column, ...]
    lines: tuple[Mark, ...]


@dataclass(frozen=True)
class Histogram:
    """The whole chart. `without` counts the rows that have no candidate at all."""

    height: int
    left: int
    right: int
    panels: tuple[Panel, ...]
    ticks: tuple[Mark, ...]
    thresholds: tuple[Mark, ...]
    without: str


def histogram(card: ModelCard) -> Histogram:
    """The chart of `card.histogram`. Heights are logarithmic: the few doubtful rows show beside the certain ones."""
    held = card.histogram.drop_nulls("bits")
    decades = len(str(max(held["rows"], default=1)))
    tops = [_TOP + place * (_PANEL + _GAP) for place in range(len(_SHOWN))]
    return Histogram(
        height=tops[-1] + _PANEL + 30,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        panels=tuple(_panel(held, verdict, top, decades) for verdict, top in zip(_SHOWN, tops, strict=True)),
        ticks=tuple(Mark(_x(_bits(likely)), _level(likely)) for likely in _TICKS),
        thresholds=(
            Mark(_x(_bits(card.review_at)), f"ngưỡng xem lại {_level(card.review_at)}"),
            Mark(_x(_bits(card.link_at)), f"ngưỡng khớp {_level(card.link_at)}"),
        ),
        without=thousands(int(card.histogram.filter(pl.col("bits").is_null())["rows"].sum())),
    )


def _panel(held: pl.DataFrame, verdict: str, top: int, decades: int) -> Panel:
    rows = held.filter(pl.col("verdict") == verdict).sort("bits")
    bottom = top + _PANEL

    def y(number: int) -> float:
        # one row is a bar of some height: nothing is no bar
        return bottom - _PANEL * (math.log10(number) + 0.25) / (decades + 0.25)

    columns = tuple(
        Column(_x(at), f"{y(number):.1f}", f"{_STEP - 1:.1f}", f"{bottom - y(number):.1f}", _told(at, number))
        for at, number in rows.select("bits", "rows").iter_rows()
    )
    lines = tuple(Mark(f"{y(10**power):.1f}", thousands(10**power)) for power in range(decades + 1))
    words = f"{VERDICTS[verdict]}: {thousands(int(rows['rows'].sum()))} lượt"
    return Panel(verdict, words, f"{top}", f"{bottom}", columns, lines)


_STEP: Final = (WIDTH - _LEFT - _RIGHT) / (2 * _FURTHEST)


def _x(at: float) -> str:
    return f"{_LEFT + (at + _FURTHEST) * _STEP:.1f}"


def _bits(likely: float) -> float:
    return math.log2(likely / (1 - likely))


def _told(at: int, number: int) -> str:
    return f"{at} đến {at + 1} bit: {thousands(number)} lượt".replace("-", "−")


def _level(likely: float) -> str:
    return f"{100 * likely:g}%".replace(".", ",")
