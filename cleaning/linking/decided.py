"""DECIDED_PAIRS + what rows say → what people decided of each row and each mention, and what that makes of the pairs.

A decision overrides the machine for its pair and for ever: one called the same is linked whatever the levels say, one
called different does not even compete. It holds for rows that say the same too, so that nobody is asked twice; but only
where what they say can mean one person alone.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.errors import SchemaError
from cleaning.schemas import DECIDED_PAIRS

NO_DECISIONS: Final = DECIDED_PAIRS.empty()
_PAIR: Final = ["mention", "resident"]
_STATEMENT: Final = ["citizen_id", "cmnd", "name", "birth_date", "birth_year"]


def meant(decided: pl.DataFrame, said: pl.DataFrame, listed: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`row_key, resident_key, is_same, is_shared` of every row that `decided` (DECIDED_PAIRS) speaks of.

    `is_shared`: it speaks of all rows that say the same, for they can mean one person alone; decisions that contradict
    one another hold each for its own row. `said`: row_key, `statement` (rows that say the same share it) and what they
    say; `listed` and `names` as in Sides. Raises SchemaError where a pair stands twice or one row is called two
    residents.
    """
    _refuse_disorder(decided)
    rows = said.select("row_key", "statement")
    own = decided.join(rows, on="row_key", how="inner", validate="m:1")
    told = own.drop("row_key").unique()
    together = told.join(_shared(told, said, listed, names), on="statement", how="semi")
    alike = rows.join(together, on="statement", how="inner")
    alone = own.join(together, on="statement", how="anti")
    meanings = [one.with_columns(is_shared=pl.lit(is_shared)) for one, is_shared in ((alike, True), (alone, False))]
    return pl.concat([one.select(*DECIDED_PAIRS.names, "is_shared") for one in meanings])


def decisions_of_mentions(held: pl.DataFrame, rows: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """`mention, resident, is_same, is_shared`, sorted: what is `held` of rows, of residents who are `listed`."""
    residents = listed.select("resident", resident_key="row_key")
    found = held.join(rows, on="row_key", how="inner").join(residents, on="resident_key", how="inner")
    return found.select(*_PAIR, "is_same", "is_shared").unique().sort(_PAIR)


def with_decided(pairs: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Candidate pairs and those called the same that no key found, in order; the latter bear an empty `found_by`."""
    called = decisions.filter("is_same").select(_PAIR)
    if called.is_empty():
        return pairs
    met = pairs.filter(pl.col("mention").is_in(called["mention"].implode()))
    unmet = called.join(met, on=_PAIR, how="anti").with_columns(found_by=pl.lit(0, pl.Int32))
    return pl.concat([pairs, unmet]).sort(_PAIR)


def with_answers(pairs: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Adds `is_decided` (called the same) and `is_barred` (called different, or somebody else is called the same)."""
    same, different = (decisions.filter(is_same=answer) for answer in (True, False))
    is_same, is_different = (
        _number().is_in(some.select(_number()).to_series().implode()) for some in (same, different)
    )
    called = pl.col("mention").is_in(same["mention"].implode())
    return pairs.with_columns(is_decided=is_same, is_barred=is_different | (called & ~is_same))


def _number() -> pl.Expr:
    """A pair as one whole number."""
    return pl.col("mention").cast(pl.Int64) * 2**32 + pl.col("resident").cast(pl.Int64)


def _refuse_disorder(decided: pl.DataFrame) -> None:
    twice = decided.select("row_key", "resident_key").is_duplicated().any()
    if twice or decided.filter("is_same")["row_key"].is_duplicated().any():
        raise SchemaError("Bảng quyết định ghi một cặp hai lần hoặc gắn một dòng với nhiều người.")


def _shared(told: pl.DataFrame, said: pl.DataFrame, listed: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`statement` of those whose decisions hold for all who say it: they agree, and nobody else could be meant."""
    is_torn = pl.col("resident_key").is_duplicated().any() | (pl.col("is_same").sum() > 1)
    agreed = told.group_by("statement").agg(is_torn=is_torn).filter(~pl.col("is_torn")).select("statement")
    asked = said.select("statement", *_STATEMENT).join(agreed, on="statement", how="semi").unique("statement")
    has_number = pl.col("citizen_id").is_not_null() | pl.col("cmnd").is_not_null()
    by_name = asked.filter(~has_number)
    crowded = _fitting(by_name, listed, names).filter(pl.col("residents") > 1)
    by_birth = by_name.drop_nulls(["name", "birth_year"]).join(crowded, on="statement", how="anti")
    return pl.concat([asked.filter(has_number), by_birth]).select("statement")


def _fitting(asked: pl.DataFrame, listed: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`statement, residents`: how many residents bear the name, whatever its accents, and may be born that day."""
    folded = pl.lit(names["name_folded_hash"]).gather(pl.col("name"))
    named = asked.select("statement", "birth_date", "birth_year", folded=folded)
    met = named.join(listed.select("birth_date", "birth_year", folded=folded), on="folded", how="inner", suffix="_of")
    may_be = [pl.col(born).eq(pl.col(f"{born}_of")).fill_null(value=True) for born in ("birth_date", "birth_year")]
    return met.filter(may_be).group_by("statement").agg(residents=pl.len())
