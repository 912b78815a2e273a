"""Land rows of a night → what decided the verdict of each, to be compared with another night's."""

from __future__ import annotations

import polars as pl

from cleaning.discrepancies.evidence import FURTHER_HOLDER, row_marks
from cleaning.discrepancies.marks import APART, marks
from cleaning.discrepancies.questions import Evidence
from cleaning.schemas import ROW_FACTS


def row_facts(evidence: Evidence, corrections: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """ROW_FACTS of every row of LAND, by row key. `corrections` are CORRECTIONS, `pairs` DECIDED_PAIRS of tonight.

    The cells of a row '…/2', and their corrections, are those of the row it was parted from.
    """
    named = evidence.people.select("resident_key", "resident", resident_mark="person_mark")
    is_further = pl.col("holder_ordinal") > 1
    cells_key = pl.when(is_further).then(pl.col("row_key").str.replace(FURTHER_HOLDER, "")).otherwise("row_key")
    facts = (
        evidence.land.select("row_key", "guid", "sheet", "parcel", cells_key=cells_key)
        .join(row_marks(evidence.saved).rename({"row_key": "cells_key"}), on="cells_key", how="left")
        .join(_of_corrections(corrections).rename({"row_key": "cells_key"}), on="cells_key", how="left")
        .join(_of_pairs(pairs, named), on="row_key", how="left", validate="1:1")
        .join(evidence.verdicts, on="row_key", how="left", validate="1:1")
        .join(named, on="resident_key", how="left", validate="m:1")
    )
    return ROW_FACTS.conform(facts.sort("row_key"))


def _of_corrections(corrections: pl.DataFrame) -> pl.DataFrame:
    said = pl.concat_str("field", pl.lit("="), pl.col("value").fill_null(""))
    return _of_rows(corrections.select("row_key", said=said), "corrections_mark")


def _of_pairs(pairs: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """By who the residents are: the keys of their entries change with every word of these."""
    who = pl.coalesce("resident", "resident_key")
    decided = pairs.join(named, on="resident_key", how="left", validate="m:1")
    said = pl.concat_str(who, pl.lit("="), pl.col("is_same").cast(pl.String))
    return _of_rows(decided.select("row_key", said=said), "pairs_mark")


def _of_rows(said: pl.DataFrame, name: str) -> pl.DataFrame:
    """`row_key` and the mark of all that is said of the row, whatever its order."""
    joined = said.group_by("row_key").agg(pl.col("said").sort().str.join(APART))
    return joined.select("row_key", marks(joined["said"]).alias(name))
