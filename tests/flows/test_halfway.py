"""The first half of a run that did not come to its end is taken up, by a later run and by a second try of the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cleaning.settings import Settings
from flows.inputs import WardJob
from flows.ward import link_at_home

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"


@pytest.mark.parametrize("run_id", ["20261121T180000Z-0001", "20261122T180000Z-0002"], ids=["same run", "later run"])
def test_half_is_taken_up_and_nothing_read_again(output: Path, run_id: str) -> None:
    (manifest,) = output.glob("runs/*/11557/manifest.json")
    manifest.unlink()  # as if it had been killed before its end
    read = (manifest.parent / "01_raw_land.parquet").stat().st_ino
    settings, as_of = Settings(), date(2026, 11, 22)
    half = link_at_home(
        WardJob(ward="11557", folder=SAMPLE, output=output, run_id=run_id, as_of=as_of, settings=settings)
    )
    assert half.folder.path == output / "runs" / run_id / "11557"
    assert half.folder.file("raw_land").stat().st_ino == read
