"""Parts of addresses → the hamlet each address names, and the key hamlets are compared by."""

from __future__ import annotations

import polars as pl

from cleaning.standardising.address_parts import is_plain, leading_words
from cleaning.standardising.text import folded, one_tone_placement


def hamlet_key(hamlet: pl.Expr) -> pl.Expr:
    """'Tổ dân phố số 03 Kiền Bái' → '3 kien bai': folded, without kind words, signs, and leading zeros of numbers.

    A comparison form within one ward, never shown. Null stays null.
    """
    lower = one_tone_placement(hamlet.str.to_lowercase())
    spaced = lower.str.replace_all(r"[^\p{L}\d]+", " ").str.strip_chars().str.replace(r"^(\p{L}+)(\d)", "${1} ${2}")
    accented, plain = (spaced.str.replace(_kinds(plain=without), "${1}") for without in (False, True))
    bare = folded(pl.when(is_plain(spaced)).then(plain).otherwise(accented)).str.replace_all(r"\b0+(\d)", "${1}")
    return pl.when(bare != "").then(bare)


def named_hamlets(parts: pl.DataFrame, own_names: list[str]) -> pl.DataFrame:
    """The hamlet of each address as written: `place_id, hamlet`.

    The last part with a hamlet word, the larger where 'Tổ 5, thôn Kiền Bái' names two. A part without such a word
    counts where it is a numbered former unit of the ward ('Kiền Bái 3'; `own_names` folded).
    """
    is_numbered_unit = pl.col("role").is_null() & pl.col("name").str.extract(r"^(.+?) \d+$").is_in(own_names)
    return (
        parts.filter((pl.col("role") == "hamlet").fill_null(False) | is_numbered_unit.fill_null(False))
        .sort("place_id", pl.col("role").is_not_null(), "position")
        .group_by("place_id", maintain_order=True)
        .agg(hamlet=pl.col("part").last())
    )


def _kinds(*, plain: bool) -> str:
    """Leading kind words, as many as stand there ('Khu dân cư thôn 3'), before something that remains."""
    words = leading_words("hamlet", plain=plain).replace(r"\.", " ")
    return rf"^(?:(?:{words}) )+(?:{'so' if plain else 'số'} )?(\S)"
