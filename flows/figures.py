"""A published ward day → its counts in `.state/figures.json`: what drift, status and the city read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from flows.run_folder import private_folder, write_whole

if TYPE_CHECKING:
    from cleaning.reporting import WardReport

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_FOLDER, _FILE = ".state", "figures.json"
_VERSION: Final = 1
_CERTIFIED: Final = ("ok", "malformed")


class PastNight(NamedTuple):
    """What one published night of the ward counted; `day` and `group_1` as in NIGHTS."""

    day: date
    parcels: int
    group_1: int
    errors: int


class Figures(BaseModel):
    """Counts of one ward on one published day, nothing of any person.

    The same for the same input: neither the run nor its seconds stand here.

    source_rows, standardised, rejected, noise   rows of all source files together, by where they ended
    residents                     rows of the ward's own register
    people, organisations         land rows by kind of holder, communities among the organisations
    link, review, no_link         land rows of people by verdict
    residents_linked              different residents the linked rows lead to
    parcels, group_1 … group_3    parcels, and by group
    parcels_with_id               of them with a valid 12-character parcel id
    parcels_uncertified           of them without any certificate, none issued or none known
    certificates                  different certificates, by serial; of them `certificates_scanned` with a scanned file
    open_errors, open_warnings    discrepancies without a standing answer; `discrepancies` the same by code, infos too
    answered                      discrepancies with a standing answer
    hamlets                       hamlets parcels lie in
    precision                     checked links per stratum as in PRECISION, the last is the whole
    nights                        every published night until this one, oldest first
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = _VERSION
    ward: str
    ward_name: str
    as_of: date
    code_version: str
    model: str
    groups_version: str
    source_rows: int
    standardised: int
    rejected: int
    noise: int
    residents: int
    people: int
    organisations: int
    link: int
    review: int
    no_link: int
    residents_linked: int
    parcels: int
    group_1: int
    group_2: int
    group_3: int
    parcels_with_id: int
    parcels_uncertified: int
    certificates: int
    certificates_scanned: int
    open_errors: int
    open_warnings: int
    answered: int
    hamlets: int
    discrepancies: dict[str, int]
    precision: list[dict[str, Any]]
    nights: list[PastNight]


def figures_of(told: WardReport, *, residents: int, code_version: str) -> Figures:
    """The figures of what is about to be published. `residents`: rows of the ward's own register."""
    nights = [PastNight(*row) for row in told.nights.select("day", "parcels", "group_1", "asked_errors").iter_rows()]
    return Figures(
        ward=told.ward, ward_name=told.ward_name, as_of=told.as_of, code_version=code_version,
        model=told.model, groups_version=told.settings.groups_version, residents=residents,
        precision=told.precision.drop("title").to_dicts(), nights=nights,
        answered=int(told.nights.tail(1)["answered"].sum()),
        **_rows(told), **_parcels(told), **_certificates(told.land), **_waiting(told),
    )  # fmt: skip


def keep_figures(staging: Path, figures: Figures) -> None:
    """Write the figures into the folder that is about to be published."""
    folder = private_folder(staging / _FOLDER, below=staging)
    write_whole(folder / _FILE, figures.model_dump_json(indent=1).encode())


def published_days(output: Path, ward: str) -> list[date]:
    """The days something stands published of, oldest first."""
    names = [path.name for path in (output / "published" / ward).glob("*") if _DAY.fullmatch(path.name)]
    return sorted(date.fromisoformat(name) for name in names)


def read_figures(output: Path, ward: str, day: date) -> Figures | None:
    """The figures of a published day; null where it has none that this version can read.

    Days published by older versions have none; a damaged file is none either: it hinders no night.
    """
    try:
        read = Figures.model_validate_json(_file(output, ward, day).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return read if read.version == _VERSION else None


def newest_figures(output: Path, ward: str, *, until: date) -> Figures | None:
    """The newest readable figures of a ward as of `until`, that day included; null where there are none."""
    days = (day for day in reversed(published_days(output, ward)) if day <= until)
    return next((read for day in days if (read := read_figures(output, ward, day)) is not None), None)


def _file(output: Path, ward: str, day: date) -> Path:
    return output / "published" / ward / day.isoformat() / _FOLDER / _FILE


def _rows(told: WardReport) -> dict[str, int]:
    holders, judged = _tally(told.land["holder_type"]), _tally(told.verdicts["verdict"])
    return {
        **{name: told.counts[name] for name in ("source_rows", "standardised", "rejected", "noise")},
        "people": holders.get("person", 0),
        "organisations": holders.get("organisation", 0) + holders.get("community", 0),
        **{verdict: judged.get(verdict, 0) for verdict in ("link", "review", "no_link")},
        "residents_linked": told.verdicts["resident_key"].drop_nulls().n_unique(),
    }


def _parcels(told: WardReport) -> dict[str, int]:
    groups = _tally(told.parcels["group"])
    by_parcel = told.land.group_by(pl.coalesce("parcel_key", "row_key")).agg(
        has_id=(pl.col("parcel_geohash_state") == "ok").any(), is_certified=_is_certified().any()
    )
    return {
        "parcels": told.parcels.height,
        **{f"group_{group}": groups.get(group, 0) for group in (1, 2, 3)},
        "parcels_with_id": int(by_parcel["has_id"].sum()),
        "parcels_uncertified": int((~by_parcel["is_certified"]).sum()),
        "hamlets": told.parcels["hamlet"].drop_nulls().n_unique(),
    }


def _certificates(land: pl.DataFrame) -> dict[str, int]:
    known = land.filter(_is_certified()).select("certificate_serial", scan=pl.col("scan_files_raw").str.strip_chars())
    scanned = known.filter(pl.col("scan").fill_null("") != "")
    return {
        "certificates": known["certificate_serial"].n_unique(),
        "certificates_scanned": scanned["certificate_serial"].n_unique(),
    }


def _waiting(told: WardReport) -> dict[str, Any]:
    severities = _tally(told.discrepancies["severity"])
    return {
        "open_errors": severities.get("error", 0),
        "open_warnings": severities.get("warning", 0),
        "discrepancies": _tally(told.discrepancies["code"]),
    }


def _is_certified() -> pl.Expr:
    return pl.col("certificate_state").is_in(_CERTIFIED)


def _tally(column: pl.Series) -> Mapping[Any, int]:
    return dict(column.drop_nulls().value_counts(name="rows").sort(column.name).iter_rows())
