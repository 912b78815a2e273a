"""What a ward's reports are made of: one frozen object, handed in whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from cleaning.reporting.model_card import ModelCard
from cleaning.settings import Settings


@dataclass(frozen=True)
class WardReport:
    """One ward on one day. The frames are those of `cleaning.schemas`, each of the table its name says.

    `titles` maps codes of discrepancies to Vietnamese, `reasons` those of verdicts and of contradictions; a code
    without an entry is shown as it is. `answers` maps codes to the answers they allow (keys of `schemas.ANSWERS`).
    `raw_land` is as received, before corrections. `counts` holds at least `source_rows`, `standardised`, `rejected` and
    `noise`: rows of both lists together. Only the order of `followed`, `nights` and `precision` means something: it is
    kept. `card` is about the linkage model.
    """

    ward: str
    ward_name: str
    as_of: date
    model: str
    land: pl.DataFrame
    residents: pl.DataFrame
    verdicts: pl.DataFrame
    candidates: pl.DataFrame
    followed: pl.DataFrame
    life: pl.DataFrame
    changes: pl.DataFrame
    nights: pl.DataFrame
    corrections: pl.DataFrame
    parcels: pl.DataFrame
    raw_land: pl.DataFrame
    rejected: pl.DataFrame
    sample: pl.DataFrame
    precision: pl.DataFrame
    card: ModelCard
    titles: Mapping[str, str]
    reasons: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]
    settings: Settings

    @property
    def discrepancies(self) -> pl.DataFrame:
        """Those of `followed` that are open: asked tonight, or answered with 'unclear'."""
        return self.followed.filter(pl.col("state") != "answered")

    @property
    def day(self) -> str:
        """The day as staff write it: 21/11/2026."""
        return f"{self.as_of:%d/%m/%Y}"
