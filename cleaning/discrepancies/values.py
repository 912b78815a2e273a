"""Case → the texts staff compare: what the land record says, what the register says, what is proposed.

All are null where there is nothing, the register's also where nobody is linked.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.discrepancies import addresses, people


def _text(*parts: str | pl.Expr, separator: str = ", ") -> pl.Expr:
    """The parts that are there, one after the other; null where none is."""
    exprs = [pl.col(part) if isinstance(part, str) else part for part in parts]
    return pl.when(pl.any_horizontal(part.is_not_null() for part in exprs)).then(
        pl.concat_str(exprs, separator=separator, ignore_nulls=True)
    )


def _labelled(label: str, value: str | pl.Expr) -> pl.Expr:
    """'label value', or null where the value is."""
    return pl.concat_str(pl.lit(f"{label} "), pl.col(value) if isinstance(value, str) else value)


# ---- who is named: as read, for '1960.0' or '000000000' help nobody to find a person ---------------------------------

_OWN_NUMBER: Final = pl.coalesce(
    "holder_citizen_id",
    "holder_cmnd",
    pl.when(pl.col("holder_id_state").is_in(["malformed", "not_applicable"])).then("holder_id_number_raw"),
)
_OWN_BIRTH: Final = pl.coalesce(
    pl.col("holder_birth_date").dt.to_string("%d/%m/%Y"),
    pl.col("holder_birth_year").cast(pl.String),
    pl.when(pl.col("holder_birth_state") == "invalid").then("holder_birth_date_raw"),
)

# ---- values as received; of a cell that names several people, the part that is the one's -----------------------------


def _own(received: str, read: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("holders_named") > 1).then(read).otherwise(received)


_NAME_CELL: Final = pl.coalesce("holder_name_raw", "organisation_name_raw")
NAME: Final = pl.coalesce(_own("holder_name_raw", pl.col("holder_name")), "organisation_name_raw")
ID: Final = _own("holder_id_number_raw", _OWN_NUMBER)
BIRTH: Final = _own("holder_birth_date_raw", _OWN_BIRTH)
PERSON: Final = _text(NAME.str.strip_chars(), _labelled("số giấy tờ", _OWN_NUMBER), _labelled("sinh", _OWN_BIRTH))
IDENTITY: Final = _text(
    _labelled("số", ID),
    _labelled("sinh", BIRTH),
    _labelled("giới tính", "holder_gender_raw"),
)
PARCEL: Final = _text(_labelled("tờ", "sheet_raw"), _labelled("thửa", "parcel_raw"))
SHEET: Final = pl.col("certificate_sheet_raw")
STATEMENT: Final = _text(_NAME_CELL, PARCEL, _labelled("số phát hành", "certificate_serial_raw"))
USES: Final = _text("use_1_raw", "use_2_raw", "use_3_raw", separator="; ")
UNIT: Final = _text(_labelled("mã", "unit_code_raw"), _labelled("địa chỉ", "parcel_address_raw"))
PARCEL_ADDRESS: Final = pl.col("parcel_address_raw")
GEOHASH: Final = pl.col("parcel_geohash_raw")
SERIAL: Final = pl.col("certificate_serial_raw")

# ---- values as registered; null where nobody is linked ---------------------------------------------------------------

RESIDENT_ID: Final = pl.col("resident_citizen_id")
RESIDENT_BIRTH: Final = pl.coalesce("resident_birth_date_raw", pl.col("resident_birth_year").cast(pl.String))
RESIDENT_DAY: Final = pl.col("resident_birth_date").dt.to_string("%d/%m/%Y")
RESIDENT_GENDER: Final = pl.col("resident_gender").replace_strict({"male": "Nam", "female": "Nữ"}, default=None)
RESIDENT_IDENTITY: Final = _text(
    _labelled("số", "resident_citizen_id"),
    _labelled("sinh", "resident_birth_date_raw"),
    _labelled("giới tính", "resident_gender_raw"),
)
RESIDENT_STATUS: Final = _text("resident_status_raw", _labelled("ngày", "resident_death_date_raw"))
RESIDENCE: Final = pl.col("resident_residence_raw")
RESIDENCE_TODAY: Final = (
    pl.when(pl.col("resident_unit_state").is_in(["superseded", "split"]))
    .then("resident_address_proposal")
    .otherwise(RESIDENCE)
)
ID_OWNER: Final = _text("id_owner_name", _labelled("sinh", "id_owner_birth_date_raw"))

# ---- values proposed ------------------------------------------------------------------------------------------------

_LIVES_THERE: Final = people.LINKED & ~addresses.address_differs().fill_null(value=False)
# The register's own words where the holder lives at the address: 'Thôn 3' of the certificate is 'Tổ dân phố 3' today.
ADDRESS_TODAY: Final = pl.coalesce(
    pl.when(_LIVES_THERE).then(RESIDENCE_TODAY), "holder_address_proposal", RESIDENCE_TODAY
)

OWN_CURRENT_ID: Final = pl.coalesce("holder_citizen_id", "holder_cmnd")
_NAME_READ: Final = pl.coalesce("holder_name", "organisation_name")
_NAME_STOOD: Final = (
    _NAME_CELL.str.normalize("NFC")
    .str.to_lowercase()
    .str.replace_all(r"\s+", " ")
    .str.contains(_NAME_READ.str.to_lowercase(), literal=True)
)
# The state is one of the whole row: where the name was not decoded, it is the addresses that staff look at.
LEGACY_TEXT: Final = (
    pl.when(~_NAME_STOOD)
    .then(_NAME_CELL)
    .otherwise(_text(_NAME_CELL, "holder_address_raw", "parcel_address_raw", separator="; "))
)
CONVERTED_NAME: Final = pl.when(pl.col("text_state") == "converted", ~_NAME_STOOD, pl.col("holders_named") == 1).then(
    _NAME_READ
)
