"""Person tables (land users, residents, merger list) → LAND and RESIDENTS: the columns linking reads, nothing more.

Prepared as carefully as the peer prepares its own: lower case, accents folded, the number told apart into the 12-digit
and the 9-digit one, births parsed with the year kept, old wards mapped where they have one successor.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

import polars as pl

from cleaning.linking.distinct import values_numbered


def _plain_letters() -> dict[str, str]:
    """Lower-case letters with marks → the letter below them."""
    accented = [chr(code) for code in (*range(0xDF, 0x250), *range(0x1EA0, 0x1EFA))]
    plain = {letter: unicodedata.normalize("NFD", letter)[0] for letter in accented if letter.islower()}
    return {letter: below for letter, below in plain.items() if below != letter} | {"đ": "d"}


_PLAIN: Final = _plain_letters()
_GENDERS: Final = {"Nam": "male", "Nữ": "female"}
_FORMS: Final = ("name_lower", "name_key", "name_folded")
_REST: Final = (
    "citizen_id", "cmnd", "birth_date", "birth_year", "gender",
    "hamlet_key", "old_unit_code", "unit_code", "unit_state",
)  # fmt: skip


def person_tables(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """LAND and RESIDENTS out of left.parquet, right.parquet and ward_map.parquet of `folder`."""
    left, right, ward_map = (pl.read_parquet(folder / f"{name}.parquet") for name in ("left", "right", "ward_map"))
    land = _prepared(left, ward_map, old_number=_digits("id_number", 9)).select(
        pl.col("left_id").alias("row_key"),
        pl.col(*_FORMS, *_REST).name.prefix("holder_"),
        holder_type=pl.lit("person"),
        is_marked_deceased=pl.lit(False),
        is_household=pl.lit(False),
        holder_kind=pl.lit(None, dtype=pl.String),
        certificate_serial_raw=pl.lit(None, dtype=pl.String),
        parcel_key=pl.lit(None, dtype=pl.String),
        certificate_date=pl.lit(None, dtype=pl.Date),
    )
    residents = _prepared(right, ward_map, old_number=pl.col("old_id")).select(
        pl.col("right_id").alias("row_key"),
        *_FORMS,
        *_REST,
        resident_status=pl.lit("alive"),
        death_date=pl.lit(None, dtype=pl.Date),
        household_key=pl.lit(None, dtype=pl.String),
        relation=pl.lit(None, dtype=pl.String),
    )
    prepared = pl.collect_all([land, residents])
    return prepared[0], prepared[1]


def truth_of(folder: Path) -> pl.DataFrame:
    """`row_key, true_resident` of the land users who are in the register."""
    return pl.read_parquet(folder / "truth.parquet").rename({"left_id": "row_key", "right_id": "true_resident"})


def _prepared(people: pl.DataFrame, ward_map: pl.DataFrame, *, old_number: pl.Expr) -> pl.LazyFrame:
    successors = ward_map.group_by(ward="old_ward").agg(pl.col("new_ward").min(), successors=pl.len())
    is_split = (pl.col("successors") > 1).fill_null(False)
    return (
        people.lazy()
        .join(successors.lazy(), on="ward", how="left", validate="m:1", maintain_order="left")
        .with_columns(
            *_names(people["name"]),
            citizen_id=_digits("id_number", 12),
            cmnd=old_number,
            birth_date=pl.col("dob").str.to_date("%d/%m/%Y", strict=False),
            birth_year=pl.col("dob").str.slice(-4).cast(pl.Int32),
            gender=pl.col("gender").replace_strict(_GENDERS, default=None, return_dtype=pl.String),
            old_unit_code=pl.when(pl.col("successors").is_not_null()).then("ward"),
            unit_code=pl.when(~is_split).then(pl.coalesce("new_ward", "ward")),
            unit_state=pl.when(is_split).then(pl.lit("split")).otherwise(pl.lit("current")),
        )
        .with_columns(hamlet_key=pl.concat_str("unit_code", "hamlet", separator="|"))
    )


def _names(written: pl.Series) -> list[pl.Series]:
    """The forms of each name; each distinct one is looked at once."""
    number, first = values_numbered(written.hash())
    lower = written.gather(first).str.to_lowercase().str.replace_all("  ", " ", literal=True).str.strip_chars()
    folded = lower.to_frame("name").select(pl.col("name").str.replace_many(_PLAIN)).to_series()
    # one tone style and one i/y in this data: the key is the name
    return [form.gather(number).alias(name) for name, form in zip(_FORMS, (lower, lower, folded), strict=True)]


def _digits(column: str, length: int) -> pl.Expr:
    return pl.when(pl.col(column).str.len_bytes() == length).then(column)
