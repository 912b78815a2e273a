"""rows → row keys: the form's Guid, else a keyed hash of the raw values. Never a row number or data in clear."""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
import polars as pl

_APART: Final = "\x1f"


def with_row_keys(rows: pl.DataFrame, fields: tuple[str, ...], *, salt: str) -> pl.DataFrame:
    """`rows` with row_key: the Guid trimmed and in lower case where there is one, else 32 hex digits of a keyed hash.

    All raw values of `fields` but the order number make the hash, so sorting, splitting or re-saving a file changes no
    key. Identical rows without Guid get -2, -3 … in reading order. Guids are not checked for uniqueness here.
    """
    guid = pl.col("guid_raw").str.strip_chars().str.to_lowercase() if "guid" in fields else pl.lit(None, pl.String)
    keyed = rows.with_columns(row_key=pl.when(guid != "").then(guid))
    lacking = keyed["row_key"].is_null()
    if not lacking.any():
        return keyed
    hashes = _hashes(rows.filter(lacking), [f"{field}_raw" for field in fields if field != "order_number"], salt)
    at = pl.int_range(pl.len(), dtype=pl.UInt32).filter(pl.col("row_key").is_null())
    places = keyed.select(at=at).with_columns(hash=hashes)
    numbered = places.with_columns(nth=pl.int_range(1, pl.len() + 1).over("hash"))
    named = pl.when(pl.col("nth") > 1).then(pl.format("{}-{}", "hash", "nth")).otherwise("hash")
    return keyed.with_columns(keyed["row_key"].scatter(numbered["at"], numbered.select(named).to_series()))


def _hashes(rows: pl.DataFrame, columns: list[str], salt: str) -> pl.Series:
    """SipHash of each row under two keys, as 32 hex digits."""
    from pandas.util import hash_array  # slow to import; forms with Guid do without

    values = rows.select(pl.concat_str(pl.col(columns).fill_null(""), separator=_APART)).to_series().to_numpy()
    key = hashlib.blake2b(salt.encode(), digest_size=16).hexdigest()
    halves = [
        np.asarray(hash_array(values, hash_key=half, categorize=False))  # pyright: ignore[reportCallIssue]  lazy, untyped
        for half in (key[:16], key[16:])
    ]
    digits = np.stack(halves, axis=1).astype(">u8").tobytes().hex()
    return pl.Series([digits]).str.extract_all("[0-9a-f]{32}").explode()
