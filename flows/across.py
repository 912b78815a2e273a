"""Half-done wards + all registers → whom their open rows met in other wards: keys only, one register at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from cleaning.linking.abroad import Abroad, strangers
from cleaning.linking.across import (
    ASKING_COLUMNS,
    LISTED_COLUMNS,
    asking_keys,
    borne_keys,
    called_elsewhere,
    called_in,
    counted,
    listed_keys,
    meetings,
    open_rows,
    population,
    values_asked,
)
from cleaning.schemas import RESIDENTS
from flows.faults import without_data
from flows.registers import Register, registers_known
from flows.run_folder import RunFolder

_MET: Final = {"row_key": pl.String, "resident_key": pl.String, "ward": pl.String}


@dataclass(frozen=True)
class Across:
    """What the stage hands on beside its checkpoints: where the registers are, their people, and who asked."""

    registers: tuple[Register, ...]
    residents: int
    asked: Mapping[str, int]


def search_registers(output: Path, running: Mapping[str, RunFolder]) -> Across:
    """Whom the open rows of the `running` wards met in registers of other wards, kept as their checkpoints.

    Held in memory: the keys and values of all open rows, and those of one register.
    """
    with without_data(lambda: "tìm trong dữ liệu dân cư của phường, xã khác"):
        registers = registers_known(output, running.items())
        rows = [_asking(ward, folder) for ward, folder in sorted(running.items())]
        asking, values, called = (
            pl.concat(parts) for parts in zip(*((one.keys, one.values, one.called) for one in rows), strict=True)
        )
        borne = [pl.DataFrame(schema={"key": pl.UInt64, "bearers": pl.UInt32})]
        met, residents = [pl.DataFrame(schema={"asker": pl.String, **_MET})], 0
        for register in registers:
            listed = pl.scan_parquet(register.file).select(*LISTED_COLUMNS).collect()
            residents += listed.height
            borne.append(borne_keys(listed).join(values, on="key", how="semi"))
            is_other = pl.col("asker") != register.ward
            by_key = meetings(asking.filter(is_other), listed_keys(listed, ward=register.ward))
            found = pl.concat([by_key, called_in(called.filter(is_other), listed)]).unique()
            met.append(found.with_columns(ward=pl.lit(register.ward)))
        _keep(running, pl.concat(met), values, pl.concat(borne))
        return Across(tuple(registers), residents, {one.ward: one.rows for one in rows})


def met_abroad(folder: RunFolder, across: Across) -> Abroad:
    """What the registers hold for the ward of `folder`: only the residents it met are read."""
    met = folder.table("met")
    wards = set(met["ward"].unique())
    files = {register.ward: register.file for register in across.registers if register.ward in wards}
    parts = [
        pl.scan_parquet(file)
        .join(met.lazy().filter(pl.col("ward") == ward), left_on="row_key", right_on="resident_key", how="semi")
        .with_columns(ward=pl.lit(ward))
        .collect()
        for ward, file in sorted(files.items())
    ]
    listed = pl.concat([RESIDENTS.empty().with_columns(ward=pl.lit(None, pl.String)), *parts])
    foreign = strangers(folder.table("residents", LISTED_COLUMNS), listed)
    return _abroad(folder, foreign, across.residents)


def kept_abroad(folder: RunFolder, residents: int) -> Abroad:
    """What `met_abroad` gave for a finished run, whose registers held so many `residents` together."""
    return _abroad(folder, folder.table("foreign_residents"), residents)


def _abroad(folder: RunFolder, foreign: pl.DataFrame, residents: int) -> Abroad:
    near = pl.concat([folder.table("residents", LISTED_COLUMNS), foreign.select(LISTED_COLUMNS)])
    return Abroad(folder.table("met"), foreign, population(residents, folder.table("bearers"), near))


@dataclass(frozen=True)
class _Asking:
    """One ward's open rows: how many, their keys (asker, row_key, key) and values (asker, form, value).

    `called`: whom people call some of them, by reference (asker, row_key, resident).
    """

    ward: str
    rows: int
    keys: pl.DataFrame
    values: pl.DataFrame
    called: pl.DataFrame


def _asking(ward: str, folder: RunFolder) -> _Asking:
    land = folder.table("land", ASKING_COLUMNS)
    called = called_elsewhere(folder.table("home_decided"), folder.table("residents", ("row_key",)))
    verdicts = folder.table("home_verdicts", ("row_key", "verdict", "reason"))
    rows = open_rows(land, verdicts, ward=ward, called=called)
    told = (asking_keys(rows, ward=ward), values_asked(land, rows, ward=ward), called)
    return _Asking(ward, rows.height, *(one.select(pl.lit(ward).alias("asker"), pl.all()) for one in told))


def _keep(running: Mapping[str, RunFolder], met: pl.DataFrame, values: pl.DataFrame, borne: pl.DataFrame) -> None:
    for ward, folder in running.items():
        own = pl.col("asker") == ward
        folder.keep("met", met.filter(own).select(_MET.keys()).sort(_MET.keys()))
        folder.keep("bearers", counted(values.filter(own), borne))
