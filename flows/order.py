"""What somebody asks for, and what all wards of the run that carries it out share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect.futures import PrefectFuture
from prefect.tasks import Task
from pydantic import BaseModel, ConfigDict

from cleaning.settings import Settings
from flows.artifacts import Progress
from flows.inputs import EngineName, WardFolder, WardJob
from flows.journal import Journal

if TYPE_CHECKING:
    from flows.engine import Runner


class Order(BaseModel):
    """What somebody asks for. No names or numbers of people: the UI shows it."""

    model_config = ConfigDict(frozen=True)

    key: str  # of what the UI shows of it
    input_dir: Path
    output_dir: Path
    wards: list[str] = []
    date: str = ""
    force: bool = False
    engine: EngineName = ""
    settings_file: str = ""


@dataclass(frozen=True)
class Run:
    """What all wards of a run share."""

    order: Order
    run_id: str
    started: datetime
    as_of: date
    settings: Settings
    runner: Runner
    scratch: Path
    book: Journal
    progress: Progress

    def job(self, one: WardFolder) -> WardJob:
        """What is to be done for a ward."""
        return WardJob(
            ward=one.ward, folder=one.folder, output=self.order.output_dir, run_id=self.run_id, as_of=self.as_of,
            settings=self.settings, force=self.order.force,
        )  # fmt: skip

    def begin(self, task: Task[..., Any], **parameters: Any) -> PrefectFuture[Any]:
        """A task under way."""
        return self.runner.submit(task, parameters)
