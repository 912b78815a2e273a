"""The URL of a ledger → its database, one short connection at a time; whatever fails there is told in words."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from cleaning.decisions.migrations import is_current, migrate
from cleaning.errors import LandCleanError

_SQLITE: Final = "sqlite:///"
_POSTGRESQL: Final = ("postgresql", "postgres", "postgresql+psycopg")
_WRITERS: Final = 0x4C4E_4443  # any number does, as long as every writer of a ledger locks the same one
_ATTEMPTS: Final = 50

_SERVER: Final = {"connect_timeout": "10", "client_encoding": "utf8", "application_name": "landclean"}
_UNREACHABLE: Final = (
    "Không kết nối được với máy chủ PostgreSQL của sổ quyết định.",
    "Kiểm tra máy chủ có đang chạy không, rồi địa chỉ, tên cơ sở dữ liệu, tên người dùng và mật khẩu trong "
    "LANDCLEAN_LEDGER_URL; chạy lại sau, chưa có gì được ghi dở.",
)
_BUSY: Final = (
    "Sổ quyết định đang được một tiến trình khác ghi quá lâu.",
    "Chờ tiến trình ấy xong rồi chạy lại; chưa có gì được ghi dở.",
)
_FULL: Final = ("Ổ đĩa chứa sổ quyết định đã đầy.", "Giải phóng chỗ trống rồi chạy lại; chưa có gì được ghi dở.")
_READ_ONLY: Final = (
    "Không có quyền ghi vào sổ quyết định.",
    "Cấp quyền ghi cho người dùng chạy chương trình (với SQLite: cả tệp và thư mục chứa nó), rồi chạy lại.",
)
_DAMAGED: Final = (
    "Tệp sổ quyết định bị hỏng hoặc không phải là sổ quyết định.",
    "Giữ nguyên tệp ấy, chép bản sao lưu gần nhất vào chỗ của nó rồi chạy lại.",
)
_NO_PLACE: Final = (
    "Không mở được tệp sổ quyết định.",
    "Kiểm tra ổ đĩa và đường dẫn của thư mục chứa tệp, rồi chạy lại.",
)
# By SQLite's primary result code, by PostgreSQL's SQLSTATE or its class, or by the system's name of an error.
_FAILURES: Final[dict[int | str, tuple[str, str]]] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    "55P03": _BUSY,
    "53100": _FULL,
    "42501": _READ_ONLY,
    "25006": _READ_ONLY,
    "08": _UNREACHABLE,
    "28": _UNREACHABLE,
    "3D": _UNREACHABLE,
    "EACCES": _READ_ONLY,
    "EPERM": _READ_ONLY,
    "EROFS": _READ_ONLY,
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "57P01": _UNREACHABLE,
    "57P03": _UNREACHABLE,
}


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


@contextmanager
def told() -> Generator[None]:
    """Turn errors of the database into words, and let nothing of theirs out: they may quote data or the URL."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise LandCleanError("{} Cách xử lý: {}".format(*_words(error))) from None


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


def _words(error: SQLAlchemyError | OSError) -> tuple[str, str]:
    """What happened, and what to do about it."""
    if isinstance(error, OSError):
        return _FAILURES.get(errno.errorcode.get(error.errno or 0, ""), _NO_PLACE)
    cause = getattr(error, "orig", None)
    if isinstance(cause, sqlite3.Error):
        name = getattr(cause, "sqlite_errorname", type(cause).__name__)
        known = _FAILURES.get(getattr(cause, "sqlite_errorcode", -1) & 0xFF)
    else:
        state = getattr(cause, "sqlstate", None)
        name = state or type(cause or error).__name__
        unanswered = _UNREACHABLE if isinstance(error, OperationalError) and state is None else None
        known = _FAILURES.get(name, _FAILURES.get(name[:2], unanswered))
    return known or (
        f"Không đọc hoặc ghi được sổ quyết định ({name}).",
        "Báo cho người phụ trách chương trình; chưa có gì được ghi dở.",
    )
