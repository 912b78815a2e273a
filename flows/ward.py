"""One ward, top to bottom: files → raw → standardised → verdicts → discrepancies → published sheets.

The route has two halves, for verdicts wait for the registers of the other wards: between the halves stands `across`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run

from cleaning.errors import LandCleanError
from cleaning.reading import InputFile
from flows import clock, findings, manifest, steps
from flows.across import Across, search_registers
from flows.answers import apply_answers
from flows.faults import told, without_data
from flows.findings import Findings
from flows.inputs import Day, Ward, WardJob, find_wards, read_settings
from flows.outcomes import WardOutcome, as_markdown
from flows.passage import Passage
from flows.run_folder import RunFolder, held, new_run_id, open_run
from flows.stages import LISTENER, Stage, StageLog
from flows.steps import Matched


@dataclass(frozen=True)
class Halfway:
    """A ward linked at home, its tables in the run's folder: all that its second half needs beside them."""

    job: WardJob
    started: datetime
    inputs: tuple[InputFile, ...]
    stages: tuple[Stage, ...]
    expectations: tuple[dict[str, Any], ...]
    blocking: dict[str, Any]

    @property
    def folder(self) -> RunFolder:
        """Where its tables are."""
        return open_run(self.job.output, self.job.run_id, self.job.ward)


def run_ward(job: WardJob) -> dict[str, Any]:
    """Take one ward through its whole route; returns the manifest of the run.

    Owners who live in other wards are looked for in the registers of those wards' newest finished runs. Raises
    LandCleanError, with what to do about it, or OSError, which may pass when tried again: nothing new is published
    then.
    """
    with held(job.output, job.ward):
        half = link_at_home(job)
        return settle_and_publish(half, search_registers(job.output, {job.ward: half.folder}))


def link_at_home(job: WardJob) -> Halfway:
    """The first half of the route, for whoever holds the ward: files → raw → standardised → verdicts at home."""
    log = StageLog(job.ward, seconds=perf_counter, listen=LISTENER.get())
    with without_data(log.doing):
        ward = Passage(job, clock.now(), open_run(job.output, job.run_id, job.ward), log)
        sources = steps.read(ward)
        steps.check_raw(ward, sources)
        clean = steps.standardise(ward, sources, apply_answers(ward, sources))
        steps.check_standardised(ward, sources, clean)
        linked = steps.link_people(ward, clean)
    expectations = tuple(checked.counts for checked in ward.checked)
    return Halfway(job, ward.started, sources.inputs, tuple(ward.log.passed), expectations, manifest.blocking(linked))


def settle_and_publish(half: Halfway, across: Across) -> dict[str, Any]:
    """The second half: verdicts across wards → discrepancies → published sheets; returns the manifest of the run."""
    job = half.job
    log = StageLog(job.ward, seconds=perf_counter, listen=LISTENER.get(), before=half.stages)
    with without_data(log.doing):
        ward = Passage(job, half.started, half.folder, log)
        matched = steps.link_abroad(ward, across)
        steps.check_verdicts(ward, matched)
        followed = findings.follow_up(ward, matched, findings.find_disagreements(ward, matched))
        found = findings.group(ward, matched, followed, registered=across.residents)
        published = findings.write_sheets(ward, half.inputs, matched, found)
        findings.publish(ward, published.staging)
        told_of = _manifest(ward, half, across, matched, found) | {"books": published.books}
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
        "code_version": manifest.code_version(),
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


def _run_name() -> str:
    given = flow_run.parameters
    return f"rerun-{given['ward']}-{clock.as_asked(given['date'])}"


@flow(name="rerun-ward", flow_run_name=_run_name, persist_result=False)
def rerun_ward(
    ward: Ward, date: Day = "", input_dir: str = "input", output_dir: str = "output", settings_file: str = ""
) -> None:
    """Chạy lại một phường, xã.

    Args:
        ward: Mã phường, xã gồm 5 chữ số
        date: Ngày công bố, dạng năm-tháng-ngày; để trống là hôm nay
        input_dir: Thư mục đầu vào, mỗi phường, xã một thư mục con mang mã của mình
        output_dir: Thư mục kết quả
        settings_file: Tệp cài đặt (TOML hoặc JSON); để trống là cài đặt mặc định
    """
    settings, as_of, run_id = read_settings(settings_file), clock.run_date(date), new_run_id(clock.now())
    try:
        (found,) = find_wards(Path(input_dir), [ward])
        if found.problem is not None:
            raise found.problem
        job = WardJob(
            ward=ward, folder=found.folder, output=Path(output_dir), run_id=run_id, as_of=as_of, settings=settings
        )
        outcome = WardOutcome(ward, manifest=run_ward(job))
    except (LandCleanError, OSError) as error:
        outcome = WardOutcome(ward, error=told(error))
    create_markdown_artifact(as_markdown([outcome]), key="rerun-ward", description="Kết quả chạy lại")
    if outcome.error is not None:
        raise LandCleanError(outcome.error)  # the run's page shows these words first
