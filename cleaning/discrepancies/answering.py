"""Code → which answers it allows, the cells it is about, and the cells an answer may correct. Declared once.

`about` is the evidence on the side of the land record: while those cells stay as received, an answer holds. What an
answer would write is put through the same standardising as every cell: `VALID` says when the result is usable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

Fields = tuple[str, ...]


@dataclass(frozen=True)
class Answering:
    """How one code is answered.

    `answers`: keys of `schemas.ANSWERS`, as offered. `about`: fields of the land row whose received cells are its
    evidence. `corrects`: the fields a value is written to, in the order the value names them; none where no value is
    asked for. `names_person`: the value is the citizen number of the right resident. `settles`: an answer takes it out
    of the way of group 1; what only an act of registration can mend stays in the way however it is answered.
    """

    answers: tuple[str, ...]
    about: Fields
    corrects: Fields = ()
    names_person: bool = False
    settles: bool = True


WHO: Final[Fields] = (
    "holder_name", "holder_family_name", "holder_id_number", "holder_birth_date", "holder_birth_year", "holder_man",
    "holder_woman", "holder_birth_day", "holder_birth_month", "organisation_name",
)  # fmt: skip
_USES: Final[Fields] = ("use_1", "use_2", "use_3")
_PARCEL: Final[Fields] = ("sheet", "parcel")
_PLACE: Final[Fields] = ("unit_code", "sheet", "parcel", "parcel_address")
_CERTIFICATE: Final[Fields] = ("certificate_serial", "certificate_date", "register_number")

# What the answers of staff mean for each kind of question.
_VALUE: Final = ("other_value", "keep_land", "unclear")  # the land record alone is asked about
_REGISTER: Final = ("take_register", "keep_land", "other_value", "different", "unclear")  # a linked resident beside it
_OWN: Final = ("other_value", "keep_land", "different", "unclear")  # what is proposed is not the register's value
_PERSON: Final = ("same", "different", "unclear")


def _of_person(field: str, answers: tuple[str, ...] = _REGISTER) -> Answering:
    """A question about one cell of a linked person: it is another one once it is said to be about somebody else."""
    return Answering(answers, (*WHO, *(() if field in WHO else (field,))), (field,))


def _of_row(about: Fields, corrects: Fields = (), answers: tuple[str, ...] = _VALUE) -> Answering:
    return Answering(answers, about, corrects)


ANSWERING: Final[dict[str, Answering]] = {
    "person_not_found": Answering(_VALUE, WHO, ("holder_id_number",), names_person=True, settles=False),
    "person_ambiguous": Answering((*_PERSON, "other_value"), WHO, names_person=True),
    "person_to_review": Answering((*_PERSON, "other_value"), WHO, names_person=True),
    "id_missing": _of_person("holder_id_number"),
    "id_old_cmnd": _of_person("holder_id_number"),
    "id_repaired": _of_person("holder_id_number", _OWN),
    "id_malformed": _of_person("holder_id_number"),
    "id_differs": _of_person("holder_id_number"),
    # the register's value names the bearer of the number, not the resident linked: 'different' would hit the wrong one
    "id_belongs_to_other": _of_person("holder_id_number", ("take_register", "keep_land", "other_value", "unclear")),
    "id_inconsistent": Answering(_OWN, (*WHO, "holder_gender"), ("holder_id_number",)),
    "id_shared": _of_person("holder_id_number", _OWN),
    "name_spelling": _of_person("holder_name"),
    "name_differs": _of_person("holder_name"),
    "text_legacy_encoding": _of_row((*WHO, "holder_address", "parcel_address"), answers=("keep_land", "unclear")),
    "birth_date_incomplete": _of_person("holder_birth_date"),
    "birth_date_differs": _of_person("holder_birth_date"),
    "gender_differs": _of_person("holder_gender"),
    "address_outdated": _of_person("holder_address", _OWN),
    "address_differs": _of_person("holder_address"),
    "owner_deceased": Answering(
        ("same", "different", "keep_land", "unclear"), (*WHO, "holder_death_year"), settles=False
    ),
    "owner_moved_away": Answering(_PERSON, WHO),
    "current_user_differs": _of_row((*WHO, "current_user_name"), ("current_user_name",)),
    "owner_minor": Answering(("same", "different", "other_value", "keep_land", "unclear"), WHO, ("holder_birth_date",)),
    "household_members_unknown": _of_row((*WHO, "holder_kind"), answers=("keep_land", "unclear")),
    "parcel_key_missing": _of_row(_PLACE, _PARCEL, ("other_value", "unclear")),
    "parcel_duplicate": _of_row(_PLACE, _PARCEL),
    "parcel_sheet_ambiguous": _of_row(
        (*_PLACE, "certificate_sheet", "certificate_parcel"), _PARCEL, ("other_value", "unclear")
    ),
    "parcel_id_missing": _of_row(("parcel_geohash",), ("parcel_geohash",)),
    "parcel_id_malformed": _of_row(("parcel_geohash",), ("parcel_geohash",), ("other_value", "unclear")),
    "parcel_id_outside_unit": _of_row(("parcel_geohash",), ("parcel_geohash",)),
    "parcel_id_shared": _of_row(("parcel_geohash", *_PARCEL), ("parcel_geohash",)),
    "area_invalid": _of_row(("area",), ("area",), ("other_value", "unclear")),
    "area_parts_mismatch": _of_row(("area", *_USES, "use_1_area", "use_2_area", "use_3_area"), ("area",)),
    "land_use_unknown": _of_row(_USES, _USES, ("other_value", "unclear")),
    "land_use_superseded": _of_row(_USES, _USES),
    "land_use_ambiguous": _of_row(_USES, _USES, ("other_value", "unclear")),
    "unit_unknown": _of_row(("unit_code", "parcel_address"), ("unit_code",)),
    "unit_superseded": _of_row(("unit_code", "parcel_address"), ("parcel_address",)),
    "unit_split": _of_row(("unit_code", "parcel_address"), ("parcel_address",)),
    "certificate_missing": _of_row(_CERTIFICATE, ("certificate_serial",)),
    "certificate_serial_malformed": _of_row(_CERTIFICATE, ("certificate_serial",)),
    "certificate_serial_shared": _of_row((*_CERTIFICATE, *_PARCEL), ("certificate_serial",)),
    "certificate_date_invalid": _of_row(_CERTIFICATE, ("certificate_date",), ("other_value", "unclear")),
    "register_number_malformed": _of_row(_CERTIFICATE, ("register_number",)),
    "org_id_missing": _of_row(("organisation_name", "organisation_id"), ("organisation_id",)),
    "org_id_invalid": _of_row(("organisation_name", "organisation_id"), ("organisation_id",)),
    "row_rejected": _of_row((), answers=("keep_land", "unclear")),
    "row_repeated": _of_row(WHO + _PLACE + _CERTIFICATE, answers=("keep_land", "unclear")),
    "guid_shared": _of_row(("guid",), answers=("keep_land", "unclear")),
}

# Field → what holds of a row of LAND whose cell was corrected, where the new value is usable.
VALID: Final[dict[str, pl.Expr]] = {
    "holder_name": (pl.col("holder_type") == "person") & pl.col("holder_name").is_not_null(),
    "holder_id_number": (pl.col("holder_id_state") == "ok") & pl.col("holder_citizen_id").is_not_null(),
    "holder_birth_date": pl.col("holder_birth_state").is_in(["day", "year"]),
    "holder_gender": pl.col("holder_gender_state") == "ok",
    "holder_address": pl.col("holder_unit_state").is_in(["current", "missing"]),
    "current_user_name": pl.col("current_user_name").is_not_null(),
    "sheet": pl.col("parcel_key_state") == "ok",
    "parcel": pl.col("parcel_key_state") == "ok",
    "parcel_geohash": pl.col("parcel_geohash_state") == "ok",
    "area": pl.col("area_state") == "ok",
    **dict.fromkeys(
        _USES,
        pl.col("land_uses").is_not_null()
        & ~pl.any_horizontal("has_land_use_unknown", "has_land_use_superseded", "has_land_use_ambiguous"),
    ),
    "unit_code": pl.col("unit_code_state") == "ok",
    "parcel_address": pl.col("parcel_unit_state").is_in(["current", "missing"]),
    "certificate_serial": pl.col("certificate_state").is_in(["ok", "none_issued"]),
    "certificate_date": pl.col("certificate_date_state") == "ok",
    "register_number": pl.col("register_number_state") == "ok",
    "organisation_id": pl.col("organisation_id_state") == "ok",
}
