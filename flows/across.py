"""Half-done wards + all registers → whom their open rows met in other wards, by keys only, on whatever engine runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cleaning.linking.abroad import Abroad, strangers
from cleaning.linking.across import LISTED_COLUMNS, in_two_figures, population
from cleaning.schemas import RESIDENTS
from flows.across_here import answer_here
from flows.engine import cluster
from flows.enquiries import Found, enquiry_of
from flows.faults import without_data
from flows.registers import Register, mark_of
from flows.run_folder import RunFolder


@dataclass(frozen=True)
class Across:
    """Where the wards' enquiries lie, how many `residents` all registers hold together, and a hash of `registers`."""

    folder: Path
    residents: int
    registers: str

    def found(self, ward: str) -> Found:
        """What came of the enquiry of a ward that asked."""
        return enquiry_of(ward, self.folder).found()


def search_registers(folder: Path, asking: Mapping[str, RunFolder], registers: Sequence[Register]) -> Across:
    """Whom the open rows of the `asking` wards, linked at home, met in registers of other wards.

    Written below `folder`, which the second halves of the wards read; the runs that ask are left as they are. On Dask
    the keys are shuffled by its workers.
    """
    with without_data(lambda: "tìm trong dữ liệu dân cư của phường, xã khác"):
        enquiries = [enquiry_of(ward, folder) for ward in sorted(asking)]
        runs = [asking[one.ward] for one in enquiries]
        client = cluster()
        if client is None:
            for one, run in zip(enquiries, runs, strict=True):
                one.write(run)
            answer_here(enquiries, registers)
        else:
            from flows.across_cluster import answer_on

            answer_on(client, enquiries, runs, registers)
        residents = sum(_height(register) for register in registers)
        files = {register.ward: register.file for register in registers}
        for one in enquiries:
            one.close(files, in_two_figures(residents))
        return Across(folder, residents, mark_of(registers))


def met_abroad(ward: str, folder: RunFolder, across: Across) -> Abroad:
    """What the registers hold for the ward of `folder`, kept as its checkpoints: only residents it met are read."""
    enquiry = enquiry_of(ward, across.folder)
    met = enquiry.table("met").drop("seen")
    folder.keep("met", met)
    folder.keep("bearers", enquiry.table("bearers"))
    parts = [
        pl.scan_parquet(file)
        .join(met.lazy().filter(pl.col("ward") == other), left_on="row_key", right_on="resident_key", how="semi")
        .with_columns(ward=pl.lit(other))
        .collect()
        for other, file in sorted(enquiry.found().met_in.items())
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


def _height(register: Register) -> int:
    return pl.scan_parquet(register.file).select(pl.len()).collect().item()
