from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from traceback import format_exception
from urllib.parse import quote, unquote_plus

import polars as pl
import pytest
import sqlalchemy as sa
from polars.testing import assert_frame_equal

from cleaning.decisions import migrations
from cleaning.decisions.ledger import open_ledger
from cleaning.decisions.ledger_database import open_database
from cleaning.errors import LandCleanError
from cleaning.schemas import DECISIONS
from tests.decisions.ledger_rows import connected, decided, numbered
from tests.decisions.postgres import PASSWORD, Postgres

NOBODY = 65534
GENERIC = {
    pl.String: sa.String,
    pl.Boolean: sa.Boolean,
    pl.Int32: sa.Integer,
    pl.Int64: sa.Integer,  # of which BigInteger is one
    pl.Float64: sa.Double,
}
NEXT_VERSION = """
import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

def upgrade():
    op.add_column("decisions", sa.Column("seen_by", sa.Text()))
    op.execute("{last_step}")
"""


def test_its_columns_are_those_of_the_declared_table(ledger_url: str) -> None:
    with open_database(ledger_url, wait_seconds=5).reading() as connection:
        columns = sa.inspect(connection).get_columns("decisions")
    assert [column["name"] for column in columns] == DECISIONS.names
    for found, declared in zip(columns, DECISIONS.columns, strict=True):
        assert isinstance(found["type"].as_generic(), GENERIC[declared.dtype]), declared.name


