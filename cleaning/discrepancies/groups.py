"""Rows of a parcel, their verdicts and followed discrepancies → PARCELS: how far each parcel is.

The rules are ours, chosen by their name in `Settings.groups_version`: the official table of criteria was not seen, and
provinces have their own. A parcel is as far as its worst row. Group 1: every requirement holds and no error is open.
Group 3: the parcel or its holder can't be established. Group 2: the rest. What the job can supply by itself (a number,
a full birth date, a new land-use code) bars nobody from group 1; what waits for a person does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.errors import LandCleanError
from cleaning.schemas import PARCELS

if TYPE_CHECKING:
    from cleaning.settings import Settings


@dataclass(frozen=True)
class Requirement:
    """What group 1 asks of every row of a parcel. `code` of the catalogue is the reason where it doesn't hold."""

    code: str
    holds: pl.Expr = field(compare=False)


@dataclass(frozen=True)
class GroupRules:
    """One set of rules: `group_1` must all hold; any of `group_3`, true of all rows of a parcel, puts it there."""

    group_1: tuple[Requirement, ...]
    group_3: tuple[pl.Expr, ...] = field(compare=False)


_PERSON: Final = pl.col("holder_type") == "person"
_ORGANISATION: Final = pl.col("holder_type") == "organisation"
_ISSUED: Final = pl.col("certificate_state").is_in(["ok", "malformed"])
_VERDICT: Final = pl.col("verdict").fill_null("no_link")
_TIED: Final = pl.col("reason").eq_missing(pl.lit("tied"))

_GROUP_1: Final = (
    # the parcel is known, once
    Requirement("parcel_key_missing", pl.col("parcel_key_state") == "ok"),
    Requirement("parcel_duplicate", ~pl.col("is_parcel_duplicated")),
    Requirement("parcel_sheet_ambiguous", pl.col("sheet_state") != "ambiguous"),
    Requirement("unit_unknown", (pl.col("unit_code_state") == "ok") & (pl.col("parcel_unit_state") != "unknown")),
    Requirement("unit_split", pl.col("parcel_unit_state") != "split"),
    # its area and use are valid
    Requirement("area_invalid", pl.col("area_state") == "ok"),
    Requirement("area_parts_mismatch", pl.col("area_parts_state") != "mismatch"),
    Requirement("land_use_unknown", pl.col("land_uses").is_not_null() & ~pl.col("has_land_use_unknown")),
    Requirement("land_use_ambiguous", ~pl.col("has_land_use_ambiguous")),
    # every holder is established: people by their link, organisations by their number
    Requirement("person_not_found", ~_PERSON | (_VERDICT != "no_link")),
    Requirement("person_ambiguous", (_VERDICT != "review") | ~_TIED),
    Requirement("person_to_review", (_VERDICT != "review") | _TIED),
    Requirement("org_id_missing", ~_ORGANISATION | (pl.col("organisation_id_state") != "missing")),
    Requirement("org_id_invalid", ~_ORGANISATION | (pl.col("organisation_id_state") != "invalid")),
    # its certificate, where one was issued, is complete
    Requirement("certificate_missing", pl.col("certificate_state") != "missing"),
    Requirement("certificate_serial_malformed", pl.col("certificate_state") != "malformed"),
    Requirement("certificate_serial_shared", ~pl.col("is_certificate_serial_shared")),
    Requirement("certificate_date_invalid", ~_ISSUED | (pl.col("certificate_date_state") == "ok")),
    Requirement("register_number_malformed", ~_ISSUED | (pl.col("register_number_state") == "ok")),
    # it bears a parcel id of its own
    Requirement("parcel_id_missing", pl.col("parcel_geohash_state") != "missing"),
    Requirement("parcel_id_malformed", pl.col("parcel_geohash_state") != "malformed"),
    Requirement("parcel_id_outside_unit", pl.col("parcel_geohash_state") != "outside_unit"),
    Requirement("parcel_id_shared", ~pl.col("is_parcel_geohash_shared")),
)

_GROUP_3: Final = (
    # neither sheet and parcel nor a certificate to find them by
    (pl.col("parcel_key_state") == "missing") & ~_ISSUED,
    # nobody named
    pl.col("holder_type") == "unnamed",
)

