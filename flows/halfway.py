"""A ward between the halves of its route: all the second half needs, in the run's folder, whoever did the first."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from cleaning.reading import InputFile
from flows.fingerprint import Fingerprint
from flows.inputs import WardJob
from flows.run_folder import RunFolder, open_run, runs_of, write_whole
from flows.stages import Stage

_FILE: Final = "half.json"


@dataclass(frozen=True)
class Halfway:
    """A ward linked at home, its tables in the run's folder: all that its second half needs beside them.

    `register` is a hash of its standardised residents, by which other wards see whether they changed.
    """

    job: WardJob
    started: datetime
    inputs: tuple[InputFile, ...]
    stages: tuple[Stage, ...]
    expectations: tuple[dict[str, Any], ...]
    blocking: dict[str, Any]
    fingerprint: Fingerprint
    register: str

    @property
    def folder(self) -> RunFolder:
        """Where its tables are."""
        return open_run(self.job.output, self.job.run_id, self.job.ward)


_JSON: Final = TypeAdapter(Halfway)


def keep_half(half: Halfway) -> None:
    """Write it down once all its tables are: a run that is killed later is carried on from here."""
    write_whole(half.folder.path / _FILE, _JSON.dump_json(half, indent=1))


def kept_half(folder: RunFolder) -> Halfway | None:
    """The half a run came to; null where it did not, or another version of the program wrote it."""
    try:
        return _JSON.validate_json((folder.path / _FILE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def resumed(job: WardJob, fingerprint: Fingerprint) -> Halfway | None:
    """The half a killed run left, if it is for the same day and rests on the same; its folder becomes the job's."""
    for folder in reversed(runs_of(job.output, job.ward)):
        half = None if folder.is_finished else kept_half(folder)
        if half is not None and (half.job.as_of, half.fingerprint) == (job.as_of, fingerprint):
            own = open_run(job.output, job.run_id, job.ward)
            if own != folder:  # else an earlier try of this very run came so far
                shutil.rmtree(own.path)
                folder.path.rename(own.path)
            carried_on = replace(half, job=job)
            keep_half(carried_on)
            return carried_on
    return None
