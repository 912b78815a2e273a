"""specimen → outcome: the damaged ward read and standardised, and every promise that broke."""

from __future__ import annotations

import traceback
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final, Literal

import polars as pl
from polars.exceptions import PanicException

from cleaning.errors import LandCleanError
from cleaning.reading import WardSources, read_ward
from cleaning.settings import Settings
from cleaning.standardising import standardise_land, standardise_residents
from tests.fuzzing.promises import broken_by_error, broken_by_rows, broken_by_values
from tests.fuzzing.specimens import Specimen, others, whole_bytes

Ended = Literal["read", "refused", "fault"]
WARD: Final = "11557"
AS_OF: Final = date(2026, 11, 20)
_SETTINGS: Final = Settings()
_ERRORS: Final = (Exception, PanicException)  # a panic of Rust is no Exception
_USUAL_MB: Final = 300  # of a process that has read small files only
_STATUS: Final = Path("/proc/self/status")


@dataclass(frozen=True)
class Outcome:
    """What became of one specimen. `rows` below the header of the damaged file, `accounted` those in the raw tables.

    `broken`: the promises that did not hold; `seconds` of the processor; `peak_mb`: the most memory held meanwhile.
    """

    seed: int
    index: int
    variant: str
    damages: tuple[str, ...]
    ended: Ended
    said: str
    broken: tuple[str, ...]
    rows: int
    accounted: int
    seconds: float
    peak_mb: int


def judge(specimen: Specimen) -> Outcome:
    """Read and standardise the ward of a specimen; no error gets out."""
    reading = _read(specimen)
    if reading.sources is None:
        return _outcome(reading)
    measured = _Measure()
    try:
        clean = _standardised(specimen.table, [reading])
    except _ERRORS as error:
        return _outcome(_stopped(reading, error, measured))
    later = replace(reading, seconds=reading.seconds + measured.seconds, peak_mb=max(reading.peak_mb, measured.peak_mb))
    return _outcome(replace(later, broken=[*reading.broken, *broken_by_values(clean)]))


def judge_together(specimens: list[Specimen]) -> list[Outcome]:
    """The same, where each ward is read by itself and all that were read are standardised as one: many times as fast.

    Where that breaks a promise, those concerned are judged again one by one.
    """
    readings = [_read(one) for one in specimens]
    again: set[int] = set()
    for table in ("land", "residents"):
        own = [at for at, one in enumerate(readings) if one.sources is not None and one.specimen.table == table]
        if own:
            again |= _suspects(table, {at: readings[at] for at in own})
    return [judge(one.specimen) if at in again else _outcome(one) for at, one in enumerate(readings)]


@contextmanager
def ward_folder(files: dict[str, bytes]) -> Generator[Path]:
    """A folder that holds the files, as long as it is needed."""
    with TemporaryDirectory(prefix="landclean-fuzz-") as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        yield Path(folder)


class _Measure:
    """Seconds of the processor and the peak of memory since it was made, child processes included.

    Memory that files before this one left with the process does not count.
    """

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5")  # Linux counts the peak anew from here
        self._left_behind = max(0, _status_mb("VmRSS") - _USUAL_MB)
        self._children = getrusage(RUSAGE_CHILDREN)
        self._begun = process_time()

    @property
    def seconds(self) -> float:
        now = getrusage(RUSAGE_CHILDREN)
        of_children = now.ru_utime + now.ru_stime - self._children.ru_utime - self._children.ru_stime
        return process_time() - self._begun + of_children

    @property
    def peak_mb(self) -> int:
        of_children = getrusage(RUSAGE_CHILDREN).ru_maxrss  # the largest ever: it tells only where it has grown
        in_children = of_children // 1024 if of_children > self._children.ru_maxrss else 0
        return max(_status_mb("VmHWM") - self._left_behind, in_children)


def _status_mb(name: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) // 1024


@dataclass(frozen=True)
class _Reading:
    specimen: Specimen
    sources: WardSources | None
    ended: Ended
    said: str
    broken: list[str]
    seconds: float
    peak_mb: int


