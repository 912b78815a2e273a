"""One ward, top to bottom: files → raw → standardised → verdicts → discrepancies → published sheets.

The route has two halves, for verdicts wait for the registers of the other wards: between the halves stands `across`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from time import perf_counter
from typing import Any

from cleaning.errors import SourceChangingError
from cleaning.linking.across import in_two_figures
from cleaning.reading import InputFile
from flows import clock, findings, journal, manifest, steps
from flows.across import Across, search_registers
from flows.answers import apply_answers
from flows.faults import without_data
from flows.findings import Findings
from flows.fingerprint import Fingerprint, fingerprint_of, keep_fingerprint
from flows.halfway import Halfway, keep_half, resumed
from flows.inputs import WardJob
from flows.ledger_place import ledger_of
from flows.passage import Passage
from flows.program import code_version
from flows.registers import registers_known
from flows.run_folder import digest_of_file, held, open_run
from flows.stages import StageLog
from flows.steps import Matched
from flows.upkeep.drift import drift_warnings
from flows.upkeep.leftovers import clear_leftovers
from flows.upkeep.temporary import own_temporary


def run_ward(job: WardJob) -> dict[str, Any]:
    """Take one ward through its whole route; returns the manifest of the run.

    Owners who live in other wards are looked for in the registers of those wards' newest finished runs. Raises
    LandCleanError, with what to do about it, or OSError, which may pass when tried again: nothing new is published
    then.
    """
    with (
        held(job.output, job.ward, run_id=job.run_id, since=clock.now()),
        own_temporary(job.output, job.run_id) as scratch,
    ):
        half = link_at_home(job)
        asking = {job.ward: half.folder}
        registers = registers_known(job.output, asking.items())
        return settle_and_publish(half, search_registers(scratch / "across", asking, registers))


def link_at_home(job: WardJob) -> Halfway:
    """The first half of the route, for whoever holds the ward: files → raw → standardised → verdicts at home.

    Carries on from what a killed run did, where nothing has changed since; what else such runs left is cleared.
    """
    log = StageLog(job.ward, seconds=perf_counter, listen=journal.listening(job.output, job.run_id, job.ward))
    with without_data(log.doing):
        before = fingerprint_of(job, _last_decision(job), day=job.as_of)
        half = None if job.force else resumed(job, before)
        clear_leftovers(job.output, job.ward, keep=job.run_id)
        if half is None:
            return _linked_at_home(job, log, before)
        journal.of_ward(job.output, job.run_id, job.ward).note("ward_resumed", job.ward)
        return half


def _linked_at_home(job: WardJob, log: StageLog, before: Fingerprint) -> Halfway:
    ward = Passage(job, clock.now(), open_run(job.output, job.run_id, job.ward), log)
    sources = steps.read(ward)
    _check_unchanged(before, sources.inputs)
    steps.check_raw(ward, sources)
    applied = apply_answers(ward, sources)
    clean = steps.standardise(ward, sources, applied.land)
    steps.check_standardised(ward, sources, clean)
    linked = steps.link_people(ward, clean)
    half = Halfway(
        job=job,
        started=ward.started,
        inputs=sources.inputs,
        stages=tuple(log.passed),
        expectations=tuple(checked.counts for checked in ward.checked),
        blocking=manifest.blocking(linked),
        fingerprint=before.model_copy(update={"decisions": applied.last_decision}),
        register=digest_of_file(ward.folder.file("residents")),
    )
    keep_half(half)
    return half


def _last_decision(job: WardJob) -> str:
    return ledger_of(job.output).last_decisions().get(job.ward, "")


def _check_unchanged(before: Fingerprint, inputs: Sequence[InputFile]) -> None:
    """Raise SourceChangingError where a file is not the one it was a moment ago: what was read may be half of it."""
    for file in inputs:
        if before.files.get(file.path) != file.sha256:
            raise SourceChangingError(file.path)


def settle_and_publish(half: Halfway, across: Across) -> dict[str, Any]:
    """The second half: verdicts across wards → discrepancies → published sheets; returns the manifest of the run."""
    job = half.job
    log = StageLog(
        job.ward, seconds=perf_counter, listen=journal.listening(job.output, job.run_id, job.ward), before=half.stages
    )
    with without_data(log.doing):
        ward = Passage(job, half.started, half.folder, log)
        matched = steps.link_abroad(ward, across)
        steps.check_verdicts(ward, matched)
        followed = findings.follow_up(ward, matched, findings.find_disagreements(ward, matched))
        found = findings.group(ward, matched, followed, registered=in_two_figures(across.residents))
        published = findings.write_sheets(ward, half.inputs, matched, found)
        fingerprint = half.fingerprint.model_copy(update={"abroad": across.found(job.ward).mark})
        keep_fingerprint(published.staging, fingerprint)
        findings.publish(ward, published.staging)
        told_of = _manifest(ward, half, across, matched, found) | {
            "books": published.books, "fingerprint": fingerprint.model_dump(), "registers_mark": across.registers,
            "drift": drift_warnings(job.output, job.ward, job.as_of, job.settings),
        }  # fmt: skip
        ward.folder.write_manifest(told_of)
    return told_of


def _manifest(ward: Passage, half: Halfway, across: Across, matched: Matched, found: Findings) -> dict[str, Any]:
    job = ward.job
    rows = manifest.row_counts(half.inputs)
    results = manifest.result_counts(matched.land, matched.verdicts, found.open)
    return {
        "run_id": job.run_id,
        "ward": job.ward,
        "as_of": job.as_of.isoformat(),
        "started": manifest.instant(ward.started),
        "finished": manifest.instant(clock.now()),
        "code_version": code_version(),
        "settings": job.settings.model_dump(mode="json"),
        "model": ward.model.name,
        "inputs": manifest.files_read(half.inputs),
        "counts": rows | results,
        "stages": [asdict(stage) for stage in ward.log.passed],
        "peak_rss_mb": manifest.peak_rss_mb(),
        "expectations": [*half.expectations, *(checked.counts for checked in ward.checked)],
        "blocking": half.blocking,
        "decisions": manifest.decisions(ward.folder.table("standing"), ward.folder.table("corrections")),
        "precision": manifest.precision(ward.folder.table("precision")),
        "across": manifest.across(across, job.ward, matched.found_abroad),
    }
