"""`landclean` with faults in it whose words quote people, as those of libraries do. A script of the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from cleaning import reporting, standardising  # patched before flows takes them: Prefect must not be imported yet
from cleaning.reporting import WardReport
from flows.cli import main

FIRST_HALF, SECOND_HALF = "11581", "11542"  # the wards in which they happen
_standardise_land, _write_reports = standardising.standardise_land, reporting.write_reports


def _standardise(raw_land: pl.DataFrame, *others: Any, ward: str, **given: Any) -> pl.DataFrame:
    if ward == FIRST_HALF:
        raw_land.select(pl.col("holder_name_raw", "holder_id_number_raw").cast(pl.Int32))
    return _standardise_land(raw_land, *others, ward=ward, **given)


def _write(folder: Path, report: WardReport) -> Any:
    if report.ward == SECOND_HALF:
        raise ValueError(report.raw_land.head(5).to_dicts())
    return _write_reports(folder, report)


if __name__ == "__main__":
    standardising.standardise_land, reporting.write_reports = _standardise, _write
    main()
