"""rows → row keys: the form's Guid, else a keyed hash of the raw values. Never a row number or data in clear."""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
import polars as pl

from cleaning import reference
from cleaning.reference.saved_forms import saved_form

_APART, _IS = "\x1f", "\x1e"
_EMPTY_GUID: Final = r"^[0-]*$"


def with_row_keys(rows: pl.DataFrame, fields: tuple[str, ...], *, salt: str) -> pl.DataFrame:
    """`rows` with row_key: the Guid in lower case without brackets, else 32 hex digits of a keyed hash.

    The hash names rows without Guid and those whose Guid stands on other rows too. All raw values of `fields` but the
    order number make it, each with the name of its field and in a form that outlives saving as CSV or as a workbook:
    sorting, splitting or re-saving a file changes no key. Rows of the same hash get -2, -3 … in order of their values.
    """
    given = rows.with_columns(row_key=guid(fields))
    keyed = given.with_columns(row_key=pl.when(pl.col("row_key").is_unique()).then("row_key"))
    lacking = keyed["row_key"].is_null()
    if not lacking.any():
        return keyed
    columns = hashed_columns(fields)
    unnamed = rows.filter(lacking)
    at = pl.int_range(pl.len(), dtype=pl.UInt32).filter(pl.col("row_key").is_null())
    places = keyed.select(at=at).with_columns(
        hash=_hashes(saved_forms(unnamed, columns), salt), values=unnamed.select(joined(columns)).to_series()
    )
    numbered = places.with_columns(nth=pl.col("values").rank("ordinal").over("hash"))
    named = pl.when(pl.col("nth") > 1).then(pl.format("{}-{}", "hash", "nth")).otherwise("hash")
    return keyed.with_columns(keyed["row_key"].scatter(numbered["at"], numbered.select(named).to_series()))


def guid(fields: tuple[str, ...]) -> pl.Expr:
    """The Guid for comparing; null where there is none, or a filler such as '#REF!' or noughts alone."""
    if "guid" not in fields:
        return pl.lit(None, pl.String)
    plain = pl.col("guid_raw").str.strip_chars(" \t\r\n\u00a0{}()").str.to_lowercase()
    fillers = reference.table("placeholders").filter(column_kind="any")["value"].str.to_lowercase().unique().sort()
    return pl.when(~plain.str.contains(_EMPTY_GUID) & ~plain.is_in(fillers.to_list())).then(plain)


def hashed_columns(fields: tuple[str, ...]) -> list[str]:
    """The columns that tell one row from another: all but the order number, which lists give anew."""
    return [f"{field}_raw" for field in fields if field != "order_number"]


def joined(columns: list[str]) -> pl.Expr:
    """The values of each row in one text, as received."""
    return pl.concat_str(pl.col(columns).fill_null(""), separator=_APART)


def saved_forms(rows: pl.DataFrame, columns: list[str]) -> pl.Series:
    """What each row says, in one text that is the same whether the list was saved as CSV or as a workbook.

    Columns without value leave no trace in it, so that one more field in a later release changes nothing.
    """
    forms = [saved_form(rows[column]) for column in sorted(columns)]
    named = [pl.when(pl.col(form.name) != "").then(pl.format(f"{form.name}{_IS}{{}}", form.name)) for form in forms]
    return pl.DataFrame(forms).select(pl.concat_str(named, separator=_APART, ignore_nulls=True)).to_series()


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
