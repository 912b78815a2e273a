"""The steps of one ward's route, in order: each one stage, timed, its tables kept as checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cleaning import reference
from cleaning.discrepancies import CATALOGUE, find_discrepancies, group_parcels
from cleaning.linking import Linked, Model, link, load_model
from cleaning.linking.deciding import CONTRADICTIONS, REASONS
from cleaning.reading import WardSources, read_ward
from cleaning.reporting import WardReport, write_reports
from cleaning.schemas import LAND, RAW_LAND, RAW_RESIDENTS, RESIDENTS, VERDICTS, Table
from cleaning.standardising import standardise_land, standardise_residents
from expectations import suites
from expectations.checking import Outcome, check, problems
from flows import gates, publishing
from flows.inputs import WardJob
from flows.manifest import Checked, row_counts
from flows.run_folder import RunFolder
from flows.stages import StageLog


class Standardised(NamedTuple):
    """The two lists, standardised."""

    land: pl.DataFrame
    residents: pl.DataFrame


class Findings(NamedTuple):
    """What disagrees, and the parcels it concerns."""

    discrepancies: pl.DataFrame
    parcels: pl.DataFrame


@dataclass(frozen=True)
class Passage:
    """A ward on its way: its job, where its checkpoints go, the stages passed, the checks made."""

    job: WardJob
    started: datetime
    folder: RunFolder
    log: StageLog
    checked: list[Checked] = field(default_factory=list)

    @cached_property
    def model(self) -> Model:
        """The linkage model the settings name."""
        file = self.job.settings.model_file
        return load_model(None if file == "" else Path(file))

    def keep(self, **tables: pl.DataFrame) -> None:
        """Write tables down as checkpoints."""
        for name, frame in tables.items():
            self.folder.keep(name, frame)

    def check(self, table: Table, frame: pl.DataFrame, rules: Sequence[suites.Rule]) -> list[Outcome]:
        """What the rules say of `frame`; a critical failure stops the ward."""
        outcomes = check(frame, rules)
        self.checked.append(Checked(table.name, outcomes))
        gates.stop_on_critical(table.name, outcomes, is_source=table in (RAW_LAND, RAW_RESIDENTS))
        return outcomes


def read(ward: Passage) -> WardSources:
    """The ward's files as raw tables."""
    with ward.log.stage("read", rows_in=0) as stage:
        sources = read_ward(ward.job.folder, ward=ward.job.ward, salt=ward.job.settings.row_key_salt)
        ward.keep(
            raw_land=sources.land,
            raw_residents=sources.residents,
            raw_sheet_map=sources.sheet_map,
            rejected=sources.rejected,
        )
        stage.rows_in = sum(file.rows for file in sources.inputs)
        stage.rows_out = sum(file.accepted for file in sources.inputs)
    return sources


def check_raw(ward: Passage, sources: WardSources) -> None:
    """Keys unique, lists not empty, the columns that matter filled."""
    with ward.log.stage("check_raw", rows_in=sources.land.height + sources.residents.height) as stage:
        ward.check(RAW_LAND, sources.land, suites.RAW_LAND)
        ward.check(RAW_RESIDENTS, sources.residents, suites.RAW_RESIDENTS)
        stage.rows_out = stage.rows_in


def standardise(ward: Passage, sources: WardSources) -> Standardised:
    """Both lists with every value handled."""
    job = ward.job
    with ward.log.stage("standardise", rows_in=sources.land.height + sources.residents.height) as stage:
        land = standardise_land(sources.land, sources.sheet_map, ward=job.ward, as_of=job.as_of, settings=job.settings)
        residents = standardise_residents(sources.residents, ward=job.ward, as_of=job.as_of, settings=job.settings)
        ward.keep(land=land, residents=residents)
        stage.rows_out = land.height + residents.height
    return Standardised(land, residents)


