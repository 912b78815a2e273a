"""One ward, top to bottom: files → raw → standardised → verdicts → discrepancies → published sheets."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run

from cleaning.errors import LandCleanError
from cleaning.linking import Linked
from cleaning.reading import WardSources
from flows import clock, manifest, steps
from flows.faults import told, without_data
from flows.inputs import Day, Ward, WardJob, find_wards, read_settings
from flows.outcomes import WardOutcome, as_markdown
from flows.run_folder import held, new_run_id, open_run
from flows.stages import LISTENER, StageLog
from flows.steps import Findings, Passage, Standardised


def run_ward(job: WardJob) -> dict[str, Any]:
    """Take one ward through its route and publish it; returns the manifest of the run.

    Raises LandCleanError, with what to do about it, or OSError, which may pass when tried again: nothing new is
    published then.
    """
    with held(job.output, job.ward):
        log = StageLog(job.ward, seconds=perf_counter, listen=LISTENER.get())
        with without_data(log.doing):
            return _route(Passage(job, clock.now(), open_run(job.output, job.run_id, job.ward), log))


def _route(ward: Passage) -> dict[str, Any]:
    sources = steps.read(ward)
    steps.check_raw(ward, sources)
    clean = steps.standardise(ward, sources)
    problems = steps.check_standardised(ward, sources, clean)
    linked = steps.link_people(ward, clean)
    steps.check_verdicts(ward, clean, linked)
    discrepancies = steps.find_disagreements(ward, sources, clean, linked, problems)
    found = steps.group(ward, clean, linked, discrepancies)
    staging = steps.write_sheets(ward, sources, clean, linked, found)
    steps.publish(ward, staging)
    told_of = _manifest(ward, sources, clean, linked, found)
    ward.folder.write_manifest(told_of)
    return told_of


def _manifest(
    ward: Passage, sources: WardSources, clean: Standardised, linked: Linked, found: Findings
) -> dict[str, Any]:
    job = ward.job
    rows = manifest.row_counts(sources.inputs)
    results = manifest.result_counts(clean.land, linked.verdicts, found.discrepancies)
    return {
        "run_id": job.run_id,
        "ward": job.ward,
        "as_of": job.as_of.isoformat(),
        "started": manifest.instant(ward.started),
        "finished": manifest.instant(clock.now()),
        "code_version": manifest.code_version(),
        "settings": job.settings.model_dump(mode="json"),
        "model": ward.model.name,
        "inputs": manifest.files_read(sources.inputs),
        "counts": rows | results,
        "stages": [asdict(stage) for stage in ward.log.passed],
        "peak_rss_mb": manifest.peak_rss_mb(),
        "expectations": [checked.counts for checked in ward.checked],
        "blocking": manifest.blocking(linked),
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