RULES: Final[dict[str, GroupRules]] = {"quy tắc tạm 2026-11": GroupRules(_GROUP_1, _GROUP_3)}


def group_parcels(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    verdicts: pl.DataFrame,
    followed: pl.DataFrame,
    *,
    settings: Settings,
) -> pl.DataFrame:
    """PARCELS, sorted by parcel id. Of FOLLOWED what is settled bars nobody any more; `reasons` are null in group 1.

    Raises LandCleanError where `settings.groups_version` names no set of rules.
    """
    rules = _rules(settings.groups_version)
    homes = residents.select(resident_key="row_key", resident_hamlet="hamlet")
    # 'Thôn Kiền Bái 3' of a certificate is the register's 'Tổ dân phố Kiền Bái 3'
    names = residents.group_by(parcel_hamlet_key="hamlet_key").agg(registered_hamlet=pl.col("hamlet").min())
    rows = (
        land.join(verdicts, on="row_key", how="left", validate="1:1")
        .join(homes, on="resident_key", how="left", validate="m:1")
        .join(names.drop_nulls(), on="parcel_hamlet_key", how="left", validate="m:1")
        .with_columns(parcel_id=pl.coalesce("parcel_key", "row_key"))
    )
    parcels = (
        _figures(rows, rules)
        .join(_reasons(rows, followed, rules), on="parcel_id", how="left", validate="1:1")
        .join(_open_errors(rows, followed), on="parcel_id", how="left", validate="1:1")
        .with_columns(pl.col("open_errors").fill_null(0), group=_group())
        .with_columns(pl.col("group", "people", "people_linked", "open_errors").cast(pl.Int32))
    )
    return PARCELS.conform(parcels.sort("parcel_id"))


def _rules(version: str) -> GroupRules:
    if version not in RULES:
        raise LandCleanError(
            f"Không có bộ quy tắc phân nhóm tên “{version}”. Các bộ hiện có: {', '.join(sorted(RULES))}."
        )
    return RULES[version]


def _group() -> pl.Expr:
    return pl.when("is_unestablished").then(3).when(pl.col("reasons").is_not_null()).then(2).otherwise(1)


def _figures(rows: pl.DataFrame, rules: GroupRules) -> pl.DataFrame:
    """What is counted or shown of a parcel. A person on several of its rows is one person."""
    linked = pl.col("resident_key")
    named = pl.concat_str("holder_name_key", pl.coalesce("holder_citizen_id", "holder_cmnd", pl.lit("")), separator="|")
    person = pl.coalesce(linked, named, "row_key")
    lived = pl.col("resident_hamlet").min()
    return rows.group_by("parcel_id").agg(
        pl.col("sheet").min(),
        pl.col("parcel").min(),
        people=person.filter(_PERSON).n_unique(),
        people_linked=linked.filter(_PERSON).drop_nulls().n_unique(),
        hamlet=pl.coalesce(lived, pl.col("registered_hamlet").min(), pl.col("parcel_hamlet").min()),
        is_unestablished=pl.any_horizontal(unsure.all() for unsure in rules.group_3),
    )


def _reasons(rows: pl.DataFrame, followed: pl.DataFrame, rules: GroupRules) -> pl.DataFrame:
    """Codes of broken requirements and open errors, sorted and joined; only parcels that have any."""
    broken = rows.select("parcel_id", "row_key", *(one.holds.not_().alias(one.code) for one in rules.group_1))
    required = pl.concat(
        [
            broken.filter(pl.col(one.code)).select("parcel_id", "row_key", pl.lit(one.code).alias("code"))
            for one in rules.group_1
        ]
    ).join(followed.filter("is_settled"), on=["row_key", "code"], how="anti")
    errors = _errors(rows, followed)
    together = pl.concat([one.select("parcel_id", "code") for one in (required, errors)]).unique()
    together = together.sort("parcel_id", "code")
    return together.group_by("parcel_id", maintain_order=True).agg(reasons=pl.col("code").str.join(", "))


def _open_errors(rows: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    return _errors(rows, followed).group_by("parcel_id").agg(open_errors=pl.len())


def _errors(rows: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    errors = followed.filter(pl.col("severity") == "error", ~pl.col("is_settled")).select("row_key", "code")
    return errors.join(rows.select("row_key", "parcel_id"), on="row_key", how="inner", validate="m:1")
