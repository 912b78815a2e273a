"""The URL of a ledger → its database, made and migrated where that is due, one short connection at a time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from cleaning.decisions.ledger_failures import told
from cleaning.decisions.migrations import is_current, migrate
from cleaning.errors import LandCleanError

_SQLITE: Final = "sqlite:///"
_POSTGRESQL: Final = ("postgresql", "postgres", "postgresql+psycopg")
_WRITERS: Final = 0x4C4E_4443  # any number does, as long as every writer of a ledger locks the same one
_ATTEMPTS: Final = 50

_SERVER: Final = {"connect_timeout": "10", "client_encoding": "utf8", "application_name": "landclean"}


class LedgerDatabase:
    """The database of one ledger. Holds no connection between uses, so threads may share it."""

    def __init__(self, engine: Engine, wait_seconds: float) -> None:
        self._engine, self._wait_seconds = engine, wait_seconds

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A connection to read by; other people's unfinished writing is not seen, nor waited for."""
        with told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """A connection in one transaction, with no other writer beside it; kept whole at the end, or not at all."""
        with told(), self._engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(self._wait_seconds * 1000)}")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
            yield connection


def open_database(url: str, *, wait_seconds: float) -> LedgerDatabase:
    """The database at `url`, made or migrated where that is due. LandCleanError where it can't be used."""
    if url.startswith(_SQLITE):
        engine = _sqlite(Path(url.removeprefix(_SQLITE)), wait_seconds)
    else:
        engine = _postgresql(_server(url))
    database = LedgerDatabase(engine, wait_seconds)
    with database.reading() as connection:
        current = is_current(connection)
    if not current:
        with database.writing() as connection:
            migrate(connection)  # changes nothing where somebody else just did
    return database


def _sqlite(file: Path, wait_seconds: float) -> Engine:
    with told():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        connect_args={"timeout": wait_seconds, "isolation_level": None},  # transactions are begun by `writing`
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _configure)
    _write_ahead(engine)
    return engine


def _configure(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _write_ahead(engine: Engine) -> None:
    """Set the file's write-ahead log, which lets people read while somebody writes; the file remembers it.

    SQLite does not wait for whoever holds the file here, so the wait is for a lock that is given back at once.
    """
    for attempt in range(_ATTEMPTS):
        with told(), engine.connect() as connection:
            try:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            except OperationalError:
                if attempt == _ATTEMPTS - 1:
                    raise
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                return


def _server(url: str) -> URL:
    """`url` taken apart. LandCleanError where it can't be, or where a password was cut in the wrong place."""
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError):
        parsed = None
    if parsed is None or parsed.drivername not in _POSTGRESQL or "@" in (parsed.host or ""):
        raise LandCleanError(
            "Địa chỉ sổ quyết định không hợp lệ. Cách xử lý: Ghi LANDCLEAN_LEDGER_URL theo mẫu "
            "postgresql://NGƯỜI_DÙNG:MẬT_KHẨU@MÁY_CHỦ:CỔNG/CƠ_SỞ_DỮ_LIỆU (dấu @ : / ? # % trong mật khẩu viết là "
            "%40 %3A %2F %3F %23 %25), hoặc bỏ trống để dùng tệp SQLite."
        )
    return parsed.set(drivername="postgresql+psycopg")


def _postgresql(url: URL) -> Engine:
    """The engine itself is given a URL that says nothing: what it prints or logs can't hold the password."""
    arguments = url.get_dialect()().create_connect_args(url)[1]
    return create_engine(
        "postgresql+psycopg://",
        connect_args={**_SERVER, **arguments},
        poolclass=NullPool,
        isolation_level="READ COMMITTED",  # what a writer reads after waiting for the lock includes what it waited for
        hide_parameters=True,
    )
