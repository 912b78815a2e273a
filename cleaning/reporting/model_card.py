"""What the page about the linkage model is made of: one frozen object of small frames, counts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class ModelCard:
    """A linkage model and what it did to one ward. Codes without an entry in the lists of words are shown as they are.

    `figures` are those of the training; `share_listed` the share of land users who stand in the register, by where they
    live; `link_at` and `review_at` the probabilities from which a row is linked and is worth a look.

    `levels`: comparison, level, m, u, weight (bits), note; in the order to show. `names`: form, name, bearers, share,
    weight_change (bits). `histogram`: bits (whole, log2 of the best candidate's odds, rounded down; null where there is
    none), verdict, rows. `unlinkables`: missing (codes joined by '+', '' for nothing), rows, link, review, no_link.
    `keys`: key, pairs, only_pairs, capped, links, only_links. `reasons`: verdict, reason, rows.
    """

    name: str
    trained_on: str
    figures: Mapping[str, float]
    share_listed: Mapping[str, float]
    link_at: float
    review_at: float
    levels: pl.DataFrame
    names: pl.DataFrame
    histogram: pl.DataFrame
    unlinkables: pl.DataFrame
    keys: pl.DataFrame
    reasons: pl.DataFrame
