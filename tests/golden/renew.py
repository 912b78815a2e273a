"""The sample run, its expected files and its answered sheet: `python -m tests.golden.renew` writes them anew.

A change of them is a commit of its own.
"""

from __future__ import annotations

import random  # noqa: TID251  a fixed shuffle of source rows
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Final

from cleaning.settings import Settings
from flows.ward import WardJob, run_ward
from sample_data import make_sample
from sample_data.form import write_land, write_residents
from sample_data.places import WARD_CODE
from tests.flows.clerks import answered, read_sheet, write_sheet

AS_OF: Final = date(2026, 11, 21)
SAMPLE: Final = Path(make_sample.__file__).parent / WARD_CODE
EXPECTED: Final = Path(__file__).with_name("expected")
ANSWERED: Final = SAMPLE.parent / "sai-lech-tra-loi.csv"
FILES: Final = ("doi-khop.csv", "sai-lech.csv", "thua-dat.csv", "ung-vien.csv", "tu-choi.csv", "kiem-tra.csv")
SHEET_TABLE: Final = "doi-chieu-to-ban-do.csv"


def run_sample(source: Path, output: Path) -> tuple[dict[str, Any], Path]:
    """Run the ward folder `source` into `output`: the manifest, and the folder of published files."""
    job = WardJob(ward=WARD_CODE, folder=source, output=output, run_id="golden", as_of=AS_OF, settings=Settings())
    return run_ward(job), output / "published" / WARD_CODE / AS_OF.isoformat()


def write_shuffled(folder: Path) -> Path:
    """The sample ward below `folder` with the rows of both lists in another order."""
    town, rows = make_sample.make_town()
    shuffle = random.Random(2).shuffle
    shuffle(rows)
    shuffle(town.residents)
    folder.mkdir(parents=True)
    write_land(folder / "land.xlsx", rows)
    write_residents(folder / "residents.csv", town.residents)
    shutil.copy(SAMPLE / SHEET_TABLE, folder)
    return folder


def main() -> None:
    """Replace the expected files, and the sheet of the sample that somebody answered, by those of today's code."""
    with tempfile.TemporaryDirectory() as folder:
        _manifest, published = run_sample(SAMPLE, Path(folder))
        EXPECTED.mkdir(exist_ok=True)
        for name in FILES:
            shutil.copyfile(published / name, EXPECTED / name)
        write_sheet(ANSWERED, answered(read_sheet(published / "sai-lech.csv"), per_code=1))


if __name__ == "__main__":
    main()
