"""One published night of the sample ward, for tests of what comes after it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from cleaning.settings import Settings
from flows.ward import WardJob, run_ward
from tests.decisions.postgres import postgres

__all__ = ["postgres"]

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of one night, 22/11/2026; never written to."""
    output = tmp_path_factory.mktemp("night") / "output"
    job = {"run_id": "20261121T180000Z-0001", "as_of": date(2026, 11, 22), "settings": Settings()}
    run_ward(WardJob(ward="11557", folder=SAMPLE, output=output, **job))
    return output


@pytest.fixture
def output(night: Path, tmp_path: Path) -> Path:
    """The same output, to be written to."""
    return Path(shutil.copytree(night, tmp_path / "output", symlinks=True))
