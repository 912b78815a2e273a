"""Scored pairs → one verdict per mention, each with one reason: link, review or no_link.

A link needs probability, a clear lead over the runner-up, no contradiction and a resident with a 12-digit number.
Wrong links are worse than missed ones: whatever is not clear goes to a person. What people decided needs none of it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from cleaning.linking.comparisons import is_level
from cleaning.linking.ranking import Ranking
from cleaning.settings import Settings

# Reasons of people, not of the machine: of the row itself, of another that says the same.
DECIDED: Final = "decided"
DECIDED_ALIKE: Final = "decided_alike"
REASONS: Final[dict[str, str]] = {
    DECIDED: "theo quyết định của cán bộ",
    DECIDED_ALIKE: "theo quyết định của cán bộ về dòng khác ghi giống hệt về người này",
    "citizen_id": "số định danh cá nhân trùng khớp",
    "citizen_id_slip": "số định danh cá nhân chỉ lệch một chữ số, các thông tin khác trùng khớp",
    "cmnd": "số CMND cũ trùng khớp",
    "name_birth_place": "họ tên, ngày sinh và nơi ở trùng khớp",
    "name_birth": "họ tên và ngày sinh trùng khớp",
    "name_place": "họ tên và nơi ở trùng khớp",
    "several": "nhiều thông tin trùng khớp",
    # the same of a resident in the register of another ward: see across
    f"{DECIDED}_other_ward": "theo quyết định của cán bộ, người này ở dữ liệu dân cư của phường, xã khác",
    f"{DECIDED_ALIKE}_other_ward": "theo quyết định của cán bộ về dòng khác ghi giống hệt về người này, người này ở dữ "
    "liệu dân cư của phường, xã khác",
    "citizen_id_other_ward": "số định danh cá nhân trùng khớp với dữ liệu dân cư của phường, xã khác",
    "citizen_id_slip_other_ward": "số định danh cá nhân chỉ lệch một chữ số với dữ liệu dân cư của phường, xã khác",
    "cmnd_other_ward": "số CMND cũ trùng khớp với dữ liệu dân cư của phường, xã khác",
    "name_birth_place_other_ward": "họ tên, ngày sinh và nơi ở trùng khớp với dữ liệu dân cư của phường, xã khác",
    "name_birth_other_ward": "họ tên và ngày sinh trùng khớp với dữ liệu dân cư của phường, xã khác",
    "name_place_other_ward": "họ tên và nơi ở trùng khớp với dữ liệu dân cư của phường, xã khác",
    "several_other_ward": "nhiều thông tin trùng khớp với dữ liệu dân cư của phường, xã khác",
    "tied": "có từ hai người trở lên phù hợp ngang nhau",
    "not_certain": "có người phù hợp nhưng chưa đủ chắc chắn",
    "little_evidence": "ngoài họ tên và năm sinh chưa có căn cứ đủ mạnh",
    "contradiction": "có người phù hợp nhưng có thông tin trái ngược",
    "resident_without_id": "người phù hợp chưa có số định danh cá nhân trong dữ liệu dân cư",
    "nothing_found": "không có ai gần giống trong dữ liệu dân cư",
    "ruled_out": "những người gần giống đều không phù hợp",
    "too_little_information": "hồ sơ đất đai không đủ thông tin để đối khớp",
    "unnamed": "hồ sơ đất đai không có họ tên",
    "organisation": "tổ chức, không đối khớp với dân cư",
    "community": "cộng đồng, cơ sở tôn giáo, không đối khớp với dân cư",
}


def decide(ranking: Ranking, settings: Settings) -> pl.DataFrame:
    """One row per mention: verdict, reason, the best candidate and its runner-up (null where there is none).

    Whom people decided on has neither probability nor runner-up: the machine was not asked.
    """
    sides, pairs = ranking.sides, ranking.pairs
    everybody = sides.mentions.height
    anyone = np.bincount(pairs["mention"].to_numpy(), weights=pairs["odds"].to_numpy(), minlength=everybody)
    best, second = _placed(pairs, 1, everybody, _OF_BEST), _placed(pairs, 2, everybody, tuple(_OF_RUNNER_UP))
    answers = sides.decisions.group_by("mention").agg(is_decided=pl.col("is_same").any())
    known = pl.concat(
        [
            sides.mentions.select("mention", *_KNOWN),
            best,
            second.rename(_OF_RUNNER_UP),
            pl.DataFrame({"probability_of_any": 1 - 1 / (1 + anyone)}),
        ],
        how="horizontal",
    )
    for more in (ranking.owners, answers):
        known = known.join(more, on="mention", how="left", validate="1:1", maintain_order="left")
    has_id = pl.lit(sides.residents["citizen_id"].is_not_null()).gather(pl.col("resident"))
    decided = _with_verdict(known.with_columns(has_id=has_id), settings)
    unasked = ("probability", *_OF_RUNNER_UP.values())
    return decided.with_columns(pl.when(pl.col("reason") != DECIDED).then(pl.col(unasked)).name.keep())


def as_own(rows: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """Rows (row_key, reason) with the reason DECIDED kept to those that `decided` (DECIDED_PAIRS) calls somebody."""
    itself = pl.col("row_key").is_in(decided.filter("is_same")["row_key"].implode())
    alike = (pl.col("reason") == DECIDED) & ~itself
    return rows.with_columns(reason=pl.when(alike).then(pl.lit(DECIDED_ALIKE)).otherwise("reason"))


def _placed(ranking: pl.DataFrame, rank: int, mentions: int, columns: tuple[str, ...]) -> pl.DataFrame:
    """`columns` of the pair of that rank of every mention, in their order; null where there is none."""
    rows = np.full(mentions, -1)
    at_rank = np.flatnonzero(ranking["rank"].to_numpy() == rank)
    rows[ranking["mention"].to_numpy()[at_rank]] = at_rank
    place = pl.Series(rows)
    return ranking.select(pl.col(columns).gather(place.set(place < 0, None)))


_KNOWN = ("name", "citizen_id", "cmnd", "birth_year", "hamlet_key", "unit_code")
_OF_BEST = (
    "resident", "found_by", "probability", "odds", "contradiction", "is_bare",
    "level_citizen_id", "level_cmnd", "level_name", "level_birth", "level_place",
)  # fmt: skip
_OF_RUNNER_UP = {"resident": "runner_up", "probability": "runner_up_probability", "odds": "runner_up_odds"}


def _with_verdict(best: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Adds verdict and reason: those of the first rule that holds. People's decisions come first."""
    rules = ((pl.col("is_decided"), "link", DECIDED), *_not_linked(settings), *_linked())
    first = pl.coalesce(pl.when(holds).then(pl.lit(place, pl.UInt8)) for place, (holds, _, _) in enumerate(rules))
    words = [pl.lit(pl.Series([rule[at] for rule in rules])).gather(pl.col("rule")) for at in (1, 2)]
    ruled = best.with_columns(rule=first).with_columns(verdict=words[0], reason=words[1])
    return ruled.drop("rule")


