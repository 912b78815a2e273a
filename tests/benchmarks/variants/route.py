"""A ward's folder → what reading, standardising, checks and linking make of it, without Prefect and without reports."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from cleaning.linking import Model, link, load_model
from cleaning.reading import read_ward
from cleaning.schemas import LAND, RAW_LAND, RAW_RESIDENTS, RESIDENTS, VERDICTS, Table
from cleaning.settings import Settings
from cleaning.standardising import standardise_land, standardise_residents
from expectations import suites
from expectations.checking import check
from flows import gates

from .layouts import TAG

AS_OF: Final = date(2026, 11, 21)  # the day make_ward.py writes for
_SETTINGS: Final = Settings()


class Run(NamedTuple):
    """What became of a ward. The first six count rows of all its lists; `rows`: land users with verdict and tag.

    rows_in = standardised + rejected + noise + repeated; `repeated` rows stand in a list read before. `further`: land
    users beyond the first of a row; `inherited`: rows with a value that their list's own structure gives.
    """

    rows_in: int
    standardised: int
    rejected: int
    noise: int
    repeated: int
    inherited: int
    further: int
    rows: pl.DataFrame


def passed(folder: Path, *, is_checked: bool = True) -> Run:
    """The ward of `folder` taken through the route, with the expectations of every table where `is_checked`.

    Raises what stops it: SourceError, GateError.
    """
    gate = _gate if is_checked else _open_gate
    ward = folder.name
    sources = read_ward(folder, ward=ward, salt=_SETTINGS.row_key_salt)
    gate(RAW_LAND, sources.land, suites.RAW_LAND)
    gate(RAW_RESIDENTS, sources.residents, suites.RAW_RESIDENTS)
    land = standardise_land(sources.land, sources.sheet_map, ward=ward, as_of=AS_OF, settings=_SETTINGS)
    residents = standardise_residents(sources.residents, ward=ward, as_of=AS_OF, settings=_SETTINGS)
    gates.account_for_rows(sources, land, residents)
    gate(LAND, land, suites.LAND)
    gate(RESIDENTS, residents, suites.RESIDENTS)
    verdicts = link(land, residents, model=_model(), settings=_SETTINGS).verdicts
    beside = verdicts.join(land.select("row_key", "holder_type"), on="row_key", how="left")
    linked_from = suites.link_probability_from(_SETTINGS.link_at)
    gate(VERDICTS, beside, (suites.row_count_is(land.height), linked_from, *suites.VERDICTS))
    further = land.filter(pl.col("holder_ordinal") > 1).height
    repeated = sum(file.repeated for file in sources.inputs)
    return Run(
        rows_in=sum(file.rows for file in sources.inputs),
        standardised=land.height - further + residents.height + sources.sheet_map.height,
        rejected=sources.rejected.height,
        noise=sum(file.noise for file in sources.inputs) - repeated,
        repeated=repeated,
        inherited=sum(table["inherited"].count() for table in (land, residents)),
        further=further,
        rows=land.join(verdicts, on="row_key", how="left").with_columns(tag=_tags(land)),
    )


def _gate(table: Table, frame: pl.DataFrame, rules: tuple[suites.Rule, ...]) -> None:
    gates.stop_on_critical(table.name, check(frame, rules), is_source=table in (RAW_LAND, RAW_RESIDENTS))


def _open_gate(_table: Table, _frame: pl.DataFrame, _rules: tuple[suites.Rule, ...]) -> None:
    """Lets everything pass."""


def _tags(land: pl.DataFrame) -> pl.Series:
    """The Guid of each row, or what the list's tag column says; null for a row that is none of the base ward's.

    Further land users of one row have '/2' … behind it.
    """
    said = [
        _tag(guid if guid is not None else json.loads(others or "{}").get(TAG), ordinal)
        for guid, others, ordinal in land.select("guid_raw", "other_cells", "holder_ordinal").iter_rows()
    ]
    return pl.Series(said, dtype=pl.String)


def _tag(said: str | None, ordinal: int) -> str | None:
    if said is None:
        return None
    return re.sub(r"[{}\s]", "", said).lower() + (f"/{ordinal}" if ordinal > 1 else "")


@cache
def _model() -> Model:
    return load_model(None)
