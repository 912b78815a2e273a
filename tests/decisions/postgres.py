"""A real PostgreSQL server for tests: made, started and thrown away by them, reached by a socket of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import sleep
from urllib.parse import quote

import psycopg
import pytest

# Every sign that means something in a URL.
PASSWORD = "bí mật@:/?#%40"
_ROLE = "ledger"
_NUMBERS = count(1)


@dataclass(frozen=True)
class Postgres:
    """A running server: `folder` holds its data and its socket, `user` is whose process it is."""

    folder: Path

    def database(self) -> str:
        """URL of a new database that belongs to the role of the ledger."""
        name = f"ledger_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name} OWNER {_ROLE}")
        return self.url(name)

    def url(self, database: str, *, role: str = _ROLE, password: str = PASSWORD) -> str:
        return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={self.folder}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run each statement as the server's superuser."""
        with psycopg.connect(
            host=str(self.folder), user="postgres", password=PASSWORD, dbname=database, autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@contextmanager
def running_postgres() -> Generator[Postgres]:
    """A server that listens to nothing but its socket. Skips the test where the server's programs are not found."""
    initdb, server, setpriv = (_program(name) for name in ("initdb", "postgres", "setpriv"))
    folder = Path(tempfile.mkdtemp(prefix="landclean-pg-"))
    try:
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        as_user = _unprivileged(setpriv, folder)
        data = folder / "data"
        made = ["-D", data, "-U", "postgres", "--pwfile", folder / "password", "-A", "scram-sha-256"]
        subprocess.run(
            [*as_user, initdb, *made, "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        # nothing in it outlives the tests: the disk need not be waited for
        options = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "off", "max_connections": "20"}
        with _started([*as_user, server, "-D", data, *(f"--{key}={value}" for key, value in options.items())], folder):
            postgres = Postgres(folder)
            postgres.run(f"CREATE ROLE {_ROLE} LOGIN PASSWORD '{PASSWORD}'")
            yield postgres
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Generator[Postgres]:
    with running_postgres() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a ledger that is not there yet, once in a file and once on a server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/out/ledger.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()


@contextmanager
def _started(command: Sequence[str | Path], folder: Path) -> Generator[None]:
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process:
        try:
            while not _answers(folder):
                assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
                sleep(0.05)
            yield
        finally:
            process.send_signal(signal.SIGINT)  # ends without waiting for anybody's connection


def _answers(folder: Path) -> bool:
    try:
        psycopg.connect(host=str(folder), user="postgres", password=PASSWORD, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _program(name: str) -> str:
    """Where a program is: on PATH, or where Debian puts the server's. Skips the test where it is nowhere."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(str(path) for path in reversed(versions)))
    if found is None:
        pytest.skip(f"no PostgreSQL server here ('{name}' not found): install Debian's package postgresql")
    return found


def _unprivileged(setpriv: str, folder: Path) -> list[str]:
    """What to put before a command: it is not root's then, and dies with this process. `folder` is its user's."""
    command = [setpriv, "--pdeathsig", "QUIT"]
    if os.geteuid() != 0:
        return command
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres", known["nobody"])
    for path in (folder, *folder.iterdir()):
        os.chown(path, user.pw_uid, user.pw_gid)
    return [*command, "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
