"""Enquiries of wards + registers → whom their rows met, and how common what they bear is; in this process.

Held in memory: the keys of all enquiries, and one register at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cleaning.linking.across import borne_keys
from flows.enquiries import MET, Enquiry, listed, listed_by_call, listed_by_key
from flows.registers import Register


def answer_here(enquiries: Sequence[Enquiry], registers: Sequence[Register]) -> None:
    """Look through the registers one by one, and answer every enquiry."""
    asking, called, values = (_all(enquiries, name) for name in ("keys", "called", "values"))
    met = [pl.DataFrame(schema={"asker": pl.String, **MET})]
    borne = [pl.DataFrame(schema={"key": pl.UInt64, "bearers": pl.UInt32})]
    asked_of = values.select("key").unique()
    for register in registers:
        people, is_other = listed(register), pl.col("asker") != register.ward
        by_key = asking.filter(is_other).join(listed_by_key(register, people), on="key", how="inner").drop("key")
        by_call = listed_by_call(called.filter(is_other), people).select(by_key.columns)
        found = pl.concat([by_key, by_call]).unique()
        met.append(found.select("asker", "row_key", "resident_key", pl.lit(register.ward).alias("ward"), "seen"))
        borne.append(borne_keys(people).join(asked_of, on="key", how="semi"))
    answers = pl.concat(met).partition_by("asker", as_dict=True)
    total = pl.concat(borne)
    for enquiry in enquiries:
        enquiry.answer_met(answers.get((enquiry.ward,), met[0]))
        enquiry.answer_borne(total)


def _all(enquiries: Sequence[Enquiry], table: str) -> pl.DataFrame:
    return pl.concat([one.table(table).select(pl.lit(one.ward).alias("asker"), pl.all()) for one in enquiries])
