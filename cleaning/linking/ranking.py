"""LAND + RESIDENTS → every candidate pair, scored and ranked within its mention."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cleaning.linking.blocking import candidate_pairs
from cleaning.linking.comparisons import with_levels
from cleaning.linking.deciding import ranked, with_contradiction, with_ruling_out
from cleaning.linking.households import co_holders, families_of
from cleaning.linking.mentions import mentions_of, residents_of
from cleaning.linking.model import Model
from cleaning.linking.scoring import scored_twice
from cleaning.settings import Settings


@dataclass(frozen=True)
class Ranking:
    """`rows` tells the mention of each land row; `pairs` bear levels, weights, probability, contradiction and rank.

    `report` tells per blocking key how many pairs it found and how many a cap left out.
    """

    mentions: pl.DataFrame
    rows: pl.DataFrame
    residents: pl.DataFrame
    pairs: pl.DataFrame
    report: pl.DataFrame


def rank_candidates(land: pl.DataFrame, residents: pl.DataFrame, *, model: Model, settings: Settings) -> Ranking:
    """All that linking knows before it decides."""
    families = families_of(land)
    mentions, rows = mentions_of(land, families)
    listed = residents_of(residents)
    blocked = candidate_pairs(mentions, listed, cap=settings.candidates_per_key)
    pairs = with_ruling_out(with_levels(blocked.pairs, mentions, listed), mentions, listed)
    pairs = ranked(with_contradiction(scored_twice(pairs, co_holders(families, rows), listed, model)))
    return Ranking(mentions, rows, listed, pairs, blocked.report)
