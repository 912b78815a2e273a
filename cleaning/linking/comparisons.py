"""Candidate pairs → one small whole number per comparison: the place in its declared list of levels.

Level 0 is always *missing* (neutral: absence is no disagreement), then strongest first, *different* last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from rapidfuzz.distance import OSA

from cleaning.linking.households import HOUSEHOLD_LEVELS
from cleaning.linking.names import name_level
from cleaning.linking.similarity import edit_distances


@dataclass(frozen=True)
class Comparison:
    """One question about a pair. `level` answers from the columns of both sides (`_land`, `_resident`).

    Without `level` the question can be asked only of scored pairs; until then the answer is *missing*.
    """

    name: str
    levels: tuple[str, ...]
    columns: tuple[str, ...]
    level: Callable[[pl.DataFrame], pl.Series] | None


def _expression(
    levels: tuple[str, ...], missing: pl.Expr, answers: dict[str, pl.Expr]
) -> Callable[[pl.DataFrame], pl.Series]:
    """The first true answer gives the level, else the last one. Null answers count as no."""
    chain = pl.when(missing).then(pl.lit(0))
    for name, answer in answers.items():
        chain = chain.when(answer.fill_null(False)).then(pl.lit(levels.index(name)))
    whole = chain.otherwise(pl.lit(len(levels) - 1)).cast(pl.Int8)
    return lambda pairs: pairs.select(level=whole).to_series()


def _land(name: str) -> pl.Expr:
    return pl.col(f"{name}_land")


def _resident(name: str) -> pl.Expr:
    return pl.col(f"{name}_resident")


def _either_missing(name: str) -> pl.Expr:
    return _land(name).is_null() | _resident(name).is_null()


def _identifier(name: str) -> Comparison:
    levels = ("missing", "same", "one_slip", "different")
    columns = (f"{name}_land", f"{name}_resident")
    chain = _expression(
        levels, _either_missing(name), {"same": _land(name) == _resident(name), "one_slip": pl.col("distance") == 1}
    )

    def level(pairs: pl.DataFrame) -> pl.Series:
        # numbers of one length at distance 1: one digit differs, or two neighbours are swapped
        slips = edit_distances(pairs, columns, OSA.distance, cutoff=1)
        return chain(pairs.join(slips, on=columns, how="left", maintain_order="left", validate="m:1"))

    return Comparison(name, levels, (name,), level)


_BIRTH_LEVELS = ("missing", "same_day", "swapped", "same_year", "same_year_other_day", "one_digit_year", "different")
_year_land, _year_resident = _land("birth_year"), _resident("birth_year")
_date_land, _date_resident = _land("birth_date"), _resident("birth_date")
_same_year = _year_land == _year_resident
_BIRTH = _expression(
    _BIRTH_LEVELS,
    _either_missing("birth_year"),
    {
        "same_day": _date_land == _date_resident,
        "swapped": _same_year
        & (_date_land.dt.day() == _date_resident.dt.month())
        & (_date_land.dt.month() == _date_resident.dt.day()),
        "same_year": _same_year & _either_missing("birth_date"),
        "same_year_other_day": _same_year,
        "one_digit_year": ((_year_land - _year_resident).abs() == 1)
        | (_year_land // 10 == _year_resident // 10)
        | ((_year_land % 10 == _year_resident % 10) & ((_year_land - _year_resident).abs() == 10)),
    },
)

_GENDER_LEVELS = ("missing", "same", "different")
_PLACE_LEVELS = ("missing", "same_hamlet", "same_old_unit", "same_ward", "other_hamlet", "elsewhere")
_elsewhere = (_land("unit_code") != _resident("unit_code")).fill_null(False) | (
    (_land("unit_state") == "unknown") & _resident("unit_code").is_not_null()
)
_PLACE = _expression(
    _PLACE_LEVELS,
    (_land("hamlet_key").is_null() & _land("old_unit_code").is_null() & _land("unit_code").is_null() & ~_elsewhere)
    | (_resident("hamlet_key").is_null() & _resident("unit_code").is_null()),
    {
        "elsewhere": _elsewhere,
        "same_hamlet": _land("hamlet_key") == _resident("hamlet_key"),
        "other_hamlet": ~_either_missing("hamlet_key") | (_land("old_unit_code") != _resident("old_unit_code")),
        "same_old_unit": _land("old_unit_code") == _resident("old_unit_code"),
        "same_ward": _land("unit_code") == _resident("unit_code"),
    },
)

NAME_LEVELS = (
    "missing", "same", "style", "accents_lost", "accents_differ", "one_slip", "regional", "middle_missing",
    "other_middle", "similar", "same_given", "different",
)  # fmt: skip

COMPARISONS = (
    _identifier("citizen_id"),
    _identifier("cmnd"),
    Comparison(
        "name",
        NAME_LEVELS,
        ("name_lower", "name_key", "name_folded", "name_family", "name_given", "name_words", "name_regional"),
        lambda pairs: name_level(pairs, NAME_LEVELS),
    ),
    Comparison("birth", _BIRTH_LEVELS, ("birth_date", "birth_year"), _BIRTH),
    Comparison(
        "gender",
        _GENDER_LEVELS,
        ("gender",),
        _expression(_GENDER_LEVELS, _either_missing("gender"), {"same": _land("gender") == _resident("gender")}),
    ),
    Comparison("place", _PLACE_LEVELS, ("hamlet_key", "old_unit_code", "unit_code", "unit_state"), _PLACE),
    Comparison("household", HOUSEHOLD_LEVELS, (), None),
)
LEVEL_COLUMNS = tuple(f"level_{comparison.name}" for comparison in COMPARISONS)


def is_level(comparison: str, *names: str) -> pl.Expr:
    """True where the pair shows one of the named levels of `comparison`."""
    declared = next(one for one in COMPARISONS if one.name == comparison)
    return pl.col(f"level_{comparison}").is_in([declared.levels.index(name) for name in names])


def with_levels(pairs: pl.DataFrame, mentions: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    """`pairs` (mention, resident, …) with one Int8 column per comparison; never null. The order of rows is kept."""
    at_land, at_resident = pairs["mention"], pairs["resident"]
    levels: list[pl.Series] = []
    for comparison in COMPARISONS:
        if comparison.level is None:
            levels.append(pl.Series(f"level_{comparison.name}", [0], dtype=pl.Int8).new_from_index(0, pairs.height))
            continue
        sides = [
            side[column].gather(rows).alias(f"{column}_{label}")
            for side, rows, label in ((mentions, at_land, "land"), (residents, at_resident, "resident"))
            for column in comparison.columns
        ]
        levels.append(comparison.level(pl.DataFrame(sides)).alias(f"level_{comparison.name}"))
    return pairs.with_columns(levels)
