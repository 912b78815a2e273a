"""LAND + RESIDENTS → every candidate pair, scored and ranked within its mention."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from cleaning.linking.blocking import KEYS, STRONGEST_KEYS, BlockingKey, blocking_report, candidate_pairs
from cleaning.linking.comparisons import with_levels
from cleaning.linking.contenders import bearers_of_number, ranked, settled, with_ruling_out
from cleaning.linking.decided import NO_DECISIONS, with_decided
from cleaning.linking.households import co_holders, families_of
from cleaning.linking.mentions import Sides, sides_of
from cleaning.linking.model import Model
from cleaning.linking.scoring import Population, Scale, population_of, scale_of, scored_twice


@dataclass(frozen=True)
class Ranking:
    """`pairs` bear levels, weight, probability, contradiction and rank; `scale` is what they were weighed on.

    People's decisions are kept: nobody they ruled out is among `pairs`. `owners` tells of mentions whose citizen number
    is that of somebody clearly different (mention, id_owner).

    `report` tells per blocking key how many pairs it found, found alone, and how many a cap left out; `met` is how many
    pairs were compared, of which `pairs` keeps those that come near the best of their mention.
    """

    sides: Sides
    pairs: pl.DataFrame
    owners: pl.DataFrame
    met: int
    report: pl.DataFrame
    scale: Scale


def rank_candidates(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    *,
    model: Model,
    decided: pl.DataFrame = NO_DECISIONS,
    population: Population | None = None,
    keys: tuple[BlockingKey, ...] = KEYS,
) -> Ranking:
    """All that linking knows before it decides. Without `population` the residents given are all there are."""
    families = families_of(land)
    sides = sides_of(land, residents, families, decided)
    pairs, report = compared(sides, sides.mentions, keys)
    scale = scale_of(sides, population_of(sides) if population is None else population, model)
    standing = pairs.filter(~pl.col("is_barred"))
    weighed = scored_twice(standing, co_holders(families, sides.rows), sides, scale)
    return Ranking(sides, ranked(weighed, scale), bearers_of_number(pairs), pairs.height, report, scale)


def compared(
    sides: Sides, mentions: pl.DataFrame, keys: tuple[BlockingKey, ...] = KEYS
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Candidate pairs of `mentions` (some or all of those of `sides`) with their levels, and the report of the keys.

    Whom the strongest keys find and all that goes with them settles has no rivals worth the search, nor has whom people
    called somebody: only the others meet by all keys.
    """
    strongest = candidate_pairs(replace(sides, mentions=mentions), keys=STRONGEST_KEYS, slips=False)
    decisions = sides.decisions.join(mentions, on="mention", how="semi")
    sure = settled(_levelled(with_decided(strongest.pairs, decisions), sides))
    open_mentions = mentions.join(sure, on="mention", how="anti", maintain_order="left")
    others = candidate_pairs(replace(sides, mentions=open_mentions), keys=keys)
    pairs = pl.concat([sure, _levelled(others.pairs, sides)]).sort("mention", maintain_order=True)
    return pairs, blocking_report(pairs, others.capped)


def _levelled(pairs: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    return with_ruling_out(with_levels(pairs, sides), sides)
