"""One land row and one resident → why they were linked or not: every weight, what found them, rivals, decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import polars as pl

from cleaning.linking.blocking import candidate_pairs, key_names
from cleaning.linking.comparisons import with_levels
from cleaning.linking.contenders import with_contradiction, with_ruling_out
from cleaning.linking.decided import NO_DECISIONS
from cleaning.linking.deciding import as_own, decide
from cleaning.linking.model import Model
from cleaning.linking.ranking import Ranking, rank_candidates
from cleaning.linking.scoring import Population, scored
from cleaning.linking.waterfall import waterfall
from cleaning.settings import Settings

_RIVALS = 3


@dataclass(frozen=True)
class Explanation:
    """Why a land row and a resident belong together or not.

    Verdict and reason are those given. Of a row people decided on, all else is what the machine makes of the pair
    without any decision; `decisions` tells those on the row: resident_key, is_same, is_own (false: of another row that
    says the same). `found_by` is null where no blocking key found the pair: it never was a candidate. `terms` is the
    waterfall, one row per step: comparison, level, land_value, resident_value, weight (bits), in the order they add up
    from the prior. `rivals` are the best candidates of the row: rank, resident_key, probability, contradiction.
    """

    verdict: str
    reason: str
    resident_key: str
    found_by: str | None
    contradiction: str | None
    probability: float
    terms: pl.DataFrame
    rivals: pl.DataFrame
    decisions: pl.DataFrame


def explain(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    *,
    row_key: str,
    resident_key: str | None,
    model: Model,
    settings: Settings,
    decided: pl.DataFrame = NO_DECISIONS,
    population: Population | None = None,
) -> Explanation | None:
    """Explains the pair; where `resident_key` is null, the one the verdict rests on, else the row's best candidate.

    `decided`: DECIDED_PAIRS. Null where the row is not a person's, or has no candidate to explain. Raises KeyError for
    a resident not listed.
    """
    rank = partial(rank_candidates, land, residents, model=model, population=population)
    given = rank(decided=decided)
    row = _row_of(given, row_key)
    if row is None:
        return None
    alone = given if row.decisions.is_empty() else rank()
    machine = _row_of(alone, row_key)
    if machine is None:  # the row names nobody: but for the decision it is no person's
        alone, machine = given, row
    keys = given.sides.residents["row_key"]
    if resident_key is None and not row.pairs.is_empty():
        resident_key = keys[row.pairs["resident"][0]]
    pair = _pair(alone, machine, resident_key)
    if pair is None:
        return None
    judged = as_own(decide(given, settings).filter(mention=row.mention).with_columns(row_key=pl.lit(row_key)), decided)
    own = decided.filter(row_key=row_key)["resident_key"]
    told = pair.row(0, named=True)
    return Explanation(
        verdict=judged["verdict"][0],
        reason=judged["reason"][0],
        resident_key=keys[told["resident"]],
        found_by=key_names(_found_by(alone, pair)).item(),
        contradiction=told["contradiction"],
        probability=told["probability"],
        terms=waterfall(pair, alone.scale, _row(land, row_key), _row(residents, keys[told["resident"]])),
        rivals=_rivals(machine.pairs, keys),
        decisions=row.decisions.with_columns(is_own=pl.col("resident_key").is_in(own.implode())),
    )


class _Row(NamedTuple):
    """A land row in a ranking: its mention, its ranked `pairs`, people's `decisions` about it."""

    mention: int
    pairs: pl.DataFrame
    decisions: pl.DataFrame


def _row_of(ranking: Ranking, row_key: str) -> _Row | None:
    sides = ranking.sides
    own = sides.rows.filter(row_key=row_key)
    if own.is_empty():
        return None
    mention = own["mention"][0]
    said = sides.decisions.filter(mention=mention)
    answers = said.select(sides.residents["row_key"].gather(said["resident"]).alias("resident_key"), "is_same")
    return _Row(mention, ranking.pairs.filter(mention=mention).sort("rank"), answers)


def _row(table: pl.DataFrame, key: str) -> pl.DataFrame:
    return table.filter(pl.col("row_key") == key)


def _found_by(ranking: Ranking, pair: pl.DataFrame) -> pl.Series:
    """All keys that make a candidate of the pair, also those that were not asked because a number had settled it."""
    alone = ranking.sides.mentions.join(pair.select("mention"), on="mention", how="semi")
    met = candidate_pairs(replace(ranking.sides, mentions=alone)).pairs
    return pair.select("resident").join(met, on="resident", how="left")["found_by"]


def _rivals(mine: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
    best = mine.head(_RIVALS)
    return best.select("rank", keys.gather(best["resident"]).alias("resident_key"), "probability", "contradiction")


def _pair(ranking: Ranking, row: _Row, resident_key: str | None) -> pl.DataFrame | None:
    """The scored pair asked for, made on the spot where no key found it; null where there is nobody to ask about."""
    if resident_key is None:
        return None if row.pairs.is_empty() else row.pairs.head(1)
    asked = ranking.sides.residents.filter(pl.col("row_key") == resident_key)
    if asked.is_empty():
        raise KeyError(resident_key)
    resident = asked["resident"][0]
    found = row.pairs.filter(pl.col("resident") == resident)
    if not found.is_empty():
        return found
    schema = {"mention": pl.UInt32, "resident": pl.UInt32, "found_by": pl.Int32}
    never = pl.DataFrame({"mention": [row.mention], "resident": [resident], "found_by": [0]}, schema=schema)
    levels = with_ruling_out(with_levels(never, ranking.sides), ranking.sides)
    return with_contradiction(scored(levels, ranking.scale))
