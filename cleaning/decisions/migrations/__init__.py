"""The ledger's tables from version to version: Alembic, run when a ledger is opened, inside the opener's transaction.

A change of schemas.DECISIONS needs a further file in `versions/`; those that stand are never changed.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from cleaning.errors import LandCleanError

FOLDER: Final = Path(__file__).parent
# A name of its own: other programs that use Alembic may live in the same PostgreSQL database, Prefect's server is one.
VERSION_TABLE: Final = "ledger_version"
_ONE_AT_A_TIME: Final = Lock()  # Alembic keeps what it is working on in module variables


def is_current(connection: Connection) -> bool:
    """Whether the ledger has the tables of this version of the program. LandCleanError where they are newer."""
    script = ScriptDirectory(str(FOLDER))
    version = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    if version is not None and version not in known:
        raise LandCleanError(
            "Sổ quyết định đã được một phiên bản mới hơn của chương trình nâng cấp; phiên bản này không đọc được. "
            "Cách xử lý: Cài phiên bản chương trình mới nhất rồi chạy lại; sổ không bị thay đổi."
        )
    return version == script.get_current_head()


def migrate(connection: Connection) -> None:
    """Bring the ledger to the newest version, in the connection's transaction."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with _ONE_AT_A_TIME:
        command.upgrade(config, "head")
