"""What the command line asks of the service: folders, port, what becomes of missed nights, when a sheet lies still."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from cleaning.errors import SourceError
from cleaning.settings import Settings
from flows.inputs import read_settings
from flows.run_folder import private_folder
from flows.service.home import FOLDER, LOG, ServiceHome, open_home

Missed = Literal["once", "skip"]

INBOX: Final = "phieu-nop"


@dataclass(frozen=True)
class Plan:
    """A service to be brought up. `inbox` null: one inside the output."""

    input: Path
    output: Path
    port: int
    inbox: Path | None = None
    missed: Missed = "once"
    still_seconds: float = 30.0
    settings_file: Path | None = None

    @property
    def home(self) -> ServiceHome:
        """The service's own folder."""
        return open_home(self.output)

    @property
    def log(self) -> Path:
        """What server, worker and runs write to."""
        return self.output.resolve() / FOLDER / LOG

    @property
    def watched(self) -> Path:
        """The folder answered sheets are dropped into."""
        return (self.output / INBOX if self.inbox is None else self.inbox).resolve()

    @property
    def places(self) -> dict[str, str]:
        """The parameters of the deployments that tell a folder or file, all absolute."""
        return {
            "input_dir": str(self.input.resolve()),
            "output_dir": str(self.output.resolve()),
            "inbox": str(self.watched),
            "settings_file": "" if self.settings_file is None else str(self.settings_file.resolve()),
        }

    def make_ready(self) -> Settings:
        """Make the output with its inbox; its settings. Raises SourceError where a folder or settings are not there."""
        for folder in (self.input, self.inbox):
            if folder is not None and not folder.is_dir():
                raise SourceError(f"Không có thư mục {folder}.", remedy="Ghi lại đúng đường dẫn rồi chạy lại.")
        settings = read_settings(self.places["settings_file"])
        private_folder(self.output / INBOX, below=self.output)
        return settings
