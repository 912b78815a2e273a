"""Prefect on one machine without a server: a home inside the output, nobody called, its words in a log file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cleaning.settings import Settings
from flows.log_file import RUN_PROCESS
from flows.run_folder import private_folder

# No call home from the client, its temporary server or Great Expectations.
QUIET: Final = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}

_LINE: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"
_SERVERS: Final = {"uvicorn": {"level": "ERROR", "handlers": ["file"], "propagate": False}}


def prepare(output: Path) -> Path:
    """Set the environment Prefect reads when it is first imported; the log file of the run.

    Where PREFECT_API_URL is set the office's own server is used, with the profile of whoever asked.
    """
    os.umask(0o077)  # Prefect and its database know nothing of our rights
    private_folder(output, below=output)
    log = private_folder(output / "runs", below=output) / "landclean.log"
    log.touch(mode=0o600)
    home = private_folder(output / ".prefect", below=output)
    logging = home / "logging.json"
    _clear_unfinished(home)
    unfinished = home / f"logging.{os.getpid()}"
    unfinished.write_text(json.dumps(logging_to(log.resolve(), _LINE, _SERVERS)), encoding="utf-8")
    unfinished.replace(logging)  # whole at any moment: another run may be reading it
    given = os.environ  # noqa: TID251  a door to the environment
    wanted = {
        **QUIET,
        **past_proxies(given),
        "PREFECT_LOGGING_SETTINGS_PATH": str(logging.resolve()),
        RUN_PROCESS: str(os.getpid()),
    }
    if "PREFECT_API_URL" not in given:
        wanted |= {
            "PREFECT_HOME": str(home.resolve()),
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
            **forgetting(Settings().keep_runs_days),
        }
    given.update(wanted)
    return log


def forgetting(days: int) -> dict[str, str]:
    """The variables that let Prefect's server remove its own rows, runs with their logs and artifacts, after `days`."""
    return {
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{days}D",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(days * 86_400),  # seconds
    }


def past_proxies(given: Mapping[str, str]) -> dict[str, str]:
    """The variables that keep calls within this machine from the proxy an office may name in its environment."""
    kept = given.get("NO_PROXY", given.get("no_proxy", ""))
    named = ",".join([*(name for name in (kept,) if name != ""), "127.0.0.1", "localhost"])
    return {"NO_PROXY": named, "no_proxy": named}


def logging_to(log: Path, line: str, servers: Mapping[str, Any]) -> dict[str, Any]:
    """Everything to the log file, in lines of that form, runs to Prefect's database as well.

    `servers`: what is told of server processes, which write to the same file.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": line}},
        "filters": {"plain": {"()": "flows.log_file.PlainWords"}},
        "handlers": {
            "file": {
                "class": "flows.log_file.LogFile",
                "filename": str(log),
                "formatter": "line",
                "filters": ["plain"],
            },
            "api": {"class": "prefect.logging.handlers.APILogHandler", "filters": ["plain"]},
        },
        "loggers": {
            "prefect": {"level": "INFO"},
            "prefect.flow_runs": {"level": "NOTSET", "handlers": ["api"]},
            "prefect.task_runs": {"level": "NOTSET", "handlers": ["api"]},
            **servers,
        },
        "root": {"level": "WARNING", "handlers": ["file"]},
    }


def _clear_unfinished(home: Path) -> None:
    """Remove what a run left that was killed as it wrote how it logs."""
    for left in home.glob("logging.*"):
        number = left.suffix.removeprefix(".")
        if number.isdecimal() and not Path("/proc", number).exists():
            left.unlink(missing_ok=True)
