"""Enquiries of wards + registers → whom their rows met, and how common what they bear is; by the workers of a cluster.

The tables are Dask's, a partition for each ward; what belongs together is brought together by its shuffle, which keeps
it on the workers' disks. Only keys, row keys and counts travel: no name and no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import dask.config
import dask.dataframe as dd
import pandas as pd
import polars as pl

from cleaning.linking.across import borne_keys
from flows.enquiries import Enquiry, listed, listed_by_call, listed_by_key
from flows.registers import Register
from flows.run_folder import RunFolder

_SHUFFLE: Final = {"dataframe.shuffle.method": "p2p", "dataframe.convert-string": False}
# Wards travel as their place among all of them, in the order of their codes.
_PLACE: Final = pl.Int32
_ASKING: Final = {"asker": _PLACE, "row_key": pl.String, "key": pl.UInt64}
_LISTED: Final = {"register": _PLACE, "resident_key": pl.String, "seen": pl.UInt64, "key": pl.UInt64}
_MET: Final = {"asker": _PLACE, "row_key": pl.String, "register": _PLACE, "resident_key": pl.String, "seen": pl.UInt64}
_VALUES: Final = {"asker": _PLACE, "key": pl.UInt64}
_BORNE: Final = {"key": pl.UInt64, "bearers": pl.Int64}
_ANSWERED: Final = {"asker": _PLACE}

_Schema = Mapping[str, Any]
_Asker = tuple[int, Enquiry]
_Asked = tuple[int, Register]


def answer_on(
    client: Any, enquiries: Sequence[Enquiry], runs: Sequence[RunFolder], registers: Sequence[Register]
) -> None:
    """Write and answer the enquiries of the wards' `runs`. `client` is Dask's: its types are those of coroutines."""
    for written in [client.submit(_write, one, run, pure=False) for one, run in zip(enquiries, runs, strict=True)]:
        written.result()
    wards = sorted({one.ward for one in enquiries} | {one.ward for one in registers})
    askers = [(wards.index(one.ward), one) for one in enquiries]
    asked = [(wards.index(one.ward), one) for one in registers]
    with client.as_current(), dask.config.set(_SHUFFLE):
        answers = [
            _for_each(askers, _met(askers, asked), _answer_met, wards),
            _for_each(askers, _borne(askers, asked), _answer_borne, wards),
        ]
        for answered in client.compute(answers):
            answered.result()


def _met(askers: Sequence[_Asker], asked: Sequence[_Asked]) -> Any:
    """Whom rows met: the columns of _MET, a pair once for every key it agrees on."""
    asking = dd.from_map(_asking_part, askers, meta=_pandas(_empty(_ASKING)))
    people = dd.from_map(_listed_part, asked, meta=_pandas(_empty(_LISTED)))
    by_key = asking.merge(people, on="key", how="inner")
    by_key = by_key[by_key["asker"] != by_key["register"]][list(_MET)]
    called = pl.concat([_told(place, one.table("called")) for place, one in askers])
    if called.is_empty():
        return by_key
    return dd.concat([by_key, dd.from_map(_called_part, asked, called=called, meta=_pandas(_empty(_MET)))])


def _borne(askers: Sequence[_Asker], asked: Sequence[_Asked]) -> Any:
    """How many people of all registers bear each value a ward asks about: asker, key, bearers."""
    values = dd.from_map(_values_part, askers, meta=_pandas(_empty(_VALUES)))
    borne = dd.from_map(_borne_part, asked, meta=_pandas(_empty(_BORNE)))
    total = borne.groupby("key")["bearers"].sum(split_out=borne.npartitions).reset_index()
    return values.merge(total, on="key", how="inner")


def _for_each(askers: Sequence[_Asker], found: Any, answer: Any, wards: Sequence[str]) -> Any:
    """What was `found`, each ward's brought to one worker, which writes it down."""
    parts = found.shuffle("asker", npartitions=len(askers))
    return parts.map_partitions(answer, dict(askers), wards, meta=_pandas(_empty(_ANSWERED)))


# ---- what workers do -------------------------------------------------------------------------------------------------


def _write(enquiry: Enquiry, run: RunFolder) -> None:
    enquiry.write(run)
    enquiry.answer_met(_empty(_MET).with_columns(ward=pl.lit("")))  # stands where nobody is met
    enquiry.answer_borne(_empty(_BORNE))


def _asking_part(asker: _Asker) -> pd.DataFrame:
    place, enquiry = asker
    return _pandas(_told(place, enquiry.table("keys")).select(_ASKING.keys()))


def _values_part(asker: _Asker) -> pd.DataFrame:
    place, enquiry = asker
    return _pandas(_told(place, enquiry.table("values").select("key").unique()))


def _listed_part(asked: _Asked) -> pd.DataFrame:
    place, register = asked
    people = listed_by_key(register, listed(register))
    return _pandas(people.select(pl.lit(place, _PLACE).alias("register"), pl.all()).select(_LISTED.keys()))


def _called_part(asked: _Asked, called: pl.DataFrame) -> pd.DataFrame:
    place, register = asked
    people = listed_by_call(called.filter(pl.col("asker") != place), listed(register))
    return _pandas(people.with_columns(register=pl.lit(place, _PLACE)).select(_MET.keys()))


def _borne_part(asked: _Asked) -> pd.DataFrame:
    _, register = asked
    return _pandas(borne_keys(listed(register)).cast({"bearers": pl.Int64}))


def _answer_met(found: pd.DataFrame, enquiries: Mapping[int, Enquiry], wards: Sequence[str]) -> pd.DataFrame:
    ward = pl.lit(pl.Series(wards)).gather(pl.col("register"))
    return _answered(
        pl.from_pandas(found).with_columns(ward=ward), {place: one.answer_met for place, one in enquiries.items()}
    )


def _answer_borne(found: pd.DataFrame, enquiries: Mapping[int, Enquiry], _wards: Sequence[str]) -> pd.DataFrame:
    return _answered(pl.from_pandas(found), {place: one.answer_borne for place, one in enquiries.items()})


def _answered(answers: pl.DataFrame, answer: Mapping[int, Any]) -> pd.DataFrame:
    by_asker = answers.partition_by("asker", as_dict=True)
    for (place,), part in by_asker.items():
        answer[place](part)
    return _pandas(pl.DataFrame({"asker": [place for (place,) in by_asker]}, schema=_ANSWERED))


def _told(place: int, table: pl.DataFrame) -> pl.DataFrame:
    return table.select(pl.lit(place, _PLACE).alias("asker"), pl.all())


def _empty(schema: _Schema) -> pl.DataFrame:
    return pl.DataFrame(schema=dict(schema))


def _pandas(frame: pl.DataFrame) -> pd.DataFrame:
    return frame.to_pandas()
