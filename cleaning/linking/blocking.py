"""Mentions × residents → candidate pairs: the union of exact joins on declared keys; each pair carries `found_by`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.linking.identifiers import DIGITS, one_slip
from cleaning.linking.mentions import Sides


@dataclass(frozen=True)
class BlockingKey:
    """Two people meet who agree on all `columns` (of a side or of its names). A null in any of them meets nobody.

    A mention that would meet more than `most` residents by the key meets none by it: among so many, what the key leaves
    out must tell them apart, and that is another key.
    """

    name: str
    columns: tuple[str, ...]
    most: int = 60


# Who is found by the first keys and is settled needs no others: see ranking.
STRONGEST_KEYS: Final = (
    BlockingKey("citizen_id", ("citizen_id",)),
    BlockingKey("cmnd", ("cmnd",)),
    BlockingKey("name+date", ("name_folded", "birth_date")),
)
KEYS: Final = (
    *STRONGEST_KEYS,
    BlockingKey("name+year", ("name_folded", "birth_year"), most=30),
    BlockingKey("name+hamlet", ("name_folded", "hamlet_key")),
    BlockingKey("name+unit", ("name_folded", "old_unit_code")),
    BlockingKey("name+ward", ("name_folded", "unit_code"), most=10),
    BlockingKey("name", ("name_folded",), most=10),
    BlockingKey("given+date", ("name_given", "birth_date")),
    BlockingKey("short+year", ("name_short", "birth_year"), most=10),
    BlockingKey("given+year+hamlet", ("name_given", "birth_year", "hamlet_key")),
    BlockingKey("stem+year+hamlet", ("name_stem", "birth_year", "hamlet_key")),
    BlockingKey("stem+date", ("name_stem", "birth_date"), most=10),
    BlockingKey("stem+hamlet", ("name_stem", "hamlet_key"), most=10),
    BlockingKey("tail+year", ("name_tail", "birth_year"), most=10),
    BlockingKey("tail+hamlet", ("name_tail", "hamlet_key"), most=10),
    BlockingKey("date+hamlet", ("birth_date", "hamlet_key")),
)
# Identifiers that differ by one slip of the pen: the mention's own number meets nobody.
SLIP_KEYS: Final = {"citizen_id~1": "citizen_id", "cmnd~1": "cmnd"}
KEY_NAMES: Final = (*(key.name for key in KEYS), *SLIP_KEYS)
# A number is cut into groups of three digits; a slip in one group leaves the others as they are.
_GROUP: Final = 1000
# An odd number whose bits look drawn by lot (2^64 over the golden ratio, as a signed number) spreads keys evenly.
_SPREAD: Final = -0x61C8_8646_80B5_83EB


@dataclass(frozen=True)
class Blocked:
    """`pairs`: mention, resident (sorted by them), found_by (bits in the order of KEY_NAMES).

    `capped`: by name of the key, how many pairs the cap left out.
    """

    pairs: pl.DataFrame
    capped: dict[str, int]


def candidate_pairs(sides: Sides, *, keys: tuple[BlockingKey, ...] = KEYS, slips: bool = True) -> Blocked:
    """All pairs that share one of `keys`, or an identifier but for one slip.

    Those left out because a key would meet too many are counted, never silent.
    """
    columns = tuple(dict.fromkeys(column for key in keys for column in key.columns))
    mentions, residents = (_in_numbers(side, sides.names, columns) for side in (sides.mentions, sides.residents))
    found: list[pl.DataFrame] = []
    capped: dict[str, int] = {}
    for key in keys:
        pairs, capped[key.name] = _by_key(mentions, residents, key)
        found.append(_marked(pairs, key.name))
    for name, column in SLIP_KEYS.items() if slips else ():
        found.append(_marked(_by_slip(sides, column), name))
    pairs = _united(found).select(
        mention=(pl.col("pair") // 2**32).cast(pl.UInt32),
        resident=(pl.col("pair") % 2**32).cast(pl.UInt32),
        found_by="found_by",
    )
    return Blocked(pairs, capped)


def key_names(found_by: pl.Series) -> pl.Series:
    """Names of the keys in `found_by` values, joined by '+' (the key names' own '+' becomes '&'); null where none."""
    sets = found_by.unique().drop_nulls()
    names = ["+".join(name.replace("+", "&") for bit, name in enumerate(KEY_NAMES) if keys >> bit & 1) for keys in sets]
    return found_by.replace_strict(sets, pl.Series(names, dtype=pl.String), default=None).replace("", None)


def blocking_report(pairs: pl.DataFrame, capped: dict[str, int]) -> pl.DataFrame:
    """`key, pairs, only_pairs, capped`: how many pairs each key found, found alone, and left out."""
    sets = pairs.group_by("found_by").len()
    rows = [
        {
            "key": name,
            "pairs": sets.filter(pl.col("found_by") // (1 << bit) % 2 == 1)["len"].sum(),
            "only_pairs": sets.filter(pl.col("found_by") == 1 << bit)["len"].sum(),
            "capped": capped.get(name, 0),
        }
        for bit, name in enumerate(KEY_NAMES)
    ]
    schema = {"key": pl.String, "pairs": pl.Int64, "only_pairs": pl.Int64, "capped": pl.Int64}
    return pl.DataFrame(rows, schema=schema)


def _marked(pairs: pl.DataFrame, key: str) -> pl.DataFrame:
    return pairs.select(
        pair=pl.col("mention").cast(pl.Int64) * 2**32 + pl.col("resident").cast(pl.Int64),
        found_by=pl.lit(1 << KEY_NAMES.index(key), dtype=pl.Int32),
    )


def _united(found: list[pl.DataFrame]) -> pl.DataFrame:
    """Each pair once, sorted, with the bits of all that found it.

    Each key finds a pair once, so its bits are their sum: a difference of running totals, for sorting is faster than
    grouping.
    """
    every = pl.concat(found).sort("pair")
    is_last = (every["pair"] != every["pair"].shift(-1)).fill_null(True)
    total = pl.col("found_by").cast(pl.Int64).cum_sum()
    return (
        every.with_columns(total=total)
        .filter(is_last)
        .select("pair", found_by=pl.col("total").diff().fill_null(pl.col("total")).cast(pl.Int32))
    )


def _in_numbers(side: pl.DataFrame, names: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Who (first column of `side`) and `columns` as whole numbers: a hash of the name's form, the code of all else."""
    return side.select(
        side.columns[0],
        *(
            pl.lit(names[column].hash().reinterpret(signed=True)).gather(pl.col("name")).alias(column)
            if column in names.columns
            else pl.col(column).to_physical().cast(pl.Int64)
            for column in columns
        ),
    )


def _by_key(mentions: pl.DataFrame, residents: pl.DataFrame, key: BlockingKey) -> tuple[pl.DataFrame, int]:
    """Pairs (mention, resident) that share the key, and how many its cap left out."""
    left, right = (_keyed(side, key.columns) for side in (mentions, residents))
    right = right.join(left.select("key"), on="key", how="semi")
    crowded = right.group_by("key").agg(met=pl.len()).filter(pl.col("met") > key.most)
    capped = left.join(crowded, on="key", how="inner")["met"].sum()
    pairs = left.join(right.join(crowded, on="key", how="anti"), on="key", how="inner")
    return pairs.select("mention", "resident"), int(capped)


def _keyed(side: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Who has all of `columns`, and a hash of them as `key`. Two keys of one hash make a pair like any other."""
    key = pl.col(columns[0])
    for column in columns[1:]:
        key = key * _SPREAD + pl.col(column)
    return side.select(side.columns[0], key=key).drop_nulls()


def _by_slip(sides: Sides, column: str) -> pl.DataFrame:
    """Pairs whose numbers differ by one slip: joined on the number with one group of digits left out."""
    listed = sides.residents.select("resident", column).drop_nulls()
    lonely = sides.mentions.select("mention", column).drop_nulls().join(listed, on=column, how="anti")
    number, met = pl.col(column), list[pl.DataFrame]()
    for group in range(DIGITS[column] // 3):
        low, high = _GROUP**group, _GROUP ** (group + 1)
        left, right = (side.with_columns(rest=number // high * low + number % low) for side in (lonely, listed))
        pairs = left.join(right, on="rest", how="inner", suffix="_resident")
        slipped = one_slip(pairs[column], pairs[f"{column}_resident"])
        met.append(pairs.filter(slipped).select("mention", "resident"))
    return pl.concat(met).unique()
