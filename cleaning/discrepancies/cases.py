"""Land, residents, verdicts and candidates → the case of every land row: all a rule or a sentence may look at.

A case has the columns of LAND and of its verdict, the linked resident's under `resident_…`, the bearer of the row's
citizen number under `id_owner_…` (where that is clearly somebody else), `candidate_best`, `candidates_shown`,
`holders_together` and `adult_birth_date`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from datetime import date

    from cleaning.settings import Settings

RESIDENT_COLUMNS: Final = (
    "row_key", "name", "name_raw", "name_lower", "name_key", "name_folded", "citizen_id",
    "birth_date", "birth_date_raw", "birth_year", "gender", "gender_raw",
    "hamlet_key", "unit_code", "unit_state", "address_proposal", "residence_raw",
    "status", "status_raw", "death_date_raw",
)  # fmt: skip


def cases_of(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    verdicts: pl.DataFrame,
    candidates: pl.DataFrame,
    *,
    as_of: date,
    settings: Settings,
) -> pl.DataFrame:
    """One row per land row, in the order of row keys. Without a verdict its columns are null: nobody is linked."""
    known = residents.rename({"resident_status": "status"}).select(RESIDENT_COLUMNS)
    return (
        land.with_columns(holders_together=_holders_together())
        .join(verdicts, on="row_key", how="left", validate="1:1")
        .join(
            _prefixed(known, "resident_"),
            left_on="resident_key",
            right_on="resident_row_key",
            how="left",
            validate="m:1",
        )
        .join(
            _prefixed(known, "id_owner_"),
            left_on="id_owner_key",
            right_on="id_owner_row_key",
            how="left",
            validate="m:1",
        )
        .join(_shown(candidates, known, settings.candidates_shown), on="row_key", how="left", validate="1:1")
        .with_columns(adult_birth_date=pl.lit(as_of).dt.offset_by(f"-{settings.adult_age_years}y"))
        .sort("row_key")
    )


def _prefixed(known: pl.DataFrame, prefix: str) -> pl.DataFrame:
    return known.rename({name: f"{prefix}{name}" for name in known.columns})


def _holders_together() -> pl.Expr:
    """How many different people the rows of the same certificate and parcel name; 1 where a row has neither."""
    serial = pl.when(pl.col("certificate_state") == "ok").then(pl.col("certificate_serial"))
    together = pl.coalesce(
        pl.concat_str(serial.fill_null("-"), pl.lit("@"), pl.col("parcel_key").fill_null("-")), "row_key"
    )
    alone = serial.is_null() & pl.col("parcel_key").is_null()
    group = pl.when(alone).then(pl.col("row_key")).otherwise(together)
    return pl.col("holder_name_key").n_unique().over(group)


def _shown(candidates: pl.DataFrame, known: pl.DataFrame, limit: int) -> pl.DataFrame:
    """The best candidate of a row as name, number, birth date; and the best ones side by side."""
    line = pl.concat_str(
        pl.col("name"),
        pl.concat_str(pl.lit("số định danh cá nhân "), pl.col("citizen_id")),
        pl.concat_str(pl.lit("sinh "), pl.col("birth_date_raw")),
        separator=", ",
        ignore_nulls=True,
    )
    return (
        candidates.filter(pl.col("rank") <= limit)
        .join(known, left_on="resident_key", right_on="row_key", how="inner")
        .sort("row_key", "rank")
        .group_by("row_key", maintain_order=True)
        .agg(candidate_best=line.first(), candidates_shown=line.str.join("; "))
    )
