"""Where the service lives and how it may speak → the environment of its server, its worker and its runs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Final

from flows.ephemeral import QUIET
from flows.service.home import HOST, ServiceHome, write_private

_DAY_SECONDS: Final = 86_400


def environment(home: ServiceHome, port: int, account: str, keep_days: int) -> dict[str, str]:
    """What Prefect is told: this home, this port, this account, no call home, rows older than `keep_days` removed."""
    logging = home.path / "logging.json"
    write_private(logging, json.dumps(_LOGGING))
    own = f"http://{HOST}:{port},http://localhost:{port}"
    return {
        **QUIET,
        "PREFECT_HOME": str(home.prefect),
        "PREFECT_PROFILES_PATH": str(home.prefect / "profiles.toml"),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        "PREFECT_API_AUTH_STRING": account,
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": account,
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": own,
        "PREFECT_SERVER_UI_V2_ENABLED": "false",  # its pages ask an outside host from the browser
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": _database(home),
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(keep_days * _DAY_SECONDS),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{keep_days}D",
        "PREFECT_WORKER_QUERY_SECONDS": "5",
        "PREFECT_LOGGING_SETTINGS_PATH": str(logging),
        "PYTHONUNBUFFERED": "1",
    }


def asked_account(environ: Mapping[str, str] = os.environ) -> str:  # noqa: TID251  a door to the environment
    """The account the office chose, `user:password`; empty where it chose none."""
    return environ.get("LANDCLEAN_SERVER_AUTH", "")


def _database(home: ServiceHome) -> str:
    """The office's PostgreSQL where the environment names one, else a file of our own."""
    asked = os.environ.get("LANDCLEAN_SERVER_DATABASE_URL", "")  # noqa: TID251  a door to the environment
    if asked == "":
        return f"sqlite+aiosqlite:///{home.prefect / 'prefect.db'}"
    _scheme, _sign, where = asked.partition("://")
    return f"postgresql+asyncpg://{where}"


# Runs speak to the database, for the UI, and all else to the output of its process, which the service keeps.
_LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "line": {"class": "logging.StreamHandler", "formatter": "line"},
        "api": {"class": "prefect.logging.handlers.APILogHandler"},
    },
    "loggers": {
        "prefect": {"level": "INFO"},
        "prefect.flow_runs": {"level": "NOTSET", "handlers": ["api"]},
        "prefect.task_runs": {"level": "NOTSET", "handlers": ["api"]},
        "prefect.workers": {"level": "INFO"},
        "uvicorn.access": {"level": "WARNING"},
    },
    "root": {"level": "WARNING", "handlers": ["line"]},
}
