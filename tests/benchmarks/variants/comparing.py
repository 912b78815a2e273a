"""Runs of a variant, of the base ward and of the same information in plain form → one line that says what differs."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from .route import Run

_VERDICT: Final = ("verdict", "resident_id")
# Not who the runner-up is: equals stand in the order of their row keys, which follow the cells as received.
_EVIDENCE: Final = ("reason", "probability", "runner_up_probability", "found_by")
# What standardising gives that a variant may not change: everything but the raw cells and what they looked like.
VALUES: Final = (
    "holder_type", "holder_name_key", "is_household", "is_marked_deceased", "holder_citizen_id", "holder_cmnd",
    "holder_birth_date", "holder_birth_year", "holder_gender", "holder_hamlet_key", "holder_old_unit_code",
    "holder_unit_code", "holder_kind", "holder_role", "current_user_name_key", "current_user_citizen_id", "unit_code",
    "parcel_hamlet_key", "sheet", "parcel", "certificate_sheet", "certificate_parcel", "parcel_geohash", "area_m2",
    "area_parts_m2", "land_uses", "certificate_serial", "certificate_state", "certificate_date", "register_number",
    "organisation_name", "organisation_id",
)  # fmt: skip


class Comparison(NamedTuple):
    """Land rows of a variant against the base ward (`as_base`, `unlike_base`) and against the same information.

    `unexpected`: verdicts unlike those of the same information; `evidence`: the same verdict for other reasons;
    `values`: rows with an unlike standardised value, and `columns` those that differ; `lost`, `extra`: rows that only
    the one side has.
    """

    as_base: int
    unlike_base: int
    unexpected: int
    evidence: int
    values: int
    columns: dict[str, int]
    lost: int
    extra: int


def compared(run: Run, base: Run, said: Run) -> Comparison:
    """`run` against `base`, and against `said`, which says in plain form what the variant can say."""
    beside_base = _beside(run, base)
    like = beside_base.filter(_same(_VERDICT)).height
    beside = _beside(run, said)
    columns = {name: beside.filter(~_same((name,))).height for name in VALUES}
    return Comparison(
        as_base=like,
        unlike_base=beside_base.height - like,
        unexpected=beside.filter(~_same(_VERDICT)).height,
        evidence=beside.filter(_same(_VERDICT) & ~_same(_EVIDENCE)).height,
        values=beside.filter(~_same(VALUES)).height,
        columns={name: count for name, count in columns.items() if count},
        lost=said.rows.join(run.rows, on="tag", how="anti").height,
        extra=run.rows.join(said.rows, on="tag", how="anti").height,
    )


def unlike(run: Run, said: Run) -> pl.DataFrame:
    """The rows whose verdict or values differ, those of `said` with the ending _said."""
    return _beside(run, said).filter(~_same((*_VERDICT, *VALUES)))


def _beside(run: Run, other: Run) -> pl.DataFrame:
    """Every row of `run` beside the row of `other` with its tag."""
    columns = ("tag", *_VERDICT, *_EVIDENCE, *VALUES)
    return run.rows.select(columns).join(other.rows.select(columns), on="tag", suffix="_said", validate="m:1")


def _same(names: tuple[str, ...]) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_said")) for name in names)
