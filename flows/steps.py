"""The first steps of a ward's route, files → verdicts: each one stage, timed, its tables kept as checkpoints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from cleaning.linking import Linked, link
from cleaning.linking.abroad import AtHome, weigh
from cleaning.reading import WardSources, read_ward
from cleaning.schemas import DECIDED_PAIRS, LAND, RAW_LAND, RAW_RESIDENTS, RESIDENTS, VERDICTS
from cleaning.standardising import standardise_land, standardise_residents
from expectations import suites
from expectations.checking import problems
from flows import gates
from flows.across import Across, met_abroad
from flows.answers import pairs_decided
from flows.passage import Passage


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
            answers=sources.answers,
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


def standardise(ward: Passage, sources: WardSources, raw_land: pl.DataFrame) -> Standardised:
    """Both lists with every value handled. `raw_land`: that of the sources, corrected by decision."""
    job = ward.job
    with ward.log.stage("standardise", rows_in=sources.land.height + sources.residents.height) as stage:
        land = standardise_land(raw_land, sources.sheet_map, ward=job.ward, as_of=job.as_of, settings=job.settings)
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
    """The verdict of every land row by the ward's own register, and by what people decided."""
    settings = ward.job.settings
    with ward.log.stage("link", rows_in=clean.land.height) as stage:
        decided = pairs_decided(ward, clean.residents).pairs
        linked = link(clean.land, clean.residents, model=ward.model, settings=settings, decided=decided)
        gates.candidates_bounded(linked.pairs, linked.mentions, settings.pairs_per_mention)
        ward.keep(
            home_decided=decided,
            home_verdicts=linked.verdicts,
            home_candidates=linked.candidates,
            blocking=linked.report,
        )
        stage.rows_out = linked.verdicts.height
    return linked


def link_abroad(ward: Passage, across: Across) -> Matched:
    """The verdict of every land row, once those its open rows met in other registers are weighed too."""
    with ward.log.stage("link_abroad", rows_in=across.found(ward.job.ward).asked) as stage:
        tables = (ward.folder.table(name) for name in ("land", "residents", "home_verdicts", "home_candidates"))
        home, abroad = AtHome(ward.job.ward, *tables), met_abroad(ward.job.ward, ward.folder, across)
        foreign = abroad.residents.drop("ward")
        decided = pairs_decided(ward, home.residents, foreign)
        verdicts, candidates = weigh(home, abroad, model=ward.model, settings=ward.job.settings, decided=decided.pairs)
        ward.keep(
            foreign_residents=abroad.residents,
            decided=decided.pairs,
            pair_conflicts=decided.conflicts,
            verdicts=verdicts,
            candidates=candidates,
        )
        stage.rows_out = verdicts.height
    return Matched(home.land, home.residents, foreign, verdicts, candidates)


def check_verdicts(ward: Passage, matched: Matched) -> None:
    """One verdict per land row, none that the machine may not give, none against what people decided."""
    land, verdicts = matched.land, matched.verdicts
    with ward.log.stage("check_verdicts", rows_in=verdicts.height) as stage:
        beside_land = verdicts.join(land.select("row_key", "holder_type"), on="row_key", how="left")
        gate = (suites.row_count_is(land.height), suites.link_probability_from(ward.job.settings.link_at))
        ward.check(VERDICTS, beside_land, (*gate, *suites.VERDICTS, *suites.VERDICTS_BESIDE_LAND))
        linked = beside_land.select("row_key", "verdict", "holder_type", linked_key="resident_key")
        decided = ward.folder.table("decided").join(linked, on="row_key", how="left", validate="m:1")
        is_listed = pl.col("resident_key").is_in(matched.everybody["row_key"].implode())
        ward.check(DECIDED_PAIRS, decided.with_columns(is_listed=is_listed), suites.DECIDED_BESIDE_VERDICTS)
        stage.rows_out = verdicts.height
