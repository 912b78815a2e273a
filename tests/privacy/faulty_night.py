"""`landclean` with faults in it whose words quote people, as those of libraries do. A script of the tests."""

from __future__ import annotations

from typing import Any

import polars as pl

from cleaning.schemas import RAW_LAND
from flows import findings, steps
from flows.cli import main
from flows.passage import Passage

FIRST_HALF, SECOND_HALF = "11581", "11542"  # the wards in which they happen
_standardise_land, _write_sheets = steps.standardise_land, findings.write_sheets


def _standardise(raw_land: pl.DataFrame, *others: Any, ward: str, **given: Any) -> pl.DataFrame:
    if ward == FIRST_HALF:
        RAW_LAND.conform(raw_land).select(pl.col("holder_name_raw", "holder_id_number_raw").cast(pl.Int32))
    return _standardise_land(raw_land, *others, ward=ward, **given)


def _write(ward: Passage, *others: Any) -> Any:
    if ward.job.ward == SECOND_HALF:
        raise ValueError(ward.folder.table("raw_land").head(5).to_dicts())
    return _write_sheets(ward, *others)


if __name__ == "__main__":
    steps.standardise_land, findings.write_sheets = _standardise, _write
    main()
