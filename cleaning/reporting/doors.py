"""Land rows → who is met at which door of which hamlet, with no more of the register than finding the door takes."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.reference.masks import masked
from cleaning.reporting.report import WardReport

_READ: Final = (
    "row_key", "parcel_key", "holder_type", "holder_name", "holder_name_key", "holder_citizen_id", "holder_cmnd",
    "holder_birth_year", "holder_address_raw", "holder_hamlet", "holder_hamlet_key", "holder_unit_code",
    "holder_unit_state", "parcel_hamlet", "parcel_hamlet_key",
)  # fmt: skip
_REGISTERED: Final = (
    "name", "name_key", "citizen_id", "birth_year", "residence_raw", "hamlet", "hamlet_key", "unit_code",
    "household_key",
)  # fmt: skip
# The register's column may hold anything: what stands on fewer rows could be somebody's name.
_ROWS_OF_A_HAMLET: Final = 5
_HOME: Final = pl.col("is_home")
_LIVES_HERE: Final = _HOME & (pl.col("key") == pl.col("resident_hamlet_key")).fill_null(value=False)
_WRITES_HERE: Final = ~_HOME & pl.col("is_here") & (pl.col("key") == pl.col("holder_hamlet_key")).fill_null(value=False)


def doors(report: WardReport, asked: pl.DataFrame) -> pl.DataFrame:
    """The people of the land rows `asked` about (`row_key`), found at a door of a hamlet. Numbers are masked.

    `hamlet`       that of the linked resident, else of the holder's address, else of a co-holder, else of the parcel's
                   address, as the ward calls it; null where it is none of the ward's
    `door`         a household of the hamlet, `person` one of its people: names for joining, not for show
    `name`         as neighbours know them; `land_name` what the land record says where that is another name
    `within`       what the address says before the hamlet: 'Số 7, ngõ 12'; null where nothing
    `address`      the whole address of somebody whose own hamlet this is not

    with `birth_year` and `number`. Of who is linked to a resident of another ward only the land row's words are told.
    """
    rows = _with_residents(report)
    known = _hamlets(rows)
    told = rows.with_columns(key=_hamlet_key(known["key"].to_list())).join(known, on="key", how="left", validate="m:1")
    is_other_name = _HOME & (pl.col("resident_name_key") != pl.col("holder_name_key"))
    name = pl.when(_HOME).then(pl.coalesce("resident_name", "holder_name")).otherwise("holder_name")
    number = pl.when(_HOME).then("resident_citizen_id").otherwise(pl.coalesce("holder_citizen_id", "holder_cmnd"))
    return (
        told.with_columns(person=_person())
        .with_columns(door=_door())
        .join(asked, on="row_key", how="semi")
        .select(
            "row_key",
            "hamlet",
            "door",
            "person",
            masked(name).alias("name"),
            masked(pl.when(is_other_name).then("holder_name")).alias("land_name"),
            pl.when(_HOME).then("resident_birth_year").otherwise("holder_birth_year").alias("birth_year"),
            masked(number).alias("number"),
            masked(_within()).alias("within"),
            masked(_elsewhere()).alias("address"),
        )
    )


def _with_residents(report: WardReport) -> pl.DataFrame:
    """Rows of people with whom they are linked to. `is_home`: to a resident of this ward."""
    registered = report.residents.select(
        pl.col("row_key").alias("resident_key"), pl.col(_REGISTERED).name.prefix("resident_")
    )
    links = report.verdicts.select("row_key", "resident_key", "reason")
    elsewhere = pl.col("reason").str.ends_with("_other_ward") | (pl.col("resident_unit_code") != report.ward)
    return (
        report.land.select(_READ)
        .filter(pl.col("holder_type") == "person")
        .join(links, on="row_key", how="left", validate="1:1")
        .join(registered, on="resident_key", how="left", validate="m:1")
        .with_columns(
            is_home=pl.col("resident_key").is_not_null() & ~elsewhere.fill_null(value=False),
            is_here=(pl.col("holder_unit_code") == report.ward).fill_null(value=False)
            | (pl.col("holder_unit_code").is_null() & pl.col("holder_unit_state").is_in(["missing", "split"])),
            parcel_id=pl.coalesce("parcel_key", "row_key"),
        )
    )


def _hamlets(rows: pl.DataFrame) -> pl.DataFrame:
    """`key` and usual name of the ward's hamlets: where residents with land live, and where land lies."""
    lived = rows.filter(_HOME).select(key="resident_hamlet_key", hamlet="resident_hamlet", rank=0)
    lies = rows.select(key="parcel_hamlet_key", hamlet="parcel_hamlet", rank=1)
    return (
        pl.concat([lived, lies])
        .drop_nulls()
        .group_by("key", "hamlet", "rank")
        .len()
        .filter(pl.col("len").sum().over("key") >= _ROWS_OF_A_HAMLET)
        .sort("key", "rank", -pl.col("len").cast(pl.Int64), "hamlet")
        .group_by("key", maintain_order=True)
        .agg(pl.col("hamlet").first())
    )


def _hamlet_key(known: list[str]) -> pl.Expr:
    lived = pl.when(_HOME).then("resident_hamlet_key")
    written = pl.when("is_here").then("holder_hamlet_key")
    told = (lived, written, lived.min().over("parcel_id"), pl.col("parcel_hamlet_key"))
    return pl.coalesce(pl.when(key.is_in(known)).then(key) for key in told)


def _person() -> pl.Expr:
    """Who is the same. Two without number and year of birth are taken for one on the same parcel only."""
    number = pl.coalesce("holder_citizen_id", "holder_cmnd")
    year = pl.col("holder_birth_year").cast(pl.String)
    parcel = pl.when(number.is_null() & year.is_null()).then("parcel_id")
    named = pl.concat_str("holder_name_key", *(part.fill_null("") for part in (number, year, parcel)), separator="|")
    return pl.coalesce(pl.when(_HOME).then("resident_key"), named, "row_key")


def _door() -> pl.Expr:
    """The household; of somebody nobody knows, that of a co-holder in the same hamlet, else a door of their own."""
    own = pl.when(_HOME).then("resident_household_key")
    return pl.coalesce(own, own.min().over("key", "parcel_id"), "person")


def _within() -> pl.Expr:
    """What tells a door within the hamlet."""
    of_resident = _before("resident_residence_raw", "resident_hamlet")
    of_holder = _before("holder_address_raw", "holder_hamlet")
    return pl.when(_LIVES_HERE).then(of_resident).when(_WRITES_HERE).then(of_holder).replace("", None)


def _elsewhere() -> pl.Expr:
    whole = pl.when(_HOME).then("resident_residence_raw").otherwise("holder_address_raw")
    return pl.when(~_LIVES_HERE & ~_WRITES_HERE).then(whole)


def _before(address: str, hamlet: str) -> pl.Expr:
    """'Số 7, ngõ 12, tổ dân phố Kiền Bái 3, …' → 'Số 7, ngõ 12'."""
    whole = pl.col(address).str.normalize("NFC")
    before = whole.str.to_lowercase().str.split(pl.col(hamlet).str.to_lowercase()).list.first()
    return whole.str.head(before.str.len_chars()).str.strip_chars(" ,;.-–")
