"""Raw land rows → standardised land rows: the route as one list of steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

import polars as pl

from cleaning.schemas import LAND, LAND_FIELDS, LAND_FIELDS_IGNORED
from cleaning.settings import Settings
from cleaning.standardising.areas import with_areas
from cleaning.standardising.certificates import (
    with_certificate_date,
    with_certificate_serial,
    with_register_number,
    with_serial_shared,
)
from cleaning.standardising.current_users import with_current_user
from cleaning.standardising.geohash import with_parcel_geohash
from cleaning.standardising.holder_roles import with_holder_kind
from cleaning.standardising.holder_types import with_holder_type
from cleaning.standardising.identifiers import with_id_shared, with_identity
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
LAND_FIELDS_READ: Final = tuple(field for field in LAND_FIELDS if field not in (*LAND_FIELDS_IGNORED, "guid"))


def standardise_land(
    raw: pl.DataFrame, sheet_map: pl.DataFrame, *, ward: str, as_of: date, settings: Settings
) -> pl.DataFrame:
    """The land rows of one ward (schemas.RAW_LAND → schemas.LAND), sorted by row_key; as many rows out as in.

    `sheet_map` is RAW_SHEET_MAP and may be empty. `as_of` is the day of the run: later dates are in the future.
    """
    frame = raw.sort("row_key")
    for step in _steps(sheet_map, ward, as_of, settings):
        frame = step(frame)
    return LAND.conform(frame)


def _steps(
    sheet_map: pl.DataFrame, ward: str, as_of: date, settings: Settings
) -> tuple[Callable[[pl.DataFrame], pl.DataFrame], ...]:
    """Each step adds columns, keeps the rows in order, and may read the columns of the steps before it."""
    return (
        _with_guid,
        with_repeated,
        partial(with_text, fields=LAND_FIELDS_READ),
        _with_holder_numbers,
        with_holder_kind,
        partial(with_name, text_column="holder_name_text", prefix="holder_"),
        with_holder_type,
        partial(
            with_identity, prefix="holder_", id_text="holder_number_text", cmnd_text="holder_cmnd_text",
            birth_text="holder_birth_date_text", gender_text="holder_gender_text", as_of=as_of,
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
    return frame.with_columns(guid=pl.when(pl.col("guid_raw").str.strip_chars() != "").then("guid_raw"))


def _with_holder_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """The holder's numbers wherever they stand: Mục 8, else a 12-digit paper; a 9-digit paper is the old card."""
    papers = [pl.col(f"{paper}_text").str.replace_all(r"\D", "") for paper in ("paper_1", "paper_2")]
    citizen_ids = [pl.when(paper.str.len_chars() == 12).then(paper) for paper in papers]
    cmnds = [pl.when(paper.str.len_chars() == 9).then(paper) for paper in papers]
    return frame.with_columns(
        holder_number_text=pl.coalesce(
            without_placeholders(pl.col("holder_id_number_text"), "id_number"), *citizen_ids
        ),
        holder_cmnd_text=pl.coalesce(cmnds),
    )