def check_standardised(ward: Passage, sources: WardSources, clean: Standardised) -> pl.DataFrame:
    """PROBLEMS of land rows. Problems of residents are counted in the manifest only."""
    with ward.log.stage("check", rows_in=clean.land.height + clean.residents.height) as stage:
        gates.account_for_rows(sources, clean.land, clean.residents)
        rows = (suites.row_count_is(sources.land.height), suites.row_count_is(sources.residents.height))
        found = problems(ward.check(LAND, clean.land, (rows[0], *suites.LAND)))
        ward.check(RESIDENTS, clean.residents, (rows[1], *suites.RESIDENTS))
        stage.rows_out = stage.rows_in
    return found


def link_people(ward: Passage, clean: Standardised) -> Linked:
    """The verdict of every land row."""
    settings = ward.job.settings
    with ward.log.stage("link", rows_in=clean.land.height) as stage:
        linked = link(clean.land, clean.residents, model=ward.model, settings=settings)
        ward.keep(verdicts=linked.verdicts, candidates=linked.candidates)
        stage.rows_out = linked.verdicts.height
    return linked


def check_verdicts(ward: Passage, clean: Standardised, linked: Linked) -> None:
    """One verdict per land row, none that the machine may not give."""
    settings = ward.job.settings
    with ward.log.stage("check_verdicts", rows_in=linked.verdicts.height) as stage:
        gates.candidates_bounded(linked.pairs, linked.mentions, settings.pairs_per_mention)
        beside_land = linked.verdicts.join(clean.land.select("row_key", "holder_type"), on="row_key", how="left")
        gate = (suites.row_count_is(clean.land.height), suites.link_probability_from(settings.link_at))
        ward.check(VERDICTS, beside_land, (*gate, *suites.VERDICTS, *suites.VERDICTS_BESIDE_LAND))
        stage.rows_out = linked.verdicts.height


def find_disagreements(
    ward: Passage, sources: WardSources, clean: Standardised, linked: Linked, problems: pl.DataFrame
) -> pl.DataFrame:
    """DISCREPANCIES of the ward."""
    with ward.log.stage("discrepancies", rows_in=clean.land.height) as stage:
        found = find_discrepancies(
            clean.land, clean.residents, linked.verdicts, linked.candidates, problems, sources.rejected,
            as_of=ward.job.as_of, settings=ward.job.settings,
        )  # fmt: skip
        ward.keep(discrepancies=found)
        stage.rows_out = found.height
    return found


def group(ward: Passage, clean: Standardised, linked: Linked, discrepancies: pl.DataFrame) -> Findings:
    """Every parcel with its group, beside the discrepancies that decide it."""
    with ward.log.stage("parcels", rows_in=clean.land.height) as stage:
        parcels = group_parcels(clean.land, clean.residents, linked.verdicts, discrepancies, settings=ward.job.settings)
        ward.keep(parcels=parcels)
        stage.rows_out = parcels.height
    return Findings(discrepancies, parcels)


def write_sheets(ward: Passage, sources: WardSources, clean: Standardised, linked: Linked, found: Findings) -> Path:
    """Every file people get, in a hidden folder beside the published days."""
    job = ward.job
    staged = publishing.staged(job.output, job.ward, job.run_id)
    with ward.log.stage("reports", rows_in=clean.land.height) as stage, staged as staging:
        told = WardReport(
            ward=job.ward, ward_name=_name_of(job.ward), as_of=job.as_of, model=ward.model.name,
            land=clean.land, residents=clean.residents, verdicts=linked.verdicts, candidates=linked.candidates,
            discrepancies=found.discrepancies, parcels=found.parcels, rejected=sources.rejected,
            titles={entry.code: entry.title for entry in CATALOGUE}, reasons=REASONS | CONTRADICTIONS,
            groups_version=job.settings.groups_version, counts=row_counts(sources.inputs),
        )  # fmt: skip
        write_reports(staging, told)
        stage.rows_out = found.discrepancies.height
    return staging


def publish(ward: Passage, staging: Path) -> Path:
    """Show the finished files, all at once."""
    with ward.log.stage("publish", rows_in=0):
        return publishing.publish(staging, ward.job.as_of)


def _name_of(ward: str) -> str:
    """The ward's name as staff write it; its code where it is not a known unit."""
    names = reference.table("admin_units").filter(pl.col("code") == ward)["full_name"]
    return ward if names.len() == 0 else names[0]
