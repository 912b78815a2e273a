"""Words → whether Vietnamese could spell them so: an onset, a rime and at most one tone."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from cleaning.reference import table

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
# A syllable that ends in a stop bears the sharp or the heavy tone, or has lost its accents altogether.
_STOPPED: Final = r"(?:c|ch|p|t)$"
_TONES_OF_STOPPED: Final = "\u0301\u0323"


def is_syllable(lower: pl.Expr) -> pl.Expr:
    """True for a lower-case NFC word that Vietnamese spelling allows, wherever in the syllable its tone stands."""
    decomposed = lower.str.normalize("NFD")
    tone = decomposed.str.replace_all(f"[^{_TONES}]", "")
    base = decomposed.str.replace_all(f"[{_TONES}]", "").str.normalize("NFC")
    tone_fits = (tone.str.len_chars() <= 1) & (
        ~base.str.contains(_STOPPED) | tone.str.contains(f"^[{_TONES_OF_STOPPED}]?$")
    )
    return base.is_in(_bases()) & tone_fits


@cache
def _bases() -> list[str]:
    """Every syllable without its tone."""
    parts = table("syllable_parts").with_columns(pl.col("spelling").fill_null(""))
    onsets = parts.filter(pl.col("part") == "onset").select(onset="spelling", before="before")
    rimes = parts.filter(pl.col("part") == "rime").select(rime="spelling")
    allowed = onsets.join(rimes, how="cross").filter(
        pl.col("before").str.contains(pl.col("rime").str.slice(0, 1), literal=True)
    )
    # 'gi' lends its i to the rime: gi + in = 'gìn'
    rime = pl.when(pl.col("onset") == "gi").then(pl.col("rime").str.strip_prefix("i")).otherwise("rime")
    return allowed.select(pl.col("onset") + rime).to_series().unique().sort().to_list()
