"""Reference lists of honorifics and family names → the words to look for beside a name, and a pattern of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import polars as pl

from cleaning import reference
from cleaning.standardising import text


def any_of(tokens: Iterable[str]) -> str:
    """A pattern that takes the longest of them."""
    return f"(?:{'|'.join(map(re.escape, sorted(tokens, key=lambda token: (-len(token), token))))})"


@cache
def marker_tokens(meanings: tuple[str, ...], is_also_name: str | None) -> tuple[str, ...]:
    """Lower-case tokens; by `is_also_name` those that (do not) serve as names, or with None all, brackets taken off."""
    rows = reference.table("honorifics").filter(pl.col("meaning").is_in(meanings))
    bracketed = pl.col("token").str.starts_with("(")
    if is_also_name is not None:
        rows = rows.filter((pl.col("is_also_name") == is_also_name) & ~bracketed)
    token = (
        pl.when(bracketed).then(pl.col("token").str.strip_chars("()")).otherwise(pl.col("token").str.strip_chars(":"))
    )
    return tuple(rows.select(token.str.to_lowercase()).to_series().unique().sort())


@cache
def family_names() -> list[str]:
    """Lower case, with and without accents; not 'Văn' and 'Thị', which are middle names a thousand times oftener."""
    names = reference.table("family_names").select(name=pl.col("name").str.to_lowercase())
    both = pl.concat([names, names.select(text.folded(pl.col("name")))]).get_column("name").unique()
    return sorted(set(both.to_list()) - {"văn", "van", "thi", "thị"})