def _read(specimen: Specimen) -> _Reading:
    measured = _Measure()
    with ward_folder(specimen.files) as folder:
        try:
            sources = read_ward(folder, ward=WARD, salt=_SETTINGS.row_key_salt)
        except _ERRORS as error:
            nothing = _Reading(specimen, None, "read", "", [], 0, 0)
            return _stopped(nothing, error, measured)
    seconds, peak = measured.seconds, measured.peak_mb
    whole = _whole(specimen.window, specimen.variant) if specimen.promise.unchanged else None
    return _Reading(specimen, sources, "read", "", [*broken_by_rows(specimen, sources, whole)], seconds, peak)


def _stopped(reading: _Reading, error: BaseException, measured: _Measure) -> _Reading:
    ended: Ended = "refused" if isinstance(error, LandCleanError) else "fault"
    return replace(
        reading, ended=ended, said=_place(error), broken=[*reading.broken, *broken_by_error(error, reading.specimen)],
        seconds=reading.seconds + measured.seconds, peak_mb=max(reading.peak_mb, measured.peak_mb),
    )  # fmt: skip


def _outcome(reading: _Reading) -> Outcome:
    one = reading.specimen
    inputs = () if reading.sources is None else reading.sources.inputs
    mine = [file for file in inputs if file.path == one.damaged]
    return Outcome(
        one.seed, one.index, one.variant, one.damages, reading.ended, reading.said, tuple(reading.broken),
        rows=sum(file.rows for file in mine),
        accounted=sum(file.accepted + file.rejected + file.noise for file in mine),
        seconds=round(reading.seconds, 3), peak_mb=reading.peak_mb,
    )  # fmt: skip


def _suspects(table: str, readings: dict[int, _Reading]) -> set[int]:
    """Which of the readings break a promise when standardised together; all of them where an error gets out."""
    try:
        clean = _standardised(table, list(readings.values()))
    except _ERRORS:
        return set(readings)
    number = pl.col("row_key").str.extract(r"#(\d+)(?:/\d+)?$", 1).cast(pl.Int32)
    parts = dict(zip(readings, range(len(readings)), strict=True))
    return {at for at, part in parts.items() if [*broken_by_values(clean.filter(number == part))]}


def _standardised(table: str, readings: list[_Reading]) -> pl.DataFrame:
    """The raw rows of the wards, standardised; the key of a row is told apart by the number of its ward."""
    sources = [one.sources for one in readings if one.sources is not None]
    raw = pl.concat(
        getattr(one, "land" if table == "sheet_map" else table).with_columns(
            row_key=pl.col("row_key") + f"#{number}", source_file=f"{number}-" + pl.col("source_file")
        )
        for number, one in enumerate(sources)
    )
    if table == "residents":
        clean = standardise_residents(raw, ward=WARD, as_of=AS_OF, settings=_SETTINGS)
        rows = clean.height
    else:
        clean = standardise_land(raw, sources[0].sheet_map, ward=WARD, as_of=AS_OF, settings=_SETTINGS)
        rows = int((clean["holder_ordinal"] == 1).sum())
    if rows != raw.height:
        raise AssertionError(f"{raw.height} raw rows, {rows} standardised")
    return clean


@lru_cache(maxsize=32)
def _whole(window: int, variant: str) -> WardSources:
    """The ward with the file of a variant undamaged."""
    table, name, data = whole_bytes(window, variant)
    with ward_folder({**others(window, table), name: data}) as folder:
        return read_ward(folder, ward=WARD, salt=_SETTINGS.row_key_salt)


def _place(error: BaseException) -> str:
    """The kind of an error and where it came from in the program; of the words of refusals, the first."""
    if isinstance(error, LandCleanError):
        return str(error).partition(" (tệp")[0].partition(":")[0][:60]
    lines = [at for at in traceback.extract_tb(error.__traceback__) if "cleaning" in at.filename]
    last = f"{Path(lines[-1].filename).name}:{lines[-1].lineno}" if lines else "?"
    return f"{type(error).__name__} at {last}"
