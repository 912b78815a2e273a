"""All that decides a ward's results → its fingerprint; while that stays, what was published for it stands."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from cleaning.errors import SourceError
from cleaning.reading.files import paths, shown
from flows.inputs import WardJob
from flows.memory import days_published, mark_of_night_before
from flows.program import program_version
from flows.run_folder import digest_of_file, write_whole

_FILE: Final = Path(".state") / "fingerprint.json"


class Fingerprint(BaseModel):
    """What a ward's results hang on beside the day: equal fingerprints give equal sheets.

    `files`: path below the ward's folder → SHA-256 of the bytes. `decisions`: the ward's last one in the ledger.
    `night_before`: what that night left to this one. `abroad`: what other wards' registers said; null until that is
    known.
    """

    model_config = ConfigDict(frozen=True)

    files: dict[str, str]
    settings: str
    model: str
    decisions: str
    code: str
    night_before: str
    abroad: str | None = None

    @property
    def at_home(self) -> Fingerprint:
        """The same but for the registers of other wards."""
        return self.model_copy(update={"abroad": None})


def fingerprint_of(job: WardJob, decisions: str, *, day: date) -> Fingerprint:
    """The ward's fingerprint as of now, had it to be published for `day`. Raises SourceError or OSError."""
    return Fingerprint(
        files={shown(path, job.folder): _digest_of_source(path, job.folder) for path in paths(job.folder)},
        settings=hashlib.sha256(job.settings.model_dump_json().encode()).hexdigest(),
        model=_digest_of_model(job.settings.model_file),
        decisions=decisions,
        code=program_version(),
        night_before=mark_of_night_before(job.output, job.ward, day),
    )


def keep_fingerprint(staging: Path, fingerprint: Fingerprint) -> None:
    """Write it into the folder that is about to be published, with the names of all that is published there."""
    names = sorted(path.relative_to(staging).as_posix() for path in staging.rglob("*") if path.is_file())
    told = {"fingerprint": fingerprint.model_dump(), "published": names}
    write_whole(staging / _FILE, json.dumps(told, indent=1).encode())


def published_fingerprint(output: Path, ward: str, day: date) -> Fingerprint | None:
    """That of the sheets published for `day`; null where it is not known, or one of the sheets is gone."""
    folder = output / "published" / ward / day.isoformat()
    try:
        told = json.loads((folder / _FILE).read_bytes())
        fingerprint = Fingerprint.model_validate(told["fingerprint"])
        is_whole = all((folder / name).is_file() for name in told["published"])
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, ValidationError):
        return None
    return fingerprint if is_whole else None


def standing_day(job: WardJob, *, within_days: int) -> date | None:
    """The newest day up to the job's that was published, if it is less than `within_days` old."""
    oldest = job.as_of - timedelta(days=within_days - 1)
    return max((day for day in days_published(job.output, job.ward) if oldest <= day <= job.as_of), default=None)


def _digest_of_source(path: Path, folder: Path) -> str:
    try:
        return digest_of_file(path)
    except OSError:
        name = shown(path, folder)
        raise SourceError("Không mở được tệp.", remedy="Đóng tệp nếu đang mở, kiểm tra quyền đọc.", file=name) from None


def _digest_of_model(file: str) -> str:
    """Empty for the shipped one, which is part of the program; a file that can't be read is told when it is loaded."""
    return "" if file == "" or not Path(file).is_file() else digest_of_file(Path(file))
