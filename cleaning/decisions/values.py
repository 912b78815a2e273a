"""Text of 'Giá trị đúng' → the value as accepted and the cells it is written to, or what is wrong with it.

Nothing is invented: what a spreadsheet may have changed is refused unless something else bears it out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from cleaning.decisions import value_dates, value_numbers, value_parcels, value_texts
from cleaning.decisions.refusals import first_fault
from cleaning.schemas import QUESTION

_TEXT: Final = pl.col("text")
_KEPT: Final = pl.col("has_kept_accents")
_SHOWN: Final = pl.col("land_value")
_LIST: Final = pl.List(pl.String)


@dataclass(frozen=True)
class Reading:
    """`value` for people, `cells` in the order of the fields a code corrects, `fault` where the text is no value."""

    value: pl.Expr
    cells: tuple[pl.Expr, ...]
    fault: pl.Expr


def with_values(rows: pl.DataFrame, first_days: pl.DataFrame, known: pl.Series) -> pl.DataFrame:
    """Adds `value`, `cells` (a list) and `value_fault` to `rows`, whose order is kept.

    `rows`: `source_file, discrepancy_id, question, since_raw`, `text` (tidied, or null), `corrects` (fields in order),
    `reads_number` (it is a citizen number whatever they are), `land_value, proposal, residents` as shown, and of the
    answer beside the value `has_kept_accents`, `has_lost_letters`. `known`: numbers of all residents. No text is no
    fault here.
    """
    dated = value_dates.with_day(rows, first_days).with_columns(
        damage=value_texts.damage(_TEXT),
        kind=pl.when("reads_number").then(pl.lit(_NUMBER)).otherwise(pl.col("corrects").list.first()),
        is_borne=_is_borne(known),
    )
    place = dated.with_row_index("place")
    unread = place.filter(~pl.col("kind").is_in(list(_READINGS)).fill_null(value=False)).with_columns(
        value=pl.lit(None, pl.String), cells=pl.lit(None, _LIST), value_fault=pl.lit(None, pl.String)
    )
    kinds = set(place["kind"].unique())
    read = [
        _read(place.filter(pl.col("kind") == kind), reading()) for kind, reading in _READINGS.items() if kind in kinds
    ]
    return pl.concat([unread, *read]).sort("place").drop("place", *(set(dated.columns) - set(rows.columns)))


def _read(rows: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    fault = pl.coalesce("damage", reading.fault)
    told = rows.with_columns(value_fault=pl.when(_TEXT.is_not_null()).then(fault))
    sound = pl.when(_TEXT.is_not_null() & pl.col("value_fault").is_null())
    return told.with_columns(
        value=sound.then(reading.value),
        cells=sound.then(pl.concat_list(reading.cells).cast(_LIST)),
    ).select(*rows.columns, "value", "cells", "value_fault")


def _is_borne(known: pl.Series) -> pl.Expr:
    """Whether the number with zeros in front is a resident's, or the one proposed."""
    number = value_numbers.zero_filled(_TEXT)
    is_named = pl.any_horizontal(number == pl.col("proposal"), pl.col("residents").str.split("|").list.contains(number))
    return is_named.fill_null(value=False) | number.is_in(known.implode()).fill_null(value=False)


def _number() -> Reading:
    number = value_numbers.citizen_number(_TEXT, borne=pl.col("is_borne"))
    return Reading(number, (number,), pl.when(number.is_null()).then(value_numbers.number_fault(_TEXT)))


def _day() -> Reading:
    day = pl.col("day")
    fault = first_fault(which_is_the_month=pl.col("is_day_open"), not_a_date=day.is_null())
    return Reading(value_dates.as_written(day), (value_dates.for_cells(day),), fault)


def _birth() -> Reading:
    """A day, or the year alone."""
    day, year = _day(), pl.col("year")
    return Reading(
        pl.coalesce(year, day.value), (pl.coalesce(year, *day.cells),), pl.when(year.is_null()).then(day.fault)
    )


def _plain(read: Callable[[pl.Expr], value_texts.Read]) -> Callable[[], Reading]:
    def reading() -> Reading:
        value, fault = read(_TEXT)
        return Reading(value, (value,), fault)

    return reading


def _lettered(read: Callable[[pl.Expr], value_texts.Read]) -> Callable[[], Reading]:
    """Text whose letters may have been lost where those of the answer beside it were."""

    def reading() -> Reading:
        value, fault = read(_TEXT)
        return Reading(value, (value,), pl.coalesce(fault, first_fault(accents_lost=pl.col("has_lost_letters"))))

    return reading


def _numbered(read: Callable[..., value_texts.Read]) -> Callable[[], Reading]:
    """A number of papers with letters: D may be what is left of Đ."""

    def reading() -> Reading:
        value, fault = read(_TEXT, accents_kept=_KEPT)
        return Reading(value, (value,), fault)

    return reading


def _register_number() -> Reading:
    """Not the ward's own code, which would pass for one."""
    number = _numbered(value_texts.register_number)()
    is_ward = pl.col("question").str.extract(QUESTION, 1) == _TEXT
    return replace(number, fault=pl.coalesce(number.fault, first_fault(not_a_register_number=is_ward)))


def _parcel() -> Reading:
    sheet, parcel, fault = value_parcels.sheet_and_parcel(_TEXT, shown=_SHOWN, offered=pl.col("proposal"))
    value = pl.concat_str(pl.format("tờ {}", sheet), pl.format("thửa {}", parcel), separator=", ", ignore_nulls=True)
    return Reading(value, (sheet, parcel), fault)


def _uses() -> Reading:
    uses, fault = value_parcels.land_uses(_TEXT, shown=_SHOWN)
    cells = tuple(uses.list.get(place, null_on_oob=True) for place in range(value_parcels.MOST_USES))
    return Reading(uses.list.join("; "), cells, fault)


def _area() -> Reading:
    number, fault = value_parcels.area(_TEXT, shown=_SHOWN)
    return Reading(number.str.replace(".", ",", literal=True), (value_parcels.for_area_cell(number),), fault)


_NUMBER: Final = "holder_id_number"
# First field a code corrects → how its value is read.
_READINGS: Final[dict[str, Callable[[], Reading]]] = {
    _NUMBER: _number,
    "holder_name": _lettered(value_texts.name),
    "current_user_name": _lettered(value_texts.name),
    "holder_birth_date": _birth,
    "holder_gender": _plain(value_texts.gender),
    "holder_address": _lettered(value_texts.address),
    "parcel_address": _lettered(value_texts.address),
    "sheet": _parcel,
    "parcel_geohash": _plain(value_texts.parcel_id),
    "area": _area,
    "use_1": _uses,
    "unit_code": _plain(value_texts.unit_code),
    "certificate_serial": _numbered(value_texts.certificate_serial),
    "certificate_date": _day,
    "register_number": _register_number,
    "organisation_id": _numbered(value_texts.organisation_number),
}
