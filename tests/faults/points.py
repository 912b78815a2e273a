"""A seed → where runs are killed: spread evenly over all they change on disk, and over the time they take."""

from __future__ import annotations

import math
import random  # noqa: TID251  drawn from a seed that is told
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, Literal

Town = Literal["small", "sample"]
# what stands in the output folder: nothing, the night before, the night before and an older version of this day
Start = Literal["first", "next", "again"]
# a night's flow, the whole command with its temporary server, taking in what lies in the inbox
Work = Literal["night", "command", "take_in"]
Kind = Literal["before", "amid", "time"]

_STARTS: Final[tuple[Start, ...]] = ("first", "next", "again")
# Of a hundred: nights of two small wards and of the sample ward beside a small one, for each start, by kind.
_NIGHTS: Final[dict[tuple[Town, Kind], int]] = {
    ("small", "before"): 14,
    ("small", "amid"): 5,
    ("small", "time"): 4,
    ("sample", "before"): 3,
    ("sample", "amid"): 1,
    ("sample", "time"): 1,
}
_TAKING_IN, _COMMANDS = 12, 4
_AMID_SECONDS: Final = 0.02


@dataclass(frozen=True)
class Point:
    """A kill: before the change at the share `at` of all changes, some ms after it, or at that share of the time."""

    work: Work
    town: Town
    start: Start
    kind: Kind
    at: float = 0.0
    late: float = 0.0


def drawn(points: int, seed: int) -> list[Point]:
    """So many points, the same for a seed: of fewer than a hundred some kinds fall out."""
    chance = random.Random(seed)
    plan = _plan() * math.ceil(points / len(_plan()))
    chosen = [plan[at * len(plan) // points] for at in range(points)]
    return [_placed(point, chosen, at, chance) for at, point in enumerate(chosen)]


def _plan() -> list[Point]:
    nights = [
        Point("night", town, start, kind)
        for start, ((town, kind), points) in product(_STARTS, _NIGHTS.items())
        for _ in range(points)
    ]
    taking_in = [Point("take_in", "small", "next", "before")] * _TAKING_IN
    return [*nights, *taking_in, *[Point("command", "small", "next", "time")] * _COMMANDS]


def _placed(point: Point, chosen: list[Point], number: int, chance: random.Random) -> Point:
    """Those of a kind lie evenly over the whole, each at random within its part."""
    alike = [at for at, other in enumerate(chosen) if other == point]
    share = (alike.index(number) + chance.random()) / len(alike)
    return replace(point, at=share, late=chance.random() * _AMID_SECONDS if point.kind == "amid" else 0.0)
