"""Declared tables → declared rules. Nothing here computes: each suite is one tuple, read top to bottom.

Severity: `critical` is a gate (the ward stops before anything is published), `warning` and `info` travel on. In `LAND`
the codes of warnings and infos are codes of the catalogue of discrepancies, each named once; in `RESIDENTS` they begin
with `resident_` and are counted in the manifest only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from cleaning import schemas

if TYPE_CHECKING:
    from cleaning.schemas import Table

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class Rule:
    """One thing that must be true. `expects` names an expectation of Great Expectations, `args` are its arguments.

    `holds`, where given, is true for every row that keeps the rule: it is computed beforehand as a column named `code`,
    and null counts as broken. `meaning` says in a line what a broken rule means.
    """

    code: str
    expects: str
    severity: Severity
    args: dict[str, Any]
    meaning: str = ""
    holds: pl.Expr | None = field(default=None, compare=False)


def row_count_is(rows: int) -> Rule:
    """Gate: as many rows as went in, for standardised against raw tables and verdicts against land rows."""
    return Rule("row_count_kept", "ExpectTableRowCountToEqual", "critical", {"value": rows}, "rows were lost or made")


def link_probability_from(link_at: float) -> Rule:
    """Gate over verdicts: the machine links nobody below `link_at`; what people decided needs no probability."""
    sure = (pl.col("verdict") != "link") | _DECIDED | (pl.col("probability") >= link_at)
    return _true("link_probability_low", sure, "critical", "linked although not certain enough")


# ---- kinds of rule ---------------------------------------------------------------------------------------------------


def _rows_exist() -> Rule:
    return Rule("table_empty", "ExpectTableRowCountToBeBetween", "critical", {"min_value": 1}, "no row at all")


def _present(column: str) -> Rule:
    return Rule(f"{column}_null", "ExpectColumnValuesToNotBeNull", "critical", {"column": column}, "never null")


def _unique(column: str) -> Rule:
    return Rule(f"{column}_repeated", "ExpectColumnValuesToBeUnique", "critical", {"column": column}, "names one row")


def _filled(column: str) -> Rule:
    """At least one row has a value: a column read from the wrong place is empty as a whole."""
    args = {"column": column, "min_value": 1}
    return Rule(f"{column}_empty", "ExpectColumnUniqueValueCountToBeBetween", "critical", args, "empty in every row")


def _one_of(column: str, words: tuple[str, ...]) -> Rule:
    args = {"column": column, "value_set": list(words)}
    return Rule(f"{column}_outside_list", "ExpectColumnValuesToBeInSet", "critical", args, "a word no list declares")


def _true(code: str, holds: pl.Expr, severity: Severity, meaning: str) -> Rule:
    return Rule(code, "ExpectColumnValuesToBeInSet", severity, {"column": code, "value_set": [True]}, meaning, holds)


def _never(code: str, column: str, *words: str, severity: Severity = "warning", meaning: str) -> Rule:
    """The closed list of `column` without `words`."""
    allowed = [word for word in schemas.STATES[_state(column)] if word not in words]
    return Rule(code, "ExpectColumnValuesToBeInSet", severity, {"column": column, "value_set": allowed}, meaning)


def _unflagged(code: str, column: str, *, severity: Severity = "warning", meaning: str) -> Rule:
    return Rule(code, "ExpectColumnValuesToBeInSet", severity, {"column": column, "value_set": [False]}, meaning)


def _state(column: str) -> str:
    """Name of the closed list a column draws from; '' where it draws from none. 'holder_unit_state' → 'unit_state'."""
    endings = (column, *(column.removeprefix(prefix) for prefix in ("holder_", "parcel_")))
    return next((name for name in endings if name in schemas.STATES), "")


def _keyed(table: Table) -> tuple[Rule, ...]:
    return (_rows_exist(), *(rule for column in table.key for rule in (_present(column), _unique(column))))


def _closed(table: Table) -> tuple[Rule, ...]:
    """State columns speak the words of their lists only. States and flags are never null, but for `id_repair`."""
    listed = [name for name in table.names if _state(name) != ""]
    flags = [column.name for column in table.columns if column.dtype == pl.Boolean]
    stated = [name for name in listed if _state(name) != "id_repair"]
    return (*(_one_of(name, schemas.STATES[_state(name)]) for name in listed), *map(_present, [*stated, *flags]))


# ---- the suites ------------------------------------------------------------------------------------------------------

RAW_LAND: Final = (
    *_keyed(schemas.RAW_LAND),
    *map(_present, ("source_file", "source_row")),
    *map(_filled, ("holder_name_raw", "sheet_raw", "parcel_raw")),
)

RAW_RESIDENTS: Final = (
    *_keyed(schemas.RAW_RESIDENTS),
    *map(_present, ("source_file", "source_row")),
    *map(_filled, ("name_raw", "citizen_id_raw")),
)

_UNIT_KNOWN: Final = (pl.col("parcel_unit_state") != "unknown") & (pl.col("unit_code_state") == "ok")
_NUMBER_FITS: Final = ~pl.col("holder_id_consistency").is_in(["contradicts_birth", "contradicts_gender"])

LAND: Final = (
    *_keyed(schemas.LAND),
    *_closed(schemas.LAND),
    _unflagged("guid_shared", "is_guid_shared", meaning="the Guid stands on another row too"),
    _unflagged("row_repeated", "is_repeated", meaning="the same statement stands on another row too"),
    _never("text_legacy_encoding", "text_state", "converted", "uncertain", severity="info",
           meaning="was typed in a legacy font, or may have been"),
    _never("id_missing", "holder_id_state", "missing", meaning="the land user has no number"),
    _never("id_old_cmnd", "holder_id_state", "cmnd", meaning="only the nine digits of the old card"),
    _never("id_malformed", "holder_id_state", "malformed", meaning="the number cannot be repaired"),
    _never("id_repaired", "holder_id_state", "repaired", severity="info",
           meaning="digits lost on the way, put back without doubt"),
    _true("id_inconsistent", _NUMBER_FITS, "warning", "the number contradicts the birth year or gender beside it"),
    _unflagged("id_shared", "is_id_shared", meaning="one number on rows of clearly different people"),
    _never("current_user_differs", "current_user_state", "differs", meaning="the form names another present user"),
    _never("parcel_key_missing", "parcel_key_state", "missing", meaning="no sheet or no parcel number"),
    _unflagged("parcel_duplicate", "is_parcel_duplicated",
           meaning="one parcel on different certificates or of unrelated holders"),
    _never("parcel_sheet_ambiguous", "sheet_state", "ambiguous", meaning="the old sheet has several new ones"),
    _never("parcel_id_missing", "parcel_geohash_state", "missing", severity="info", meaning="no parcel id yet"),
    _never("parcel_id_malformed", "parcel_geohash_state", "malformed", meaning="not 12 GeoHash characters"),
    _never("parcel_id_outside_unit", "parcel_geohash_state", "outside_unit",
           meaning="the parcel id lies outside the ward"),
    _unflagged("parcel_id_shared", "is_parcel_geohash_shared", meaning="one parcel id on different parcels"),
    _never("area_invalid", "area_state", "missing", "not_a_number", "other_unit", "zero", "negative",
           meaning="no usable area"),
    _never("area_parts_mismatch", "area_parts_state", "mismatch", meaning="areas by land use do not add up"),
    _unflagged("land_use_unknown", "has_land_use_unknown", meaning="neither a code nor known words"),
    _unflagged("land_use_superseded", "has_land_use_superseded", severity="info",
           meaning="old circular, one successor"),
    _unflagged("land_use_ambiguous", "has_land_use_ambiguous", meaning="old circular, several successors"),
    _true("unit_unknown", _UNIT_KNOWN, "warning", "no such commune, or the row names none"),
    _never("unit_superseded", "parcel_unit_state", "superseded", severity="info", meaning="old commune, one successor"),
    _never("unit_split", "parcel_unit_state", "split", meaning="old commune with several successors"),
    _never("certificate_missing", "certificate_state", "missing", "none_issued",
           meaning="no certificate, or none named"),
    _never("certificate_serial_malformed", "certificate_state", "malformed", meaning="not a serial of any period"),
    _unflagged("certificate_serial_shared", "is_certificate_serial_shared",
           meaning="one serial on parcels of unrelated holders"),
    _never("certificate_date_invalid", "certificate_date_state", "invalid", "ambiguous", "future", "too_early",
           "before_birth",
           meaning="no day on which this certificate can have been issued"),
    _never("register_number_malformed", "register_number_state", "malformed",
           meaning="not a register number of any period"),
    _true("org_id_missing", (pl.col("holder_type") != "organisation") | (pl.col("organisation_id_state") != "missing"),
          "warning", "an organisation without number; communities have none"),
    _never("org_id_invalid", "organisation_id_state", "invalid", meaning="the tax code fails its check digit"),
)  # fmt: skip

RESIDENTS: Final = (
    *_keyed(schemas.RESIDENTS),
    *_closed(schemas.RESIDENTS),
    _never("resident_id_missing", "id_state", "missing", "cmnd", "not_applicable", meaning="no citizen number"),
    _never("resident_id_malformed", "id_state", "malformed", meaning="the number cannot be repaired"),
    _never("resident_id_repaired", "id_state", "repaired", severity="info", meaning="digits put back without doubt"),
    _unflagged("resident_id_shared", "is_id_shared", meaning="one number on several residents"),
    _never("resident_birth_not_to_the_day", "birth_state", "year", "ambiguous", "missing", "invalid",
           meaning="no full birth date"),
    _never("resident_status_unknown", "resident_status", "unknown", meaning="a status no list declares"),
)  # fmt: skip

_LINKED: Final = pl.col("verdict").eq_missing(pl.lit("link"))
# Linked because people said so, not by the machine.
_DECIDED: Final = _LINKED & pl.col("reason").str.starts_with("decided").fill_null(value=False)
_NUMBERED: Final = pl.col("resident_id").is_not_null()
_BEARER: Final = pl.col("resident_key").eq(pl.col("id_owner_key")).fill_null(value=False)

VERDICTS: Final = (
    *_keyed(schemas.VERDICTS),
    _present("verdict"),
    _present("reason"),
    _one_of("verdict", ("link", "review", "no_link", "not_a_person")),
    _true("link_names_nobody", ~_LINKED | (pl.col("resident_key").is_not_null() & (_DECIDED | _NUMBERED)),
          "critical", "a link without its resident, or of the machine to a resident without number"),
    _true("decided_with_probability", ~_DECIDED | pl.col("probability").is_null(),
          "critical", "a probability where the machine was not asked"),
    _true("resident_without_link", _LINKED | (pl.col("resident_key").is_null() & pl.col("resident_id").is_null()),
          "critical", "a resident named without a link"),
    Rule("resident_id_not_12_digits", "ExpectColumnValuesToMatchRegex", "critical",
         {"column": "resident_id", "regex": r"^\d{12}$"}, "not a citizen number"),
    _true("probability_outside_range", pl.col("probability").is_null() | pl.col("probability").is_between(0, 1),
          "critical", "not a probability"),
    _true("link_to_bearer_of_number", ~_LINKED | ~_BEARER,
          "critical", "linked to the very resident who bears the number but is clearly somebody else"),
)  # fmt: skip

# Over verdicts joined with `holder_type` of their land rows.
_NOT_A_PERSON: Final = pl.col("verdict") == "not_a_person"
VERDICTS_BESIDE_LAND: Final = (
    _true("organisation_taken_for_person", _NOT_A_PERSON | ~pl.col("holder_type").is_in(["organisation", "community"]),
          "critical", "an organisation or community was linked like a person"),
    _true("person_left_unjudged", ~_NOT_A_PERSON | (pl.col("holder_type") != "person"),
          "critical", "a person was passed over as an organisation"),
)  # fmt: skip

# Over DECIDED_PAIRS joined with `holder_type` of their land rows and their verdict (`verdict`, `linked_key`), and with
# `is_listed`: the resident is in a register of the run.
_TO_THEM: Final = pl.col("linked_key").eq(pl.col("resident_key")).fill_null(value=False)
_PERSON: Final = pl.col("holder_type").is_in(["person", "unnamed"]).fill_null(value=False)
DECIDED_BESIDE_VERDICTS: Final = (
    _true("link_against_decision", pl.col("is_same") | ~_TO_THEM,
          "critical", "linked to a resident of whom people decided that it is somebody else"),
    _true("decision_not_followed", ~pl.col("is_same") | _TO_THEM | ~(pl.col("is_listed") & _PERSON),
          "critical", "not linked to the resident whom people decided on"),
)  # fmt: skip
