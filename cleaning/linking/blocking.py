"""Mentions × residents → candidate pairs: the union of exact joins on declared keys; each pair carries `found_by`."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class BlockingKey:
    """Two people meet who agree on all `columns`. A null in any of them meets nobody."""

    name: str
    columns: tuple[str, ...]


KEYS = (
    BlockingKey("citizen_id", ("citizen_id",)),
    BlockingKey("cmnd", ("cmnd",)),
    BlockingKey("name+year", ("name_folded", "birth_year")),
    BlockingKey("name+hamlet", ("name_folded", "hamlet_key")),
    BlockingKey("name+unit", ("name_folded", "old_unit_code")),
    BlockingKey("name", ("name_folded",)),
    BlockingKey("given+date", ("name_given", "birth_date")),
    BlockingKey("short+year", ("name_short", "birth_year")),
    BlockingKey("regional+year", ("name_regional", "birth_year")),
    BlockingKey("given+year+hamlet", ("name_given", "birth_year", "hamlet_key")),
    BlockingKey("stem+year+hamlet", ("name_stem", "birth_year", "hamlet_key")),
    BlockingKey("date+hamlet", ("birth_date", "hamlet_key")),
)
# Identifiers that differ in one digit: the mention's own number meets nobody, so a slip of the pen is likely.
SLIP_KEYS = (("citizen_id~1", "citizen_id", 12), ("cmnd~1", "cmnd", 9))
KEY_NAMES = (*(key.name for key in KEYS), *(name for name, _, _ in SLIP_KEYS))


@dataclass(frozen=True)
class Blocked:
    """`pairs`: mention, resident, found_by (bits in the order of KEY_NAMES).

    `report`: key, pairs it found, pairs the cap left out.
    """

    pairs: pl.DataFrame
    report: pl.DataFrame


def candidate_pairs(mentions: pl.DataFrame, residents: pl.DataFrame, *, cap: int) -> Blocked:
    """All pairs that share a key.

    A mention that would meet more than `cap` residents by one key meets none by it; the report counts them.
    """
    found: list[pl.DataFrame] = []
    report: list[dict[str, object]] = []
    for key in KEYS:
        pairs, capped = _by_key(mentions, residents, key, cap)
        found.append(pairs)
        report.append({"key": key.name, "pairs": pairs.height, "capped": capped})
    for name, column, digits in SLIP_KEYS:
        pairs = _by_slip(mentions, residents, column, digits)
        found.append(pairs)
        report.append({"key": name, "pairs": pairs.height, "capped": 0})
    union = pl.concat(
        pairs.select("mention", "resident", found_by=pl.lit(1 << bit, dtype=pl.Int32))
        for bit, pairs in enumerate(found)
    )
    # one 64-bit key groups faster than two columns, and each key finds a pair once, so the bits simply add up
    together = pl.col("mention").cast(pl.Int64) * 2**32 + pl.col("resident").cast(pl.Int64)
    pairs = union.group_by(pair=together).agg(pl.col("found_by").sum()).sort("pair")
    return Blocked(
        pairs.select(
            mention=(pl.col("pair") // 2**32).cast(pl.UInt32),
            resident=(pl.col("pair") % 2**32).cast(pl.UInt32),
            found_by="found_by",
        ),
        pl.DataFrame(report, schema={"key": pl.String, "pairs": pl.Int64, "capped": pl.Int64}),
    )


def key_names(found_by: pl.Expr) -> pl.Expr:
    """Names of the keys in a `found_by` value, joined by '+' (the key names' own '+' becomes '&')."""
    parts = [
        pl.when(found_by // (1 << bit) % 2 == 1).then(pl.lit(name.replace("+", "&")))
        for bit, name in enumerate(KEY_NAMES)
    ]
    return pl.concat_str(parts, separator="+", ignore_nulls=True)


def _by_key(mentions: pl.DataFrame, residents: pl.DataFrame, key: BlockingKey, cap: int) -> tuple[pl.DataFrame, int]:
    columns = list(key.columns)
    left = mentions.select("mention", *columns).drop_nulls()
    right = residents.select("resident", *columns).drop_nulls()
    met = left.join(right.group_by(columns).agg(met=pl.len()), on=columns, how="inner")
    capped = met.filter(pl.col("met") > cap)["met"].sum()
    pairs = met.filter(pl.col("met") <= cap).join(right, on=columns, how="inner")
    return pairs.select("mention", "resident"), int(capped)


def _by_slip(mentions: pl.DataFrame, residents: pl.DataFrame, column: str, digits: int) -> pl.DataFrame:
    """Pairs whose numbers differ in exactly one digit: each number is looked up once per place, that digit left out."""
    lonely = mentions.select("mention", column).drop_nulls().join(residents, on=column, how="anti")
    left, right = (
        _with_gaps(side, column, digits) for side in (lonely, residents.select("resident", column).drop_nulls())
    )
    return left.join(right, on="gap", how="inner").select("mention", "resident").unique()


def _with_gaps(numbers: pl.DataFrame, column: str, digits: int) -> pl.DataFrame:
    value = pl.col(column).cast(pl.Int64)
    gaps = [
        ((value // 10 ** (place + 1) * 10 ** (place + 1) + value % 10**place) * digits + place).alias(str(place))
        for place in range(digits)
    ]
    who = numbers.columns[0]
    return numbers.select(who, *gaps).unpivot(index=who, value_name="gap").drop("variable")
