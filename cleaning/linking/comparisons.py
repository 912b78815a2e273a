"""Candidate pairs → one small whole number per comparison: the place in its declared list of levels.

Level 0 is always *missing* (neutral: absence is no disagreement), then strongest first, *different* last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from cleaning.linking.households import HOUSEHOLD_LEVELS
from cleaning.linking.identifiers import one_slip
from cleaning.linking.mentions import Sides
from cleaning.linking.names import NAME_LEVELS, name_level
from cleaning.linking.other_rows import HOLDINGS_LEVELS, OLD_NUMBER_LEVELS


@dataclass(frozen=True)
class Comparison:
    """One question about a pair. `level` answers from `land` columns of the mention (`_land`) and of the resident.

    What an expression can't tell, `judge` does, out of the same columns and the names: the column `judged_<name>`.
    Without `level` the question can be asked only of scored pairs; until then the answer is *missing*.
    """

    name: str
    levels: tuple[str, ...]
    land: tuple[str, ...]
    resident: tuple[str, ...]
    level: pl.Expr | None
    judge: Callable[[pl.DataFrame, pl.DataFrame], pl.Series] | None = None


def _expression(levels: tuple[str, ...], missing: pl.Expr, answers: dict[str, pl.Expr]) -> pl.Expr:
    """The first true answer gives the level, else the last one. Null answers count as no."""
    chain = pl.when(missing).then(pl.lit(0, pl.Int8))
    for name, answer in answers.items():
        chain = chain.when(answer.fill_null(False)).then(pl.lit(levels.index(name), pl.Int8))
    return chain.otherwise(pl.lit(len(levels) - 1, pl.Int8))


def _land(name: str) -> pl.Expr:
    return pl.col(f"{name}_land")


def _resident(name: str) -> pl.Expr:
    return pl.col(f"{name}_resident")


def _either_missing(name: str) -> pl.Expr:
    return _land(name).is_null() | _resident(name).is_null()


def _identifier(name: str, alike: dict[str, pl.Expr]) -> Comparison:
    """`alike`: levels of numbers that differ in more than one slip."""
    answers = {"same": _land(name) == _resident(name), "one_slip": pl.col(f"judged_{name}"), **alike}
    levels = ("missing", *answers, "different")

    def slipped(pairs: pl.DataFrame, _names: pl.DataFrame) -> pl.Series:
        return one_slip(pairs[f"{name}_land"], pairs[f"{name}_resident"])

    return Comparison(name, levels, (name,), (name,), _expression(levels, _either_missing(name), answers), slipped)


# The first six digits tell the province of registration, century and gender, and the year of birth (Decree
# 137/2015/ND-CP, article 13): numbers that agree in them speak of people of one age and gender.
_SAME_HEAD = _land("citizen_id") // 10**6 == _resident("citizen_id") // 10**6


_BIRTH_LEVELS = (
    "missing", "same_day", "swapped", "same_year", "same_year_other_day", "same_day_other_year", "one_digit_year",
    "different",
)  # fmt: skip
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
        "same_day_other_year": (_date_land.dt.day() == _date_resident.dt.day())
        & (_date_land.dt.month() == _date_resident.dt.month()),
        "one_digit_year": ((_year_land - _year_resident).abs() == 1)
        | (_year_land // 10 == _year_resident // 10)
        | ((_year_land % 10 == _year_resident % 10) & ((_year_land - _year_resident).abs() == 10)),
    },
)

_GENDER_LEVELS = ("missing", "same", "different")
_PLACE_LEVELS = (
    "missing", "same_hamlet", "same_old_unit", "same_ward", "other_hamlet", "other_old_unit", "other_ward", "elsewhere",
)  # fmt: skip
_other_ward = (_land("unit_code") != _resident("unit_code")).fill_null(False)
_elsewhere = _land("lives") == "elsewhere"
_PLACE = _expression(
    _PLACE_LEVELS,
    _either_missing("hamlet_key") & _either_missing("old_unit_code") & _either_missing("unit_code") & ~_elsewhere,
    {
        "elsewhere": _elsewhere,
        "other_ward": _other_ward,
        "same_hamlet": _land("hamlet_key") == _resident("hamlet_key"),
        "other_old_unit": _land("old_unit_code") != _resident("old_unit_code"),
        "other_hamlet": ~_either_missing("hamlet_key"),
        "same_old_unit": _land("old_unit_code") == _resident("old_unit_code"),
        "same_ward": _land("unit_code") == _resident("unit_code"),
    },
)

# Who holds land: mostly heads of households and their spouses, seldom children.
_STANDING_LEVELS = ("missing", "head", "spouse", "child", "other")
_STANDING = _expression(
    _STANDING_LEVELS,
    _resident("relation").is_null(),
    {
        "head": _resident("relation") == "chu ho",
        "spouse": _resident("relation").is_in(["vo", "chong"]),
        "child": _resident("relation").is_in(["con", "con de", "con nuoi", "con trai", "con gai", "chau"]),
    },
)

# Age when the first certificate was issued, and whether the last one was issued to somebody dead.
_LIFETIME_LEVELS = ("missing", "adult", "minor", "dead", "unborn")
_ADULT_YEARS = 18
_age_then = _land("first_certificate").dt.year() - _resident("birth_year")
_LIFETIME = _expression(
    _LIFETIME_LEVELS,
    _age_then.is_null(),
    {
        "unborn": _age_then < 0,
        "dead": _resident("death_date") < _land("last_certificate"),
        "minor": _age_then < _ADULT_YEARS,
        "adult": _age_then >= _ADULT_YEARS,
    },
)


def _both(name: str, levels: tuple[str, ...], columns: tuple[str, ...], level: pl.Expr) -> Comparison:
    return Comparison(name, levels, columns, columns, level)


_PLACES = ("hamlet_key", "old_unit_code", "unit_code")
_same_gender = {"same": _land("gender") == _resident("gender")}

COMPARISONS = (
    _identifier("citizen_id", {"same_head": _SAME_HEAD}),
    _identifier("cmnd", {}),
    Comparison("name", NAME_LEVELS, ("name",), ("name",), pl.col("judged_name"), name_level),
    _both("birth", _BIRTH_LEVELS, ("birth_date", "birth_year"), _BIRTH),
    _both("gender", _GENDER_LEVELS, ("gender",), _expression(_GENDER_LEVELS, _either_missing("gender"), _same_gender)),
    Comparison("place", _PLACE_LEVELS, (*_PLACES, "lives"), _PLACES, _PLACE),
    Comparison("standing", _STANDING_LEVELS, (), ("relation",), _STANDING),
    Comparison(
        "lifetime", _LIFETIME_LEVELS, ("first_certificate", "last_certificate"), ("birth_year", "death_date"), _LIFETIME
    ),
    Comparison("household", HOUSEHOLD_LEVELS, (), (), None),
    Comparison("holdings", HOLDINGS_LEVELS, (), (), None),
    Comparison("old_number", OLD_NUMBER_LEVELS, (), (), None),
)


def is_level(comparison: str, *names: str) -> pl.Expr:
    """True where the pair shows one of the named levels of `comparison`."""
    declared = next(one for one in COMPARISONS if one.name == comparison)
    return pl.col(f"level_{comparison}").is_in([declared.levels.index(name) for name in names])


def with_levels(pairs: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    """`pairs` (mention, resident, …) with one Int8 column per comparison; never null. The order of rows is kept."""
    asked = [one for one in COMPARISONS if one.level is not None and not _is_unknown(one, sides)]
    compared = pairs.select(
        pl.lit(side[column]).gather(pl.col(who)).alias(f"{column}_{label}")
        for side, who, label in ((sides.mentions, "mention", "land"), (sides.residents, "resident", "resident"))
        for column in dict.fromkeys(column for one in asked for column in getattr(one, label))
    )
    judged = compared.with_columns(
        one.judge(compared, sides.names).alias(f"judged_{one.name}") for one in asked if one.judge is not None
    )
    levels = judged.select(one.level.alias(f"level_{one.name}") for one in asked if one.level is not None)
    unasked = pl.lit(0, dtype=pl.Int8)
    every = [f"level_{one.name}" for one in COMPARISONS]
    return pairs.hstack(levels).with_columns(
        pl.col(name) if name in levels.columns else unasked.alias(name) for name in every
    )


def _is_unknown(comparison: Comparison, sides: Sides) -> bool:
    """One side knows nothing of it, of nobody: the answer is *missing* throughout."""
    asked = ((sides.mentions, comparison.land), (sides.residents, comparison.resident))
    return any(
        len(columns) > 0 and all(side[column].null_count() == side.height for column in columns)
        for side, columns in asked
    )
