"""A ward's fingerprint as of now and that of its published sheets → whether they stand, and nothing is to be done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flows.fingerprint import Fingerprint, fingerprint_of, published_fingerprint, standing_day
from flows.inputs import WardJob
from flows.run_folder import MANIFEST, RunFolder, newest_finished


@dataclass(frozen=True)
class Standing:
    """Sheets that stand: the run that made them, its manifest, and the other wards' registers they rest on."""

    folder: RunFolder
    manifest: dict[str, Any]
    made_of: Fingerprint

    @property
    def registers(self) -> str:
        """A hash of all registers when the run searched them: while it is the same, they say the same."""
        return self.manifest["registers_mark"]


def standing(job: WardJob, last_decision: str, *, is_day_asked: bool) -> Standing | None:
    """What stands for the ward as far as it can tell by itself; null where it has to be run.

    `is_day_asked`: somebody named the day, so sheets of an earlier one won't do.
    """
    within_days = 1 if is_day_asked else job.settings.recompute_after_days
    day = standing_day(job, within_days=within_days)
    made_of = None if day is None else published_fingerprint(job.output, job.ward, day)
    if day is None or made_of is None or made_of.at_home != fingerprint_of(job, last_decision, day=day):
        return None
    folder = newest_finished(job.output, job.ward)
    if folder is None or not folder.file("residents").exists():
        return None  # its checkpoints are needed
    manifest = json.loads((folder.path / MANIFEST).read_bytes())
    if (manifest["as_of"], manifest.get("fingerprint")) != (day.isoformat(), made_of.model_dump()):
        return None  # a run was killed between publishing and telling of it
    return Standing(folder, manifest, made_of)
