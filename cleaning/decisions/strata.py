"""Verdicts → the machine's links that can be checked, each with its stratum and the id of its check."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from cleaning.schemas import SAMPLE

_APART: Final = "\x1f"
_PURPOSE: Final = "landclean-check"


@dataclass(frozen=True)
class Stratum:
    """Links that rest on the same kind of evidence: `reasons` of VERDICTS. `letter` stands for it in ids of checks."""

    name: str
    letter: str
    title: str
    reasons: tuple[str, ...]


_ABROAD: Final = "abroad"
# The last one takes every reason the others do not name; links to people of other wards are a stratum of their own.
STRATA: Final = (
    Stratum("citizen_id", "T", "Cùng số định danh cá nhân", ("citizen_id",)),
    Stratum("cmnd", "H", "Cùng số CMND cũ", ("cmnd",)),
    Stratum("citizen_id_slip", "V", "Số định danh lệch một chữ số", ("citizen_id_slip",)),
    Stratum("name_birth_place", "K", "Họ tên, ngày sinh và nơi ở", ("name_birth_place",)),
    Stratum(_ABROAD, "N", "Dân cư của phường, xã khác", ()),
    Stratum("other", "R", "Căn cứ khác, không dựa vào số", ()),
)

_BY_MACHINE: Final = (pl.col("verdict") == "link") & ~pl.col("reason").str.starts_with("decided")


def checkable_links(verdicts: pl.DataFrame, foreign: pl.DataFrame, *, ward: str) -> pl.DataFrame:
    """SAMPLE of every link the machine made, in the order of row_key: what a sample is drawn from.

    `foreign`: RESIDENTS of other wards that verdicts name.
    """
    linked = verdicts.filter(_BY_MACHINE).sort("row_key").with_columns(stratum=_stratum(foreign))
    pairs = linked.select(pl.concat_str("row_key", "resident_key", separator=_APART)).to_series()
    letters = {stratum.name: stratum.letter for stratum in STRATA}
    letter = pl.col("stratum").replace_strict(letters, return_dtype=pl.String)
    named = linked.with_columns(check_id=pl.format("K{}-{}{}", pl.lit(ward), _digits(hashes(pairs, _PURPOSE)), letter))
    return SAMPLE.conform(named)


def link_of(check_id: pl.Expr) -> pl.Expr:
    """The id without its stratum: the evidence for a link may change, the link is the same."""
    return check_id.str.head(-1)


def stratum_of(check_id: pl.Expr) -> pl.Expr:
    """The stratum a link was in when its check was drawn."""
    names = {stratum.letter: stratum.name for stratum in STRATA}
    return check_id.str.tail(1).replace_strict(names, return_dtype=pl.String)


def hashes(values: pl.Series, key: str) -> pl.Series:
    """SipHash of each text under `key`, 64 bits: the same on every machine and in every release."""
    from pandas.util import hash_array  # slow to import

    digest = hashlib.blake2b(key.encode(), digest_size=8).hexdigest()
    hashed = hash_array(values.to_numpy(), hash_key=digest, categorize=False)  # pyright: ignore[reportCallIssue]  lazy, untyped
    return pl.Series(np.asarray(hashed), dtype=pl.UInt64)


def _digits(numbers: pl.Series) -> pl.Series:
    """16 hexadecimal digits each."""
    whole = numbers.to_numpy().astype(">u8").tobytes().hex().upper()
    return pl.Series([whole]).str.extract_all("[0-9A-F]{16}").explode()


def _stratum(foreign: pl.DataFrame) -> pl.Expr:
    named = {reason: stratum.name for stratum in STRATA for reason in stratum.reasons}
    return (
        pl.when(pl.col("resident_key").is_in(foreign["row_key"].implode()))
        .then(pl.lit(_ABROAD))
        .otherwise(pl.col("reason").replace_strict(named, default=STRATA[-1].name, return_dtype=pl.String))
    )
