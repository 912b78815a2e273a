"""Raw land rows → standardised land rows: the route as one list of steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

import polars as pl

from cleaning.schemas import LAND, LAND_FIELDS, LAND_FIELDS_IGNORED, LAND_FIELDS_OF_EXPORTS
from cleaning.settings import Settings
from cleaning.standardising.areas import with_areas
from cleaning.standardising.certificates import (
    with_certificate_date,
    with_certificate_serial,
    with_register_number,
    with_serial_shared,
)
from cleaning.standardising.co_holders import with_co_holders
from cleaning.standardising.current_users import with_current_user
from cleaning.standardising.geohash import with_parcel_geohash
from cleaning.standardising.holder_facts import with_holder_death, with_holder_facts
from cleaning.standardising.holder_roles import with_holder_kind
from cleaning.standardising.holder_types import with_holder_type
from cleaning.standardising.identifiers import with_id_shared, with_identity
from cleaning.standardising.joined_columns import with_joined_columns
from cleaning.standardising.land_uses import with_land_uses
from cleaning.standardising.legacy_encoding import with_text
from cleaning.standardising.names import with_name
from cleaning.standardising.organisations import with_organisation
from cleaning.standardising.parcels import with_parcel, with_parcel_duplicated, with_unit_code
from cleaning.standardising.places import with_place
from cleaning.standardising.sheet_map import with_sheet_state
from cleaning.standardising.statements import with_repeated
from cleaning.standardising.text import without_placeholders

# Every field of the form is read here or declared in LAND_FIELDS_IGNORED; the Guid is taken raw.
LAND_FIELDS_READ: Final = tuple(
    field for field in LAND_FIELDS + LAND_FIELDS_OF_EXPORTS if field not in (*LAND_FIELDS_IGNORED, "guid")
)


def standardise_land(
    raw: pl.DataFrame, sheet_map: pl.DataFrame, *, ward: str, as_of: date, settings: Settings
) -> pl.DataFrame:
    """The land users of one ward (schemas.RAW_LAND → schemas.LAND), sorted by row_key.

    Each row comes out once with `holder_ordinal` 1, and once more for every further person it names. `sheet_map` is
    RAW_SHEET_MAP and may be empty. `as_of` is the day of the run: later dates are in the future.
    """
    frame = raw.sort("row_key")
    for step in _steps(sheet_map, ward, as_of, settings):
        frame = step(frame)
    return LAND.conform(frame)


def _steps(
    sheet_map: pl.DataFrame, ward: str, as_of: date, settings: Settings
) -> tuple[Callable[[pl.DataFrame], pl.DataFrame], ...]:
    """Each step adds columns, keeps the rows in order, and may read the columns of the steps before it.

    `with_co_holders` alone adds rows.
    """
    return (
        _with_guid,
        with_repeated,
        partial(with_text, fields=LAND_FIELDS_READ),
        partial(with_joined_columns, prefix="holder_", name="holder_name"),
        with_co_holders,
        with_holder_facts,
        with_holder_kind,
        partial(with_name, text_column="holder_name_text", prefix="holder_"),
        partial(with_holder_death, as_of=as_of),
        with_holder_type,
        partial(
            with_identity, prefix="holder_", id_text="holder_number_text", cmnd_text="holder_cmnd_text",
            birth_text="holder_born_text", gender_text="holder_gender_text", as_of=as_of,
        ),
        partial(with_id_shared, prefix="holder_"),
        partial(with_place, address_text="holder_address_text", hamlet_text=None, prefix="holder_", ward=ward),
        with_organisation,
        with_current_user,
        with_unit_code,
        partial(with_place, address_text="parcel_address_text", hamlet_text=None, prefix="parcel_", ward=ward),
        partial(with_parcel, ward=ward),
        partial(with_sheet_state, sheet_map=sheet_map),
        partial(with_parcel_geohash, ward=ward, settings=settings),
        partial(with_areas, settings=settings),
        with_land_uses,
        with_certificate_serial,
        partial(with_certificate_date, as_of=as_of, settings=settings),
        with_register_number,
        with_parcel_duplicated,
        with_serial_shared,
    )  # fmt: skip


def _with_guid(frame: pl.DataFrame) -> pl.DataFrame:
    """`guid` as received, and `is_guid_shared`: rows of one Guid, however its letters and brackets are written.

    Fillers ('#REF!', '-', noughts alone) are no Guid that rows could share.
    """
    guid = pl.when(pl.col("guid_raw").str.strip_chars() != "").then("guid_raw")
    same = without_placeholders(pl.col("guid_raw").str.strip_chars(" \t\r\n\u00a0{}()").str.to_lowercase())
    is_shared = ~same.str.contains("^[0-]*$") & same.is_duplicated()
    return frame.with_columns(guid=guid, is_guid_shared=is_shared.fill_null(value=False))
