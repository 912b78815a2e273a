"""Prefect on one machine without a server: a home inside the output, nobody called, its words in a log file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

from flows.log_file import RUN_PROCESS
from flows.run_folder import private_folder

# No call home from the client, its temporary server or Great Expectations.
QUIET: Final = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}


def prepare(output: Path) -> Path:
    """Set the environment Prefect reads when it is first imported; the log file of the run.

    Where PREFECT_API_URL is set the office's own server is used, with the profile of whoever asked.
    """
    private_folder(output, below=output)
    log = private_folder(output / "runs", below=output) / "landclean.log"
    log.touch(mode=0o600)
    home = private_folder(output / ".prefect", below=output)
    logging = home / "logging.json"
    unfinished = home / f"logging.{os.getpid()}"
    unfinished.write_text(json.dumps(_logging(log.resolve())), encoding="utf-8")
    unfinished.replace(logging)  # whole at any moment: another run may be reading it
    wanted = {**QUIET, "PREFECT_LOGGING_SETTINGS_PATH": str(logging.resolve()), RUN_PROCESS: str(os.getpid())}
    if "PREFECT_API_URL" not in os.environ:  # noqa: TID251  a door to the environment
        wanted |= {
            "PREFECT_HOME": str(home.resolve()),
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        }
    os.environ.update(wanted)  # noqa: TID251  a door to the environment
    return log


def _logging(log: Path) -> dict[str, Any]:
    """Everything to the log file, runs to Prefect's database as well; the temporary server writes to the same file."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "file": {"class": "flows.log_file.LogFile", "filename": str(log), "formatter": "line"},
            "api": {"class": "prefect.logging.handlers.APILogHandler"},
        },
        "loggers": {
            "prefect": {"level": "INFO"},
            "prefect.flow_runs": {"level": "NOTSET", "handlers": ["api"]},
            "prefect.task_runs": {"level": "NOTSET", "handlers": ["api"]},
            "uvicorn": {"level": "ERROR", "handlers": ["file"], "propagate": False},
        },
        "root": {"level": "WARNING", "handlers": ["file"]},
    }
