"""A ward on its way through the route: its job, its checkpoints, the stages it passed, the checks it stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from cleaning.linking import Model, load_model
from cleaning.schemas import RAW_LAND, RAW_RESIDENTS, Table
from expectations import suites
from expectations.checking import Outcome, check
from flows import gates
from flows.inputs import WardJob
from flows.manifest import Checked
from flows.run_folder import RunFolder
from flows.stages import StageLog


@dataclass(frozen=True)
class Passage:
    """A ward on its way: its job, where its checkpoints go, the stages passed, the checks made."""

    job: WardJob
    started: datetime
    folder: RunFolder
    log: StageLog
    checked: list[Checked] = field(default_factory=list)

    @cached_property
    def model(self) -> Model:
        """The linkage model the settings name."""
        file = self.job.settings.model_file
        return load_model(None if file == "" else Path(file))

    def keep(self, **tables: pl.DataFrame) -> None:
        """Write tables down as checkpoints."""
        for name, frame in tables.items():
            self.folder.keep(name, frame)

    def check(self, table: Table, frame: pl.DataFrame, rules: Sequence[suites.Rule]) -> list[Outcome]:
        """What the rules say of `frame`; a critical failure stops the ward."""
        outcomes = check(frame, rules)
        self.checked.append(Checked(table.name, outcomes))
        gates.stop_on_critical(table.name, outcomes, is_source=table in (RAW_LAND, RAW_RESIDENTS))
        return outcomes