def _not_linked(settings: Settings) -> tuple[tuple[pl.Expr, str, str], ...]:
    """(what holds, verdict, reason), in the order they are asked."""
    probability, nobody = pl.col("probability"), pl.col("resident").is_null()
    has_rival = pl.col("runner_up_odds").fill_null(0.0) > 0
    lead = pl.when(has_rival).then((pl.col("odds") / pl.col("runner_up_odds")).log(2)).otherwise(pl.lit(float("inf")))
    unlikely = pl.col("probability_of_any") < settings.review_at
    known_little = pl.all_horizontal(pl.col("citizen_id", "cmnd", "birth_year").is_null()) & (
        pl.col("hamlet_key").is_null() | pl.col("unit_code").is_null()
    )
    return (
        (pl.col("name").is_null(), "no_link", "unnamed"),
        ((nobody | unlikely) & known_little, "no_link", "too_little_information"),
        (nobody & pl.col("is_decided").is_not_null(), "no_link", "ruled_out"),
        (nobody, "no_link", "nothing_found"),
        (unlikely, "no_link", "ruled_out"),
        (pl.col("contradiction").is_not_null(), "review", "contradiction"),
        (lead < settings.lead_bits, "review", "tied"),
        (probability < settings.link_at, "review", "not_certain"),
        (pl.col("is_bare") & (probability < settings.link_at_name_and_year), "review", "little_evidence"),
        (~pl.col("has_id"), "review", "resident_without_id"),
    )


def _linked() -> tuple[tuple[pl.Expr, str, str], ...]:
    """The same for links: what they rest on."""
    name = ~is_level("name", "missing", "different", "same_given")
    birth = is_level("birth", "same_day", "same_year", "swapped")
    place = is_level("place", "same_hamlet", "same_old_unit")
    return (
        (is_level("citizen_id", "same"), "link", "citizen_id"),
        (is_level("cmnd", "same"), "link", "cmnd"),
        (is_level("citizen_id", "one_slip"), "link", "citizen_id_slip"),
        (name & birth & place, "link", "name_birth_place"),
        (name & birth, "link", "name_birth"),
        (name & place, "link", "name_place"),
        (pl.lit(True), "link", "several"),
    )
