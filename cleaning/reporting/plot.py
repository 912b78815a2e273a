"""Days and values → places on a small drawing, in its units (about pixels), as SVG writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

HEIGHT: Final = 114.0
_TOP, _RIGHT, _BOTTOM, _LEFT = 13.0, 8.0, 17.0, 36.0  # what surrounds the plane: labels
_LABEL: Final = 40.0  # the width of a day or value written beside a point
_ABOVE, _BELOW = 5.0, 12.0  # where its line of text stands


@dataclass(frozen=True)
class Label:
    """A text at a place; `anchor` says which end of it stands there."""

    x: str
    y: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Level:
    """A value written at the edge, with its line across the plane."""

    y: str
    text: str
    text_y: str


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Plot:
    """A plane from the day `first` to `last`, from the value 0 to `top`, drawn `width` units wide."""

    width: float
    first: date
    last: date
    top: float

    @property
    def left(self) -> str:
        """Where the plane begins."""
        return _written(_LEFT)

    @property
    def right(self) -> str:
        """Where the plane ends."""
        return _written(self.width - _RIGHT)

    def points(self, values: Sequence[tuple[date, float]]) -> list[tuple[str, str]]:
        """The places of values."""
        return [(_written(self._x(day)), _written(self._y(value))) for day, value in values]

    def level(self, value: float, text: str) -> Level:
        """The line of a value."""
        return Level(_written(self._y(value)), text, _written(self._y(value) + 3))

    def stroke(self, start: tuple[date, float], end: tuple[date, float]) -> Stroke:
        """The line from one value to another, both within the plane."""
        (x1, y1), (x2, y2) = self.points((start, end))
        return Stroke(x1, y1, x2, y2)

    def label(self, day: date, value: float, text: str, *, below: bool = False) -> Label:
        """A text beside a point, kept within the drawing."""
        x, y = self._x(day), self._y(value)
        is_below = below or y < _TOP + _ABOVE
        return Label(_written(x), _written(y + (_BELOW if is_below else -_ABOVE)), text, self._anchor(x))

    def days(self, days: Sequence[tuple[date, str]]) -> list[Label]:
        """Days under the plane; the earlier in the list goes before where there is no room for both."""
        shown: list[tuple[float, Label]] = []
        for day, text in days:
            x = self._x(day)
            if all(abs(x - other) >= _LABEL for other, _ in shown):
                shown.append((x, Label(_written(x), _written(HEIGHT - 4), text, self._anchor(x))))
        return [label for _, label in shown]

    def _anchor(self, x: float) -> str:
        if x > self.width - _LABEL:
            return "end"
        return "start" if x < _LEFT + _LABEL else "middle"

    def _x(self, day: date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return _LEFT + share * (self.width - _LEFT - _RIGHT)

    def _y(self, value: float) -> float:
        return HEIGHT - _BOTTOM - value / self.top * (HEIGHT - _TOP - _BOTTOM)


def _written(place: float) -> str:
    return f"{place:.1f}"
