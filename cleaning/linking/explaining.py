"""One land row and one resident → why they were linked or not: every weight, what found them, and the rivals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from cleaning.linking.blocking import key_names
from cleaning.linking.comparisons import COMPARISONS, with_levels
from cleaning.linking.deciding import decide, with_contradiction, with_ruling_out
from cleaning.linking.model import Model
from cleaning.linking.ranking import Ranking, rank_candidates
from cleaning.linking.scoring import prior_odds, scored
from cleaning.settings import Settings

# What a person is shown of each comparison; the co-holders of a household are other rows.
_SHOWN = {
    "citizen_id": ("citizen_id",),
    "cmnd": ("cmnd",),
    "name": ("name_lower",),
    "birth": ("birth_date", "birth_year"),
    "gender": ("gender",),
    "place": ("hamlet_key", "old_unit_code", "unit_code"),
    "household": (),
}
_RIVALS = 3


@dataclass(frozen=True)
class Explanation:
    """Why a land row and a resident belong together or not.

    `found_by` is null where no blocking key found the pair: it never was a candidate. `terms` is the waterfall, one row
    per step: comparison, level, land_value, resident_value, weight (bits), in the order they add up from the prior.
    `rivals` are the best candidates of the row: rank, resident_key, probability, contradiction.
    """

    verdict: str
    reason: str
    resident_key: str
    found_by: str | None
    contradiction: str | None
    probability: float
    terms: pl.DataFrame
    rivals: pl.DataFrame


def explain(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    *,
    row_key: str,
    resident_key: str | None,
    model: Model,
    settings: Settings,
) -> Explanation | None:
    """Explains the pair, or the row's best candidate where `resident_key` is null.

    Null where the row is not a person's, or has no candidate to explain. Raises KeyError for a resident not listed.
    """
    ranking = rank_candidates(land, residents, model=model, settings=settings)
    own = ranking.rows.filter(pl.col("row_key") == row_key)
    if own.is_empty():
        return None
    mention = own["mention"][0]
    mine = ranking.pairs.filter(pl.col("mention") == mention)
    pair = _pair(ranking, mine, mention, resident_key, model)
    if pair is None:
        return None
    keys = ranking.residents["row_key"]
    decided = decide(ranking.mentions, ranking.residents, ranking.pairs, settings).filter(pl.col("mention") == mention)
    told = pair.with_columns(found=key_names(pl.col("found_by"))).row(0, named=True)
    return Explanation(
        verdict=decided["verdict"][0],
        reason=decided["reason"][0],
        resident_key=keys[told["resident"]],
        found_by=told["found"] or None,
        contradiction=told["contradiction"],
        probability=told["probability"],
        terms=_terms(ranking, pair, mention, model),
        rivals=_rivals(mine, keys),
    )


def _rivals(mine: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
    best = mine.sort("rank").head(_RIVALS)
    return best.select("rank", keys.gather(best["resident"]).alias("resident_key"), "probability", "contradiction")


def _pair(
    ranking: Ranking, mine: pl.DataFrame, mention: int, resident_key: str | None, model: Model
) -> pl.DataFrame | None:
    """The scored pair asked for, made on the spot where no key found it; null where there is nobody to ask about."""
    if resident_key is None:
        return None if mine.is_empty() else mine.filter(pl.col("rank") == 1)
    asked = ranking.residents.filter(pl.col("row_key") == resident_key)
    if asked.is_empty():
        raise KeyError(resident_key)
    resident = asked["resident"][0]
    found = mine.filter(pl.col("resident") == resident)
    if not found.is_empty():
        return found
    schema = {"mention": pl.UInt32, "resident": pl.UInt32, "found_by": pl.Int32}
    never = pl.DataFrame({"mention": [mention], "resident": [resident], "found_by": [0]}, schema=schema)
    levels = with_levels(never, ranking.mentions, ranking.residents)
    return with_contradiction(
        scored(with_ruling_out(levels, ranking.mentions, ranking.residents), ranking.residents, model)
    )


def _terms(ranking: Ranking, pair: pl.DataFrame, mention: int, model: Model) -> pl.DataFrame:
    """The prior, one step per comparison and the name's frequency: their weights add up to the pair's odds."""
    row = pair.row(0, named=True)
    land = ranking.mentions.filter(pl.col("mention") == mention).row(0, named=True)
    resident = ranking.residents.filter(pl.col("resident") == row["resident"]).row(0, named=True)
    prior = math.log2(prior_odds(ranking.residents.height, model.share_listed))
    steps: list[tuple[str, str, str | None, str | None, float]] = [("prior", "", None, None, prior)]
    for comparison in COMPARISONS:
        level = comparison.levels[row[f"level_{comparison.name}"]]
        values = [_value(side, _SHOWN[comparison.name]) for side in (land, resident)]
        steps.append((comparison.name, level, values[0], values[1], row[f"weight_{comparison.name}"]))
        if comparison.name == "name":
            steps.append(("name_frequency", "", None, None, row["weight_name_frequency"]))
    return pl.DataFrame(
        steps,
        schema={
            "comparison": pl.String,
            "level": pl.String,
            "land_value": pl.String,
            "resident_value": pl.String,
            "weight": pl.Float64,
        },
        orient="row",
    )


def _value(person: dict[str, object], columns: tuple[str, ...]) -> str | None:
    return next((str(person[column]) for column in columns if person[column] is not None), None)
