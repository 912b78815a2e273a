"""Every ward's newest figures → the roll-up over wards, published like a ward's day under `published/thanh-pho/`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from cleaning import reference
from cleaning.discrepancies import CATALOGUE
from cleaning.reporting import CityReport, write_city
from cleaning.reporting.city_report import CITY_NIGHTS, CITY_WARDS, NAMES
from cleaning.settings import Settings
from flows import clock
from flows.figures import Figures, newest_figures
from flows.memory import wards_published
from flows.outcomes import CITY, WardOutcome
from flows.publishing import publish, staged
from flows.run_folder import held, private_folder, write_whole

__all__ = ["CITY", "publish_city"]

Ended = Literal["failed", "unchanged"]

_WARDS_NEEDED: Final = 2  # of one ward its own page tells more
_WAIT_SECONDS: Final = 600
_WARD: Final = re.compile(r"\d{5}")
_NOT_ASKED: Final = frozenset(entry.code for entry in CATALOGUE if entry.severity == "info")
_FOLDER, _FILE = ".state", "ended.json"


def publish_city(
    output: Path, as_of: date, settings: Settings, *, run_id: str, outcomes: Sequence[WardOutcome] = ()
) -> Path | None:
    """Publish the roll-up of `as_of` over the newest day of every ward until then; null with fewer than two wards.

    `outcomes`: how the wards of this run ended; of others what earlier runs for the same day said still holds.
    Raises OSError, and WardBusyError where another run takes too long to publish it.
    """
    wards = wards_published(output)
    if len(wards) < _WARDS_NEEDED:
        return None
    with held(output, CITY, run_id=run_id, since=clock.now(), wait_seconds=_WAIT_SECONDS):
        found = (newest_figures(output, ward, until=as_of) for ward in wards)
        known = {figures.ward: figures for figures in found if figures is not None}
        if len(known) == 0:
            return None
        ended = _ended(output, as_of, outcomes, known)
        with staged(output, CITY, run_id) as staging:
            write_city(staging, city_report(known, ended, as_of, settings))
            told = json.dumps(ended, sort_keys=True, indent=1).encode()
            write_whole(private_folder(staging / _FOLDER, below=staging) / _FILE, told)
        return publish(staging, as_of)


def city_report(
    known: Mapping[str, Figures], ended: Mapping[str, Ended], as_of: date, settings: Settings
) -> CityReport:
    """The roll-up over the wards with figures and all others of their provinces. `ended`: where not as of that day."""
    units = reference.table("admin_units").filter(level="commune").select("code", "full_name", "province_code")
    provinces = units.filter(pl.col("code").is_in([*known]))["province_code"].unique().sort()
    expected = units.filter(pl.col("province_code").is_in(provinces.implode()))
    codes = sorted({*expected["code"], *known, *ended})
    names = dict(units.select("code", "full_name").iter_rows())
    rows = [_ward(code, names.get(code, code), known.get(code), ended.get(code), as_of) for code in codes]
    return CityReport(
        name=_name(provinces),
        as_of=as_of,
        wards=CITY_WARDS.conform(pl.DataFrame(rows, schema={one.name: one.dtype for one in CITY_WARDS.columns})),
        nights=_nights(known),
        discrepancies=_asked(known),
        titles={entry.code: entry.title for entry in CATALOGUE},
        settings=settings,
    )


def _ended(
    output: Path, as_of: date, outcomes: Sequence[WardOutcome], known: Mapping[str, Figures]
) -> dict[str, Ended]:
    """The wards whose figures are not tonight's, and why: they failed, or nothing had changed."""
    file = output / "published" / CITY / as_of.isoformat() / _FOLDER / _FILE
    before: dict[str, Ended] = {}
    with suppress(FileNotFoundError, ValueError):
        before = json.loads(file.read_bytes())
    ran = {one.ward for one in outcomes}
    ended: dict[str, Ended] = {ward: word for ward, word in before.items() if ward not in ran}
    for one in outcomes:
        if one.error is not None:
            ended[one.ward] = "failed"
        elif one.unchanged and one.ward in known and known[one.ward].as_of < as_of:
            ended[one.ward] = "unchanged"
    return {ward: word for ward, word in ended.items() if _WARD.fullmatch(ward)}


def _ward(code: str, name: str, figures: Figures | None, ended: Ended | None, as_of: date) -> dict[str, Any]:
    if figures is None:
        state = "failed_without" if ended == "failed" else "without"
        return {"ward": code, "ward_name": name, "state": state, "day": None} | dict.fromkeys(NAMES)
    counts = figures.model_dump(include={*NAMES}) | {"records": figures.link + figures.review + figures.no_link}
    state = ended or ("tonight" if figures.as_of == as_of else "earlier")
    return {"ward": code, "ward_name": name, "state": state, "day": figures.as_of} | counts


def _nights(known: Mapping[str, Figures]) -> pl.DataFrame:
    rows = [(figures.ward, *night) for figures in known.values() for night in figures.nights]
    return CITY_NIGHTS.conform(
        pl.DataFrame(rows, schema={one.name: one.dtype for one in CITY_NIGHTS.columns}, orient="row")
    )


def _asked(known: Mapping[str, Figures]) -> pl.DataFrame:
    """What waits for an answer, by code."""
    found = sum((Counter(figures.discrepancies) for figures in known.values()), Counter[str]())
    told = sorted((code, number) for code, number in found.items() if code not in _NOT_ASKED)
    return pl.DataFrame(told, schema={"code": pl.String, "count": pl.Int64}, orient="row")


def _name(provinces: pl.Series) -> str:
    """What all the wards together are called."""
    units = reference.table("admin_units").filter(
        pl.col("level") == "province", pl.col("code").is_in(provinces.implode())
    )
    if units.height == 1:
        return units["full_name"][0]
    return "Các phường, xã" if units.height == 0 else f"{units.height} tỉnh, thành phố"
