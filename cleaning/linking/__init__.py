"""LAND + RESIDENTS → verdicts: mentions → candidate pairs → levels → match weights → probability → verdict.

Pairs are scored twice: each by itself, then with what its co-holders on the certificate tell (`households`). What
people decided overrides all of it (`decided`).

The declared lists a newcomer looks for: `blocking.KEYS` (who meets whom), `comparisons.COMPARISONS` (what is asked of a
pair), `scoring.TERM_FREQUENCY`, `contenders.CONTRADICTIONS`, `deciding.REASONS`. The numbers stand in the model file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.linking.blocking import KEYS, BlockingKey, key_names
from cleaning.linking.comparisons import COMPARISONS
from cleaning.linking.decided import NO_DECISIONS
from cleaning.linking.deciding import DECIDED, DECIDED_ALIKE, as_own, decide
from cleaning.linking.explaining import Explanation, explain
from cleaning.linking.model import Model, load_model
from cleaning.linking.ranking import rank_candidates
from cleaning.linking.scoring import Population
from cleaning.schemas import CANDIDATES, VERDICTS
from cleaning.settings import Settings

__all__ = ["BlockingKey", "Explanation", "Linked", "Model", "Population", "explain", "link", "load_model"]


@dataclass(frozen=True)
class Linked:
    """What linking hands on. `report` tells per blocking key how many pairs it found and how many a cap left out."""

    verdicts: pl.DataFrame
    candidates: pl.DataFrame
    report: pl.DataFrame
    mentions: int
    pairs: int


def link(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    *,
    model: Model,
    settings: Settings,
    decided: pl.DataFrame = NO_DECISIONS,
    population: Population | None = None,
    keys: tuple[BlockingKey, ...] = KEYS,
) -> Linked:
    """The verdict of every row of LAND against the register RESIDENTS.

    `decided` (DECIDED_PAIRS) overrides the machine: a row is linked to whom people call the same, also to a resident
    without number, and never has one they call different even among its candidates. Pairs of rows or residents not in
    the lists are passed over. `population` tells how many people there are and bear each name, where `residents` are
    only some of them.
    """
    if not residents["row_key"].is_sorted():
        residents = residents.sort("row_key")
    ranked = rank_candidates(land, residents, model=model, decided=decided, population=population, keys=keys)
    judged = decide(ranked, settings)
    rows = ranked.sides.rows  # `judged` tells of every mention, in their order
    people = rows.select("row_key").hstack(judged.select(pl.col(_JUDGED).gather(rows["mention"])))
    return Linked(
        verdicts=_verdicts(land, as_own(people, decided), residents, model),
        candidates=_candidates(people, ranked.pairs, residents, settings),
        report=ranked.report,
        mentions=ranked.sides.mentions.height,
        pairs=ranked.met,
    )


_JUDGED = (
    "mention", "verdict", "reason", "resident", "probability", "found_by",
    "runner_up", "runner_up_probability", "id_owner",
)  # fmt: skip


# What found the resident of a decided link: no blocking key.
_BY_DECISION: Final = "decision"


def _verdicts(land: pl.DataFrame, people: pl.DataFrame, listed: pl.DataFrame, model: Model) -> pl.DataFrame:
    """VERDICTS: people by their mention, everybody else as not_a_person."""
    is_link, is_decided = pl.col("verdict") == "link", pl.col("reason").is_in([DECIDED, DECIDED_ALIKE])
    key, number = _lookup(listed, "row_key"), _lookup(listed, "citizen_id")
    judged = people.select(
        "row_key",
        "verdict",
        resident_key=pl.when(is_link).then(key(pl.col("resident"))),
        resident_id=pl.when(is_link).then(number(pl.col("resident"))),
        probability=pl.col("probability").round(6),
        reason="reason",
        found_by=pl.when(is_decided).then(pl.lit(_BY_DECISION)).otherwise(key_names(people["found_by"])),
        model=pl.lit(model.name),
        runner_up_key=key(pl.col("runner_up")),
        runner_up_id=number(pl.col("runner_up")),
        runner_up_probability=pl.col("runner_up_probability").round(6),
        id_owner_key=key(pl.col("id_owner")),
    )
    nobody = land.filter(pl.col("holder_type") != "person")  # but for those of whom people decided
    others = nobody.join(people, on="row_key", how="anti").select(
        "row_key",
        verdict=pl.when(pl.col("holder_type") == "unnamed").then(pl.lit("no_link")).otherwise(pl.lit("not_a_person")),
        reason=pl.col("holder_type"),
        model=pl.lit(model.name),
    )
    return VERDICTS.conform(pl.concat([judged, others], how="diagonal").sort("row_key"))


def _candidates(people: pl.DataFrame, ranking: pl.DataFrame, listed: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """CANDIDATES: the best few of every row to review."""
    open_rows = people.filter(pl.col("verdict") == "review").select("row_key", "mention")
    shown = ranking.filter(pl.col("rank") <= settings.candidates_shown)
    levels = [
        pl.col(f"level_{one.name}").replace_strict(range(len(one.levels)), one.levels, return_dtype=pl.String)
        for one in COMPARISONS
    ]
    found = open_rows.join(shown, on="mention", how="inner")
    found = found.with_columns(
        *levels,
        resident_key=_lookup(listed, "row_key")(pl.col("resident")),
        found_by=key_names(found["found_by"]),
        probability=pl.col("probability").round(6),
    )
    return CANDIDATES.conform(found.sort("row_key", "rank"))


def _lookup(listed: pl.DataFrame, column: str) -> Callable[[pl.Expr], pl.Expr]:
    """Reads a column of the register by the resident's number; null for null."""
    values = pl.lit(listed[column])
    return lambda resident: values.gather(resident)
