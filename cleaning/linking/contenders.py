"""Pairs with levels → who is ruled out, who is settled, what stands against a link, and who comes near the best."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from cleaning.linking.comparisons import is_level
from cleaning.linking.decided import with_answers
from cleaning.linking.mentions import Sides
from cleaning.linking.scoring import Scale, frequency_bits

# What bars a pair from being linked by the machine, strongest first. The words are shown to staff beside the candidate.
CONTRADICTIONS: Final[dict[str, str]] = {
    "decided_otherwise": "cán bộ đã quyết định không phải người này",
    "number_of_another": "số định danh cá nhân trùng nhưng họ tên khác hẳn",
    "marked_deceased": "hồ sơ đất đai ghi đã chết, dữ liệu dân cư ghi đang sống",
    "citizen_id_differs": "số định danh cá nhân khác nhau",
    "name_differs": "họ tên khác nhau",
    "birth_differs": "năm sinh khác nhau",
    "gender_differs": "giới tính khác nhau",
    "lives_elsewhere": "hồ sơ đất đai ghi nơi ở ngoài phường, xã",
}

# A candidate ten thousand times less likely than the best tells nobody anything.
_NEAR: Final = 1e-4
# Bits from which a place speaks for a pair: within one ward, that both live in it does not.
_SPEAKS: Final = 2.0

_names_clearly_differ = is_level("name", "different") | (
    is_level("name", "same_given") & ~is_level("birth", "same_day", "same_year")
)
_near = is_level("place", "same_hamlet", "same_old_unit")
_same_home = is_level("household", "same_household")
_same_number = is_level("citizen_id", "same") | is_level("cmnd", "same")


def with_ruling_out(pairs: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    """Adds `ruled_out_by` (a key of CONTRADICTIONS or null) and `is_ruled_out`: such a pair does not even compete.

    Adds `is_decided` and `is_barred` as well, by what people decided: the one is never ruled out, the other always. Who
    is barred but bears the number is whose number it is.
    """
    marked = sides.mentions["is_marked_deceased"].gather(pairs["mention"])
    alive = (sides.residents["resident_status"] == "alive").gather(pairs["resident"])
    return (
        with_answers(pairs, sides.decisions)
        .with_columns(is_marked=marked, is_alive=alive)
        .with_columns(
            ruled_out_by=pl.when("is_decided")
            .then(None)
            .when(is_level("citizen_id", "same") & (_names_clearly_differ | pl.col("is_barred")))
            .then(pl.lit("number_of_another"))
            .when("is_barred")
            .then(pl.lit("decided_otherwise"))
            .when(pl.col("is_marked") & pl.col("is_alive") & ~_same_number)
            .then(pl.lit("marked_deceased"))
        )
        .with_columns(is_ruled_out=pl.col("ruled_out_by").is_not_null())
        .with_columns(level_citizen_id=_of_their_own())
        .drop("is_marked", "is_alive")
    )


def _of_their_own() -> pl.Expr:
    """`level_citizen_id`, but *missing* where the number is known to be somebody else's: it says nothing of others."""
    mentions = pl.col("mention").filter(pl.col("ruled_out_by").eq_missing("number_of_another"))
    unlike = is_level("citizen_id", "same_head", "different")
    return (
        pl.when(unlike & pl.col("mention").is_in(mentions.implode()))
        .then(pl.lit(0, dtype=pl.Int8))
        .otherwise("level_citizen_id")
    )


def bearers_of_number(pairs: pl.DataFrame) -> pl.DataFrame:
    """`mention, id_owner`: the clearly different resident who bears the mention's citizen number, the first of them."""
    theirs = pairs.filter(pl.col("ruled_out_by") == "number_of_another")
    return theirs.group_by("mention").agg(id_owner=pl.col("resident").min())


