"""What people said of land rows and residents → pairs of mentions that take part in training with their answer."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from cleaning.linking.blocking import candidate_pairs
from cleaning.linking.comparisons import with_levels
from cleaning.linking.contenders import with_ruling_out
from cleaning.linking.households import families_of
from cleaning.linking.mentions import Sides, sides_of

_SCHEMA = {"row_key": pl.String, "resident_key": pl.String, "is_same": pl.Boolean}
_PAIR = ["mention", "resident"]


class Taught(NamedTuple):
    """Compared pairs with `is_same` (null: nobody said), and how many labels say so; the others are left out."""

    pairs: pl.DataFrame
    same: int
    different: int


def met_pairs(land: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    """`row_key, resident_key` of every row and resident that any blocking key brings together, each once."""
    sides = sides_of(land, residents, families_of(land))
    met = candidate_pairs(sides).pairs
    named = met.select("mention", resident_key=sides.residents["row_key"].gather(met["resident"]))
    return sides.rows.join(named, on="mention", how="inner").select("row_key", "resident_key")


def labelled_pairs(labels: pl.DataFrame | None, sides: Sides) -> pl.DataFrame:
    """`mention, resident, is_same, given` (so many labels) of labels about rows and residents of `sides`.

    A pair called the same and different teaches nothing, nor do two residents who are both called the same as one
    mention.
    """
    rows = sides.rows.select("row_key", "mention")
    listed = sides.residents.select("resident", resident_key="row_key")
    said = (
        (pl.DataFrame(schema=_SCHEMA) if labels is None else labels)
        .join(rows, on="row_key", how="inner", validate="m:1")
        .join(listed, on="resident_key", how="inner", validate="m:1")
        .group_by(_PAIR)
        .agg(pl.col("is_same").first(), answers=pl.col("is_same").n_unique(), given=pl.len())
        .filter(pl.col("answers") == 1)
        .drop("answers")
    )
    is_torn = pl.col("is_same") & (pl.col("is_same").sum().over("mention") > 1)
    return said.filter(~is_torn).sort(_PAIR)


def taught(pairs: pl.DataFrame, said: pl.DataFrame, sides: Sides) -> Taught:
    """`pairs` (with levels) as people said: whoever they ruled out competes no more.

    `said` are `labelled_pairs`. A pair called the same joins `pairs` where no key had found it; then nobody else can be
    that mention. A pair called different that was no candidate tells nothing.
    """
    unmet = said.filter("is_same").select(_PAIR).join(pairs, on=_PAIR, how="anti")
    if not unmet.is_empty():
        met = pl.concat([pairs, with_levels(unmet.with_columns(found_by=pl.lit(0, pl.Int32)), sides)], how="diagonal")
        pairs = with_ruling_out(met.sort(_PAIR), sides)
    known = said.filter("is_same")["mention"]
    is_rival = pl.when(pl.col("mention").is_in(known.implode())).then(pl.lit(value=True))
    labelled = pairs.join(said, on=_PAIR, how="left", maintain_order="left", validate="1:1")
    by_answer = dict(labelled.drop_nulls("is_same").group_by("is_same").agg(pl.col("given").sum()).iter_rows())
    competing = labelled.drop("given").with_columns(
        is_ruled_out=pl.coalesce(~pl.col("is_same"), is_rival, "is_ruled_out")
    )
    return Taught(competing, by_answer.get(True, 0), by_answer.get(False, 0))


def as_said(scored: pl.DataFrame) -> pl.DataFrame:
    """`scored` with `probability` 1 where people said the two are the same."""
    return scored.with_columns(probability=pl.when("is_same").then(1.0).otherwise("probability"))
