"""rows → row keys: the form's Guid, else a keyed hash of the raw values. Never a row number or data in clear."""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
import polars as pl

from cleaning import reference

_APART: Final = "\x1f"
_EMPTY_GUID: Final = r"^[0-]*$"
# What saving a list as a workbook and back changes in a cell: pattern → what both forms become.
_SAVED_FORMS: Final = (
    (r"^\s*'|\s+$", ""),
    (r"\s+", " "),
    (r"^ ", ""),
    (r"^(\d+),(\d+)$", "${1}.${2}"),
    (r"^(\d+)\.0+$|^(\d+\.\d*?[1-9])0+$", "${1}${2}"),
    (r"^0?(\d{1,2})/0?(\d{1,2})/(\d{4})$|^(\d{4})-0?(\d{1,2})-0?(\d{1,2})$", "${1}${6}/${2}${5}/${3}${4}"),
    (r"^0+([1-9]\d*)$", "${1}"),
)


def with_row_keys(rows: pl.DataFrame, fields: tuple[str, ...], *, salt: str) -> pl.DataFrame:
    """`rows` with row_key: the Guid in lower case without brackets, else 32 hex digits of a keyed hash.

    All raw values of `fields` but the order number make the hash, each in a form that outlives saving as CSV or as a
    workbook: sorting, splitting or re-saving a file changes no key. Rows of the same hash get -2, -3 … in the order of
    their values. Guids are not checked for uniqueness here.
    """
    guid = _guid(pl.col("guid_raw")) if "guid" in fields else pl.lit(None, pl.String)
    keyed = rows.with_columns(row_key=guid)
    lacking = keyed["row_key"].is_null()
    if not lacking.any():
        return keyed
    columns = [f"{field}_raw" for field in fields if field != "order_number"]
    unnamed = rows.filter(lacking)
    values = unnamed.select(pl.concat_str(pl.col(columns).fill_null(""), separator=_APART)).to_series()
    at = pl.int_range(pl.len(), dtype=pl.UInt32).filter(pl.col("row_key").is_null())
    places = keyed.select(at=at).with_columns(hash=_hashes(_saved_forms(unnamed, columns), salt), values=values)
    numbered = places.with_columns(nth=pl.col("values").rank("ordinal").over("hash"))
    named = pl.when(pl.col("nth") > 1).then(pl.format("{}-{}", "hash", "nth")).otherwise("hash")
    return keyed.with_columns(keyed["row_key"].scatter(numbered["at"], numbered.select(named).to_series()))


def _guid(raw: pl.Expr) -> pl.Expr:
    """The Guid for comparing; null where the cell holds a filler such as '#REF!' or noughts alone."""
    guid = raw.str.strip_chars(" \t\r\n\u00a0{}()").str.to_lowercase()
    fillers = reference.table("placeholders").filter(column_kind="any")["value"].str.to_lowercase().unique().sort()
    return pl.when(~guid.str.contains(_EMPTY_GUID) & ~guid.is_in(fillers.to_list())).then(guid)


def _saved_forms(rows: pl.DataFrame, columns: list[str]) -> pl.Series:
    """The values of each row in one text, as they are whether the list was saved as CSV or as a workbook."""
    forms: list[pl.Expr] = []
    for column in columns:
        form = pl.col(column).fill_null("").str.normalize("NFC").str.to_lowercase()
        for pattern, written in _SAVED_FORMS:
            form = form.str.replace_all(pattern, written)
        forms.append(form)
    return rows.select(pl.concat_str(forms, separator=_APART)).to_series()


def _hashes(values: pl.Series, salt: str) -> pl.Series:
    """SipHash of each text under two keys, as 32 hex digits."""
    from pandas.util import hash_array  # slow to import; forms with Guid do without

    key = hashlib.blake2b(salt.encode(), digest_size=16).hexdigest()
    halves = [
        np.asarray(hash_array(values.to_numpy(), hash_key=half, categorize=False))  # pyright: ignore[reportCallIssue]  lazy, untyped
        for half in (key[:16], key[16:])
    ]
    digits = np.stack(halves, axis=1).astype(">u8").tobytes().hex()
    return pl.Series([digits]).str.extract_all("[0-9a-f]{32}").explode()
