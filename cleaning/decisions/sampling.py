"""The machine's links → a stratified blind sample for staff to check, the same for the same night."""

from __future__ import annotations

from datetime import date

import polars as pl

from cleaning.decisions.strata import STRATA, hashes, link_of
from cleaning.schemas import SAMPLE
from cleaning.settings import Settings


def draw_sample(links: pl.DataFrame, answers: pl.DataFrame, *, as_of: date, settings: Settings) -> pl.DataFrame:
    """SAMPLE of `links` (as `checkable_links` gives them) to check tonight, in the order of check_id.

    Every stratum gives `sample_links_per_stratum` links as far as it has them, the rest of `sample_links` follows the
    number of links. The draw hangs on `as_of` and the links alone. A resident stands in it once; a link somebody has
    answered for (RAW_CHECK_ANSWERS) is not asked again.
    """
    link = link_of(pl.col("check_id"))
    unanswered = links.join(answers, left_on=link, right_on=link, how="anti")
    draws = unanswered.with_columns(draw=hashes(unanswered["check_id"], as_of.isoformat()))
    ordered = draws.sort("draw", "check_id").unique(["stratum", "resident_key"], keep="first", maintain_order=True)
    sizes = _sizes(_counts(links), _counts(ordered), settings.sample_links, settings.sample_links_per_stratum)
    drawn = ordered.clear()
    for stratum in sorted(sizes, key=sizes.__getitem__):
        fresh = ordered.filter(pl.col("stratum") == stratum).join(drawn, on="resident_key", how="anti")
        drawn = pl.concat([drawn, fresh.sort("draw", "check_id").head(sizes[stratum])])
    return SAMPLE.conform(drawn.sort("check_id"))


def _counts(links: pl.DataFrame) -> dict[str, int]:
    """Links by stratum, in the declared order; strata without any are left out."""
    found = dict(links.group_by("stratum").len().iter_rows())
    return {stratum.name: found[stratum.name] for stratum in STRATA if stratum.name in found}


def _sizes(links: dict[str, int], available: dict[str, int], total: int, least: int) -> dict[str, int]:
    """How many to draw of each stratum: `least` each, then one by one where most links stand behind one drawn."""
    if not available:
        return {}
    least = min(least, total // len(available))
    sizes = {stratum: min(least, number) for stratum, number in available.items()}
    for _ in range(total - sum(sizes.values())):
        unfilled = [stratum for stratum in sizes if sizes[stratum] < available[stratum]]
        if not unfilled:
            break
        sizes[max(unfilled, key=lambda stratum: links[stratum] / (sizes[stratum] + 1))] += 1
    return sizes
