"""Scored pairs → one verdict per mention, each with one reason: link, review or no_link.

A link needs probability, a clear lead over the runner-up, no contradiction and a resident with a 12-digit number.
Wrong links are worse than missed ones: whatever is not clear goes to a person.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.linking.comparisons import is_level
from cleaning.settings import Settings

REASONS: Final[dict[str, str]] = {
    "citizen_id": "số định danh cá nhân trùng khớp",
    "citizen_id_slip": "số định danh cá nhân chỉ lệch một chữ số, các thông tin khác trùng khớp",
    "cmnd": "số CMND cũ trùng khớp",
    "name_birth_place": "họ tên, ngày sinh và nơi ở trùng khớp",
    "name_birth": "họ tên và ngày sinh trùng khớp",
    "name_place": "họ tên và nơi ở trùng khớp",
    "several": "nhiều thông tin trùng khớp",
    "tied": "có từ hai người trở lên phù hợp ngang nhau",
    "not_certain": "có người phù hợp nhưng chưa đủ chắc chắn",
    "little_evidence": "chỉ trùng họ tên và năm sinh hoặc ít hơn, chưa đủ căn cứ",
    "contradiction": "có người phù hợp nhưng có thông tin trái ngược",
    "resident_without_id": "người phù hợp chưa có số định danh cá nhân trong dữ liệu dân cư",
    "nothing_found": "không có ai gần giống trong dữ liệu dân cư",
    "ruled_out": "những người gần giống đều không phù hợp",
    "too_little_information": "hồ sơ đất đai không đủ thông tin để đối khớp",
    "unnamed": "hồ sơ đất đai không có họ tên",
    "organisation": "tổ chức, không đối khớp với dân cư",
    "community": "cộng đồng, cơ sở tôn giáo, không đối khớp với dân cư",
}
# What bars a pair from being linked by the machine, strongest first. The words are shown to staff beside the candidate.
CONTRADICTIONS: Final[dict[str, str]] = {
    "number_of_another": "số định danh cá nhân trùng nhưng họ tên khác hẳn",
    "marked_deceased": "hồ sơ đất đai ghi đã chết, dữ liệu dân cư ghi đang sống",
    "citizen_id_differs": "số định danh cá nhân khác nhau",
    "name_differs": "họ tên khác hẳn",
    "birth_differs": "năm sinh khác nhau",
    "gender_differs": "giới tính khác nhau",
    "lives_elsewhere": "hồ sơ đất đai ghi nơi ở ngoài phường, xã",
}

_names_clearly_differ = is_level("name", "different") | (
    is_level("name", "same_given") & ~is_level("birth", "same_day", "same_year")
)
_same_home = is_level("household", "same_household")
_same_number = is_level("citizen_id", "same") | is_level("cmnd", "same")


def with_ruling_out(pairs: pl.DataFrame, mentions: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    """Adds `ruled_out_by` (a key of CONTRADICTIONS or null) and `is_ruled_out`: such a pair does not even compete."""
    marked = mentions["is_marked_deceased"].gather(pairs["mention"])
    alive = residents["resident_status"].gather(pairs["resident"]) == "alive"
    return (
        pairs.with_columns(is_marked=marked, is_alive=alive)
        .with_columns(
            ruled_out_by=pl.when(is_level("citizen_id", "same") & _names_clearly_differ)
            .then(pl.lit("number_of_another"))
            .when(pl.col("is_marked") & pl.col("is_alive") & ~_same_number)
            .then(pl.lit("marked_deceased"))
        )
        .with_columns(is_ruled_out=pl.col("ruled_out_by").is_not_null())
        .drop("is_marked", "is_alive")
    )


def with_contradiction(pairs: pl.DataFrame) -> pl.DataFrame:
    """Adds `contradiction` (a key of CONTRADICTIONS or null): the strongest thing that bars the pair from a link."""
    answers = {
        "citizen_id_differs": is_level("citizen_id", "different"),
        "name_differs": is_level("name", "different", "missing")
        | (is_level("name", "other_middle", "similar", "same_given") & ~_same_number),
        "birth_differs": (is_level("birth", "different") & ~_same_number)
        | (is_level("birth", "one_digit_year") & ~_same_number & ~_same_home),
        "gender_differs": is_level("gender", "different") & ~_same_number & ~_same_home,
        "lives_elsewhere": is_level("place", "elsewhere") & ~_same_number & ~_same_home,
    }
    barred = [pl.when(answer).then(pl.lit(name)) for name, answer in answers.items()]
    return pairs.with_columns(contradiction=pl.coalesce("ruled_out_by", *barred))


def ranked(scored: pl.DataFrame) -> pl.DataFrame:
    """Pairs with `rank` within their mention: most probable first, ties broken by the place in the register."""
    order = scored.sort("mention", "odds", "resident", descending=[False, True, False])
    return order.with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("mention"))


def decide(mentions: pl.DataFrame, residents: pl.DataFrame, ranking: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """One row per mention: verdict, reason, the best candidate and its runner-up (null where there is none)."""
    best = ranking.filter(pl.col("rank") == 1).with_columns(
        has_id=_has_id(residents, ranking.filter(pl.col("rank") == 1))
    )
    second = ranking.filter(pl.col("rank") == 2).select(
        "mention", runner_up="resident", runner_up_probability="probability", runner_up_odds="odds"
    )
    anyone = ranking.group_by("mention").agg(probability_of_any=1 - 1 / (1 + pl.col("odds").sum()))
    owners = (
        ranking.filter(pl.col("contradiction") == "number_of_another")
        .group_by("mention")
        .agg(id_owner=pl.col("resident").min())
    )
    decided = mentions.select("mention", *_KNOWN)
    for part in (best, second, anyone, owners):
        decided = decided.join(part, on="mention", how="left", validate="1:1", maintain_order="left")
    return decided.with_columns(verdict_and_reason=_verdict(settings)).unnest("verdict_and_reason")


_KNOWN = ("name_folded", "citizen_id", "cmnd", "birth_year", "hamlet_key", "unit_code")


def _verdict(settings: Settings) -> pl.Expr:
    """Verdict and reason as a struct: the first rule that holds."""
    has_rival = pl.col("runner_up_odds").fill_null(0.0) > 0
    lead = pl.when(has_rival).then((pl.col("odds") / pl.col("runner_up_odds")).log(2)).otherwise(pl.lit(float("inf")))
    probable = pl.col("probability") >= settings.link_at
    known_little = pl.all_horizontal(pl.col("citizen_id", "cmnd", "birth_year").is_null()) & (
        pl.col("hamlet_key").is_null() | pl.col("unit_code").is_null()
    )
    rules = (
        (pl.col("name_folded").is_null(), "no_link", pl.lit("unnamed")),
        (
            pl.col("resident").is_null(),
            "no_link",
            pl.when(known_little).then(pl.lit("too_little_information")).otherwise(pl.lit("nothing_found")),
        ),
        (
            pl.col("probability_of_any") < settings.review_at,
            "no_link",
            pl.when(known_little).then(pl.lit("too_little_information")).otherwise(pl.lit("ruled_out")),
        ),
        (pl.col("contradiction").is_not_null(), "review", pl.lit("contradiction")),
        (lead < settings.lead_bits, "review", pl.lit("tied")),
        (~probable, "review", pl.lit("not_certain")),
        (_little_evidence(), "review", pl.lit("little_evidence")),
        (~pl.col("has_id"), "review", pl.lit("resident_without_id")),
    )
    chain = pl.when(rules[0][0]).then(pl.struct(verdict=pl.lit(rules[0][1]), reason=rules[0][2]))
    for holds, verdict, reason in rules[1:]:
        chain = chain.when(holds).then(pl.struct(verdict=pl.lit(verdict), reason=reason))
    return chain.otherwise(pl.struct(verdict=pl.lit("link"), reason=_why_linked()))


def _little_evidence() -> pl.Expr:
    """Without a number, a name and a year are not enough, however rare: day of birth, place or household must agree.

    Namesakes born in one year exist who are on no list of the ward, and no probability knows of them.
    """
    number = _same_number | is_level("citizen_id", "one_slip")
    return ~(number | _same_home | is_level("birth", "same_day") | is_level("place", "same_hamlet", "same_old_unit"))


def _why_linked() -> pl.Expr:
    name = ~is_level("name", "missing", "different", "same_given")
    birth = is_level("birth", "same_day", "same_year", "swapped")
    place = is_level("place", "same_hamlet", "same_old_unit")
    return (
        pl.when(is_level("citizen_id", "same"))
        .then(pl.lit("citizen_id"))
        .when(is_level("cmnd", "same"))
        .then(pl.lit("cmnd"))
        .when(is_level("citizen_id", "one_slip"))
        .then(pl.lit("citizen_id_slip"))
        .when(name & birth & place)
        .then(pl.lit("name_birth_place"))
        .when(name & birth)
        .then(pl.lit("name_birth"))
        .when(name & place)
        .then(pl.lit("name_place"))
        .otherwise(pl.lit("several"))
    )


def _has_id(residents: pl.DataFrame, best: pl.DataFrame) -> pl.Series:
    return residents["citizen_id"].gather(best["resident"]).is_not_null()
