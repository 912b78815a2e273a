"""Two invented wards and a night's answers: what runs that are killed read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from tests.flows.clerks import answered, read_sheet, write_sheet
from tests.flows.tiny_wards import HERE, THERE, write_ward

YESTERDAY, TODAY = "2026-11-21", "2026-11-22"
SAMPLE: Final = Path(__file__).parents[2] / "sample_data" / HERE


def write_town(folder: Path, *, sample: bool) -> Path:
    """Two tiny wards; `sample`: the first is the whole sample ward."""
    if sample:
        shutil.copytree(SAMPLE, folder / HERE)
    else:
        write_ward(folder / HERE)
    write_ward(folder / THERE)
    return folder


def write_answers(published: Path, ward_folder: Path) -> Path:
    """What staff answered on the sheet a night published, as it comes back: in the folder of the ward."""
    rows = answered(read_sheet(published / "sai-lech.csv"), per_code=1)
    return write_sheet(ward_folder / "tra-loi.csv", rows)
