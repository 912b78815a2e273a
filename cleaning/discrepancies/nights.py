"""A night's results and all they hang on → one row more of NIGHTS, from which the burn-down is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cleaning.discrepancies.marks import APART, marks
from cleaning.discrepancies.questions import Night
from cleaning.schemas import NIGHTS
from cleaning.settings import Settings


@dataclass(frozen=True)
class Results:
    """What a night found: LAND, VERDICTS, PARCELS, FOLLOWED."""

    land: pl.DataFrame
    verdicts: pl.DataFrame
    parcels: pl.DataFrame
    followed: pl.DataFrame


@dataclass(frozen=True)
class Basis:
    """All that results hang on beside the day and the model.

    `lists`: tables that change when, and only when, something is received differently: ROW_FACTS' row marks, the row
    keys of registers and of the table of sheets, what other registers hold for the ward. `standing`: STANDING.
    """

    lists: Sequence[pl.DataFrame]
    standing: pl.DataFrame
    settings: Settings
    code_version: str


def with_tonight(memory: pl.DataFrame, night: Night, results: Results, basis: Basis) -> pl.DataFrame:
    """NIGHTS of `memory` and of tonight, oldest first."""
    tonight = _counted(results, basis.standing).with_columns(
        day=pl.lit(night.day),
        data_mark=pl.lit(_joint_mark([_mark(table) for table in basis.lists])),
        settings_mark=pl.lit(_joint_mark([basis.settings.model_dump_json()])),
        decisions_mark=pl.lit(_mark(basis.standing)),
        model=pl.lit(night.model),
        code_version=pl.lit(basis.code_version),
    )
    before = memory.filter(pl.col("day") != night.day)
    return NIGHTS.conform(pl.concat([before, NIGHTS.conform(tonight)]).sort("day"))


def _counted(results: Results, standing: pl.DataFrame) -> pl.DataFrame:
    """One row of figures. Open discrepancies are those without a standing answer, 'unclear' among them."""
    people = results.land.filter(pl.col("holder_type") == "person").select("row_key")
    linked = results.verdicts.filter(pl.col("verdict") == "link").join(people, on="row_key", how="semi")
    unanswered = results.followed.filter(pl.col("state") != "answered")
    severity = unanswered["severity"]
    answered = standing.filter(pl.col("status") == "decided").join(unanswered, on="discrepancy_id", how="anti")
    figures = {
        "parcels": results.parcels.height,
        **{f"group_{group}": (results.parcels["group"] == group).sum() for group in (1, 2, 3)},
        "people": people.height,
        "linked": linked.height,
        "asked_errors": (severity == "error").sum(),
        "asked_warnings": (severity == "warning").sum(),
        "answered": answered["discrepancy_id"].n_unique(),
    }
    return pl.DataFrame({name: [number] for name, number in figures.items()}).cast(pl.Int32)


def _mark(table: pl.DataFrame) -> str:
    """The same for the same rows, whatever their order."""
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in sorted(table.columns)]
    return _joint_mark(marks(table.select(pl.concat_str(texts, separator=APART)).to_series()).sort().to_list())


def _joint_mark(parts: Sequence[str]) -> str:
    return hashlib.blake2b(APART.join(parts).encode(), digest_size=16).hexdigest()
