"""Where the service lives and who may enter → the environment of its server, its worker and its runs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Final

from flows.ephemeral import QUIET, forgetting, logging_to, past_proxies
from flows.log_file import RUN_PROCESS
from flows.run_folder import write_whole
from flows.service.home import HOST, LOG, ServiceHome

ACCOUNT: Final = "LANDCLEAN_SERVER_AUTH"
DATABASE: Final = "LANDCLEAN_SERVER_DATABASE_URL"

# The keeper's alone: nothing of Prefect's needs to know where alarms go, or has any say in how it is run.
_NOT_HANDED_ON: Final = ("PREFECT_", "LANDCLEAN_ALARM_", ACCOUNT, DATABASE, RUN_PROCESS)
_LINE: Final = "%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"
_SERVERS: Final = {
    "prefect.server": {"level": "WARNING"},
    "uvicorn": {"level": "WARNING", "handlers": ["file"], "propagate": False},
}


def environment(home: ServiceHome, port: int, given: Mapping[str, str], keep_days: int) -> dict[str, str]:
    """The whole environment of the service's processes, of which Prefect reads its settings.

    `given` is that of whoever started the service; Prefect's own rows are removed after `keep_days`. Raises
    ServiceError where the account in it can't be used.
    """
    account = home.account(given.get(ACCOUNT, ""))
    logging = home.path / "logging.json"
    write_whole(logging, json.dumps(logging_to(home.path / LOG, _LINE, _SERVERS)).encode())
    kept = {name: value for name, value in given.items() if not name.startswith(_NOT_HANDED_ON)}
    return {
        **kept,
        **QUIET,
        **past_proxies(given),
        **forgetting(keep_days),
        "TMPDIR": str(home.temporary),
        "PYTHONUNBUFFERED": "1",
        "PREFECT_HOME": str(home.prefect),
        "PREFECT_PROFILES_PATH": str(home.prefect / "profiles.toml"),
        "PREFECT_LOGGING_SETTINGS_PATH": str(logging),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        "PREFECT_API_AUTH_STRING": account,
        "PREFECT_WORKER_QUERY_SECONDS": "5",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": account,
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{HOST}:{port},http://localhost:{port}",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": _database(home, given.get(DATABASE, "")),
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "10",  # an hour set for soon is not overlooked
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home.pages),
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
    }


def started_with() -> dict[str, str]:
    """The environment the service was started with."""
    return dict(os.environ)  # noqa: TID251  a door to the environment


def take_over(own: Mapping[str, str]) -> None:
    """Let this process live by `own` too, before Prefect is first imported; the addresses of alarms stay."""
    door = os.environ  # noqa: TID251  a door to the environment
    for name in [name for name in door if name.startswith("PREFECT_")]:
        del door[name]
    door.update(own)


def _database(home: ServiceHome, asked: str) -> str:
    """The office's PostgreSQL where it names one, else a file of our own."""
    _scheme, sign, where = asked.partition("://")
    return f"sqlite+aiosqlite:///{home.prefect / 'prefect.db'}" if sign == "" else f"postgresql+asyncpg://{where}"
