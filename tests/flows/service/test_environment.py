"""What the service's processes are told, and what they are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.service.environment import environment
from flows.service.home import ServiceHome, open_home


@pytest.fixture
def home(tmp_path: Path) -> ServiceHome:
    return open_home(tmp_path)


def test_nothing_speaks_or_listens_beyond_this_machine(home: ServiceHome) -> None:
    told = environment(home, 4200, {"HTTPS_PROXY": "http://proxy.example.vn:3128", "NO_PROXY": "example.vn"}, 30)
    assert told["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert told["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert told["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4200,http://localhost:4200"
    assert (told["DO_NOT_TRACK"], told["PREFECT_SERVER_ANALYTICS_ENABLED"]) == ("1", "false")
    assert told["PREFECT_SERVER_CSRF_PROTECTION_ENABLED"] == "true"
    assert told["NO_PROXY"] == told["no_proxy"] == "example.vn,127.0.0.1,localhost"


def test_settings_of_whoever_starts_it_have_no_say(home: ServiceHome) -> None:
    given = {
        "PREFECT_SERVER_API_HOST": "0.0.0.0",
        "PREFECT_PROFILE": "mine",
        "LANDCLEAN_ENGINE": "dask",
        "PATH": "/bin",
    }
    told = environment(home, 4200, given, 30)
    assert told["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert "PREFECT_PROFILE" not in told
    assert (told["LANDCLEAN_ENGINE"], told["PATH"]) == ("dask", "/bin")


def test_only_the_watch_knows_where_alarms_go(home: ServiceHome) -> None:
    told = environment(home, 4200, {"LANDCLEAN_ALARM_WEBHOOK": "http://10.0.0.5/hook?token=secret"}, 30)
    assert "secret" not in json.dumps(told)


def test_account_of_the_environment_opens_the_door(home: ServiceHome) -> None:
    told = environment(home, 4200, {"LANDCLEAN_SERVER_AUTH": "canbo:correct-horse"}, 30)
    assert told["PREFECT_SERVER_API_AUTH_STRING"] == told["PREFECT_API_AUTH_STRING"] == "canbo:correct-horse"


def test_database_is_a_file_of_its_own_or_the_office_s_postgresql(home: ServiceHome) -> None:
    key = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
    assert environment(home, 4200, {}, 30)[key] == f"sqlite+aiosqlite:///{home.prefect / 'prefect.db'}"
    for scheme in ("postgresql", "postgres", "postgresql+asyncpg"):
        given = {"LANDCLEAN_SERVER_DATABASE_URL": f"{scheme}://prefect:m%40t@10.0.0.5/prefect"}
        told = environment(home, 4200, given, 30)
        assert told[key] == "postgresql+asyncpg://prefect:m%40t@10.0.0.5/prefect"
        assert "LANDCLEAN_SERVER_DATABASE_URL" not in told


def test_prefect_forgets_its_runs_when_the_checkpoints_go(home: ServiceHome) -> None:
    told = environment(home, 4200, {}, 7)
    assert told["PREFECT_SERVER_EVENTS_RETENTION_PERIOD"] == "P7D"
    assert told["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == "604800"
    assert "flow_runs" in told["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"]


def test_whole_logging_and_temporary_files_lie_in_the_service_s_folder(home: ServiceHome) -> None:
    told = environment(home, 4200, {"TMPDIR": "/var/tmp"}, 30)
    logging = json.loads(Path(told["PREFECT_LOGGING_SETTINGS_PATH"]).read_text("utf-8"))
    assert logging["handlers"]["file"]["filename"] == str(home.path / "service.log")
    assert Path(told["TMPDIR"]).parent == Path(told["PREFECT_HOME"]).parent == home.path
