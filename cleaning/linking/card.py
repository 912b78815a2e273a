"""What linking did and with which model → the small frames of the model card: counts, and names that many bear."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from cleaning.linking.deciding import DECIDED
from cleaning.linking.model import Model

# A name that fewer residents bear could point at one of them: it never leaves this room.
FEWEST_BEARERS: Final = 5
_NAME_FORMS = ("name_key", "name_folded")
_EXAMPLES = 8  # the commonest names, and as many of the others
# What a land row may lack, in the order it is told.
MISSING: Final = {
    "name": pl.col("holder_name_key").is_null(),
    "number": pl.col("holder_citizen_id").is_null() & pl.col("holder_cmnd").is_null(),
    "birth_year": pl.col("holder_birth_year").is_null(),
    "hamlet": pl.col("holder_hamlet_key").is_null(),
}
_PEOPLE = ("person", "unnamed")
_VERDICTS = ("link", "review", "no_link")
_FURTHEST_BITS = 20  # probabilities have six digits: beyond this they all read 0 or 1


class CardFrames(NamedTuple):
    """The frames of a model card.

    `levels`: comparison, level, m, u, weight (bits), note; in declared order.
    `names`: form, name, bearers, share (of all residents), weight_change (bits added where a pair agrees on it).
    `histogram`: bits (whole, at or below log2 of the best candidate's odds; null where there is none), verdict, rows.
    `unlinkables`: missing (keys of MISSING joined by '+', '' for nothing), rows, link, review, no_link.
    `keys`: key, pairs, only_pairs, capped, links (linked rows it found), only_links (those no other key found).
    `reasons`: verdict, reason, rows.
    """

    levels: pl.DataFrame
    names: pl.DataFrame
    histogram: pl.DataFrame
    unlinkables: pl.DataFrame
    keys: pl.DataFrame
    reasons: pl.DataFrame


def card_of(
    land: pl.DataFrame, residents: pl.DataFrame, verdicts: pl.DataFrame, report: pl.DataFrame, model: Model
) -> CardFrames:
    """The frames for LAND, RESIDENTS, VERDICTS and the blocking `report` (key, pairs, only_pairs, capped).

    Verdicts that people decided are told among the reasons only: the rest is what the model can do.
    """
    by_machine = verdicts.filter(~pl.col("reason").str.starts_with(DECIDED))
    return CardFrames(
        levels=level_table(model),
        names=_names(residents, model),
        histogram=_histogram(by_machine),
        unlinkables=_unlinkables(land, by_machine),
        keys=_keys(report, by_machine),
        reasons=verdicts.group_by("verdict", "reason").agg(rows=pl.len()).sort("verdict", "reason"),
    )


def level_table(model: Model) -> pl.DataFrame:
    """`comparison, level, m, u, weight, note` of every level of the model, in declared order."""
    levels = [
        (comparison, level.name, level.m, level.u, level.weight, level.note)
        for comparison, held in model.levels.items()
        for level in held
    ]
    number, text = pl.Float64, pl.String
    schema = {"comparison": text, "level": text, "m": number, "u": number, "weight": number, "note": text}
    return pl.DataFrame(levels, schema=schema, orient="row")


def _names(residents: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Of each form the commonest names, then some of the others from common to rare."""
    return pl.concat([_name_examples(residents, form, model.agreement[form]) for form in _NAME_FORMS])


def _name_examples(residents: pl.DataFrame, form: str, agreement: float) -> pl.DataFrame:
    borne = residents.group_by(name=form).agg(bearers=pl.len()).drop_nulls("name")
    shown = borne.filter(pl.col("bearers") >= FEWEST_BEARERS).sort("bearers", "name", descending=[True, False])
    rest = shown.slice(_EXAMPLES)
    share = pl.col("bearers") / residents.height
    return pl.concat([shown.head(_EXAMPLES), rest.gather_every(rest.height // _EXAMPLES + 1)]).select(
        form=pl.lit(form),
        name=pl.col("name").str.to_titlecase(),
        bearers="bearers",
        share=share,
        weight_change=(agreement / share).log(2),
    )


def _histogram(verdicts: pl.DataFrame) -> pl.DataFrame:
    likely = pl.col("probability")
    bits = (likely / (1 - likely)).log(2).clip(-_FURTHEST_BITS, _FURTHEST_BITS - 1).floor().cast(pl.Int32)
    people = verdicts.filter(pl.col("verdict").is_in(_VERDICTS))
    return (
        people.group_by("verdict", bits=bits)
        .agg(rows=pl.len())
        .sort("bits", "verdict")
        .select("bits", "verdict", "rows")
    )


def _unlinkables(land: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    people = land.filter(pl.col("holder_type").is_in(_PEOPLE))
    lacks = [pl.when(answer).then(pl.lit(name)) for name, answer in MISSING.items()]
    missing = people.select("row_key", missing=pl.concat_str(lacks, separator="+", ignore_nulls=True))
    judged = missing.join(verdicts.select("row_key", "verdict"), on="row_key", how="inner", validate="1:1")
    counts = [(pl.col("verdict") == verdict).sum().alias(verdict) for verdict in _VERDICTS]
    return (
        judged.group_by("missing")
        .agg(pl.len().alias("rows"), *counts)
        .sort("rows", "missing", descending=[True, False])
    )


def _keys(report: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """`found_by` joins key names by '+', so the '+' within a name is written '&' there."""
    linked = verdicts.filter(pl.col("verdict") == "link").select(key=pl.col("found_by").str.split("+"))
    found = (
        linked.with_columns(only=pl.col("key").list.len() == 1)
        .explode("key")
        .group_by(pl.col("key").str.replace_all("&", "+", literal=True))
        .agg(links=pl.len(), only_links=pl.col("only").sum())
    )
    return report.join(found, on="key", how="left", validate="1:1", maintain_order="left").select(
        "key", "pairs", "only_pairs", "capped", pl.col("links", "only_links").fill_null(0)
    )
