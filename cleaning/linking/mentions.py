"""Land rows → mentions, register rows → residents: the two sides of a pair, in the same columns.

A land row names a person; the same person stands on many rows. Rows that say exactly the same about their holder are
one *mention* and are compared once. Where no number tells people apart, what a row says includes with whom its holder
stands on the certificate: else the wife of one namesake would speak for the other. What people decided of a row is
part of what it says (see `decided`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.linking.decided import NO_DECISIONS, decisions_of_mentions, meant
from cleaning.linking.distinct import numbered
from cleaning.linking.names import NAME_FORMS, names_of
from cleaning.schemas import STATES

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

# What a pair is compared by. Land columns bear the prefix `holder_`, register columns none.
EVIDENCE = (
    *NAME_FORMS, "citizen_id", "cmnd", "birth_date", "birth_year", "gender",
    "hamlet_key", "old_unit_code", "unit_code", "unit_state",
)  # fmt: skip

LIVES: Final = ("unsaid", "here", "elsewhere")

# Small numbers compare faster than words; few distinct values, so the shared list of categories stays short.
_CODED: Final[dict[str, PolarsDataType]] = {
    "citizen_id": pl.Int64,
    "cmnd": pl.Int64,
    "gender": pl.Enum(["male", "female"]),
    "hamlet_key": pl.Categorical,
    "old_unit_code": pl.Categorical,
    "unit_code": pl.Categorical,
    "unit_state": pl.Enum(list(STATES["unit_state"])),
}


@dataclass(frozen=True)
class Sides:
    """Who is compared with whom. `mention` and `resident` number their rows from 0; `name` is a row of `names`.

    `rows` tells the mention of each land row of a person (row_key, mention). `mentions` and `residents` bear `name` and
    EVIDENCE but the forms of the name, numbers as Int64. `decisions` are those of people, as decided.meant gives
    them: mention, resident, is_same, is_shared.
    """

    mentions: pl.DataFrame
    rows: pl.DataFrame
    residents: pl.DataFrame
    names: pl.DataFrame
    decisions: pl.DataFrame


def sides_of(
    land: pl.DataFrame, register: pl.DataFrame, families: pl.DataFrame, decided: pl.DataFrame = NO_DECISIONS
) -> Sides:
    """LAND and RESIDENTS as the two sides; `families` as households.families_of gives them, `decided`: DECIDED_PAIRS.

    Mentions are numbered by the first of their row keys, residents by their row keys: not by the order of the rows. A
    row that names nobody is one of a person where people decided of whom.
    """
    called = decided.filter("is_same")["row_key"].implode()
    is_person = (pl.col("holder_type") == "person") | (
        (pl.col("holder_type") == "unnamed") & pl.col("row_key").is_in(called)
    )
    said = land.filter(is_person).select(
        "row_key", "is_marked_deceased", *(pl.col(f"holder_{name}").alias(name) for name in EVIDENCE)
    )
    entries = register.select("row_key", "resident_status", "death_date", "household_key", "relation", *EVIDENCE)
    people, listed = (side if side["row_key"].is_sorted() else side.sort("row_key") for side in (said, entries))
    names = names_of(people, listed)
    people, listed = _coded(people, names.land), _coded(listed, names.register)
    units, listed = listed["unit_code"].unique().drop_nulls().to_list(), listed.with_row_index("resident")
    people = _with_family(people.with_columns(lives=_lives(units)), families)
    number, first = numbered(people.drop("row_key"))
    held = NO_DECISIONS.with_columns(is_shared=pl.lit(value=False))
    if not decided.is_empty():
        held = meant(decided, people.with_columns(statement=number), listed, names.table)
        number, first = numbered(_with_decisions(people["row_key"], number, held))
    rows = people.select("row_key", mention=number)
    mentions = people[first].drop("row_key", "family").with_row_index("mention")
    mentions = _with_certificates(mentions, rows, land)
    return Sides(mentions, rows, listed, names.table, decisions_of_mentions(held, rows, listed))


def _lives(units: list[str]) -> pl.Expr:
    """Where the address places somebody: in a ward of the register, elsewhere, or it does not say (place in LIVES)."""
    return (
        pl.when(pl.col("unit_code").is_in(units))
        .then(pl.lit("here"))
        .when(pl.col("unit_code").is_not_null() | (pl.col("unit_state") == "unknown"))
        .then(pl.lit("elsewhere"))
        .otherwise(pl.lit("unsaid"))
        .cast(pl.Enum(LIVES))
    )


def _with_certificates(mentions: pl.DataFrame, rows: pl.DataFrame, land: pl.DataFrame) -> pl.DataFrame:
    """Adds the first and the last day a certificate was issued to the mention; null where none is dated."""
    dated = rows.join(land.select("row_key", day="certificate_date").drop_nulls(), on="row_key", how="inner")
    span = dated.group_by("mention").agg(first_certificate=pl.col("day").min(), last_certificate=pl.col("day").max())
    return mentions.join(span, on="mention", how="left", maintain_order="left", validate="1:1")


def _coded(people: pl.DataFrame, name: pl.Series) -> pl.DataFrame:
    return people.drop(NAME_FORMS).with_columns(
        name.alias("name"), *(pl.col(column).cast(dtype) for column, dtype in _CODED.items())
    )


def _with_family(people: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    if families.is_empty():
        return people.with_columns(family=pl.lit(None, dtype=pl.String))
    has_number = pl.col("citizen_id").is_not_null() | pl.col("cmnd").is_not_null()
    return people.join(
        families.select("row_key", "family"), on="row_key", how="left", validate="1:1", maintain_order="left"
    ).with_columns(family=pl.when(~has_number).then("family"))


def _with_decisions(row_keys: pl.Series, statement: pl.Series, held: pl.DataFrame) -> pl.DataFrame:
    """What each row says, and what is decided of it as a text of its own."""
    told = (
        held.sort("row_key", "resident_key")
        .group_by("row_key")
        .agg(pl.concat_str("resident_key", "is_same").str.join("|"))
    )
    rows = pl.DataFrame({"row_key": row_keys, "statement": statement})
    return rows.join(told, on="row_key", how="left", maintain_order="left", validate="1:1").drop("row_key")
