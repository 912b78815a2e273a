"""Two identifiers of digits, as whole numbers → whether one slip of the pen makes one of the other."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from rapidfuzz.distance import OSA

from cleaning.linking.similarity import edit_distances

DIGITS: Final = {"citizen_id": 12, "cmnd": 9}

# One digit d for another, or two neighbours ab for ba, leaves a difference of |d| or 9·|a−b| followed by zeros: few of
# the pairs of unlike numbers do, and only these are looked at digit by digit.
_SLIP_DIFFERENCES: Final = [
    step * 10**place for place in range(max(DIGITS.values())) for step in (*range(1, 10), *range(18, 82, 9))
]


def one_slip(one: pl.Series, other: pl.Series) -> pl.Series:
    """One digit differs, or two neighbouring digits are swapped; false where either is null."""
    pairs = pl.DataFrame({"one": one, "other": other}).with_row_index("pair").filter(pl.col("one") != pl.col("other"))
    likely = pairs.filter((pl.col("one") - pl.col("other")).abs().is_in(_SLIP_DIFFERENCES))
    written = likely.select("pair", pl.col("one", "other").cast(pl.String).str.zfill(max(DIGITS.values())))
    slipped = edit_distances(written, OSA.distance, cutoff=1).filter(pl.col("distance") == 1)
    found = np.zeros(one.len(), dtype=bool)
    found[slipped["pair"].to_numpy()] = True
    return pl.Series(found)