def settled(pairs: pl.DataFrame) -> pl.DataFrame:
    """Of pairs found by the strongest keys, with levels: those that nobody else can come near.

    The name is the same but for its spelling, so is a number, or the day of birth and the place; nothing speaks against
    it; and the keys found nobody else. All pairs of a mention that people called somebody are settled.
    """
    same_name = is_level("name", "same", "style", "accents_lost", "accents_differ", "middle_missing")
    other_birth = is_level("birth", "same_day_other_year", "one_digit_year", "different")
    other_number = is_level("citizen_id", "same_head", "different") | is_level("cmnd", "different")
    by_day = is_level("birth", "same_day") & is_level("place", "same_hamlet", "same_old_unit", "same_ward")
    by_number = _same_number & ~is_level("citizen_id", "same_head", "different")
    sure = same_name & ~other_birth & (by_number | (by_day & ~other_number)) & ~pl.col("is_ruled_out")
    called = pl.col("mention").is_in(pl.col("mention").filter("is_decided").implode())
    return pairs.filter((sure & pl.col("mention").is_unique()) | called)


def with_contradiction(pairs: pl.DataFrame) -> pl.DataFrame:
    """Adds `contradiction` (a key of CONTRADICTIONS or null): the strongest thing that bars the pair from a link."""
    answers = {
        "citizen_id_differs": is_level("citizen_id", "same_head", "different"),
        "name_differs": is_level("name", "different", "missing")
        | (is_level("name", "other_middle", "similar", "same_given") & ~_same_number),
        "birth_differs": (is_level("birth", "different") & ~_same_number)
        | (is_level("birth", "same_day_other_year", "one_digit_year") & ~_same_number & ~_same_home & ~_near),
        "gender_differs": is_level("gender", "different") & ~_same_number & ~_same_home & ~_near,
        "lives_elsewhere": is_level("place", "elsewhere") & ~_same_number & ~_same_home,
    }
    barred = [pl.when(answer).then(pl.lit(name)) for name, answer in answers.items()]
    return pairs.with_columns(contradiction=pl.coalesce("ruled_out_by", *barred))


def ranked(scored: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    """Pairs that come near the best of their mention, with `contradiction`, `is_bare` and `rank`.

    Most probable first, ties broken by the place in the register. Who is ruled out stays: it may be whose number it is.
    """
    best = pl.Series(_best_odds(scored))
    near = scored.filter((pl.col("odds") >= pl.lit(best).gather(pl.col("mention")) * _NEAR) | pl.col("is_ruled_out"))
    order = near[_by_odds(near)]
    first = order["mention"].rle_id()
    start = order.select(start=pl.int_range(pl.len(), dtype=pl.UInt32).filter(first != first.shift(1, fill_value=9)))
    places = pl.int_range(pl.len(), dtype=pl.UInt32) - pl.lit(start["start"]).gather(pl.lit(first)) + 1
    return with_contradiction(order.with_columns(rank=places.cast(pl.Int32), is_bare=_is_bare(scale)))


def _by_odds(near: pl.DataFrame) -> pl.Series:
    """The places of `near` (sorted by mention) in the order of odds within each mention, then of residents.

    Only mentions with rivals have something to sort.
    """
    mention = pl.col("mention")
    shared = ((mention == mention.shift(1)) | (mention == mention.shift(-1))).fill_null(False)
    rivals = near.with_row_index("place").filter(shared)
    places = pl.int_range(near.height, dtype=pl.UInt32, eager=True).to_numpy(writable=True)
    inside = rivals.sort("mention", "odds", "resident", descending=[False, True, False])
    places[rivals["place"].to_numpy()] = inside["place"].to_numpy()
    return pl.Series(places)


def _best_odds(scored: pl.DataFrame) -> np.ndarray:
    """The best odds of each mention, by its number; `scored` is sorted by mention."""
    mentions, odds = scored["mention"].cast(pl.Int64).to_numpy(), scored["odds"].to_numpy()
    best = np.zeros(int(mentions.max(initial=-1)) + 1)
    starts = np.flatnonzero(np.diff(mentions, prepend=-1))
    if starts.size > 0:
        best[mentions[starts]] = np.maximum.reduceat(odds, starts)
    return best


def _is_bare(scale: Scale) -> pl.Expr:
    """Nothing but name and year speaks for the pair, however rare they are.

    Namesakes born in one year exist who are on no list of the ward, and no probability knows of them.
    """
    number = _same_number | is_level("citizen_id", "one_slip")
    place = pl.lit(pl.Series(scale.model.weights("place"))).gather(pl.col("level_place").cast(pl.UInt32))
    speaks = place + frequency_bits("place", scale) >= _SPEAKS
    return ~(number | _same_home | is_level("birth", "same_day") | speaks)