def test_a_file_is_its_owners_alone_and_people_read_while_somebody_writes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mới 100%?/ledger.db"
    ledger = open_ledger(url)
    ledger.append(decided(0, 5))
    with open_database(url, wait_seconds=1).writing() as connection:
        connection.execute(sa.text("INSERT INTO ledger_version VALUES ('x')"))
        assert ledger.decisions().height == 5
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "mới 100%?").iterdir()}
        connection.execute(sa.text("DELETE FROM ledger_version WHERE version_num = 'x'"))
    assert modes == {"ledger.db": 0o600, "ledger.db-wal": 0o600, "ledger.db-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "mới 100%?").stat().st_mode) == 0o700


def test_whoever_waits_too_long_is_told_so_and_readers_do_not_wait(ledger_url: str) -> None:
    ledger = open_ledger(ledger_url, wait_seconds=0.2)
    ledger.append(decided(0, 5))
    with open_database(ledger_url, wait_seconds=5).writing():
        with pytest.raises(LandCleanError, match="đang được một tiến trình khác ghi quá lâu.* Cách xử lý: "):
            ledger.append(decided(5, 10))
        assert ledger.decisions().height == 5
        assert open_ledger(ledger_url).history("dong-1").height == 1
    assert ledger.append(decided(5, 10)).height == 5


def test_a_file_somebody_holds_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    """The write-ahead log is set by whoever opens first; SQLite itself would not wait for the others then."""
    with sqlite3.connect(tmp_path / "ledger.db", isolation_level=None, check_same_thread=False) as other:
        other.execute("CREATE TABLE something (else_ TEXT)")
        other.execute("BEGIN IMMEDIATE")
        Timer(0.5, other.execute, ["COMMIT"]).start()
        open_ledger(f"sqlite:///{tmp_path}/ledger.db", wait_seconds=30)
    with connected(f"sqlite:///{tmp_path}/ledger.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


# ---- versions --------------------------------------------------------------------------------------------------------


@contextmanager
def next_version(folder: Path, last_step: str = "SELECT 1") -> Generator[None]:
    """The program as it will be when its ledger has a second version."""
    shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v0002_seen.py").write_text(NEXT_VERSION.format(last_step=last_step), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "FOLDER", folder)
        yield


def test_an_older_ledger_is_brought_up_to_date_with_all_it_holds(ledger_url: str, tmp_path: Path) -> None:
    open_ledger(ledger_url).append(decided(0, 20))
    with next_version(tmp_path / "next"):
        ledger = open_ledger(ledger_url)
        assert_frame_equal(ledger.decisions(), numbered(decided(0, 20)))
        ledger.append(decided(0, 30))
    with connected(ledger_url) as connection:
        assert connection.execute("SELECT count(*), count(seen_by) FROM decisions").fetchone() == (30, 0)
        assert connection.execute("SELECT version_num FROM ledger_version").fetchall() == [("2",)]
        with pytest.raises(Exception, match="không sửa, không xóa"):
            connection.execute("DELETE FROM decisions")


def test_a_newer_ledger_is_refused(ledger_url: str, tmp_path: Path) -> None:
    with next_version(tmp_path / "next"):
        open_ledger(ledger_url).append(decided(0, 3))
    with pytest.raises(LandCleanError, match="phiên bản mới hơn.* Cách xử lý: Cài phiên bản chương trình mới nhất"):
        open_ledger(ledger_url)


def test_a_version_that_fails_on_the_way_leaves_the_ledger_as_it_was(ledger_url: str, tmp_path: Path) -> None:
    open_ledger(ledger_url).append(decided(0, 3))
    with next_version(tmp_path / "next", "SELECT no_such_column FROM decisions"), pytest.raises(LandCleanError):
        open_ledger(ledger_url)
    assert_frame_equal(open_ledger(ledger_url).decisions(), numbered(decided(0, 3)))
    test_its_columns_are_those_of_the_declared_table(ledger_url)


# ---- what can't be opened or written ---------------------------------------------------------------------------------


@contextmanager
def unprivileged() -> Generator[None]:
    """Root may write anywhere, so it is somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, None), (0o555, 0o444), (0o777, 0o444), (0o555, 0o666)])
def test_a_ledger_that_cannot_be_written_is_told_of(folder_mode: int, file_mode: int | None) -> None:
    folder = Path(tempfile.mkdtemp())
    url = f"sqlite:///{folder}/ledger.db"
    try:
        if file_mode is not None:
            open_ledger(url).append(decided(0, 3))
            (folder / "ledger.db").chmod(file_mode)
        folder.chmod(folder_mode)
        with unprivileged(), pytest.raises(LandCleanError, match="quyền.* Cách xử lý: "):
            open_ledger(url).append(decided(3, 6))
        folder.chmod(0o700)
        assert [path.name for path in folder.iterdir()] == ([] if file_mode is None else ["ledger.db"])
        if file_mode is not None:
            (folder / "ledger.db").chmod(0o600)
            assert_frame_equal(open_ledger(url).decisions(), numbered(decided(0, 3)))
    finally:
        shutil.rmtree(folder)


def test_a_full_disk_leaves_nothing_half_written(ledger_url: str) -> None:
    ledger = open_ledger(ledger_url)
    ledger.append(decided(0, 10))
    with full_disk(ledger_url), pytest.raises(LandCleanError, match="đã đầy.* Cách xử lý: Giải phóng chỗ trống"):
        ledger.append(decided(10, 3000))
    assert_frame_equal(ledger.decisions(), numbered(decided(0, 10)))
    ledger.append(decided(10, 3000))
    assert_frame_equal(ledger.decisions(), numbered(decided(0, 3000)))


@contextmanager
def full_disk(url: str) -> Generator[None]:
    """SQLite may use 60 pages more; PostgreSQL says what it says when its disk is full, at the 500th row."""
    if url.startswith("sqlite"):

        def limit(connection: object, _: object) -> None:
            connection.execute("PRAGMA max_page_count = 60")  # type: ignore[attr-defined]

        sa.event.listen(sa.Engine, "connect", limit)
        yield
        sa.event.remove(sa.Engine, "connect", limit)
        return
    with connected(url) as connection:
        connection.execute(
            "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$"
        )
        connection.execute(
            "CREATE TRIGGER disk_full BEFORE INSERT ON decisions FOR EACH ROW WHEN (NEW.sequence = 500)"
            " EXECUTE FUNCTION disk_full()"
        )
        yield
        connection.execute("DROP TRIGGER disk_full ON decisions")


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a ledger" * 100, b"\0" * 5000], ids=["other", "zeros"])
def test_a_file_that_is_no_ledger_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ledger.db"
    file.write_bytes(content)
    with pytest.raises(LandCleanError, match="hỏng hoặc không phải là sổ quyết định.* Cách xử lý: "):
        open_ledger(f"sqlite:///{file}")
    assert file.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path, tmp_path / "file" / "ledger.db"):
        with pytest.raises(LandCleanError, match="Không mở được tệp sổ quyết định.* Cách xử lý: "):
            open_ledger(f"sqlite:///{place}")


# ---- passwords -------------------------------------------------------------------------------------------------------

SECRET = "s3cret"
# URLs that are no address of a ledger, most of them because the password's signs are not written as they must be.
NO_ADDRESS = [
    f"postgresql://ledger:{SECRET}@{SECRET}@localhost/ledger",
    f"postgresql://localhost:{SECRET}/ledger",
    f"postgresql://ledger:x@localhost:{SECRET}/ledger",
    f"mysql://ledger:{SECRET}@localhost/ledger",
    f"sqlite://{SECRET}",
    f"ledger:{SECRET}@localhost",
    SECRET,
    "",
]


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_is_refused_without_its_password(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(LandCleanError, match="không hợp lệ.* Cách xử lý: ") as refused:
        open_ledger(url)
    assert SECRET not in "".join(format_exception(refused.value)).replace(f'"{SECRET}"', "") + caplog.text


@pytest.mark.parametrize("wrong", ["password", "role", "database", "folder", "server"])
def test_a_server_that_does_not_let_in_is_told_of_without_the_password(
    postgres: Postgres, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = {
        "password": postgres.url("postgres", password=SECRET),
        "role": postgres.url("postgres", role="stranger", password=SECRET),
        "database": f"postgresql://ledger@/nowhere?host={postgres.folder}&password={quote(PASSWORD)}",
        "folder": f"postgresql://ledger:{SECRET}@/ledger?host=/nowhere",
        "server": f"postgres://ledger:{SECRET}@127.0.0.1:1/ledger",
    }[wrong]
    with pytest.raises(LandCleanError, match="Không kết nối được với máy chủ PostgreSQL.* Cách xử lý: ") as refused:
        open_ledger(url)
    shown = "".join(format_exception(refused.value)) + repr(refused.value) + caplog.text
    assert SECRET not in shown
    assert PASSWORD not in shown


def test_a_ledger_at_work_says_nothing_of_its_password(postgres: Postgres, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    url = postgres.database()
    ledger = open_ledger(f"{url.replace(quote(PASSWORD, safe=''), '')}&password={quote(PASSWORD, safe='')}")
    ledger.append(decided(0, 3))
    with connected(url) as connection:
        postgres.run(f"ALTER DATABASE {connection.info.dbname} ALLOW_CONNECTIONS false")
    with pytest.raises(LandCleanError) as refused:
        ledger.decisions()
    within = repr(ledger) + repr(vars(ledger)) + repr(vars(vars(ledger)["_database"]))
    shown = "".join(format_exception(refused.value)) + within + caplog.text
    assert PASSWORD not in shown
    assert PASSWORD not in unquote_plus(shown)


def test_a_role_that_may_only_add_and_read_is_enough(postgres: Postgres) -> None:
    url = postgres.database()
    open_ledger(url)
    with connected(url) as connection:
        name = connection.info.dbname
        postgres.run(f"CREATE ROLE clerk_{name} LOGIN PASSWORD '{PASSWORD}'")
        connection.execute(f"GRANT SELECT, INSERT ON decisions TO clerk_{name}".encode())
        connection.execute(f"GRANT SELECT ON ledger_version TO clerk_{name}".encode())
    clerk = open_ledger(postgres.url(name, role=f"clerk_{name}"))
    clerk.append(decided(0, 3))
    assert_frame_equal(clerk.decisions(), numbered(decided(0, 3)))


def test_a_role_that_may_not_write_is_told_so(postgres: Postgres) -> None:
    url = postgres.database()
    open_ledger(url)
    with connected(url) as connection:
        name = connection.info.dbname
        postgres.run(f"CREATE ROLE reader_{name} LOGIN PASSWORD '{PASSWORD}'")
        connection.execute(f"GRANT SELECT ON decisions, ledger_version TO reader_{name}".encode())
    reader = open_ledger(postgres.url(name, role=f"reader_{name}"))
    with pytest.raises(LandCleanError, match="Không có quyền ghi vào sổ quyết định"):
        reader.append(decided(0, 3))
