"""The last steps of a ward's route, verdicts → published sheets: each one stage, timed, its tables as checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cleaning import reference
from cleaning.decisions import checkable_links, draw_sample, measure_precision
from cleaning.discrepancies import ANSWERING, CATALOGUE, find_discrepancies, group_parcels
from cleaning.linking.contenders import CONTRADICTIONS
from cleaning.linking.deciding import REASONS
from cleaning.reading import InputFile
from cleaning.reporting import WardReport, write_reports
from cleaning.schemas import CHANGES, CORRECTIONS, FOLLOWED, LIFE, NIGHTS
from flows import publishing
from flows.manifest import row_counts
from flows.model_report import model_card
from flows.steps import Matched, Passage


class Checks(NamedTuple):
    """Links for staff to check, and how many of those checked before are right."""

    sample: pl.DataFrame
    precision: pl.DataFrame


class Findings(NamedTuple):
    """What disagrees, and the parcels it concerns."""

    discrepancies: pl.DataFrame
    parcels: pl.DataFrame


def find_disagreements(ward: Passage, matched: Matched) -> pl.DataFrame:
    """DISCREPANCIES of the ward."""
    with ward.log.stage("discrepancies", rows_in=matched.land.height) as stage:
        found = find_discrepancies(
            matched.land, matched.everybody, matched.verdicts, matched.candidates,
            ward.folder.table("problems"), ward.folder.table("rejected"),
            as_of=ward.job.as_of, settings=ward.job.settings,
        )  # fmt: skip
        ward.keep(discrepancies=found)
        stage.rows_out = found.height
    return found


def group(ward: Passage, matched: Matched, discrepancies: pl.DataFrame) -> Findings:
    """Every parcel with its group, beside the discrepancies that decide it. Hamlets are those of this ward alone."""
    with ward.log.stage("parcels", rows_in=matched.land.height) as stage:
        parcels = group_parcels(
            matched.land, matched.residents, matched.verdicts, discrepancies, settings=ward.job.settings
        )
        ward.keep(parcels=parcels)
        stage.rows_out = parcels.height
    return Findings(discrepancies, parcels)


def draw_checks(ward: Passage, matched: Matched) -> Checks:
    """The links staff are asked to check tonight, and what the answers they gave say of the machine."""
    answers = ward.folder.table("check_answers")
    links = checkable_links(matched.verdicts, matched.foreign, ward=ward.job.ward)
    sample = draw_sample(links, answers, as_of=ward.job.as_of, settings=ward.job.settings)
    precision = measure_precision(links, answers)
    ward.keep(sample=sample, precision=precision)
    return Checks(sample, precision)


def write_sheets(ward: Passage, inputs: Sequence[InputFile], matched: Matched, found: Findings) -> Path:
    """Every file people get, in a hidden folder beside the published days."""
    job = ward.job
    staged = publishing.staged(job.output, job.ward, job.run_id)
    with ward.log.stage("reports", rows_in=matched.land.height) as stage, staged as staging:
        card = model_card(
            matched.land, matched.residents, matched.verdicts, ward.folder.table("blocking"),
            model=ward.model, settings=job.settings,
        )  # fmt: skip
        checks = draw_checks(ward, matched)
        told = WardReport(
            ward=job.ward, ward_name=_name_of(job.ward), as_of=job.as_of, model=ward.model.name,
            land=matched.land, residents=matched.everybody, verdicts=matched.verdicts, candidates=matched.candidates,
            followed=_followed(ward, found.discrepancies), life=LIFE.empty(), changes=CHANGES.empty(),
            nights=NIGHTS.empty(), corrections=CORRECTIONS.empty(), parcels=found.parcels,
            raw_land=ward.folder.table("raw_land"), rejected=ward.folder.table("rejected"), card=card,
            sample=checks.sample, precision=checks.precision,
            titles={entry.code: entry.title for entry in CATALOGUE}, reasons=REASONS | CONTRADICTIONS,
            answers={code: one.answers for code, one in ANSWERING.items()}, counts=row_counts(inputs),
            settings=job.settings,
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


def _followed(ward: Passage, found: pl.DataFrame) -> pl.DataFrame:
    absent = pl.lit(None, pl.String)
    return FOLLOWED.conform(
        found.with_columns(
            question=absent,
            since=pl.lit(ward.job.as_of),
            state=pl.lit("new"),
            is_settled=pl.lit(value=False),
            answer=absent,
            value=absent,
            answered_by=absent,
            answer_note=absent,
        )  # fmt: skip
    )
