"""The last steps of a ward's route, verdicts → published sheets: each one stage, timed, its tables as checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cleaning import reference
from cleaning.decisions import checkable_links, draw_sample, measure_precision
from cleaning.discrepancies import ANSWERING, CATALOGUE, find_discrepancies, group_parcels, known_people
from cleaning.discrepancies.changes import Remembered, changes
from cleaning.discrepancies.life import Asked, Decided, follow
from cleaning.discrepancies.nights import Basis, Results, with_tonight
from cleaning.discrepancies.questions import Evidence, Night, asked_of_named, asked_tonight, remembered
from cleaning.discrepancies.row_facts import row_facts
from cleaning.linking.contenders import CONTRADICTIONS
from cleaning.linking.deciding import REASONS
from cleaning.reading import InputFile
from cleaning.reporting import WardReport, write_reports
from flows import publishing
from flows.figures import figures_of, keep_figures
from flows.manifest import row_counts
from flows.memory import Memory, keep_memory, newest_memory
from flows.model_report import model_card
from flows.passage import Passage
from flows.program import code_version
from flows.steps import Matched


class Checks(NamedTuple):
    """Links for staff to check, and how many of those checked before are right."""

    sample: pl.DataFrame
    precision: pl.DataFrame


@dataclass(frozen=True)
class Findings:
    """What disagrees and how far each of it is, the parcels it concerns, and what tonight leaves to the next night."""

    followed: pl.DataFrame
    parcels: pl.DataFrame
    memory: Memory
    changes: pl.DataFrame

    @property
    def open(self) -> pl.DataFrame:
        """What waits for an answer."""
        return self.followed.filter(pl.col("state") != "answered")


class Followed(NamedTuple):
    """FOLLOWED of tonight in `rows`; what was known `before`, and tonight's memory but for its night."""

    night: Night
    before: Memory
    rows: pl.DataFrame
    memory: Memory


class Published(NamedTuple):
    """The folder of finished files, and how many rows each book in it holds."""

    staging: Path
    books: list[dict[str, object]]


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


def follow_up(ward: Passage, matched: Matched, found: pl.DataFrame) -> Followed:
    """Every discrepancy with its life: what was asked, answered, changed since."""
    with ward.log.stage("follow", rows_in=found.height) as stage:
        job, of_run = ward.job, ward.folder.table
        before = newest_memory(job.output, job.ward, before=job.as_of)
        people = known_people(matched.residents, matched.foreign)
        evidence = Evidence(of_run("raw_land"), matched.land, matched.verdicts, matched.candidates, people)
        night = Night(job.ward, job.as_of, job.run_id, ward.model.name)
        tonight = asked_of_named(asked_tonight(found, evidence, of_run("rounds"), night), of_run("standing"), people)
        asked = Asked(tonight, remembered(tonight, before.questions))
        conflicts = [of_run(name).select("discrepancy_id", "said") for name in ("conflicts", "pair_conflicts")]
        decided = Decided(of_run("standing"), pl.concat(conflicts), of_run("corrections"))
        followed, life = follow(found, asked, before.life, decided, as_of=job.as_of)
        ward.keep(questions=tonight, followed=followed)
        facts = row_facts(evidence, of_run("corrections"), of_run("decided"))
        stage.rows_out = followed.filter(pl.col("state") != "answered").height
    return Followed(night, before, followed, Memory(asked.ever, people, life, facts, before.nights, job.as_of))


def group(ward: Passage, matched: Matched, told: Followed, *, registered: int) -> Findings:
    """Every parcel with its group, and what changed since the last night. Hamlets are those of this ward alone.

    `registered`: people of all registers together, by whose number links abroad are weighed.
    """
    with ward.log.stage("parcels", rows_in=matched.land.height) as stage:
        parcels = group_parcels(
            matched.land, matched.residents, matched.verdicts, told.rows, settings=ward.job.settings
        )
        results = Results(matched.land, matched.verdicts, parcels, told.rows)
        memory = replace(
            told.memory, nights=with_tonight(told.before.nights, told.night, results, _basis(ward, told, registered))
        )
        changed = changes(_left_by(told.before), _left_by(memory), told.rows)
        ward.keep(parcels=parcels, changes=changed)
        stage.rows_out = parcels.height
    return Findings(told.rows, parcels, memory, changed)


def _basis(ward: Passage, told: Followed, registered: int) -> Basis:
    """All that tonight's results hang on beside the day and the model: rows by their keys where these tell all."""
    of_run = ward.folder.table
    lists = [
        told.memory.row_facts.select("row_key", "row_mark"),
        of_run("rejected", ("source_file", "content")),
        *(of_run(name, ("row_key",)) for name in ("raw_residents", "raw_sheet_map", "foreign_residents")),
        *(of_run(name) for name in ("met", "bearers")),
        pl.DataFrame({"registered": [registered]}),
    ]
    return Basis(lists, of_run("standing"), ward.job.settings, code_version())


def _left_by(memory: Memory) -> Remembered:
    return Remembered(memory.life, memory.row_facts, memory.people, memory.nights)


def draw_checks(ward: Passage, matched: Matched) -> Checks:
    """The links staff are asked to check tonight, and what the answers they gave say of the machine."""
    answers = ward.folder.table("check_answers")
    links = checkable_links(matched.verdicts, matched.foreign, ward=ward.job.ward)
    sample = draw_sample(links, answers, as_of=ward.job.as_of, settings=ward.job.settings)
    precision = measure_precision(links, answers)
    ward.keep(sample=sample, precision=precision)
    return Checks(sample, precision)


def write_sheets(ward: Passage, inputs: Sequence[InputFile], matched: Matched, found: Findings) -> Published:
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
            followed=found.followed, life=found.memory.life, changes=found.changes, nights=found.memory.nights,
            corrections=ward.folder.table("corrections"), parcels=found.parcels,
            raw_land=ward.folder.table("raw_land"), rejected=ward.folder.table("rejected"), card=card,
            sample=checks.sample, precision=checks.precision,
            titles={entry.code: entry.title for entry in CATALOGUE}, reasons=REASONS | CONTRADICTIONS,
            answers={code: one.answers for code, one in ANSWERING.items()}, counts=row_counts(inputs),
            settings=job.settings,
        )  # fmt: skip
        written = write_reports(staging, told)
        keep_memory(staging, found.memory)
        keep_figures(staging, figures_of(told, residents=matched.residents.height, code_version=code_version()))
        stage.rows_out = found.open.height
    return Published(staging, written.books)


def publish(ward: Passage, staging: Path) -> Path:
    """Show the finished files, all at once."""
    with ward.log.stage("publish", rows_in=0):
        return publishing.publish(staging, ward.job.as_of)


def _name_of(ward: str) -> str:
    """The ward's name as staff write it; its code where it is not a known unit."""
    names = reference.table("admin_units").filter(pl.col("code") == ward)["full_name"]
    return ward if names.len() == 0 else names[0]
