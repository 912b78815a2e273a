"""The first steps of a ward's route, files → verdicts: each one stage, timed, its tables kept as checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cleaning.linking import Linked, Model, link, load_model
from cleaning.linking.abroad import AtHome, weigh
from cleaning.reading import WardSources, read_ward
from cleaning.schemas import LAND, RAW_LAND, RAW_RESIDENTS, RESIDENTS, VERDICTS, Table
from cleaning.standardising import standardise_land, standardise_residents
from expectations import suites
from expectations.checking import Outcome, check, problems
from flows import gates
from flows.across import Across, met_abroad
from flows.inputs import WardJob
from flows.manifest import Checked
from flows.run_folder import RunFolder
from flows.stages import StageLog


class Standardised(NamedTuple):
    """The two lists, standardised."""

    land: pl.DataFrame
    residents: pl.DataFrame


@dataclass(frozen=True)
class Matched:
    """A ward with the final verdicts of its rows. `foreign` are residents of other wards that its rows met."""

    land: pl.DataFrame
    residents: pl.DataFrame
    foreign: pl.DataFrame
    verdicts: pl.DataFrame
    candidates: pl.DataFrame

    @property
    def everybody(self) -> pl.DataFrame:
        """All residents a verdict or candidate may name, of this ward and of others."""
        return pl.concat([self.residents, self.foreign])

    @property
    def found_abroad(self) -> pl.DataFrame:
        """The verdicts that link to a resident of another ward, or have one among their candidates."""
        abroad = self.foreign.select(resident_key="row_key")
        named = pl.concat([self.verdicts, self.candidates], how="diagonal").join(abroad, on="resident_key", how="semi")
        return self.verdicts.join(named, on="row_key", how="semi")


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
            check_answers=sources.check_answers,
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


def check_standardised(ward: Passage, sources: WardSources, clean: Standardised) -> None:
    """PROBLEMS of land rows. Problems of residents are counted in the manifest only."""
    with ward.log.stage("check", rows_in=clean.land.height + clean.residents.height) as stage:
        gates.account_for_rows(sources, clean.land, clean.residents)
        users = sources.land.height + clean.land.filter(pl.col("holder_ordinal") > 1).height
        found = problems(ward.check(LAND, clean.land, (suites.row_count_is(users), *suites.LAND)))
        ward.keep(problems=found)
        ward.check(RESIDENTS, clean.residents, (suites.row_count_is(sources.residents.height), *suites.RESIDENTS))
        stage.rows_out = stage.rows_in


def link_people(ward: Passage, clean: Standardised) -> Linked:
    """The verdict of every land row by the ward's own register."""
    settings = ward.job.settings
    with ward.log.stage("link", rows_in=clean.land.height) as stage:
        linked = link(clean.land, clean.residents, model=ward.model, settings=settings)
        gates.candidates_bounded(linked.pairs, linked.mentions, settings.pairs_per_mention)
        ward.keep(home_verdicts=linked.verdicts, home_candidates=linked.candidates, blocking=linked.report)
        stage.rows_out = linked.verdicts.height
    return linked


def link_abroad(ward: Passage, across: Across) -> Matched:
    """The verdict of every land row, once those its open rows met in other registers are weighed too."""
    with ward.log.stage("link_abroad", rows_in=across.asked[ward.job.ward]) as stage:
        tables = (ward.folder.table(name) for name in ("land", "residents", "home_verdicts", "home_candidates"))
        home, abroad = AtHome(ward.job.ward, *tables), met_abroad(ward.folder, across)
        verdicts, candidates = weigh(home, abroad, model=ward.model, settings=ward.job.settings)
        ward.keep(foreign_residents=abroad.residents, verdicts=verdicts, candidates=candidates)
        stage.rows_out = verdicts.height
    return Matched(home.land, home.residents, abroad.residents.drop("ward"), verdicts, candidates)


def check_verdicts(ward: Passage, matched: Matched) -> None:
    """One verdict per land row, none that the machine may not give."""
    land, verdicts = matched.land, matched.verdicts
    with ward.log.stage("check_verdicts", rows_in=verdicts.height) as stage:
        beside_land = verdicts.join(land.select("row_key", "holder_type"), on="row_key", how="left")
        gate = (suites.row_count_is(land.height), suites.link_probability_from(ward.job.settings.link_at))
        ward.check(VERDICTS, beside_land, (*gate, *suites.VERDICTS, *suites.VERDICTS_BESIDE_LAND))
        stage.rows_out = verdicts.height
