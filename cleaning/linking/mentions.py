"""Land rows → mentions, register rows → residents: the two sides of a pair, in the same columns.

A land row names a person; the same person stands on many rows. Rows that say exactly the same about their holder are
one *mention* and are compared once. Where no number tells people apart, what a row says includes with whom its holder
stands on the certificate: else the wife of one namesake would speak for the other. Both sides carry the columns of
`EVIDENCE` and parts of the name derived here.
"""

from __future__ import annotations

import polars as pl

# What a pair is compared by. Land columns bear the prefix `holder_`, register columns none.
EVIDENCE = (
    "name_lower", "name_key", "name_folded", "citizen_id", "cmnd", "birth_date", "birth_year", "gender",
    "hamlet_key", "old_unit_code", "unit_code", "unit_state",
)  # fmt: skip

# Northern speakers write l/n, s/x, ch/tr and d/gi/r for one another at the head of a word.
_REGIONAL = ((r"\bn([aeiouy])", "l${1}"), (r"\bx", "s"), (r"\btr", "ch"), (r"\bgi?([aeouy])", "d${1}"), (r"\br", "d"))


def mentions_of(land: pl.DataFrame, families: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Mentions of the people in LAND, and which row makes which: (mentions, rows[row_key, mention]).

    `families` as households.families_of gives them.
    `mention` is a number from 0, in the order of the evidence: it does not depend on the order of the rows.
    """
    people = land.filter(pl.col("holder_type") == "person").select(
        "row_key", "is_marked_deceased", *(pl.col(f"holder_{name}").alias(name) for name in EVIDENCE)
    )
    has_number = pl.col("citizen_id").is_not_null() | pl.col("cmnd").is_not_null()
    people = people.join(
        families.select("row_key", "family"), on="row_key", how="left", validate="1:1", maintain_order="left"
    ).with_columns(family=pl.when(~has_number).then("family"))
    identity = ["is_marked_deceased", "family", *EVIDENCE]
    numbered = people.select(identity).unique().sort(identity, nulls_last=True).with_row_index("mention")
    rows = people.join(numbered, on=identity, how="left", nulls_equal=True, validate="m:1", maintain_order="left")
    return _with_name_parts(numbered), rows.select("row_key", "mention")


def residents_of(register: pl.DataFrame) -> pl.DataFrame:
    """RESIDENTS in the columns of a pair: `resident` numbers them from 0 in the order of row_key."""
    listed = register.sort("row_key").with_row_index("resident")
    return _with_name_parts(
        listed.select("resident", "row_key", "resident_status", "household_key", "relation", *EVIDENCE)
    )


def _with_name_parts(people: pl.DataFrame) -> pl.DataFrame:
    """Adds family, given, short (family + given), stem (all but given) and a form blind to regional spelling."""
    name = pl.col("name_folded")
    words = name.str.split(" ")
    regional = name
    for pattern, head in _REGIONAL:
        regional = regional.str.replace_all(pattern, head)
    return people.with_columns(
        name_family=words.list.first(),
        name_given=words.list.last(),
        name_short=pl.concat_str(words.list.first(), words.list.last(), separator=" "),
        name_stem=pl.when(words.list.len() > 1).then(words.list.head(words.list.len() - 1).list.join(" ")),
        name_words=words.list.len().cast(pl.Int32),
        name_regional=regional,
    )
